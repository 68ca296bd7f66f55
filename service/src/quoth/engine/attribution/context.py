"""The mentions and cues around each quotation that may tell its speaker."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quoth.engine.quotes import Quoted
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.reading.cues import CueToken

    Clues = tuple[Sequence[Candidate], Sequence[CueToken]]


_COLONS = frozenset({":", "—", "–", "―"})


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around one quotation.

    Attributes:
        index: Which quotation.
        before: Mentions and cues of its sentence before it, from the last quotation on.
        between: Those between its segments.
        after: Those of its sentence behind it, up to the next quotation.
        after_colon: Whether it stands behind a colon or a dash.
        before_colon: Whether it stands before one, as in headlines.
        follows_quotation: Whether a quotation stands before it in its paragraph or in the one before.
    """

    index: int
    before: Clues
    between: Clues
    after: Clues
    after_colon: bool
    before_colon: bool
    follows_quotation: bool


def contexts(reading: Reading, quoted: Sequence[Quoted]) -> Iterator[Context]:
    """The contexts of all quotations, in their order."""
    tops = [item for item in quoted if item.parent is None]
    edges = sorted(
        edge for item in tops for segment in item.segments for edge in (segment.outer.start, segment.outer.end)
    )
    first_mentions = [m.first for m in reading.mentions]
    first_cues = [c.first for c in reading.cues]

    def clues(first: int, stop: int) -> Clues:
        return (
            reading.mentions[bisect_left(first_mentions, first) : bisect_left(first_mentions, stop)],
            reading.cues[bisect_left(first_cues, first) : bisect_left(first_cues, stop)],
        )

    for index, item in enumerate(quoted):
        outer = item.outer
        top = item if item.parent is None else quoted[item.parent]
        first, stop = reading.token_at(outer.start), reading.token_at(outer.end)
        sentence = reading.sentence_of[first]
        begin = bisect_left(reading.sentence_of, sentence)
        end = bisect_left(reading.sentence_of, reading.sentence_of[stop - 1] + 1)
        last_edge = edges[bisect_left(edges, top.outer.start) - 1] if bisect_left(edges, top.outer.start) else 0
        next_edge = bisect_left(edges, top.outer.end + 1)
        stop_offset = edges[next_edge] if next_edge < len(edges) else len(reading.text)
        after_first = reading.token_at(top.outer.end)
        before_text = reading.text[: outer.start].rstrip(" \u00a0\n")[-1:]
        previous_token = reading.token_at(last_edge)
        between_first = reading.token_at(item.segments[0].outer.end)
        between_stop = reading.token_at(item.segments[-1].outer.start)
        near = bool(last_edge) and reading.paragraph_of[first] - reading.paragraph_of[max(previous_token - 1, 0)] <= 1
        yield Context(
            index=index,
            before=clues(max(begin, previous_token), first),
            between=clues(between_first, between_stop),
            after=clues(after_first, min(end, reading.token_at(stop_offset))),
            after_colon=before_text in _COLONS,
            before_colon=reading.text[outer.end : outer.end + 2].strip()[:1] in _COLONS,
            follows_quotation=near,
        )
