"""Quotations that the article gives twice, whole or in part, as headlines do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEAST_WORDS_OF_PART = 3
_MOST_COMPARED = 8


def find_repeats(quotations: Sequence[str]) -> list[int | None]:
    """For each quotation the index of the one whose words it repeats.

    One with the same words as an earlier one repeats that; one of three words or more that are a part of a longer
    one repeats the longer one, wherever that stands. Time is linear in the number of words.
    """
    folded = [_fold(words) for words in quotations]
    holders: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for index, words in enumerate(folded):
        for position in range(len(words) - _LEAST_WORDS_OF_PART + 1):
            found = holders[words[position : position + _LEAST_WORDS_OF_PART]]
            if len(found) < _MOST_COMPARED:
                found.append((index, position))
    first: dict[tuple[str, ...], int] = {}
    repeats: list[int | None] = []
    for index, words in enumerate(folded):
        same = first.setdefault(words, index)
        repeats.append(same if same != index else _longer(index, folded, holders))
    return repeats


def _fold(words: str) -> tuple[str, ...]:
    return tuple(
        "".join(c if c.isalnum() else " " for c in words.casefold().replace("’", "'").replace("'", "")).split()
    )


def _longer(
    index: int, folded: Sequence[tuple[str, ...]], holders: Mapping[tuple[str, ...], Sequence[tuple[int, int]]]
) -> int | None:
    """The first longer quotation that holds the words of this one."""
    words = folded[index]
    for holder, position in holders.get(words[:_LEAST_WORDS_OF_PART], ()):
        longer = folded[holder]
        if len(longer) > len(words) and longer[position : position + len(words)] == words:
            return holder
    return None
