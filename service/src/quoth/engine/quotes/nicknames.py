"""Nicknames in quotation marks within a name, which nobody says: Devi "Dabbu" Rao."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoth.engine.model import Span

NICKNAME = re.compile(r"(?<=[\w.] )[\"“‘'«][^\W\d_][\w.-]*(?: [^\W\d_][\w.-]*)?[\"”’'»](?= \w)")
"""A word or two in marks, with words on both sides; ``is_nickname`` says whether those are a name's."""

_WORD_BEFORE = re.compile(r"[^\W\d_][\w.-]*$")
_LONGEST_WORD = 30


def is_nickname(text: str, outer: Span) -> bool:
    """Whether words in marks stand in the middle of a name."""
    found = NICKNAME.match(text, outer.start)
    if found is None or found.end() != outer.end or not text[outer.start + 1].isupper():
        return False
    before = _WORD_BEFORE.search(text, max(0, outer.start - _LONGEST_WORD), outer.start - 1)
    return before is not None and before.group()[0].isupper() and text[outer.end + 1].isupper()
