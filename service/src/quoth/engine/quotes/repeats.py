"""Quotations that the article gives twice, whole or in part, as headlines do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEAST_WORDS_OF_PART = 3
_MOST_COMPARED = 8


def find_repeats(quotations: Sequence[str]) -> list[int | None]:
    """For each quotation the index of the one whose words it repeats.

    One with the same words as an earlier one repeats that; one of three words or more that are a part of a longer
    one repeats the longer one, wherever that stands. Time is linear in the number of words.
    """
    folded = [_fold(words) for words in quotations]
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, words in enumerate(folded):
        for start in _starts(words):
            if len(holders[start]) < _MOST_COMPARED:
                holders[start].append(index)
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


def _starts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words) - _LEAST_WORDS_OF_PART + 1):
        yield words[start : start + _LEAST_WORDS_OF_PART]


def _longer(
    index: int, folded: Sequence[tuple[str, ...]], holders: defaultdict[tuple[str, ...], list[int]]
) -> int | None:
    words = folded[index]
    if len(words) < _LEAST_WORDS_OF_PART:
        return None
    part = f" {' '.join(words)} "
    for holder in holders[words[:_LEAST_WORDS_OF_PART]]:
        if len(folded[holder]) > len(words) and part in f" {' '.join(folded[holder])} ":
            return holder
    return None
