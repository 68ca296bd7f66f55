"""Names for comparison: folded, and whether two of them are of one bearer."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoth.engine.languages import People

Key = tuple[str, ...]
"""The words of a name, folded."""

_POSSESSIVE = re.compile(r"['’]s?$")
_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = (
    ("ph", "f"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("zh", "z"),
    ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("j", "y"), ("c", "k"), ("z", "s"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouyh]")
_SHORTEST_SKELETON = 3
_SMALL_WORDS = frozenset(("of", "the", "for", "and", "in", "on", "de", "la"))


@functools.lru_cache(maxsize=4096)
def fold(name: str) -> Key:
    """The words of a name for comparison: without case, accents and signs."""
    decomposed = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name).casefold())
    plain = "".join(
        c if c.isalnum() or c.isspace() else "" if c in "'’" else " " for c in decomposed if not _is_accent(c)
    )
    return tuple(plain.split())


def _is_accent(character: str) -> bool:
    """Whether a character is an accent of the scripts that have them; the vowel signs of others are letters."""
    return "\u0300" <= character <= "\u036f"


@dataclass(frozen=True, slots=True)
class Naming:
    """Compares folded names of persons in one language."""

    people: People

    def key(self, name: str) -> Key:
        """A name without courtesy titles and suffixes such as Jr., KC, MP or ji; never empty unless the name is."""
        words = fold(name)
        kept = tuple(word for word in words if word not in self.people.suffixes)
        return kept or words

    def same(self, one: Key, other: Key) -> bool:
        """Whether two names of two words or more can be one person's."""
        if len(one) > len(other):
            one, other = other, one
        if one == other[-len(one) :] or (one == other[: len(one)] and self.gender(one[0])):
            return True
        if not alike(one[-1], other[-1]):
            return False
        return self._same_first(one[0], other[0]) and _same_middle(one[1:-1], other[1:-1])

    def _same_first(self, one: str, other: str) -> bool:
        if one == other or self.is_short_for(one, other) or self.is_short_for(other, one):
            return True
        if _is_initial(one) or _is_initial(other):
            return one[0] == other[0]
        agree = not self.gender(one) or not self.gender(other) or self.gender(one) == self.gender(other)
        return agree and alike(one, other)

    def is_short_for(self, short: str, full: str) -> bool:
        """Whether one first name is a short form of another, as Bill is of William."""
        return short in self.people.short_forms.get(full, ())

    def gender(self, first_name: str) -> str:
        """The gender, m or f, of a folded first name that only men or only women bear; else empty."""
        return self.people.gender_of_first_names.get(first_name.capitalize(), "")

    def gender_of_title(self, role: str) -> str:
        """The gender, m or f, of titles as printed that only men or only women bear; else empty."""
        words = role.replace(".", "").split()
        return next((gender for word in words if (gender := self.people.gender_of_titles.get(word))), "")


def _is_initial(word: str) -> bool:
    return len(word) == 1


def _same_middle(one: Key, other: Key) -> bool:
    """Whether middle names do not contradict each other."""
    if not one or not other:
        return True
    return any(a[0] == b[0] if _is_initial(a) or _is_initial(b) else alike(a, b) for a in one for b in other)


def alike(one: str, other: str) -> bool:
    """Whether two words are the same name, perhaps written in the letters of two customs: Zelensky, Zelenskyy."""
    if one == other:
        return True
    skeleton = skeleton_of(one)
    return len(skeleton) >= _SHORTEST_SKELETON and skeleton == skeleton_of(other)


@functools.lru_cache(maxsize=4096)
def skeleton_of(word: str) -> str:
    """The consonants of a word as they sound, without doubling: a key for transliterations of one name."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return word[:1] + _DOUBLED.sub(r"\1", _VOWELS.sub("", word[1:]))


def initials_of(key: Key) -> str:
    """The acronym of a body's name: International Monetary Fund is imf."""
    return "".join(word[0] for word in key if word not in _SMALL_WORDS)
