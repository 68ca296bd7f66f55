"""Turns of a printed conversation: "India Today: ...", "Q. ... A. ...", with or without quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ASIDE = r"\([^()]{1,30}\)"  # Rao (laughs): ...
_NAME = r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}"
_LABEL = re.compile(
    rf"(?P<mark>[\"“„«]?)(?P<label>[QA](?=[.:])|{_NAME}(?= ?(?:{_ASIDE})?:))(?: ?{_ASIDE})?\s?[.:]\s*(?=\S)"
)
_OPENING_MARKS = frozenset('"“„«')
_CLOSING_MARKS = '"”“» \u00a0'
_LEAST_TURNS = 4
_LEAST_SPEAKERS = 2
_LEAST_TURNS_OF_SPEAKER = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """What one paragraph of a conversation holds.

    Attributes:
        words: What is said.
        label: The name before it; ``None`` if the paragraph goes on with the turn before.
    """

    words: Span
    label: Span | None


def find_turns(text: str, paragraphs: Sequence[Span]) -> Mapping[int, Turn]:
    """The paragraphs of a conversation, by their index; none unless at least two speakers take turns."""
    labelled = {index: turn for index, span in enumerate(paragraphs) if (turn := _labelled(text, span))}
    speakers = Counter(_speaker(text, turn) for turn in labelled.values())
    returning = {name for name, count in speakers.items() if count >= _LEAST_TURNS_OF_SPEAKER}
    turns = {index: turn for index, turn in labelled.items() if _speaker(text, turn) in returning}
    if len(returning) < _LEAST_SPEAKERS or len(turns) < _LEAST_TURNS:
        return {}
    for index in range(min(turns), max(turns)):
        if index not in turns and not is_direction(paragraphs[index].of(text)):
            turns[index] = Turn(_without_marks(text, paragraphs[index]), None)
    return turns


def is_direction(words: str) -> bool:
    """Whether words are a stage direction, such as "(CROSSTALK)" or "[music]"."""
    return (words[:1], words[-1:]) in (("(", ")"), ("[", "]"))


def _labelled(text: str, paragraph: Span) -> Turn | None:
    found = _LABEL.match(text, paragraph.start, paragraph.end)
    if found is None or not all(_is_capitalised(word) for word in found["label"].split()):
        return None
    words = Span(found.end(), paragraph.end)
    return Turn(_without_closing_mark(text, words) if found["mark"] else words, Span(*found.span("label")))


def _is_capitalised(word: str) -> bool:
    """Whether a word begins with a capital, or with a letter of a script that has none."""
    return not word[0].islower()


def _speaker(text: str, turn: Turn) -> str:
    """The last word of a label: SANDERS is BERNIE SANDERS."""
    return turn.label.of(text).split()[-1].casefold() if turn.label else ""


def _without_marks(text: str, span: Span) -> Span:
    """A paragraph that goes on with a turn, without the mark that opens it anew and the one that closes the turn."""
    if text[span.start] not in _OPENING_MARKS:
        return span
    return _without_closing_mark(text, Span(span.start + 1, span.end))


def _without_closing_mark(text: str, span: Span) -> Span:
    return Span(span.start, span.start + len(span.of(text).rstrip(_CLOSING_MARKS)))
