"""The name of somebody whom the article only describes: the noun phrase, with what follows its head."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.engine.languages import Language
    from quoth.engine.reading import Candidate, Reading

_LONGEST_TAIL = 8
_TAIL_BEGINS = frozenset(
    [
        "of",
        "on",
        "in",
        "at",
        "from",
        "with",
        "for",
        "who",
        "familiar",
        "close",
        "aware",
        "briefed",
        "involved",
        "present",
        "near",
        "inside",
        "behind",
    ]
)


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody without a name: the mention that says most, and its words without article or determiner."""

    mention: Candidate
    name: str


def names_within(reading: Reading) -> Iterator[str]:
    """The names that stand within descriptions: a | New York Times | article."""
    tokens = reading.tokens
    for mention in reading.mentions:
        if mention.kind is MentionKind.NOMINAL:
            inner = range(mention.first, mention.last)
            for capitalised, run in groupby(inner, key=lambda i: tokens.words[i][0].isupper()):
                places = list(run)
                if capitalised and places[0] > mention.first:
                    yield tokens.span(places[0], places[-1]).of(reading.text)


class Descriptions:
    """The descriptions of one article, by their heads."""

    def __init__(self, reading: Reading, language: Language) -> None:
        self._reading = reading
        self._language = language
        self._by_head: defaultdict[str, list[Candidate]] = defaultdict(list)
        for mention in reading.mentions:
            if mention.kind is MentionKind.NOMINAL:
                self._by_head[mention.head].append(mention)

    def fullest(self, mention: Candidate) -> Described:
        """The description that a short one with "the" takes up ("the person": "a person aware of it"), else itself."""
        own = Described(mention, self._name(mention))
        if mention.kind is not MentionKind.NOMINAL or not mention.text.lower().startswith("the "):
            return own
        earlier = self._by_head[mention.head]
        before = earlier[: bisect_left(earlier, mention.first, key=lambda m: m.first)][:_LONGEST_TAIL]
        described = [Described(m, self._name(m)) for m in before]
        return max([own, *described], key=lambda d: len(d.name)) if len(own.name.split()) == 1 else own

    def _name(self, mention: Candidate) -> str:
        if mention.kind is not MentionKind.NOMINAL:
            return mention.text
        words = self._reading.tokens.words
        first, last, tokens = mention.first, mention.last, self._reading.tokens
        while first < last and mention.span.start < tokens.ends[first] and self._is_left_out(words[first].lower()):
            first += 1
        return Span(tokens.starts[first], tokens.ends[self._tail_end(last)]).of(self._reading.text)

    def _is_left_out(self, word: str) -> bool:
        """Whether a first word is none of the name: the, one, of."""
        return word in self._language.determiners or word == "of"

    def _tail_end(self, last: int) -> int:
        """The last token of what follows a head: a senior aide | on the panel."""
        reading, language = self._reading, self._language
        words, end = reading.tokens.words, last
        if last + 1 >= len(words) or words[last + 1] not in _TAIL_BEGINS:
            return last
        for position in range(last + 1, min(last + 1 + _LONGEST_TAIL, len(words))):
            word = words[position]
            if not word[0].isalnum() or reading.is_quoted[position] or word in language.say_verbs:
                break
            if word in language.auxiliaries or reading.paragraph_of[position] != reading.paragraph_of[last]:
                break
            if (word in language.speech_verbs or word in language.issuing_verbs) and position > last + 1:
                break
            end = position
        while end > last and (words[end] in language.function_words or words[end] in language.determiners):
            end -= 1
        return end
