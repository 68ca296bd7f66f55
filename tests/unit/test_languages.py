"""The linguistic data can be read and hold together."""

from __future__ import annotations

import re

import pytest

from quoth.engine.languages import LANGUAGES, OutletKind, detect_language, load_language
from quoth.engine.model import VenueKind


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_of_venues_have_known_kinds(code: str) -> None:
    words = load_language(code).venue_words
    kinds = {kind.value for kind in VenueKind}
    stated = {kind for phrases in words.occasions.values() for _, kind in phrases}
    assert stated | set(words.verbs.values()) | set(words.addressee_endings.values()) <= kinds
    assert set(words.addressees.values()) <= kinds | {"audience"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_programme_belongs_to_a_known_outlet(code: str) -> None:
    outlets = load_language(code).outlets
    parents = {outlet.parent for outlet in outlets.named.values() if outlet.kind is OutletKind.PROGRAMME} - {""}
    assert {parent for parent in parents if outlets.find(parent) is None} == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_first_names_have_one_gender_and_places_are_none_of_the_persons(code: str) -> None:
    people = load_language(code).people
    assert set(people.gender_of_first_names.values()) == {"m", "f"}
    assert {name for name in people.gender_of_first_names if not name[0].isupper()} == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_are_in_the_case_in_which_they_are_looked_up(code: str) -> None:
    language = load_language(code)
    for words in (language.speech_verbs, language.judgement_verbs, language.person_nouns, language.determiners):
        assert {word for word in words if word != word.lower()} == set()
    assert {word for word in language.common_words if not re.match("[A-Z]", word)} == set()


def test_special_verbs_are_speech_verbs_too() -> None:
    language = load_language("en")
    assert language.say_verbs <= language.speech_verbs
    assert language.addressing_verbs <= language.speech_verbs


@pytest.mark.parametrize(
    ("text", "code"),
    [("It rains.", "en"), ("Été à Nice.", "en"), ("वर्षा हो रही है।", None), ("12:30", None), ("Он", None)],
)
def test_language_is_detected_by_script(text: str, code: str | None) -> None:
    assert detect_language(text) == code


def test_an_unserved_language_has_no_data() -> None:
    with pytest.raises(KeyError):
        load_language("xx")
