"""Where quotations, mentions and cues stand to one another, in tokens outside quotation marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind
from quoth.engine.reading import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.engine.model import Span
    from quoth.engine.quotes import Quoted
    from quoth.engine.reading import Reading
    from quoth.engine.reading.cues import CueToken


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands.

    Attributes:
        first: Its first token, marks included.
        stop: The token behind its last one.
        segments: First token and token behind, of each segment.
        previous_stop: The token behind the quotation before it, or 0.
        next_first: The first token of the quotation behind it, or the number of tokens.
    """

    first: int
    stop: int
    segments: tuple[tuple[int, int], ...]
    previous_stop: int
    next_first: int


class Layout:
    """A reading with its quotations, indexed for questions about distance and neighbourhood."""

    def __init__(self, reading: Reading, quoted: Sequence[Quoted]) -> None:
        self.reading = reading
        self.quoted = quoted
        self._mention_firsts = [mention.first for mention in reading.mentions]
        self._cue_firsts = [cue.first for cue in reading.cues]
        starts = reading.tokens.starts
        tops = [segment.outer for item in quoted if item.parent is None for segment in item.segments]
        self._edges = sorted((bisect_left(starts, span.start), bisect_left(starts, span.end)) for span in tops)
        self._firsts = [first for first, _ in self._edges]
        inside = [0] * (len(starts) + 1)
        for first, stop in self._edges:
            inside[first] += 1
            inside[stop] -= 1
        self.quoted_token = [depth > 0 for depth in accumulate(inside)]
        self._outside = [0, *accumulate(not quoted for quoted in self.quoted_token)]

    def place(self, item: Quoted) -> Place:
        """Where a quotation stands; a nested one stands where the words around it are quoted too."""
        starts = self.reading.tokens.starts
        segments = tuple(
            (bisect_left(starts, segment.outer.start), bisect_left(starts, segment.outer.end))
            for segment in item.segments
        )
        first, stop = segments[0][0], segments[-1][1]
        before = bisect_left(self._firsts, first) - 1
        behind = bisect_left(self._firsts, stop)
        return Place(
            first=first,
            stop=stop,
            segments=segments,
            previous_stop=self._edges[before][1] if before >= 0 else 0,
            next_first=self._firsts[behind] if behind < len(self._firsts) else len(starts),
        )

    def distance(self, first: int, stop: int) -> int:
        """Number of tokens outside quotations from one token up to another."""
        return self._outside[stop] - self._outside[first]

    def quotations_between(self, first: int, stop: int) -> int:
        """Number of segments that begin from one token up to another."""
        return bisect_left(self._firsts, stop) - bisect_left(self._firsts, first)

    def mentions_before(self, token: int, most: int) -> Sequence[Candidate]:
        """The last mentions that begin before a token."""
        stop = bisect_left(self._mention_firsts, token)
        return self.reading.mentions[max(0, stop - most) : stop]

    def mentions_from(self, token: int, most: int) -> Sequence[Candidate]:
        """The first mentions that begin at a token or behind it."""
        first = bisect_left(self._mention_firsts, token)
        return self.reading.mentions[first : first + most]

    def mention_at(self, span: Span) -> Candidate:
        """The mention in a span, for example the label of a turn; made of the whole span if none was read there."""
        first = self.reading.token_at(span.start)
        for mention in self.mentions_from(first, 1):
            if mention.span.overlaps(span):
                return mention
        last = max(first, self.reading.token_at(span.end) - 1)
        return Candidate(first, last, span, span.of(self.reading.text), MentionKind.NAME, number="s")

    @cached_property
    def aside(self) -> frozenset[Candidate]:
        """Those who only pass on what somebody else said: | the Post | quoted a nurse in | Dubai | as saying ..."""
        return frozenset(chain.from_iterable(map(self._relay, self.reading.mentions)))

    def _relay(self, mention: Candidate) -> Sequence[Candidate]:
        """A mention that quotes another one as saying something, with what stands between that one and its verb."""
        reading, quotes = self.reading, mention.last + 1
        cue = self.cue_from(quotes)
        says = None if cue is None or cue.first != quotes else self.cue_from(quotes + 1)
        if says is None or reading.sentence_of[says.first] != reading.sentence_of[quotes]:
            return ()
        first, stop = bisect_left(self._mention_firsts, quotes), bisect_left(self._mention_firsts, says.first)
        if first == stop or reading.tokens.words[says.first - 1] != "as":
            return ()
        return (mention, *reading.mentions[first + 1 : stop])

    def cue_from(self, token: int) -> CueToken | None:
        """The first cue at a token or behind it."""
        index = bisect_left(self._cue_firsts, token)
        return self.reading.cues[index] if index < len(self._cue_firsts) else None

    def cue_before(self, token: int) -> CueToken | None:
        """The last cue that begins before a token."""
        index = bisect_left(self._cue_firsts, token)
        return self.reading.cues[index - 1] if index else None

    def segment_before(self, token: int) -> tuple[int, int] | None:
        """The last segment that begins before a token: its first token and the token behind it."""
        index = bisect_left(self._firsts, token)
        return self._edges[index - 1] if index else None

    def segment_from(self, token: int) -> tuple[int, int] | None:
        """The first segment that begins at a token or behind it."""
        index = bisect_right(self._firsts, token - 1)
        return self._edges[index] if index < len(self._firsts) else None
