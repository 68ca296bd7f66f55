"""Words that introduce speech: "said", "according to", "calling it"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.reading.categories import Category

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quoth.engine.languages import Language
    from quoth.engine.reading.tokens import Tokens

_CUES = frozenset({Category.SAY, Category.TELL, Category.SPEECH, Category.JUDGEMENT, Category.UTTERANCE})


@dataclass(frozen=True, slots=True)
class CueToken:
    """A cue in the text, from its first to its last token."""

    first: int
    last: int


def find_cues(
    tokens: Tokens, categories: Sequence[int], language: Language, first: int, stop: int
) -> Iterator[CueToken]:
    """The cues among the tokens ``first`` to ``stop``: words of a cue's category, and phrases."""
    phrases = {phrase.split()[0]: phrase.split() for phrase in language.according}
    for index in range(first, stop):
        if categories[index] in _CUES:
            yield CueToken(index, index)
        elif (word := tokens.words[index].lower()) in phrases:
            phrase = phrases[word]
            if [following.lower() for following in tokens.words[index : index + len(phrase)]] == phrase:
                yield CueToken(index, index + len(phrase) - 1)
