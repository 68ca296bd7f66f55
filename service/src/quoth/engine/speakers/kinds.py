"""Tells persons from bodies, by the article's own words first and by spaCy where they leave it open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind, SpeakerKind
from quoth.engine.reading import EntityKind, NounClass

if TYPE_CHECKING:
    from quoth.engine.languages import Language
    from quoth.engine.reading import Candidate, EntityRecognizer, Reading
    from quoth.engine.speakers.names import Entity

_BY_NOUN = {
    NounClass.PERSON: SpeakerKind.UNNAMED,
    NounClass.PEOPLE: SpeakerKind.GROUP,
    NounClass.ORGANIZATION: SpeakerKind.ORGANIZATION,
    NounClass.DOCUMENT: SpeakerKind.DOCUMENT,
}
_BY_ENTITY = {
    EntityKind.PERSON: SpeakerKind.PERSON,
    EntityKind.ORGANIZATION: SpeakerKind.ORGANIZATION,
    EntityKind.PLACE: SpeakerKind.ORGANIZATION,
    EntityKind.NATIONALITY: SpeakerKind.GROUP,
}
_WORDS_OF_PERSON = (2, 3)


class KindReader:
    """Finds the kinds of one article's named entities, each once."""

    def __init__(self, reading: Reading, language: Language, recognizer: EntityRecognizer) -> None:
        self._reading = reading
        self._language = language
        self._recognizer = recognizer
        self._known: dict[tuple[str, ...], SpeakerKind] = {}

    def of(self, entity: Entity) -> SpeakerKind:
        """The kind of a named entity."""
        if entity.key not in self._known:
            self._known[entity.key] = self._by_words(entity) or self._by_model(entity)
        return self._known[entity.key]

    def _by_words(self, entity: Entity) -> SpeakerKind | None:
        name = entity.fullest.text
        last = name.split()[-1]
        if name in self._language.outlets or last in self._language.body_endings:
            return SpeakerKind.ORGANIZATION
        if entity.role:
            return SpeakerKind.PERSON
        if len(entity.key) == 1 and last.isupper() and len(last) > 1:
            return SpeakerKind.ORGANIZATION
        return None

    def _by_model(self, entity: Entity) -> SpeakerKind:
        mention = entity.fullest
        tokens = self._reading.tokens
        first = self._reading.token_at(self._reading.sentence_span(self._reading.sentence_of[mention.first]).start)
        last = self._reading.token_at(self._reading.sentence_span(self._reading.sentence_of[mention.last]).end) - 1
        kind = self._recognizer.kind(
            tokens.words[first : max(last, mention.last) + 1], mention.first - first, mention.last - first
        )
        if kind is None:
            return SpeakerKind.PERSON if len(entity.key) in _WORDS_OF_PERSON else SpeakerKind.ORGANIZATION
        return _BY_ENTITY[kind]


def kind_of_description(mention: Candidate) -> SpeakerKind:
    """The kind of a speaker whom the article describes and never names."""
    if mention.kind is MentionKind.PRONOUN or mention.noun is None:
        return SpeakerKind.GROUP if mention.number == "p" else SpeakerKind.UNNAMED
    return _BY_NOUN[mention.noun]
