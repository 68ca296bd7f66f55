"""Which label is that of a quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quoth.engine.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SAME = 0.5


def label_of(segment: Span, labelled: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The label of the words that have most in common with a segment; ``None`` if that is less than half.

    Args:
        segment: First segment of a quotation.
        labelled: Quotations of the article, each with "start", "end" and "label"; at least one.
    """
    best = max(labelled, key=lambda quote: _alike(segment, Span(quote["start"], quote["end"])))
    label: Mapping[str, Any] = best["label"]
    return label if _alike(segment, Span(best["start"], best["end"])) >= _SAME else None


def _alike(one: Span, other: Span) -> float:
    """Letters in common, as a share of those of both."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(common, 0) / max(max(one.end, other.end) - min(one.start, other.start), 1)
