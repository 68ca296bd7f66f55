"""Sections: live blogs and round-ups part what has nothing to do with each other by a rule or a time of day."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoth.engine.reading import Reading

_RULE = re.compile(r"\s*(?:[_*\-–—=•~#·.]\s*){3,}\s*")
_TIME = re.compile(r"\s*\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?|hrs|[A-Z]{2,4})?[:.]?\s*")
_LONGEST = 24


def sections_of(reading: Reading) -> list[int]:
    """For each paragraph the number of its section."""
    borders = (
        len(paragraph) <= _LONGEST and _is_border(paragraph.of(reading.text)) for paragraph in reading.paragraphs
    )
    return list(accumulate(map(int, borders)))


def _is_border(line: str) -> bool:
    is_time = (":" in line or "m" in line) and _TIME.fullmatch(line) is not None
    return is_time or _RULE.fullmatch(line) is not None
