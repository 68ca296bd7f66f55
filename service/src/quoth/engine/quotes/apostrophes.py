"""Pairs single marks, which share their signs with apostrophes: 'the lads' heads are fine,' he said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.quotes.marks import Mark, Role
from quoth.engine.quotes.pairing import Pair, Pairing

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_ENDS_CLAUSE = frozenset(",.!?…—–")
_WORD_LIMIT = 12


def pair_singles(text: str, marks: Sequence[Mark], elisions: Collection[str]) -> Pairing:
    """Pairs the single marks of one level of a paragraph.

    An opening mark is paired with the first mark behind it that surely closes (after a comma,
    a full stop or a word without final s); a mark that might be a plural possessive closes only
    if no surer one comes before the next opening.

    Args:
        text: The whole text.
        marks: Single marks, none of them inside a word, in order.
        elisions: Words that begin with an apostrophe, without it: "em", "90s".
    """
    pairs: list[Pair] = []
    unclosed: list[Mark] = []
    opening: Mark | None = None
    doubtful: Mark | None = None
    for mark in marks:
        if _opens(text, mark, elisions) and (opening is None or not mark.fits_closing):
            if opening is not None and doubtful is not None:
                pairs.append(Pair(opening.span, doubtful.span))
            elif opening is not None:
                unclosed.append(opening)
            opening, doubtful = mark, None
        elif opening is not None and _may_close(mark):
            if _surely_closes(mark):
                pairs.append(Pair(opening.span, mark.span))
                opening = doubtful = None
            else:
                doubtful = doubtful or mark
    if opening is not None and doubtful is not None:
        pairs.append(Pair(opening.span, doubtful.span))
    elif opening is not None:
        unclosed.append(opening)
    return Pairing(tuple(pairs), tuple(unclosed), ())


def _opens(text: str, mark: Mark, elisions: Collection[str]) -> bool:
    if mark.role is Role.CLOSES or not mark.fits_opening:
        return mark.role is Role.OPENS and bool(mark.after) and mark.after.isspace() and not mark.before.isalnum()
    word = text[mark.span.end : mark.span.end + _WORD_LIMIT]
    length = next((i for i, c in enumerate(word) if not c.isalnum()), len(word))
    return word[:length] not in elisions


def _may_close(mark: Mark) -> bool:
    return mark.role is not Role.OPENS and not mark.after.isalnum()


def _surely_closes(mark: Mark) -> bool:
    if mark.before in _ENDS_CLAUSE or not mark.after:
        return True
    return mark.before not in "sSzx" and not mark.before.isdigit()
