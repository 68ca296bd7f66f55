"""Quotation marks as they stand in a text, each with what it can do there."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from quoth.engine.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = re.compile(
    r"<[A-Za-z/][^<>]{0,400}>"  # a tag: the marks of its attributes quote nothing
    r"|&(?:quot|[lrb][d]quo|[lr]squo|sbquo|laquo|raquo|apos|\#0*(?:34|39|171|187|821[6-8]|822[0-2])|\#[xX]0*(?:22|27|[aA][bB]|[bB][bB]|201[89acdeACDE]));"
    r"|\"\"|''|``|[\"“”„‟«»‹›＂'‘’‚`]"
)


_PUNCTUATION = re.compile(r"[,;:!?)\]}]|\.(?!\.)")


class Family(Enum):
    """Marks that pair with one another."""

    STRAIGHT = "straight"
    CURLY = "curly"
    GUILLEMET = "guillemet"
    LATEX = "latex"
    SINGLE = "single"


class Role(Enum):
    """What a mark does by its shape alone."""

    OPENS = "opens"
    CLOSES = "closes"
    EITHER = "either"


_SHAPES: dict[str, tuple[Family, Role]] = {
    '"': (Family.STRAIGHT, Role.EITHER),
    "＂": (Family.STRAIGHT, Role.EITHER),
    '""': (Family.STRAIGHT, Role.EITHER),
    "“": (Family.CURLY, Role.OPENS),
    "„": (Family.CURLY, Role.OPENS),
    "‟": (Family.CURLY, Role.OPENS),
    "”": (Family.CURLY, Role.CLOSES),
    "«": (Family.GUILLEMET, Role.OPENS),
    "»": (Family.GUILLEMET, Role.CLOSES),
    "‹": (Family.GUILLEMET, Role.OPENS),
    "›": (Family.GUILLEMET, Role.CLOSES),
    "``": (Family.LATEX, Role.OPENS),
    "''": (Family.LATEX, Role.CLOSES),
    "'": (Family.SINGLE, Role.EITHER),
    "‘": (Family.SINGLE, Role.OPENS),
    "‚": (Family.SINGLE, Role.OPENS),
    "`": (Family.SINGLE, Role.OPENS),
    "’": (Family.SINGLE, Role.CLOSES),
}

_BEFORE_OPENING = frozenset("([{<—–-―/|…:=>*_\u200b\u2060\ufeff")
_AFTER_CLOSING = frozenset(")]}>—–-―/|….,:;!?=<*_\u200b\u2060\ufeff")
_ALL_MARKS = frozenset("\"“”„‟«»‹›＂'‘’‚`&")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark and its surroundings.

    Attributes:
        span: Where it stands; an HTML entity counts whole.
        sign: The mark itself, an entity decoded.
        family: The marks it pairs with.
        role: What its shape says.
        fits_opening: A word begins behind it and none ends before it.
        fits_closing: Something ends before it and no word begins behind it.
        before: The character before it within the paragraph, or "".
        after: The character behind it within the paragraph, or "".
    """

    span: Span
    sign: str
    family: Family
    role: Role
    fits_opening: bool
    fits_closing: bool
    before: str
    after: str

    @property
    def within_word(self) -> bool:
        """Whether it is an apostrophe inside a word."""
        return self.before.isalnum() and self.after.isalnum()


def find_marks(text: str, paragraph: Span) -> Iterator[Mark]:
    """The quotation marks and apostrophes of a paragraph, in order."""
    for found in _MARK.finditer(text, paragraph.start, paragraph.end):
        written = found.group()
        if written[0] == "<":
            continue
        sign = html.unescape(written) if written[0] == "&" else written
        family, role = _SHAPES[sign]
        start, end = found.span()
        before = text[start - 1] if start > paragraph.start else ""
        after = text[end] if end < paragraph.end else ""
        free_before = not before or before.isspace() or before in _BEFORE_OPENING or before in _ALL_MARKS
        free_after = not after or after.isspace() or after in _AFTER_CLOSING or after in _ALL_MARKS
        yield Mark(
            span=Span(start, end),
            sign=sign,
            family=family,
            role=role,
            fits_opening=free_before and bool(after) and not after.isspace() and not _PUNCTUATION.match(text, end),
            fits_closing=free_after and bool(before) and not before.isspace(),
            before=before,
            after=after,
        )
