"""Offsets in the callers' units."""

from __future__ import annotations

import pytest

from quoth.engine import OffsetEncoding, Span, convert_offsets
from quoth.engine.text import first_surrogate, paragraphs, trim

TEXT = "aé🎙b"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        (OffsetEncoding.UTF8, [0, 1, 3, 7, 8]),
        (OffsetEncoding.UTF16, [0, 1, 2, 4, 5]),
        (OffsetEncoding.UTF32, [0, 1, 2, 3, 4]),
    ],
)
def test_offsets(encoding: OffsetEncoding, expected: list[int]) -> None:
    converted = convert_offsets(TEXT, [4, 0, 2, 1, 3, 2], encoding)
    assert [converted[offset] for offset in range(5)] == expected


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "\n\na\n \n\tb\n", "a\u2028b", "a\u2029b"])
def test_paragraphs_are_lines_without_their_breaks(text: str) -> None:
    assert [span.of(text) for span in paragraphs(text)] == ["a", "b"]


def test_trimming_takes_all_white_space() -> None:
    text = " \u00a0\ta b\u2003"
    assert trim(text, Span(0, len(text))).of(text) == "a b"
    assert not trim(text, Span(0, 2))


def test_surrogates_are_found() -> None:
    assert first_surrogate("a🎙b") is None
    assert first_surrogate("ab\ud83c") == 2
