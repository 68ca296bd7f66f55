"""Segments that belong together: one utterance over several paragraphs, or split by its attribution."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoth.engine.model import Span
from quoth.engine.quotes.transcripts import is_direction
from quoth.engine.text import trim

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTEST_ATTRIBUTION = 3
_LONGEST_ATTRIBUTION = 160
_SENTENCE_END = re.compile(r"[.!?।][\s\"”’)]*(?:\s|$)")


@dataclass(frozen=True, slots=True)
class QuotedSegment:
    """A run of quoted words.

    Attributes:
        span: The words without their marks.
        outer: The words with their marks, as far as there are any.
        paragraph: Index of the paragraph.
        continues: Whether it goes on with the words of the segment before it, in another paragraph.
        closed: Whether it has a closing mark.
        label: The name printed before a turn of a conversation.
    """

    span: Span
    outer: Span
    paragraph: int
    continues: bool = False
    closed: bool = True
    label: Span | None = None

    def trimmed(self, text: str) -> QuotedSegment | None:
        """The same without white space around its words; ``None`` if nothing is said in it."""
        span = trim(text, self.span)
        words = span.of(text)
        if is_direction(words) or not any(c.isalnum() for c in words):
            return None
        return replace(self, span=span)


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation as the marks show it.

    Attributes:
        segments: At least one, in the order of the text.
        parent: Index of the quotation that holds this one, among those that were found.
    """

    segments: tuple[QuotedSegment, ...]
    parent: int | None = None

    @property
    def label(self) -> Span | None:
        """The name printed before it, if it is a turn of a conversation."""
        return self.segments[0].label

    @property
    def outer(self) -> Span:
        """From its first mark to its last."""
        return Span(self.segments[0].outer.start, self.segments[-1].outer.end)

    def words(self, text: str) -> str:
        """Its words, segments parted by a space."""
        return " ".join(segment.span.of(text) for segment in self.segments)


def group(text: str, segments: Iterable[QuotedSegment]) -> tuple[Quoted, ...]:
    """Groups segments into quotations, in the order of the text."""
    groups: list[list[QuotedSegment]] = []
    parents: list[int | None] = []
    enclosing: list[tuple[Span, int]] = []
    last_at_depth: dict[int, int] = {}
    for segment in sorted(segments, key=lambda s: (s.outer.start, -s.outer.end)):
        while enclosing and enclosing[-1][0].end <= segment.outer.start:
            enclosing.pop()
        before = last_at_depth.get(len(enclosing))
        if before is None or not _goes_on(text, groups[before][-1], segment):
            before = len(groups)
            groups.append([])
            parents.append(enclosing[-1][1] if enclosing else None)
        groups[before].append(segment)
        last_at_depth[len(enclosing)] = before
        enclosing.append((segment.span, before))
    return tuple(Quoted(tuple(members), parent) for members, parent in zip(groups, parents, strict=True))


def _goes_on(text: str, last: QuotedSegment, segment: QuotedSegment) -> bool:
    """Whether a segment goes on with the words of the last one: in a new paragraph, or "A," she said, "b"."""
    if segment.continues:
        return segment.paragraph == last.paragraph + 1
    if last.paragraph != segment.paragraph or not last.closed:
        return False
    between = text[last.outer.end : segment.outer.start]
    if not _SHORTEST_ATTRIBUTION <= len(between) <= _LONGEST_ATTRIBUTION or _SENTENCE_END.search(between):
        return False
    breaks_off = text[last.span.end - 1] in ",—–-…" or between.lstrip()[:1] == ","
    return breaks_off and between.rstrip()[-1:] in {",", "—", "–"}
