"""Finds everything that stands in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoth.engine.model import Span, Warning, WarningCode
from quoth.engine.quotes.apostrophes import pair_singles
from quoth.engine.quotes.grouping import Quoted, QuotedSegment, group
from quoth.engine.quotes.marks import Family, Mark, find_marks
from quoth.engine.quotes.nicknames import is_nickname
from quoth.engine.quotes.pairing import Pair, Pairing, pair
from quoth.engine.quotes.transcripts import find_turns
from quoth.engine.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_SENTENCE_END = re.compile(r"[.!?…।]['’)\]]*(?=\s)")
_ENDS_QUOTED_WORDS = frozenset(",.!?…")
_MOST_PARAGRAPHS_WITHOUT_MARK = 3
_LONGEST_WITHOUT_OPENING = 500
_UNPAIRED = "a quotation mark has no partner; the quotation was taken to reach to the edge of its sentence or paragraph"


@dataclass(frozen=True, slots=True)
class Detection:
    """What stands in quotation marks.

    Attributes:
        quoted: In the order of the text; speech, titles and scare quotes alike.
        paragraphs: The paragraphs of the text.
        warnings: Marks without a partner.
    """

    quoted: tuple[Quoted, ...]
    paragraphs: tuple[Span, ...]
    warnings: tuple[Warning, ...]

    @property
    def outermost(self) -> list[Span]:
        """The segments that stand in no other, with their marks, in order."""
        return sorted(segment.outer for item in self.quoted if item.parent is None for segment in item.segments)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph with its pairs and the marks that are left over."""

    span: Span
    pairs: tuple[Pair, ...]
    unclosed: tuple[Mark, ...]
    stray: tuple[Mark, ...]
    first: Mark | None
    openings: tuple[int, ...]

    @property
    def bare(self) -> bool:
        """Whether no mark stands in it."""
        return not (self.pairs or self.unclosed or self.stray)

    def reopens(self, mark: Mark) -> bool:
        """Whether it begins with an opening mark like this one, as each paragraph of a long quotation does."""
        first = self.first
        return first is not None and first.span.start == self.span.start and first.family is mark.family

    def next_opening(self, offset: int) -> int | None:
        """Where the next quotation behind an offset begins."""
        index = bisect_right(self.openings, offset)
        return self.openings[index] if index < len(self.openings) else None

    @property
    def closes_first(self) -> Mark | None:
        """Its first stray closing mark, if no quotation begins before it."""
        if not self.stray:
            return None
        opening = self.next_opening(self.span.start - 1)
        return self.stray[0] if opening is None or self.stray[0].span.start < opening else None


def detect(text: str, elisions: Collection[str]) -> Detection:
    """Finds the quotations of a text by their marks, in time linear in its length.

    Args:
        text: Any text.
        elisions: Words that begin with an apostrophe, without it.
    """
    spans = tuple(paragraphs(text))
    turns = find_turns(text, spans)
    read = [_read(text, span, elisions) for span in spans]
    for index, turn in turns.items():
        read[index] = replace(_read(text, turn.words, elisions), unclosed=(), stray=(), first=None)
    segments = [
        QuotedSegment(turn.words, turn.words, index, continues=turn.label is None, label=turn.label)
        for index, turn in turns.items()
    ]
    unpaired: list[Span] = []
    carried: Mark | None = None
    closed_until = -1
    for index, paragraph in enumerate(read):
        continues = carried is not None and paragraph.reopens(carried)
        carried = _carried(read, index)
        segments += _paired(text, paragraph, index, continues=continues)
        if index <= closed_until:
            continue
        last = _closing_paragraph(read, index) if carried is None else None
        if last is not None:
            segments += _without_reopening(read, index, last, continues=continues)
            closed_until = last
            continue
        segments += _unpaired(text, read, index, continues=continues)
        unpaired += [mark.span for mark in (*paragraph.unclosed, *paragraph.stray) if mark is not carried]
    spoken = [trimmed for segment in segments if (trimmed := segment.trimmed(text)) is not None]
    return Detection(
        quoted=group(text, spoken),
        paragraphs=spans,
        warnings=tuple(Warning(WarningCode.UNPAIRED_MARK, _UNPAIRED, span) for span in unpaired),
    )


def _read(text: str, span: Span, elisions: Collection[str]) -> _Paragraph:
    marks = list(find_marks(text, span))
    outer = pair([mark for mark in marks if mark.family is not Family.SINGLE])
    singles = [mark for mark in marks if mark.family is Family.SINGLE and not mark.within_word]
    levels = [pair_singles(text, level, elisions) for level in _levels(singles, outer)]
    opening = [mark for mark in levels[0].unclosed if mark.span.start == span.start]
    pairs = outer.pairs + tuple(p for level in levels for p in level.pairs)
    unclosed = outer.unclosed or tuple(opening)
    return _Paragraph(
        span=span,
        pairs=pairs,
        unclosed=unclosed,
        stray=outer.stray,
        first=marks[0] if marks else None,
        openings=tuple(sorted([p.opening.start for p in pairs] + [mark.span.start for mark in unclosed])),
    )


def _levels(singles: Sequence[Mark], outer: Pairing) -> list[list[Mark]]:
    """Single marks by the innermost double pair around them; those outside all pairs first."""
    pairs = sorted(outer.pairs, key=lambda p: p.opening.start)
    levels: dict[int, list[Mark]] = {-1: []}
    stack: list[int] = []
    upcoming = 0
    for mark in singles:
        while upcoming < len(pairs) and pairs[upcoming].opening.start < mark.span.start:
            stack.append(upcoming)
            upcoming += 1
        while stack and pairs[stack[-1]].closing.start < mark.span.start:
            stack.pop()
        levels.setdefault(stack[-1] if stack else -1, []).append(mark)
    return list(levels.values())


def _paired(text: str, paragraph: _Paragraph, index: int, *, continues: bool) -> Iterator[QuotedSegment]:
    for found in paragraph.pairs:
        outer = Span(found.opening.start, found.closing.end)
        if is_nickname(text, outer):
            continue
        at_start = continues and outer.start == paragraph.span.start
        yield QuotedSegment(Span(found.opening.end, found.closing.start), outer, index, continues=at_start)


def _carried(read: Sequence[_Paragraph], index: int) -> Mark | None:
    """The opening mark whose words the next paragraph takes up with an opening mark of its own."""
    paragraph = read[index]
    if not paragraph.unclosed or index + 1 == len(read):
        return None
    mark = paragraph.unclosed[0]
    return mark if read[index + 1].reopens(mark) else None


def _closing_paragraph(read: Sequence[_Paragraph], index: int) -> int | None:
    """The paragraph with the closing mark of a quotation whose later paragraphs have no opening mark."""
    if not read[index].unclosed:
        return None
    for last in range(index + 1, min(index + 2 + _MOST_PARAGRAPHS_WITHOUT_MARK, len(read))):
        if not read[last].bare:
            return last if read[last].closes_first is not None else None
    return None


def _without_reopening(
    read: Sequence[_Paragraph], index: int, last: int, *, continues: bool
) -> Iterator[QuotedSegment]:
    mark = read[index].unclosed[-1]
    tail = Span(mark.span.start, read[index].span.end)
    at_start = continues and tail.start == read[index].span.start
    yield QuotedSegment(Span(mark.span.end, tail.end), tail, index, continues=at_start, closed=False)
    for between in range(index + 1, last):
        yield QuotedSegment(read[between].span, read[between].span, between, continues=True, closed=False)
    closing = read[last].closes_first
    if closing is not None:
        start = read[last].span.start
        yield QuotedSegment(Span(start, closing.span.start), Span(start, closing.span.end), last, continues=True)


def _unpaired(text: str, read: Sequence[_Paragraph], index: int, *, continues: bool) -> Iterator[QuotedSegment]:
    """Quotations of which one mark is missing."""
    paragraph = read[index]
    carried = _carried(read, index)
    for mark in paragraph.unclosed:
        end = paragraph.span.end if mark is carried else _end_without_mark(text, paragraph, mark)
        if end is not None:
            at_start = continues and mark.span.start == paragraph.span.start
            yield QuotedSegment(
                Span(mark.span.end, end), Span(mark.span.start, end), index, continues=at_start, closed=False
            )
    closing = paragraph.closes_first
    if closing is not None and closing.before in _ENDS_QUOTED_WORDS:
        start = paragraph.span.start
        if closing.span.start - start <= _LONGEST_WITHOUT_OPENING:
            yield QuotedSegment(Span(start, closing.span.start), Span(start, closing.span.end), index)


def _end_without_mark(text: str, paragraph: _Paragraph, mark: Mark) -> int | None:
    """Where words end whose closing mark is missing: with the paragraph, or a sentence before the next quotation."""
    opening = paragraph.next_opening(mark.span.start)
    if opening is None:
        return paragraph.span.end
    ends = [found.end() for found in _SENTENCE_END.finditer(text, mark.span.end, opening)]
    return ends[-1] if ends else None
