"""Tells whole quotations from partial ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import QuotationKind

if TYPE_CHECKING:
    from quoth.engine.quotes import Quoted

_ENDS_CLAUSE = frozenset(",.!?…—")
_OPENS_CLAUSE = frozenset(",:—–-―")
_FEW_WORDS = 3


def kind_of(text: str, quoted: Quoted) -> QuotationKind:
    """Whether whole clauses are quoted, or a few words within a sentence of the article."""
    first, last = quoted.segments[0], quoted.segments[-1]
    words = first.span.of(text)
    initial = next((c for c in words if c.isalnum()), "")
    before = text[: first.outer.start].rstrip(" \u00a0")[-1:]
    begins_clause = initial.isupper() or initial.isdigit() or before in _OPENS_CLAUSE or before in ("", "\n")
    ends_clause = text[last.span.end - 1] in _ENDS_CLAUSE or not last.closed
    if begins_clause and (ends_clause or len(words.split()) > _FEW_WORDS):
        return QuotationKind.DIRECT
    return QuotationKind.PARTIAL
