"""An article as the rules of this room see it: tokens in small letters, names, outlets, and what is quoted."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from quoth.engine.model import NamedSpan, Span, VenueKind
from quoth.engine.speakers import Nature
from quoth.engine.venues.sections import sections_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quoth.engine.languages import Language, Outlet, VenueWords
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers import Speakers

_LONGEST_OUTLET = 7
_LONGEST_TITLE = 7
_SHORT_WORD = 3
_TWITTER = "Twitter"
_ARTICLES = frozenset(("the", "a", "an"))
_THE = frozenset(("the", "The"))
_INNER_CAPITAL = re.compile(r"[a-z]{2}[A-Z]")
_OPENING_MARKS = frozenset("\"“‘'")
_CLOSING_MARKS = frozenset("\"”’'")
_POSSESSIVES = frozenset(("'s", "’s", "'", "’"))


@dataclass(frozen=True, slots=True)
class OutletMention:
    """An outlet, a platform or a programme that is named.

    Attributes:
        first: First token, without "the".
        last: Last token.
        outlet: Which one.
        named: As the article prints it.
        certain: Whether the words can hardly mean anything else.
    """

    first: int
    last: int
    outlet: Outlet
    named: NamedSpan
    certain: bool


class Scene:
    """One article, indexed for the rules.

    Args:
        reading: The text.
        speakers: Who bears its names.
        quoted: Spans of what somebody says, with marks, in order; titles and the like in marks are not among them.
        language: Of the text.
    """

    def __init__(self, reading: Reading, speakers: Speakers, quoted: Sequence[Span], language: Language) -> None:
        self.reading = reading
        self.speakers = speakers
        self.language = language
        self.words: VenueWords = language.venue_words
        self.tokens = reading.tokens
        self.lower = [word.lower() for word in reading.tokens.words]
        self.is_said = _inside(reading, quoted)

    def __len__(self) -> int:
        return len(self.lower)

    @cached_property
    def outlets(self) -> Mapping[int, OutletMention]:
        """The outlets that are named outside what is said, by their first tokens."""
        found: dict[int, OutletMention] = {}
        short: dict[str, OutletMention] = {}
        words, index = self.tokens.words, 0
        while index < len(words):
            named = not words[index].islower() and not self.is_said[index]
            mention = (self._outlet(index) or self._short_form(index, short)) if named else None
            if mention is None:
                index += 1
                continue
            found[index] = mention
            if mention.last > mention.first:
                for part in (mention.first, mention.last):
                    short[words[part]] = mention
            index = mention.last + 1
        return found

    @cached_property
    def names(self) -> Mapping[int, Candidate]:
        """Names outside what is said, by their first tokens (titles included)."""
        return {mention.first: mention for mention in self.reading.names()}

    @cached_property
    def people(self) -> Sequence[Candidate]:
        """The names of persons, in order."""
        return [mention for mention in self.reading.names() if self.is_person(mention)]

    def is_person(self, mention: Candidate) -> bool:
        """Whether a name is a person's."""
        entity = self.speakers.bearers.of.get(mention)
        return entity is not None and self.speakers.facts.of[entity].nature is Nature.PERSON

    def is_body(self, mention: Candidate) -> bool:
        """Whether a name is a body's, or may be one."""
        entity = self.speakers.bearers.of.get(mention)
        return entity is not None and self.speakers.facts.of[entity].nature in (Nature.BODY, Nature.UNKNOWN)

    def is_place(self, mention: Candidate) -> bool:
        """Whether a name is a place's."""
        entity = self.speakers.bearers.of.get(mention)
        return entity is not None and self.speakers.facts.of[entity].nature is Nature.PLACE

    def looks_like_outlet(self, name: Candidate) -> bool:
        """Whether a name that is no person's ends as outlets' names do, or is the call sign of a station."""
        if not self.is_body(name):
            return False
        words = name.text.split()
        if len(words) > 1:
            ending = words[-1].split("-")[-1]
            return ending in self.words.outlet_endings or words[0] in self.words.outlet_beginnings
        return bool(self.words.call_signs.match(name.text)) or bool(_INNER_CAPITAL.search(name.text))

    def is_like_a_paper(self, name: Candidate) -> bool:
        """Whether a name behind "the" is a paper's word: the | Blade |, the | Ledger-Dispatch |."""
        ending = name.text.split()[-1].split("-")[-1]
        return ending in self.words.outlet_endings and ending not in self.words.media_nouns

    def looks_like_programme(self, name: Candidate) -> bool:
        """Whether a name ends as programmes' names do."""
        words = name.text.split()
        return len(words) > 1 and words[-1] in self.words.programme_endings

    def is_headline_word(self, index: int) -> bool:
        """Whether a capitalised word stands in the first line."""
        return self.reading.paragraph_of[index] == 0 and self.tokens.words[index][0].isupper()

    def people_between(self, first: int, stop: int) -> Iterator[Candidate]:
        """Persons named from one token up to another."""
        index = bisect_left(self.people, first, key=lambda mention: mention.first)
        while index < len(self.people) and self.people[index].first < stop:
            yield self.people[index]
            index += 1

    def outlet_at(self, index: int) -> OutletMention | None:
        """The outlet that is named at a token, behind "the" or not."""
        while index < len(self) and (self.lower[index] in _ARTICLES or self.lower[index] in _OPENING_MARKS):
            index += 1
        return self.outlets.get(index)

    def outlets_before(self, index: int) -> Iterator[OutletMention]:
        """The outlets that begin a few tokens before a token."""
        return (self.outlets[i] for i in range(max(0, index - _LONGEST_OUTLET), index) if i in self.outlets)

    def occasion_at(self, index: int) -> tuple[int, VenueKind] | None:
        """The occasion whose noun or phrase begins at a token: number of its tokens, and kind."""
        for phrase, kind in self.words.occasions.get(self.lower[index], ()):
            if tuple(self.lower[index : index + len(phrase)]) == phrase:
                return len(phrase), VenueKind(kind)
        return None

    def sentence_start(self, index: int) -> int:
        """The first token of a token's sentence."""
        return bisect_left(self.reading.sentence_of, self._sentence(index))

    def sentence_stop(self, index: int) -> int:
        """The token behind the last one of a token's sentence."""
        return bisect_left(self.reading.sentence_of, self._sentence(index) + 1)

    def _sentence(self, index: int) -> int:
        """The number of a token's sentence; behind the last token, that of the last one."""
        return self.reading.sentence_of[min(index, len(self) - 1)]

    def section_of(self, index: int) -> int:
        """The number of a token's section; behind the last token, that of the last one."""
        return self._sections[self.reading.paragraph_of[min(index, len(self) - 1)]]

    @cached_property
    def _sections(self) -> Sequence[int]:
        return sections_of(self.reading)

    def span(self, first: int, last: int) -> Span:
        """From the first to the last token."""
        return self.tokens.span(first, last)

    def named(self, first: int, last: int) -> NamedSpan:
        """The words from the first to the last token, as a name."""
        span = self.tokens.span(first, last)
        return NamedSpan(span.of(self.reading.text), span)

    def title_at(self, index: int) -> NamedSpan | None:
        """The title in quotation marks that begins at a token, without its marks."""
        if index >= len(self) or self.tokens.words[index] not in _OPENING_MARKS:
            return None
        for last in range(index + 1, min(index + 1 + _LONGEST_TITLE, len(self))):
            if self.tokens.words[last] in _CLOSING_MARKS:
                return self.named(index + 1, last - 1) if is_title(self.named(index + 1, last - 1).name) else None
        return None

    def is_on_air(self, index: int) -> bool:
        """Whether an outlet, a show or a podcast is named behind "of", "on" and the like: | on Dubai Eye |."""
        if index + 1 >= len(self) or self.lower[index] not in self.words.before_outlets or self.is_said[index]:
            return False
        if self.outlet_at(index + 1) is not None:
            return True
        stop = min(self.sentence_stop(index), index + _LONGEST_OUTLET)
        return any(self.lower[i] in self.words.programmes for i in range(index + 1, stop)) or any(
            self.looks_like_outlet(self.names[i]) for i in (index + 1, index + 2) if i in self.names
        )

    def platform_of_tweet(self, index: int) -> NamedSpan:
        """The platform that a form of "tweet" names."""
        return NamedSpan(_TWITTER, self.span(index, index), _TWITTER)

    def is_possessive(self, index: int) -> bool:
        """Whether a token is a possessive sign."""
        return index < len(self) and self.lower[index] in _POSSESSIVES

    def _short_form(self, index: int, named: Mapping[str, OutletMention]) -> OutletMention | None:
        """An outlet named before, by its first or last word behind "the" or "told": the Times, told Fox."""
        full = named.get(self.tokens.words[index])
        before = self.lower[index - 1] if index else ""
        if full is None or not (before == "the" or before in self.words.addressing):
            return None
        named_here = NamedSpan(full.named.name, self.tokens.span(index, index), full.outlet.name)
        return OutletMention(index, index, full.outlet, named_here, certain=True)

    def _outlet(self, index: int) -> OutletMention | None:
        words = self.tokens.words
        if words[index].islower() or words[index] in _THE or not self.language.outlets.may_begin(words[index]):
            return None
        stop = min(index + _LONGEST_OUTLET, len(self))
        for last in range(stop - 1, index - 1, -1):
            span = self.tokens.span(index, last)
            outlet = self.language.outlets.find(span.of(self.reading.text))
            if outlet is not None:
                bare = self._without_noun(index, last)
                named = NamedSpan(self.named(index, bare).name, self.span(index, bare), outlet.name)
                everyday = named.name in self.words.ambiguous_outlets and bare == last
                goes_on = last == index and last + 1 < len(self) and words[last + 1][0].isupper()
                certain = not everyday or self._is_marked(index, last)
                return OutletMention(index, last, outlet, named, certain and not (goes_on and len(named.name) == 1))
        return None

    def _without_noun(self, first: int, last: int) -> int:
        """The last token of an outlet's name without what it is: Time | magazine."""
        while last > first and self.tokens.words[last] in self.words.outlet_nouns:
            last -= 1
        return last

    def _is_marked(self, first: int, last: int) -> bool:
        """Whether "The" before a name, or "magazine" behind it, says that an everyday word is an outlet's name."""
        before = self.tokens.words[first - 1] if first else ""
        behind = self.lower[last + 1] if last + 1 < len(self) else ""
        return before == "The" or behind in ("magazine", "newspaper")


def _inside(reading: Reading, quoted: Sequence[Span]) -> list[bool]:
    """For each token whether it stands in one of the spans."""
    inside, upcoming = [], 0
    for start in reading.tokens.starts:
        while upcoming < len(quoted) and quoted[upcoming].end <= start:
            upcoming += 1
        inside.append(upcoming < len(quoted) and quoted[upcoming].start <= start)
    return inside


def is_title(words: str) -> bool:
    """Whether words in marks look like the name of a programme or a work: "Face the Nation"."""
    parts = words.split()
    long = [part for part in parts if len(part) > _SHORT_WORD]
    capitals = sum(part[0].isupper() for part in long)
    return 1 < len(parts) <= _LONGEST_TITLE and parts[0][0].isupper() and capitals == len(long) > 0
