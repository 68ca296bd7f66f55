"""Dates, as articles word them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quoth.engine.model import NamedSpan, Span

if TYPE_CHECKING:
    from quoth.engine.venues.scene import Scene

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_PART = r"(?:morning|afternoon|evening|night|noon)"
_DATE = re.compile(
    rf"\b(?:(?:late |early )?(?:on |last |this |next )?{_DAY}(?: {_PART})?"
    rf"|{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?"
    rf"|(?:late )?(?:yesterday|today|tonight)|over the weekend|in \d{{4}}"
    rf"|(?:last|this|earlier this) (?:week|month|year|{_PART}|spring|summer|autumn|fall|winter))\b"
)

Found = tuple[int, NamedSpan]
"""A part of a venue behind its last token."""


def is_date_word(scene: Scene, index: int) -> bool:
    """Whether a token is of the calendar: a day, a month, a number."""
    word = scene.tokens.words[index]
    return word in scene.language.calendar or word[0].isdigit()


def is_date_at(scene: Scene, index: int) -> bool:
    """Whether a date begins at a token."""
    return index < len(scene) and _DATE.match(scene.reading.text, scene.tokens.starts[index]) is not None


def find_date(scene: Scene, first: int, stop: int) -> Found | None:
    """A date in the clause, or else right behind the verb before it ("said Monday in an interview")."""
    text = scene.reading.text
    begin = max(scene.sentence_start(first), first - 6)
    stop = max(stop, first + 1)
    dates = [
        *_DATE.finditer(text, scene.tokens.starts[first], scene.tokens.ends[stop - 1]),
        *_DATE.finditer(text, scene.tokens.starts[begin], scene.tokens.ends[stop - 1]),
    ]
    found = next((date for date in dates if scene.reading.token_at(date.start()) not in scene.outlets), None)
    if found is None:
        return None
    words = found.group()
    shift = len(words) - len(words.removeprefix("on ").removeprefix("in "))
    span = Span(found.start() + shift, found.end())
    return scene.reading.token_at(span.end) - 1, NamedSpan(span.of(text), span)
