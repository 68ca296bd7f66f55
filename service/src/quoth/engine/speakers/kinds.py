"""Tells persons from bodies, groups and texts, by the article's own words.

spaCy's entity recogniser was measured for this and left out: ARCHITECTURE.md has the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind, SpeakerKind
from quoth.engine.reading import NounClass

if TYPE_CHECKING:
    from quoth.engine.languages import Language
    from quoth.engine.reading import Candidate
    from quoth.engine.speakers.names import Entity

_BY_NOUN = {
    NounClass.PERSON: SpeakerKind.UNNAMED,
    NounClass.PEOPLE: SpeakerKind.GROUP,
    NounClass.ORGANIZATION: SpeakerKind.ORGANIZATION,
    NounClass.DOCUMENT: SpeakerKind.DOCUMENT,
}
_WORDS_OF_FULL_NAME = range(2, 5)


def kind_of_name(entity: Entity, language: Language) -> SpeakerKind:
    """The kind of a speaker with a name: a person, unless the name is a body's."""
    return SpeakerKind.ORGANIZATION if names_body(entity, language) else SpeakerKind.PERSON


def names_body(entity: Entity, language: Language) -> bool:
    """Whether a name is that of a known outlet, ends as names of bodies do, or is an acronym."""
    name = entity.fullest.text
    last = name.split()[-1]
    if name in language.outlets or last in language.body_endings:
        return True
    return not entity.role and len(entity.key) == 1 and last.isupper() and len(last) > 1


def may_be_he_or_she(entity: Entity, language: Language) -> bool:
    """Whether a name is surely enough a person's for a pronoun to stand for it: it has a title or a first name.

    Names in capitals are mostly places in datelines.
    """
    if names_body(entity, language) or entity.fullest.text.isupper():
        return False
    return bool(entity.role or len(entity.key) in _WORDS_OF_FULL_NAME)


def kind_of_description(mention: Candidate) -> SpeakerKind:
    """The kind of a speaker whom the article describes and never names."""
    if mention.kind is MentionKind.PRONOUN or mention.noun is None:
        return SpeakerKind.GROUP if mention.number == "p" else SpeakerKind.UNNAMED
    return _BY_NOUN[mention.noun]
