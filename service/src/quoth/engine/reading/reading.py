"""A text as the later rooms see it: its tokens, and the mentions and cues outside the quoted words."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind
from quoth.engine.reading.categories import categorize, category_table
from quoth.engine.reading.cues import CueToken, find_cues
from quoth.engine.reading.mentions import Candidate, find_mentions
from quoth.engine.reading.tokens import STOPS, Tokens, ends_sentence, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quoth.engine.languages import Language
    from quoth.engine.model import Span


@dataclass(frozen=True, slots=True)
class Run:
    """A run of tokens between quotations, within one paragraph; ``stop`` is behind its last token."""

    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read.

    Attributes:
        text: As it was sent.
        tokens: All of its tokens, quoted ones too.
        paragraphs: As the detection saw them.
        paragraph_of: For each token the index of its paragraph.
        sentence_of: For each token the number of its sentence; quoted words belong to the sentence
            around them.
        categories: For each token its ``Category``.
        mentions: In the order of the text, outside the quoted words.
        quoted_names: Names inside the quoted words, in the order of the text.
        is_quoted: For each token whether it stands inside the quoted words.
        cues: In the order of the text, outside the quoted words.
    """

    text: str
    tokens: Tokens
    paragraphs: Sequence[Span]
    paragraph_of: Sequence[int]
    sentence_of: Sequence[int]
    categories: Sequence[int]
    mentions: Sequence[Candidate]
    quoted_names: Sequence[Candidate]
    is_quoted: Sequence[bool]
    cues: Sequence[CueToken]

    def names(self) -> list[Candidate]:
        """All names outside the quoted words, those with which descriptions begin too, in the order of the text."""
        named = (mention.owner or mention for mention in self.mentions)
        return [mention for mention in named if mention.kind is MentionKind.NAME]

    def token_at(self, offset: int) -> int:
        """Index of the first token that begins at an offset or behind it."""
        return bisect_left(self.tokens.starts, offset)

    def sentence_span(self, number: int) -> Span:
        """From the first to the last token of a sentence."""
        first = bisect_left(self.sentence_of, number)
        last = bisect_left(self.sentence_of, number + 1) - 1
        return self.tokens.span(first, last)


class Reader:
    """Reads texts of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._categories = category_table(language)

    def names(self, headline: str) -> list[str]:
        """The names in a line that is no part of the text, without titles."""
        return _names(headline, self._language)

    def read(self, text: str, paragraphs: Sequence[Span], quoted: Sequence[Span]) -> Reading:
        """Reads a text around its quoted words, in time linear in its length.

        Args:
            text: The text.
            paragraphs: Its paragraphs, in order.
            quoted: Spans of quoted words with their marks, in order and without overlap.
        """
        language = self._language
        tokens = tokenize(text)
        paragraph_of = _paragraph_of(tokens, paragraphs)
        categories = categorize(tokens.words, self._categories)
        runs = list(_runs(tokens, paragraph_of, quoted))
        is_quoted = _outside(runs, len(tokens))
        return Reading(
            text=text,
            tokens=tokens,
            paragraphs=paragraphs,
            paragraph_of=paragraph_of,
            sentence_of=_sentence_of(text, tokens, paragraph_of, quoted, language),
            categories=categories,
            mentions=[m for run in runs for m in find_mentions(text, tokens, language, run.first, run.stop)],
            quoted_names=[
                mention
                for run in _quoted_runs(is_quoted, paragraph_of)
                for mention in find_mentions(text, tokens, language, run.first, run.stop)
                if mention.kind is MentionKind.NAME
            ],
            is_quoted=is_quoted,
            cues=[c for run in runs for c in find_cues(tokens, categories, language, run.first, run.stop)],
        )


def _names(text: str, language: Language) -> list[str]:
    tokens = tokenize(text)
    mentions = find_mentions(text, tokens, language, 0, len(tokens))
    return [mention.text for mention in mentions if mention.kind is MentionKind.NAME]


def _paragraph_of(tokens: Tokens, paragraphs: Sequence[Span]) -> list[int]:
    result, current = [], 0
    for start in tokens.starts:
        while paragraphs[current].end <= start:
            current += 1
        result.append(current)
    return result


def _runs(tokens: Tokens, paragraph_of: Sequence[int], quoted: Sequence[Span]) -> Iterator[Run]:
    first = upcoming = 0
    for index, start in enumerate(tokens.starts):
        while upcoming < len(quoted) and quoted[upcoming].end <= start:
            upcoming += 1
        inside = upcoming < len(quoted) and quoted[upcoming].start <= start
        if inside or (index > first and paragraph_of[index] != paragraph_of[first]):
            if index > first:
                yield Run(first, index)
            first = index + 1 if inside else index
    if first < len(tokens):
        yield Run(first, len(tokens))


def _outside(runs: Sequence[Run], count: int) -> list[bool]:
    """For each token whether it belongs to none of the runs."""
    quoted = [True] * count
    for run in runs:
        quoted[run.first : run.stop] = [False] * (run.stop - run.first)
    return quoted


def _quoted_runs(is_quoted: Sequence[bool], paragraph_of: Sequence[int]) -> Iterator[Run]:
    first = None
    for index, quoted in enumerate(is_quoted):
        if first is not None and (not quoted or paragraph_of[index] != paragraph_of[first]):
            yield Run(first, index)
            first = None
        if quoted and first is None:
            first = index
    if first is not None:
        yield Run(first, len(is_quoted))


def _sentence_of(
    text: str, tokens: Tokens, paragraph_of: Sequence[int], quoted: Sequence[Span], language: Language
) -> list[int]:
    numbers, number, upcoming = [], 0, 0
    for index, start in enumerate(tokens.starts):
        if index and paragraph_of[index] != paragraph_of[index - 1]:
            number += 1
        while upcoming < len(quoted) and quoted[upcoming].end <= start:
            if index and _quotation_ends_sentence(text, quoted[upcoming], tokens.words[index]):
                number += 1
            upcoming += 1
        numbers.append(number)
        inside = upcoming < len(quoted) and quoted[upcoming].start <= start
        if not inside and tokens.words[index] in STOPS and ends_sentence(tokens, index, language.titles):
            number += 1
    return numbers


def _quotation_ends_sentence(text: str, quoted: Span, following: str) -> bool:
    """Whether a full stop inside the marks ends the sentence around them: ... to 'go home.' He left."""
    words = quoted.of(text).rstrip("\"”'’» \u00a0")
    return words.endswith(".") and following[0].isupper()
