"""Words that introduce speech: "said", "according to", "calling it"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.engine.languages import Language
    from quoth.engine.reading.tokens import Tokens


class CueClass(Enum):
    """How a cue stands to the words it introduces."""

    SPEECH = "speech"
    JUDGEMENT = "judgement"
    UTTERANCE = "utterance"
    ACCORDING = "according"


@dataclass(frozen=True, slots=True)
class CueToken:
    """A cue in the text, from its first to its last token."""

    first: int
    last: int
    kind: CueClass


def find_cues(tokens: Tokens, language: Language, first: int, stop: int) -> Iterator[CueToken]:
    """The cues among the tokens ``first`` to ``stop``."""
    phrases = {phrase.split()[0]: phrase.split() for phrase in language.according}
    for index in range(first, stop):
        word = tokens.words[index].lower()
        if word in language.speech_verbs:
            yield CueToken(index, index, CueClass.SPEECH)
        elif word in language.judgement_verbs:
            yield CueToken(index, index, CueClass.JUDGEMENT)
        elif word in language.utterances:
            yield CueToken(index, index, CueClass.UTTERANCE)
        elif word in phrases:
            phrase = phrases[word]
            if [w.lower() for w in tokens.words[index : index + len(phrase)]] == phrase:
                yield CueToken(index, index + len(phrase) - 1, CueClass.ACCORDING)
