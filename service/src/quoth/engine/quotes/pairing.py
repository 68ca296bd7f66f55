"""Pairs the double marks of one paragraph: straight, curly, low-high, guillemets, LaTeX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.quotes.marks import Family, Mark, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.engine.model import Span

_DEEPEST = 4
_DOUBLED = '""'
_INTERCHANGEABLE = frozenset({Family.STRAIGHT, Family.CURLY, Family.LATEX})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two marks that belong together; the quoted words lie between ``opening.end`` and ``closing.start``."""

    opening: Span
    closing: Span


@dataclass(frozen=True, slots=True)
class Pairing:
    """What became of the marks of one paragraph.

    Attributes:
        pairs: In the order of their closing marks.
        unclosed: Opening marks without a partner.
        stray: Closing marks without a partner.
    """

    pairs: tuple[Pair, ...]
    unclosed: tuple[Mark, ...]
    stray: tuple[Mark, ...]


def pair(marks: Sequence[Mark]) -> Pairing:
    """Pairs double marks from left to right with a stack of the open ones."""
    pairs: list[Pair] = []
    unclosed: list[Mark] = []
    stray: list[Mark] = []
    stack: list[Mark] = []
    for index, mark in enumerate(marks):
        following = marks[index + 1] if index + 1 < len(marks) else None
        if _measures(mark, following, opened=bool(stack)):
            continue
        depth = _partner(stack, mark)
        if depth is not None:
            unclosed.extend(stack[depth + 1 :])
            pairs.append(Pair(stack[depth].span, mark.span))
            del stack[depth:]
        elif _opens(mark, stack):
            stack.append(mark)
            if len(stack) > _DEEPEST:
                unclosed.append(stack.pop(0))
        elif mark.family is not Family.LATEX:
            stray.append(mark)
    return Pairing(tuple(pairs), tuple(sorted(unclosed + stack, key=lambda m: m.span)), tuple(stray))


def _measures(mark: Mark, following: Mark | None, *, opened: bool) -> bool:
    """Whether the mark means inches or seconds, as in 27"."""
    if mark.family is not Family.STRAIGHT or not mark.before.isdigit() or mark.fits_opening:
        return False
    return not opened or (following is not None and following.fits_closing and not following.fits_opening)


def _partner(stack: Sequence[Mark], mark: Mark) -> int | None:
    """The index in the stack of the mark that this one closes."""
    for depth in range(len(stack) - 1, -1, -1):
        if _closes(mark, stack[depth]):
            return depth
    return None


def _closes(mark: Mark, opening: Mark) -> bool:
    if mark.family is Family.GUILLEMET or opening.family is Family.GUILLEMET:
        return mark.family is opening.family and mark.sign != opening.sign
    if opening.sign == "„" and mark.sign in "“”":
        return True
    if mark.family is opening.family:
        return _closes_its_family(mark)
    return (
        mark.family in _INTERCHANGEABLE
        and opening.family in _INTERCHANGEABLE
        and mark.fits_closing
        and not mark.fits_opening
    )


def _closes_its_family(mark: Mark) -> bool:
    if mark.role is Role.CLOSES:
        return True
    if mark.role is Role.OPENS:
        return not mark.after or (mark.fits_closing and not mark.fits_opening)
    return not mark.fits_opening or mark.fits_closing


def _opens(mark: Mark, stack: Sequence[Mark]) -> bool:
    if mark.role is Role.OPENS:
        return bool(mark.after)
    if mark.family is Family.LATEX:
        return False
    if mark.role is Role.CLOSES:
        return not stack and mark.fits_opening and not mark.fits_closing
    if mark.sign == _DOUBLED:
        return mark.fits_opening or (mark.after.isalnum() and not mark.fits_closing)
    return bool(mark.after) and (mark.fits_opening or not mark.fits_closing)
