"""The linguistic data can be read and hold together."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from quoth.engine.languages import LANGUAGES, detect_language, load_language
from quoth.engine.model import VenueKind
from quoth.engine.venues import OccasionFinder


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_frame_has_a_name_of_its_own_a_known_kind_and_compiles(code: str) -> None:
    frames = load_language(code).venue_frames
    assert {frame["kind"] for frame in frames} <= {kind.value for kind in VenueKind}
    assert max(Counter(frame["name"] for frame in frames).values()) == 1
    OccasionFinder(load_language(code))


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
