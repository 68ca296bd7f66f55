"""Examples with the expectation written inside the text.

    "⟦It works,⟧{Ada Byron}" she said.

⟦…⟧ encloses a quoted segment; {…} behind it names the speaker, {} nobody, and nothing leaves the speaker open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKUP = re.compile(r"⟦|⟧(?:\{([^}]*)\})?")


@dataclass(frozen=True)
class Expected:
    start: int
    end: int
    speaker: str | None

    def words(self, text: str) -> str:
        return text[self.start : self.end]


def parse(example: str) -> tuple[str, list[Expected]]:
    """The plain text of an example and the segments that it expects, in the order of their starts."""
    text, opened, expected, behind = "", [], [], 0
    for mark in _MARKUP.finditer(example):
        text += example[behind : mark.start()]
        behind = mark.end()
        if mark.group() == "⟦":
            opened.append(len(text))
        else:
            expected.append(Expected(opened.pop(), len(text), mark.group(1)))
    return text + example[behind:], sorted(expected, key=lambda e: (e.start, -e.end))
