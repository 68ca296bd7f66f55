"""Finds the words of an article that state an occasion or a channel."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from quoth.engine.model import NamedSpan, Span, VenueKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quoth.engine.languages import Language
    from quoth.engine.reading import Reading

_WORD = r"[A-Z0-9][\w&’'-]*(?:\.[a-z]\w+)?"
_NAME = rf"{_WORD}(?: (?:of |the )*{_WORD})*"
_LIST = rf"(?:[Tt]he )?{_NAME}(?:(?:, | and | & )(?:the )?{_NAME})*"
_PLACE_WORD = r"[A-Z][\w’'-]*"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*"
_PLACE = re.compile(
    r"\s*,?\s*(?:(?:on|early|late) [A-Z]\w+ (?:\w+ )?)?(?:at|in|outside|inside|from) "
    rf"(?P<place>(?:the |his |her |their )?{_PLACE_WORD}(?: (?:of |in |the )*{_PLACE_WORD})*)"
)
_DATE = re.compile(
    rf"(?P<date>{_DAY}(?: (?:night|morning|evening|afternoon))?|yesterday|today|{_MONTH}\.? \d{{1,2}})\b"
)
_ANAPHORIC = re.compile(
    r"\b(?:[Tt]hese|[Tt]hose|[Tt]he|[Hh]is|[Hh]er|[Tt]heir) (?:\w+ )?"
    r"(?:comments?|remarks?|statements?|words?|observations?) (?:were|was|came|are)\b"
    r"|\bmade (?:the|his|her|their|these|those) (?:comments?|remarks?)\b|\bw(?:as|ere) speaking\b"
)
_WORD_END = re.compile(r"(?<=\S)(?=\s|$)")
_PART = re.compile(r"(?:, | and | & )?(?:[Tt]he )?(?P<name>(?:(?!, | and | & ).)+)")
_DATE_WINDOW = 60
_ANAPHOR_WITHIN = 200


@dataclass(frozen=True, slots=True)
class Occasion:
    """A statement of a venue in the text.

    Attributes:
        rule: Name of the frame that found it.
        kind: What kind of occasion.
        span: The words that state it.
        sentence: Number of the sentence.
        outlets: Named outlets.
        place: Where.
        date: When.
        refers_back: Whether the sentence speaks of comments that were made, rather than makes them.
    """

    rule: str
    kind: VenueKind
    span: Span
    sentence: int
    outlets: tuple[NamedSpan, ...]
    place: NamedSpan | None
    date: NamedSpan | None
    refers_back: bool

    def joined(self, other: Occasion) -> Occasion:
        """One occasion from two statements beside each other: told reporters + at a press conference in Cairo."""
        return replace(
            self,
            span=Span(self.span.start, max(self.span.end, other.span.end)),
            outlets=tuple(dict.fromkeys((*self.outlets, *other.outlets))),
            place=self.place or other.place,
            date=self.date or other.date,
        )


@dataclass(frozen=True, slots=True)
class _Frame:
    rule: str
    kind: VenueKind
    pattern: re.Pattern[str]
    outlet: str
    needs_known_outlet: bool


class OccasionFinder:
    """Searches a language's frames; compiled once, used for every document."""

    def __init__(self, language: Language) -> None:
        self._frames = tuple(_compile(frame) for frame in language.venue_frames)
        self._outlets = language.outlets

    def find(self, reading: Reading, quoted: Sequence[Span]) -> Iterator[Occasion]:
        """The statements of venues outside the quoted words, in the order of the text.

        Args:
            reading: The text.
            quoted: Spans of quoted words with their marks, in order.
        """
        found = (occasion for gap in _gaps(reading, quoted) for occasion in self._in_gap(reading, gap))
        last: Occasion | None = None
        for occasion in sorted(found, key=lambda occasion: (occasion.span.start, -occasion.span.end)):
            if last is None or occasion.span.start > last.span.end + 1:
                if last is not None:
                    yield last
                last = occasion
            elif occasion.kind is last.kind and occasion.sentence == last.sentence:
                last = last.joined(occasion)
        if last is not None:
            yield last

    def _in_gap(self, reading: Reading, gap: Span) -> Iterator[Occasion]:
        for frame in self._frames:
            for match in frame.pattern.finditer(reading.text, gap.start, gap.end):
                outlets = tuple(self._named(match, frame))
                if outlets or not frame.needs_known_outlet:
                    yield _occasion(reading, gap, frame, match, outlets)

    def _named(self, match: re.Match[str], frame: _Frame) -> Iterator[NamedSpan]:
        """The outlets that a frame names; of a frame that wants known ones, those of the gazetteer."""
        if frame.outlet:
            yield NamedSpan(frame.outlet, Span(*match.span()))
        for group, listed in match.groupdict().items():
            for part in _PART.finditer(listed or ""):
                name = part["name"]
                name = self._known(name) if frame.needs_known_outlet else name.removesuffix("'s").removesuffix("’s")
                if name:
                    start = match.start(group) + part.start("name")
                    yield NamedSpan(name, Span(start, start + len(name)))

    def _known(self, name: str) -> str:
        """The longest beginning of a run of capitalised words that is a known outlet, as printed, or ""."""
        for found in reversed([*_WORD_END.finditer(name)]):
            for beginning in (name[: found.end()], name[: found.end()].removesuffix("'s").removesuffix("’s")):
                if self._outlets.find(beginning):
                    return beginning
        return ""


def _compile(frame: Mapping[str, Any]) -> _Frame:
    pattern, number = frame["pattern"], itertools.count()
    needs_known_outlet = "{outlet}" in pattern
    pattern = re.sub(r"\{outlets?\}", lambda _: f"(?P<outlets{next(number)}>{_LIST})", pattern)
    return _Frame(
        rule=frame["name"],
        kind=VenueKind(frame["kind"]),
        pattern=re.compile(pattern),
        outlet=frame.get("outlet", ""),
        needs_known_outlet=needs_known_outlet,
    )


def _gaps(reading: Reading, quoted: Sequence[Span]) -> Iterator[Span]:
    """What lies between the quotations of each paragraph."""
    upcoming = 0
    for paragraph in reading.paragraphs:
        start = paragraph.start
        while upcoming < len(quoted) and quoted[upcoming].start < paragraph.end:
            if quoted[upcoming].start > start:
                yield Span(start, quoted[upcoming].start)
            start = max(start, quoted[upcoming].end)
            upcoming += 1
        if start < paragraph.end:
            yield Span(start, paragraph.end)


def _occasion(
    reading: Reading, gap: Span, frame: _Frame, match: re.Match[str], outlets: tuple[NamedSpan, ...]
) -> Occasion:
    text = reading.text
    token = min(reading.token_at(match.start()), len(reading.tokens) - 1)
    sentence = reading.sentence_of[token]
    around = reading.sentence_span(sentence)
    stop = min(gap.end, around.end)
    end = match.end()
    place_match = _PLACE.match(text, end, stop)
    place = None
    if place_match is not None and not _DATE.match(place_match["place"]):
        span = Span(*place_match.span("place"))
        place = NamedSpan(span.of(text), span)
        end = place_match.end()
    date_match = _DATE.search(text, match.start(), min(stop, end + _DATE_WINDOW))
    date = NamedSpan(date_match["date"], Span(*date_match.span("date"))) if date_match else None
    return Occasion(
        rule=frame.rule,
        kind=frame.kind,
        span=Span(match.start(), end),
        sentence=sentence,
        outlets=outlets,
        place=place,
        date=date,
        refers_back=_ANAPHORIC.search(text, max(around.start, match.start() - _ANAPHOR_WITHIN), match.end())
        is not None,
    )
