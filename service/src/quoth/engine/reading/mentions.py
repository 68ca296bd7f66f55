"""Words that may name a speaker: names, pronouns and descriptions."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind, Span
from quoth.engine.quotes import NICKNAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quoth.engine.languages import Language
    from quoth.engine.reading.tokens import Tokens

_LONGEST_DESCRIPTION = 7
_LONGEST_OFFICE = 3
_LONGEST_OUTLET = 7
_RELAY_WITHIN = 10
_OF_PERSONS = frozenset(("of", "for", "to"))
_PARTY = re.compile(r"[A-Z]-[A-Z]")  # Jane Roe, D-Mo.
_POSSESSIVES = frozenset(("'s", "’s"))
_ARTICLES = frozenset(("a", "an", "the"))
_BEFORE_ARTICLES = frozenset(("all", "both", "half", "such", "many"))
_SENTENCE_OPENERS = frozenset(".!?…:;\"“”'‘’«»„(")


class NounClass(Enum):
    """What the head of a description stands for."""

    PERSON = "person"
    PEOPLE = "people"
    ORGANIZATION = "organization"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """Words that may name a speaker; equal to itself only.

    Attributes:
        first: Index of the first token.
        last: Index of the last token.
        span: Where they stand; of a name, without titles.
        text: The text of the span.
        kind: Name, description or pronoun.
        number: "s", "p", or "" if it does not tell.
        gender: "m", "f", or "" if it does not tell.
        role: Titles before a name, or the description before it, as written; else "".
        noun: What a description's head stands for; ``None`` for names and pronouns.
        head: The noun of a description, in small letters.
        owner: The name within a description: | Clinton | 's campaign, residents of | Leeds |.
    """

    first: int
    last: int
    span: Span
    text: str
    kind: MentionKind
    number: str = ""
    gender: str = ""
    role: str = ""
    noun: NounClass | None = None
    head: str = ""
    owner: Candidate | None = None


def find_mentions(text: str, tokens: Tokens, language: Language, first: int, stop: int) -> Iterator[Candidate]:
    """The mentions among the tokens ``first`` to ``stop``, which lie outside quotation marks."""
    index, begins = first, language.mention_beginnings
    while index < stop:
        word = tokens.words[index]
        if word not in begins and not word[0].isupper():
            index += 1
            continue
        found = _pronoun(text, tokens, language, index)
        if found is None:
            named = _name(text, tokens, language, index, stop)
            found = (named and _owned(text, tokens, language, named, stop)) or named
        found = found or _description(text, tokens, language, index, stop)
        if found is None:
            index += 1
            continue
        if not _is_relay(tokens, language, found, first):
            yield found
        index = found.last + 1


def _is_relay(tokens: Tokens, language: Language, found: Candidate, first: int) -> bool:
    """Whether an agency only passes words on: Rao said, according to | PTI |, or | Reuters | quoted Rao as saying."""
    if found.kind is not MentionKind.NAME or not language.outlets.is_agency(found.text):
        return False
    words, behind = tokens.words, found.last + 1
    if behind < len(words) and words[behind] in language.venue_words.relaying:
        return True
    start = max(first, found.first - _RELAY_WITHIN)
    according = list(words[found.first - 2 : found.first]) == ["according", "to"]
    return according and not language.say_verbs.isdisjoint(words[start : found.first])


def _pronoun(text: str, tokens: Tokens, language: Language, index: int) -> Candidate | None:
    features = language.pronouns.get(tokens.words[index].lower())
    if features is None:
        return None
    span = tokens.span(index, index)
    return Candidate(index, index, span, span.of(text), MentionKind.PRONOUN, number=features[:1], gender=features[1:])


def _name(text: str, tokens: Tokens, language: Language, index: int, stop: int) -> Candidate | None:
    word = tokens.words[index]
    if not _is_name_part(word, language) or word.lower() in language.determiners:
        return None
    if _begins_sentence(tokens, index) and _is_common(tokens, language, index):
        return None
    last = _outlet_end(text, tokens, language, index, _name_end(text, tokens, language, index, stop))
    bearer = _bearer_of_office(tokens, language, last, stop)
    if bearer is not None:
        named = _name(text, tokens, language, bearer, stop)
        return named and replace(named, first=index, role=text[tokens.starts[index] : named.span.start].strip())
    governed = _behind_what_is_governed(text, tokens, language, index, last)
    start = _behind_titles(tokens, language, index, last) if governed is None else governed
    if start > last:
        return _titles_alone(text, tokens, language, index, last)
    office = _office_before(tokens, language, index) if governed is None else _office_of(tokens, index)
    span = tokens.span(start, last)
    role = text[tokens.starts[office] : span.start].strip()
    return Candidate(index, last, span, span.of(text), MentionKind.NAME, number="s", role=role)


def _titles_alone(text: str, tokens: Tokens, language: Language, index: int, last: int) -> Candidate | None:
    """Titles without a name: the Prime Minister."""
    head = tokens.words[last].lower()
    if head.rsplit("-", 1)[-1] not in language.person_nouns:
        return None
    span = tokens.span(index, last)
    return Candidate(index, last, span, span.of(text), MentionKind.NOMINAL, "s", noun=NounClass.PERSON, head=head)


def _office_of(tokens: Tokens, index: int) -> int:
    """Where the office begins whose "of" or "of the" stands right before a token."""
    return index - (3 if tokens.words[index - 1] == "the" else 2)


def _behind_what_is_governed(text: str, tokens: Tokens, language: Language, index: int, last: int) -> int | None:
    """Where a name begins behind an office and what it is of: Secretary of | State | Jane Roe."""
    words = tokens.words
    before = index - 1 if index and words[index - 1] == "the" else index
    if before <= 1 or words[before - 1] != "of" or words[before - 2] not in language.titles:
        return None
    if words[last] in language.body_endings:
        return None
    places = (
        end for end in range(last - 1, index - 1, -1) if tokens.span(index, end).of(text) in language.people.places
    )
    end = next(places, index)
    return end + 1 if last - end > 1 else None


def _bearer_of_office(tokens: Tokens, language: Language, last: int, stop: int) -> int | None:
    """Where a person's name begins behind a body's name and an office: Congress leader | Meera Joshi."""
    words = tokens.words
    for position in range(last + 1, min(last + 1 + _LONGEST_OFFICE, stop - 1)):
        if not words[position].islower() or not _adjacent(tokens, position - 1):
            return None
        if words[position] in language.function_words:
            return None
        following = words[position + 1]
        if words[position] in language.person_nouns and not following.islower():
            named = _is_name_part(following, language) and following not in language.common_words
            return position + 1 if _adjacent(tokens, position) and named else None
    return None


def _adjacent(tokens: Tokens, index: int) -> bool:
    """Whether one space parts a token from the next."""
    return tokens.starts[index + 1] - tokens.ends[index] == 1


def _office_before(tokens: Tokens, language: Language, index: int) -> int:
    """Where an office in small letters begins that stands right before a name: finance minister | Ada Eze."""
    words, first = tokens.words, index
    if index == 0 or words[index - 1] not in language.person_nouns:
        return index
    while first and index - first < _LONGEST_OFFICE and tokens.starts[first] - tokens.ends[first - 1] == 1:
        word = words[first - 1]
        if not word.islower() or word in language.function_words or word in language.speech_verbs:
            break
        if word in _POSSESSIVES:
            break
        first -= 1
    return first


def _is_common(tokens: Tokens, language: Language, index: int) -> bool:
    """Whether the first word of a sentence is capitalised only as such: Conversely, ..., Looking at ..., We're ..."""
    word, behind = tokens.words[index], tokens.words[index + 1] if index + 1 < len(tokens) else ""
    if _is_said(tokens, language, index + 1):
        return False
    if word in language.common_words or word.lower().replace("’", "'").split("'")[0] in language.pronouns:
        return True
    if language.people.is_first_name(word):
        return False
    adverb = word.endswith("ly") and behind in (",", *language.auxiliaries)
    return adverb or (word.endswith("ing") and behind in language.function_words)


def _is_said(tokens: Tokens, language: Language, index: int) -> bool:
    """Whether a word is the verb that makes even a common word before it a name: Will wrote."""
    return index < len(tokens) and tokens.words[index] in language.say_verbs


def _is_name_part(word: str, language: Language) -> bool:
    return word[0].isupper() and word not in language.calendar and _PARTY.match(word) is None


def _begins_sentence(tokens: Tokens, index: int) -> bool:
    return (
        index == 0 or tokens.words[index - 1] in _SENTENCE_OPENERS or tokens.starts[index] - tokens.ends[index - 1] > 1
    )


def _owned(text: str, tokens: Tokens, language: Language, owner: Candidate, stop: int) -> Candidate | None:
    """What a name possesses, if that is somebody: Clinton | 's campaign."""
    words, possessive = tokens.words, owner.last + 1
    if owner.kind is not MentionKind.NAME or possessive + 1 >= stop or words[possessive] not in _POSSESSIVES:
        return None
    for position in range(possessive + 1, min(possessive + 1 + _LONGEST_OFFICE + 1, stop)):
        noun = _noun_class(words[position], language)
        following = words[position + 1] if position + 1 < stop else ""
        if noun is not None and _noun_class(following, language) is None:
            if noun is NounClass.DOCUMENT or (following[:1].isupper() and _adjacent(tokens, position)):
                return None
            span = Span(owner.span.start, tokens.ends[position])
            number = "p" if noun is NounClass.PEOPLE else "s"
            head = words[position]
            return Candidate(
                owner.first,
                position,
                span,
                span.of(text),
                MentionKind.NOMINAL,
                number,
                noun=noun,
                head=head,
                owner=owner,
            )
        if not words[position][0].isalnum() or words[position] in language.function_words:
            return None
    return None


def _name_end(text: str, tokens: Tokens, language: Language, index: int, stop: int) -> int:
    """Index of the last token of the run of capitalised words that begins here."""
    words, last, behind_nickname = tokens.words, index, index
    for following in range(index + 1, stop):
        word = words[following]
        if following < behind_nickname:
            continue
        if tokens.starts[following] - tokens.ends[following - 1] > 1:
            break
        if _is_plural_possessive(tokens, following, stop):
            continue
        if word[0].isupper() and word.lower() in language.never_in_names:
            break
        if nickname := NICKNAME.match(text, tokens.starts[following]):
            behind_nickname = bisect_left(tokens.starts, nickname.end())
        elif _is_name_part(word, language):
            last = following
        elif not (
            following == last + 1
            and following + 1 < stop
            and words[following + 1][0].isupper()
            and (_joins(words[last], word, language) or _joins_body(words, following, language))
        ):
            break
    return last


def _outlet_end(text: str, tokens: Tokens, language: Language, index: int, last: int) -> int:
    """Where a run of capitalised words ends that begins with an outlet's name and goes on with somebody's."""
    if last == index or tokens.words[last] in language.body_endings:
        return last
    for end in range(min(last - 1, index + _LONGEST_OUTLET), index, -1):
        if language.outlets.find(tokens.span(index, end).of(text)):
            return end
    return last


def _joins(before: str, word: str, language: Language) -> bool:
    """Whether a word that is not capitalised, or a full stop, stands within a name."""
    if word == ".":
        return before in language.titles
    return word in language.name_connectors or (word in language.body_connectors and before in language.body_endings)


def _joins_body(words: Sequence[str], index: int, language: Language) -> bool:
    """Whether "and" or "&" stands within a body's name: Food | and | Drug Administration, Beal | & | Hart."""
    if words[index] == "&":
        return True
    if words[index] != "and" or words[index - 1] not in language.joined_in_bodies:
        return False
    ahead = itertools.takewhile(lambda word: word[0].isupper(), words[index + 1 : index + 1 + _LONGEST_OFFICE])
    return any(word in language.body_endings for word in ahead)


def _is_plural_possessive(tokens: Tokens, index: int, stop: int) -> bool:
    """Whether a token is the apostrophe in a name such as Gig Workers' Collective."""
    words = tokens.words
    if words[index] not in ("'", "’") or index + 1 >= stop or not words[index - 1].endswith("s"):
        return False
    return tokens.starts[index] == tokens.ends[index - 1] and words[index + 1][0].isupper() and _adjacent(tokens, index)


def _behind_titles(tokens: Tokens, language: Language, index: int, last: int) -> int:
    """Index of the first token of the name itself; behind ``last`` if there are titles only."""
    words = tokens.words
    if words[last] in language.body_endings:
        return index
    if last > index and _is_surname(tokens, language, index, last):
        last -= 1
    for position in range(last, index - 1, -1):
        if _is_title(words[position], language) or (position == index < last and _is_trade(words[position], language)):
            behind = position + 1
            return behind + 1 if behind <= last and words[behind] == "." else behind
    return index


def _is_title(word: str, language: Language) -> bool:
    """Whether a capitalised word is a title, or an office made of two words: Ex-minister."""
    return word in language.titles or ("-" in word and word.rsplit("-", 1)[1] in language.person_nouns)


def _is_surname(tokens: Tokens, language: Language, index: int, last: int) -> bool:
    """Whether the last word of a name is a surname although it is a title elsewhere: Amartya | Sen |."""
    words, people = tokens.words, language.people
    before = words[last - 2] if words[last - 1] == "." and last - 1 > index else words[last - 1]
    if words[last] in people.abbreviated_titles:
        return not _is_title(before, language) or before in people.courtesy
    return words[last] in people.titles_or_surnames and (before in people.courtesy or people.is_first_name(before))


def _is_trade(word: str, language: Language) -> bool:
    """Whether a capitalised word tells what somebody is, before the name: Novelist | Jayanti Roy."""
    return word.lower() in language.person_nouns and not language.people.is_first_name(word)


def _description(text: str, tokens: Tokens, language: Language, index: int, stop: int) -> Candidate | None:
    words = tokens.words
    determined = words[index].lower() in language.determiners
    if not determined and words[index].lower() not in language.people_nouns:
        return None
    head: int | None = None
    noun: NounClass | None = None
    for position in range(index, min(index + _LONGEST_DESCRIPTION, stop)):
        word = words[position]
        if word in _POSSESSIVES:
            head = noun = None
            continue
        if not (word[0].isalnum() or word in "'’-") or (position > index and _begins_phrase(words, position, language)):
            break
        if word in _ARTICLES and position > index and words[index].lower() not in _BEFORE_ARTICLES:
            break
        found = _noun_class(word.lower(), language)
        if found is None and head is not None and word.islower() and language.person_suffix.search(word):
            found = NounClass.PERSON
        if found is not None:
            head, noun = position, found
        elif head is not None:
            break
    if head is None or noun is None or _is_within_name(tokens, index, head, stop):
        return None
    owner = _governed_name(text, tokens, language, head, stop)
    span = Span(tokens.starts[index], owner.span.end if owner else tokens.ends[head])
    number = "p" if noun is NounClass.PEOPLE else "s"
    return Candidate(
        index, owner.last if owner else head, span, span.of(text), MentionKind.NOMINAL, number,
        noun=noun, head=words[head].lower(), owner=owner,
    )  # fmt: skip


def _governed_name(text: str, tokens: Tokens, language: Language, head: int, stop: int) -> Candidate | None:
    """The name behind a description and "of": residents of | Leeds |."""
    words, start = tokens.words, head + 2
    governors = _OF_PERSONS if _noun_class(words[head].lower(), language) is NounClass.PERSON else ("of",)
    if start >= stop or words[head + 1] not in governors:
        return None
    start += words[start] == "the"
    named = _name(text, tokens, language, start, stop) if start < stop else None
    behind = named.last + 1 if named else stop
    if named is None or named.kind is not MentionKind.NAME:
        return None
    return None if named.role or (behind < stop and words[behind] in _POSSESSIVES) else named


def _begins_phrase(words: Sequence[str], index: int, language: Language) -> bool:
    """Whether a word belongs to no description that has begun before it, unless it is "of"."""
    word = words[index].lower()
    if words[index - 1][0].isupper() and word in language.speech_verbs:
        return True
    return word in language.phrase_borders


def _is_within_name(tokens: Tokens, index: int, head: int, stop: int) -> bool:
    """Whether the head of a description is part of a name: the New York | Post |."""
    words, starts, ends = tokens.words, tokens.starts, tokens.ends
    if not words[head][0].isupper():
        return False
    before = head - 1 > index and words[head - 1][0].isupper()
    following = head + 2 if head + 1 < stop and words[head + 1] == "of" else head + 1
    behind = following < stop and words[following][0].isupper() and starts[following] - ends[following - 1] == 1
    return before or behind


def _noun_class(word: str, language: Language) -> NounClass | None:
    if word.rsplit("-", 1)[-1] in language.person_nouns or word.endswith("-year-old"):
        return NounClass.PERSON
    if word in language.people_nouns or word in language.person_plurals:
        return NounClass.PEOPLE
    if word in language.organization_nouns:
        return NounClass.ORGANIZATION
    if word in language.document_nouns:
        return NounClass.DOCUMENT
    return None
