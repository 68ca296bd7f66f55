"""Whom a pronoun or a description stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind
from quoth.engine.reading import NounClass
from quoth.engine.speakers.kinds import may_be_he_or_she, names_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quoth.engine.languages import Language
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.names import Entity

_SENTENCES_BACK = 8
_MOST_CANDIDATES = 12


class Anaphora:
    """Finds the named entities that the pronouns and descriptions of one article stand for."""

    def __init__(self, reading: Reading, bearers: Mapping[Candidate, Entity], language: Language) -> None:
        self._reading = reading
        self._bearers = bearers
        self._language = language
        self._names = list(bearers)
        self._positions = [mention.first for mention in self._names]
        self._by_role: defaultdict[str, list[Candidate]] = defaultdict(list)
        for mention, entity in bearers.items():
            for word in dict.fromkeys(entity.role.casefold().split()):
                self._by_role[word].append(mention)

    def antecedent(self, mention: Candidate) -> Entity | None:
        """The named entity that a pronoun or a description stands for."""
        if mention.kind is MentionKind.NOMINAL:
            return self._holder_of_role(mention)
        return self._topic(mention)

    def _topic(self, mention: Candidate) -> Entity | None:
        """The first fitting name of the sentence, or of one before it: English names its topic first."""
        person, sentence_of = _stands_for_person(mention), self._reading.sentence_of
        stop = bisect_left(self._positions, mention.first)
        oldest = sentence_of[mention.first] - _SENTENCES_BACK
        nearby = [m for m in self._names[max(0, stop - _MOST_CANDIDATES) : stop] if sentence_of[m.first] >= oldest]
        for candidate in sorted(nearby, key=lambda m: (-sentence_of[m.first], m.first)):
            entity = self._bearers[candidate]
            fits = may_be_he_or_she if person else names_body
            if fits(entity, self._language):
                return entity
        return None

    def _holder_of_role(self, mention: Candidate) -> Entity | None:
        """The last entity before a description, else the first behind it, whose role holds the head."""
        if mention.noun is not NounClass.PERSON or not (
            mention.text.lower().startswith("the ") or mention.text[0].isupper()
        ):
            return None
        holders = self._by_role.get(mention.text.split()[-1].casefold(), [])
        before = bisect_left(holders, mention.first, key=lambda m: m.first)
        return self._bearers[holders[max(before - 1, 0)]] if holders else None


def _stands_for_person(mention: Candidate) -> bool:
    return mention.number != "p" and (bool(mention.gender) or mention.text.lower() in ("i", "who"))
