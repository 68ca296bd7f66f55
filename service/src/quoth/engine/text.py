"""Positions in a text: paragraphs, trimming, and the units in which callers count.

The engine counts code points; the conversion to UTF-8 bytes and UTF-16 code units happens here and nowhere else.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from quoth.engine.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class OffsetEncoding(Enum):
    """The unit in which a caller counts."""

    UTF8 = "utf-8"
    UTF16 = "utf-16-le"
    UTF32 = "utf-32-le"


_BYTES_PER_UNIT = {OffsetEncoding.UTF8: 1, OffsetEncoding.UTF16: 2, OffsetEncoding.UTF32: 4}


def convert_offsets(text: str, offsets: Iterable[int], encoding: OffsetEncoding) -> Mapping[int, int]:
    """Converts code-point offsets of a text to another unit.

    Args:
        text: The text, without lone surrogates.
        offsets: Offsets in code points, each from 0 to ``len(text)``, in any order.
        encoding: The unit that is wanted.

    Returns:
        Each of the offsets with its counterpart in the wanted unit. Time is linear in the
        length of the text.
    """
    wanted = sorted(set(offsets))
    if encoding is OffsetEncoding.UTF32:
        return {offset: offset for offset in wanted}
    converted: dict[int, int] = {}
    before = units = 0
    for offset in wanted:
        units += len(text[before:offset].encode(encoding.value)) // _BYTES_PER_UNIT[encoding]
        converted[offset] = units
        before = offset
    return converted


def first_surrogate(text: str) -> int | None:
    """Offset of the first lone surrogate, which no Unicode encoding can carry; ``None`` if there is none."""
    found = _SURROGATE.search(text)
    return found.start() if found else None


def paragraphs(text: str) -> Iterator[Span]:
    """The lines of the text that hold more than white space, without their line breaks."""
    for line in _LINE.finditer(text):
        span = trim(text, Span(*line.span()))
        if span:
            yield span


def trim(text: str, span: Span) -> Span:
    """The span without the white space at its ends; empty at its start if there is nothing else."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
