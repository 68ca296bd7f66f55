"""Two people who say the same words: Ada Byron and Charles Babbage wrote ..."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from quoth.engine.reading import Category
from quoth.engine.speakers.facts import Nature

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.entities import Bearers, Entity
    from quoth.engine.speakers.facts import Facts

_BEGINS = frozenset((Category.COMMA, Category.STOP, Category.COLON, Category.DASH, Category.MARK, Category.SAY))


def joint_speakers(
    reading: Reading, speaking: Container[Candidate], bearers: Bearers, facts: Mapping[Entity, Facts]
) -> Mapping[Candidate, tuple[Entity, Entity]]:
    """For speaking names that "and" joins to another person's, as subject of a clause, both persons."""
    words, found = reading.tokens.words, {}
    for one, other in pairwise(reading.names()):
        if one not in speaking and other not in speaking:
            continue
        if other.first != one.last + 2 or words[one.last + 1] not in ("and", "&") or not _begins(reading, one):
            continue
        pair = bearers.of[one], bearers.of[other]
        if pair[0] is not pair[1] and all(facts[entity].nature is Nature.PERSON for entity in pair):
            found[one] = found[other] = pair
    return found


def _begins(reading: Reading, mention: Candidate) -> bool:
    """Whether a mention begins a sentence or a clause, or follows a verb of saying."""
    before = mention.first - 1
    if before < 0 or reading.is_quoted[before] or reading.sentence_of[before] != reading.sentence_of[mention.first]:
        return True
    return reading.categories[before] in _BEGINS
