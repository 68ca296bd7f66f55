"""The kind of a speaker: what its name or its description stands for.

spaCy's entity recogniser was measured for this and left out: ARCHITECTURE.md has the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind, SpeakerKind
from quoth.engine.reading import NounClass
from quoth.engine.speakers.facts import Nature

if TYPE_CHECKING:
    from quoth.engine.languages import Language
    from quoth.engine.reading import Candidate

_BY_NATURE = {
    Nature.PERSON: SpeakerKind.PERSON,
    Nature.BODY: SpeakerKind.ORGANIZATION,
    Nature.PLACE: SpeakerKind.ORGANIZATION,
    Nature.PEOPLE: SpeakerKind.GROUP,
    Nature.UNKNOWN: SpeakerKind.PERSON,
}
_BY_NOUN = {
    NounClass.PERSON: SpeakerKind.UNNAMED,
    NounClass.PEOPLE: SpeakerKind.GROUP,
    NounClass.ORGANIZATION: SpeakerKind.ORGANIZATION,
    NounClass.DOCUMENT: SpeakerKind.DOCUMENT,
}


def kind_of_nature(nature: Nature) -> SpeakerKind:
    """The kind of a speaker with a name; what tells nothing of itself and speaks is a person."""
    return _BY_NATURE[nature]


def kind_of_description(mention: Candidate, language: Language) -> SpeakerKind:
    """The kind of a speaker whom the article describes and never names."""
    if mention.kind is MentionKind.PRONOUN or mention.noun is None:
        return SpeakerKind.GROUP if mention.number == "p" else SpeakerKind.UNNAMED
    if mention.text.split()[-1].casefold() in language.people.sources:
        return SpeakerKind.UNNAMED
    return _BY_NOUN[mention.noun]
