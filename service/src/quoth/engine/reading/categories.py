"""A coarse category for every token, by looking it up: what stands beside a mention or a quotation."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quoth.engine.languages import Language


class Category(IntEnum):
    """Categories; the numbers are features of the attribution model."""

    NONE = 0
    COMMA = 1
    STOP = 2
    COLON = 3
    DASH = 4
    MARK = 5
    POSSESSIVE = 6
    OTHER_SIGN = 7
    NUMBER = 8
    NAME = 9
    PRONOUN = 10
    DETERMINER = 11
    PREPOSITION = 12
    CONJUNCTION = 13
    AUXILIARY = 14
    RELATIVE = 15
    SAY = 16
    TELL = 17
    SPEECH = 18
    JUDGEMENT = 19
    UTTERANCE = 20
    NOUN = 21
    WORD = 22
    FIRST_PERSON = 23


_SIGNS = {
    ",": Category.COMMA, ";": Category.COMMA, ".": Category.STOP, "!": Category.STOP, "?": Category.STOP,
    "…": Category.STOP, ":": Category.COLON, "—": Category.DASH, "–": Category.DASH, "-": Category.DASH,
    "―": Category.DASH, "'s": Category.POSSESSIVE, "’s": Category.POSSESSIVE, "(": Category.OTHER_SIGN,
    ")": Category.OTHER_SIGN,
}  # fmt: skip
_MARKS = frozenset("\"“”„‟«»'‘’`")


def category_table(language: Language) -> Mapping[str, Category]:
    """The category of every word that the language's data know, lower case."""
    listed = (
        (language.document_nouns | language.organization_nouns, Category.NOUN),
        (language.person_nouns | language.people_nouns, Category.NOUN),
        (language.utterances, Category.UTTERANCE),
        (language.judgement_verbs, Category.JUDGEMENT),
        (language.speech_verbs, Category.SPEECH),
        (language.say_verbs, Category.SAY),
        (language.addressing_verbs, Category.TELL),
        (language.prepositions, Category.PREPOSITION),
        (language.conjunctions, Category.CONJUNCTION),
        (language.auxiliaries, Category.AUXILIARY),
        (language.relatives, Category.RELATIVE),
        (language.determiners, Category.DETERMINER),
        (frozenset(language.pronouns), Category.PRONOUN),
        (language.first_person, Category.FIRST_PERSON),
    )
    table = {word: category for words, category in listed for word in words}
    return {**table, **_SIGNS, **dict.fromkeys(_MARKS, Category.MARK)}


def categorize(words: Sequence[str], table: Mapping[str, Category]) -> list[int]:
    """The category of each token."""
    return [table.get(word) or table.get(word.lower()) or _by_shape(word) for word in words]


def _by_shape(word: str) -> Category:
    first = word[0]
    if first.isupper():
        return Category.NAME
    if first.isdigit():
        return Category.NUMBER
    return Category.WORD if first.isalpha() else Category.OTHER_SIGN
