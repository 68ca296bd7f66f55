"""What stands around the names of an article: capitalised lines, and the pronouns behind names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quoth.engine.languages import People
    from quoth.engine.reading import Candidate, Reading

_LEAST_SHARE = 0.6
_SURE_SHARE = 0.85
_LEAST_WORDS = 3
_MOST_WORDS = 25
_SHORT_WORD = 4
_PRONOUN_WITHIN = 40


def in_headlines(reading: Reading, names: Iterable[Candidate]) -> set[Candidate]:
    """The names that stand in lines whose words are all capitalised, where capitals tell nothing."""
    capitals: dict[int, int] = {}
    words: dict[int, int] = {}
    for word, paragraph in zip(reading.tokens.words, reading.paragraph_of, strict=True):
        if len(word) >= _SHORT_WORD and word[0].isalpha():
            words[paragraph] = words.get(paragraph, 0) + 1
            capitals[paragraph] = capitals.get(paragraph, 0) + word[0].isupper()
    lines = {
        paragraph
        for paragraph, count in words.items()
        if _LEAST_WORDS <= count <= _MOST_WORDS
        and capitals[paragraph] >= _LEAST_SHARE * count
        and (capitals[paragraph] >= _SURE_SHARE * count or reading.text[reading.paragraphs[paragraph].end - 1] != ".")
    }
    return {name for name in names if reading.paragraph_of[name.first] in lines}


def pronouns_behind(reading: Reading, names: Sequence[Candidate], people: People) -> dict[Candidate, str]:
    """For names the gender of the first pronoun behind them, if no other name stands between."""
    words, found = reading.tokens.words, {}
    for index, name in enumerate(names):
        stop = names[index + 1].first if index + 1 < len(names) else len(words)
        for position in range(name.last + 1, min(stop, name.last + _PRONOUN_WITHIN)):
            gender = people.gender_of_pronouns.get(words[position].lower())
            if gender and not reading.is_quoted[position]:
                found[name] = gender
                break
    return found
