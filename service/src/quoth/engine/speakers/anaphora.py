"""Whom a pronoun or a description stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind, SpeakerKind
from quoth.engine.reading import NounClass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.names import Entity

_SENTENCES_BACK = 8
_MOST_CANDIDATES = 12


def antecedent(
    reading: Reading, bearers: Mapping[Candidate, Entity], mention: Candidate, kind: Callable[[Entity], SpeakerKind]
) -> Entity | None:
    """The named entity that a pronoun or a description stands for.

    In each sentence, from that of the mention backwards, the first fitting name is taken: English
    mostly names its topic first.
    """
    wanted = _wanted_kinds(mention)
    if not wanted:
        return None
    sentence = reading.sentence_of[mention.first]
    before = [m for m in reading.mentions if m.first < mention.first and m in bearers]
    nearby = [m for m in before if sentence - reading.sentence_of[m.first] <= _SENTENCES_BACK][-_MOST_CANDIDATES:]
    if mention.kind is MentionKind.NOMINAL:
        return _by_role(mention, bearers)
    for candidate in sorted(nearby, key=lambda m: (-reading.sentence_of[m.first], m.first)):
        if not candidate.text.isupper() and kind(bearers[candidate]) in wanted:
            return bearers[candidate]
    return None


def _wanted_kinds(mention: Candidate) -> frozenset[SpeakerKind]:
    if mention.kind is MentionKind.PRONOUN:
        if mention.number == "p":
            return frozenset({SpeakerKind.GROUP, SpeakerKind.ORGANIZATION})
        if mention.gender or mention.text.lower() in ("i", "who"):
            return frozenset({SpeakerKind.PERSON})
        return frozenset({SpeakerKind.ORGANIZATION})
    if mention.noun is NounClass.PERSON and mention.number == "s":
        return frozenset({SpeakerKind.PERSON})
    return frozenset()


def _by_role(mention: Candidate, bearers: Mapping[Candidate, Entity]) -> Entity | None:
    """The last entity before a description, or else the first behind it, whose role holds the description's head."""
    head = mention.text.split()[-1].casefold()
    if not mention.text.lower().startswith("the ") and not mention.text[0].isupper():
        return None
    fitting = [(m, e) for m, e in bearers.items() if head in e.role.casefold().split()]
    earlier = [e for m, e in fitting if m.first < mention.first]
    if earlier:
        return earlier[-1]
    return fitting[0][1] if fitting else None
