"""Words and signs with their positions, and the sentences they form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.model import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_LETTERS = r"(?:[ÃÂ\u0302\u0303][\u0080-\u00bf]|[^\W_]|[\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u200c\u200d])+"
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., R.K.
    r"|[A-WYZ]\.(?=\s?[\"“]?[A-Z])"  # J. Smith, J. "Joe" Smith
    rf"|{_LETTERS}(?:(?:[-‑@&]|['’](?!s\b)){_LETTERS})*"
    r"|['’]s\b"
    r"|[^\w\s]|_"
)
STOPS = frozenset(".!?…।")
"""Signs with which a sentence may end."""

_GO_ON = frozenset((",", ";"))
_LONGEST_ABBREVIATION = 4


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, in parallel lists.

    Attributes:
        words: As written; possessive 's is a token of its own.
        starts: Offset of each token.
        ends: Offset behind each token.
    """

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """From the beginning of one token to the end of another."""
        return Span(self.starts[first], self.ends[last])


def tokenize(text: str) -> Tokens:
    """Splits a text into tokens, in time linear in its length.

    A regular expression does what spaCy's English tokenizer would, because that one takes
    quadratic time for long runs of punctuation.
    """
    found = [(match.group(), *match.span()) for match in _TOKEN.finditer(text)]
    words, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return Tokens(words, starts, ends)


def ends_sentence(tokens: Tokens, index: int, abbreviations: Collection[str]) -> bool:
    """Whether a sentence ends with this token, given what stands around it in the same paragraph."""
    word = tokens.words[index]
    if word not in STOPS:
        return False
    if word != ".":
        return True
    following = tokens.words[index + 1] if index + 1 < len(tokens) else ""
    if following and (following[0].islower() or following in _GO_ON):
        return False
    before = tokens.words[index - 1] if index else ""
    touches = index > 0 and tokens.ends[index - 1] == tokens.starts[index]
    if touches and before in abbreviations and len(before) <= _LONGEST_ABBREVIATION:
        return False
    return not (
        index + 1 < len(tokens)
        and tokens.starts[index + 1] == tokens.ends[index]
        and following[0].isalnum()
        and before.isdigit()
    )
