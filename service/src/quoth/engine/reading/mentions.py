"""Words that may name a speaker: names, pronouns and descriptions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.engine.languages import Language
    from quoth.engine.reading.tokens import Tokens

_LONGEST_DESCRIPTION = 7
_LONGEST_OFFICE = 3
_SENTENCE_OPENERS = frozenset(".!?…:;\"“”'‘’«»„(")


class NounClass(Enum):
    """What the head of a description stands for."""

    PERSON = "person"
    PEOPLE = "people"
    ORGANIZATION = "organization"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may name a speaker.

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


def find_mentions(text: str, tokens: Tokens, language: Language, first: int, stop: int) -> Iterator[Candidate]:
    """The mentions among the tokens ``first`` to ``stop``, which lie outside quotation marks."""
    index = first
    while index < stop:
        found = (
            _pronoun(text, tokens, language, index)
            or _name(text, tokens, language, index, stop)
            or _description(text, tokens, language, index, stop)
        )
        if found is None:
            index += 1
            continue
        yield found
        index = found.last + 1


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
    if word in language.common_words and _begins_sentence(tokens, index) and not _is_said(tokens, language, index + 1):
        return None
    last = _name_end(tokens, language, index, stop)
    bearer = _bearer_of_office(tokens, language, last, stop)
    if bearer is not None:
        named = _name(text, tokens, language, bearer, stop)
        return (
            replace(named, first=index, role=text[tokens.starts[index] : named.span.start].strip()) if named else None
        )
    start = _behind_titles(tokens, language, index, last)
    if start > last:
        span = tokens.span(index, last)
        return Candidate(index, last, span, span.of(text), MentionKind.NOMINAL, number="s", noun=NounClass.PERSON)
    span = tokens.span(start, last)
    office = _office_before(tokens, language, index)
    role = text[tokens.starts[office] : span.start].strip()
    return Candidate(index, last, span, span.of(text), MentionKind.NAME, number="s", role=role)


def _bearer_of_office(tokens: Tokens, language: Language, last: int, stop: int) -> int | None:
    """Where a person's name begins behind a body's name and an office: Congress leader | Meera Joshi."""
    words = tokens.words
    for position in range(last + 1, min(last + 1 + _LONGEST_OFFICE, stop - 1)):
        if not words[position].islower() or tokens.starts[position] - tokens.ends[position - 1] != 1:
            return None
        if words[position] in language.person_nouns:
            following = words[position + 1]
            adjacent = tokens.starts[position + 1] - tokens.ends[position] == 1
            named = _is_name_part(following, language) and following not in language.common_words
            return position + 1 if adjacent and named else None
    return None


def _office_before(tokens: Tokens, language: Language, index: int) -> int:
    """Where an office in small letters begins that stands right before a name: finance minister | Ada Eze."""
    words, first = tokens.words, index
    if index == 0 or words[index - 1] not in language.person_nouns:
        return index
    while first and index - first < _LONGEST_OFFICE and tokens.starts[first] - tokens.ends[first - 1] == 1:
        word = words[first - 1]
        if not word.islower() or word in language.function_words or word in language.speech_verbs:
            break
        first -= 1
    return first


def _is_said(tokens: Tokens, language: Language, index: int) -> bool:
    """Whether a word is the verb that makes even a common word before it a name: Will wrote."""
    return index < len(tokens) and tokens.words[index] in language.say_verbs


def _is_name_part(word: str, language: Language) -> bool:
    return word[0].isupper() and word not in language.calendar


def _begins_sentence(tokens: Tokens, index: int) -> bool:
    return (
        index == 0 or tokens.words[index - 1] in _SENTENCE_OPENERS or tokens.starts[index] - tokens.ends[index - 1] > 1
    )


def _name_end(tokens: Tokens, language: Language, index: int, stop: int) -> int:
    """Index of the last token of the run of capitalised words that begins here."""
    words, last = tokens.words, index
    for following in range(index + 1, stop):
        word = words[following]
        if tokens.starts[following] - tokens.ends[following - 1] > 1:
            break
        if _is_name_part(word, language):
            last = following
        elif not (
            following == last + 1
            and following + 1 < stop
            and words[following + 1][0].isupper()
            and _joins(words[last], word, language)
        ):
            break
    return last


def _joins(before: str, word: str, language: Language) -> bool:
    """Whether a word that is not capitalised, or a full stop, stands within a name."""
    if word == ".":
        return before in language.titles
    return word in language.name_connectors or (word in language.body_connectors and before in language.body_endings)


def _behind_titles(tokens: Tokens, language: Language, index: int, last: int) -> int:
    """Index of the first token of the name itself; behind ``last`` if there are titles only."""
    if tokens.words[last] in language.body_endings:
        return index
    for position in range(last, index - 1, -1):
        if tokens.words[position] in language.titles:
            behind = position + 1
            return behind + 1 if behind < last and tokens.words[behind] == "." else behind
    return index


def _description(text: str, tokens: Tokens, language: Language, index: int, stop: int) -> Candidate | None:
    words = tokens.words
    determined = words[index].lower() in language.determiners
    if not determined and words[index].lower() not in language.people_nouns:
        return None
    head: int | None = None
    noun: NounClass | None = None
    for position in range(index, min(index + _LONGEST_DESCRIPTION, stop)):
        word = words[position]
        if not (word[0].isalnum() or word in "'’-") and word != "'s":
            break
        found = _noun_class(word.lower(), language)
        if found is not None:
            head, noun = position, found
        elif head is not None:
            break
    if head is None or noun is None:
        return None
    span = tokens.span(index, head)
    number = "p" if noun is NounClass.PEOPLE else "s"
    return Candidate(index, head, span, span.of(text), MentionKind.NOMINAL, number=number, noun=noun)


def _noun_class(word: str, language: Language) -> NounClass | None:
    if word in language.person_nouns or word.endswith("-year-old"):
        return NounClass.PERSON
    if word in language.people_nouns:
        return NounClass.PEOPLE
    if word in language.organization_nouns:
        return NounClass.ORGANIZATION
    if word in language.document_nouns:
        return NounClass.DOCUMENT
    return None
