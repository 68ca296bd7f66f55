"""What a language's data says of people: gender, offices under other words, short forms of names, places."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class People:
    """Words that tell who somebody is; lower case unless it says otherwise.

    Attributes:
        gender_of_titles: "m" or "f" for titles that only men or only women bear; as written.
        gender_of_nouns: "m" or "f" for nouns.
        gender_of_pronouns: "m" or "f" for pronouns of every case.
        gender_of_first_names: "m" or "f" for first names; as written.
        taken_up_by: For a word of a title or description the nouns that may stand for the same person later.
        titles_or_surnames: Titles that are surnames too; as written.
        abbreviated_titles: Titles that are names when they stand last; as written.
        courtesy: Titles that any name may follow; as written.
        suffixes: Words beside a name that do not count when names are compared.
        short_forms: Short forms of first names.
        sources: Plural nouns for sources who are not named.
        places: Names of places; as written.
        peoples: Names of peoples, faiths and parties in the plural; as written.
        short_places: Names of places behind a party's letter, by their short forms without full stops.
    """

    gender_of_titles: Mapping[str, str]
    gender_of_nouns: Mapping[str, str]
    gender_of_pronouns: Mapping[str, str]
    gender_of_first_names: Mapping[str, str]
    taken_up_by: Mapping[str, frozenset[str]]
    titles_or_surnames: frozenset[str]
    abbreviated_titles: frozenset[str]
    courtesy: frozenset[str]
    suffixes: frozenset[str]
    short_forms: Mapping[str, frozenset[str]]
    sources: frozenset[str]
    places: frozenset[str]
    peoples: frozenset[str]
    short_places: Mapping[str, str]

    def is_first_name(self, word: str) -> bool:
        """Whether a capitalised word is a first name, or a short form of one."""
        return word in self.gender_of_first_names or word.lower() in self._short_forms

    @functools.cached_property
    def _short_forms(self) -> frozenset[str]:
        return frozenset(short for forms in self.short_forms.values() for short in forms)


def read_people(people: Mapping[str, Any], first_names: Mapping[str, Any], places: Mapping[str, Any]) -> People:
    """Builds it from the three files of a language: people, first_names and places."""
    return People(
        gender_of_titles=_genders(people["gender_of_titles"]),
        gender_of_nouns=_genders(people["gender_of_nouns"]),
        gender_of_pronouns=_genders(people["gender_of_pronouns"]),
        gender_of_first_names=_genders({gender: listed["words"] for gender, listed in first_names.items()}),
        taken_up_by={word: frozenset(nouns.split()) for word, nouns in people["taken_up_by"].items()},
        titles_or_surnames=frozenset(people["titles_or_surnames"]["words"].split()),
        abbreviated_titles=frozenset(people["abbreviated_titles"]["words"].split()),
        courtesy=frozenset(people["courtesy"]["words"].split()),
        suffixes=frozenset(people["suffixes"]["words"].split()),
        short_forms={name: frozenset(short.split()) for name, short in people["short_forms"].items()},
        sources=frozenset(people["sources"]["words"].split()),
        places=frozenset([*places["places"]["words"].split(), *places["places"]["names"]]),
        peoples=frozenset(people["peoples"]["words"].split()),
        short_places=people["short_places"],
    )


def _genders(listed: Mapping[str, str]) -> dict[str, str]:
    return {word: gender[0] for gender, words in listed.items() for word in words.split()}
