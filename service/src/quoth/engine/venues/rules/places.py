"""Speeches that only a place states: speaking | at a factory in Warren |, said Monday | in Cheyenne |."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import VenueKind
from quoth.engine.venues.dates import find_date, is_date_word
from quoth.engine.venues.places import place_behind
from quoth.engine.venues.roles import Roles
from quoth.engine.venues.rules.statement import Statement

if TYPE_CHECKING:
    from quoth.engine.venues.dates import Found
    from quoth.engine.venues.scene import Scene

_ADVERBIAL = 7
_DATE_WITHIN = 40


def spoke_at_place(scene: Scene, index: int) -> Statement | None:
    """Speaking | at a factory in Warren |, said Monday | in Cheyenne |, said | at a fish fry in Brunswick |."""
    word = scene.lower[index]
    speaks = word in scene.words.appearing
    at = _preposition_behind(scene, index) if speaks or word in scene.language.say_verbs else None
    place = None if at is None else place_behind(scene, at, scene.sentence_stop(at))
    if at is None or place is None or place[1].span is None:
        return None
    named = _is_named_place(scene, scene.reading.token_at(place[1].span.start))
    held = scene.lower[at] == "at" and any(character.isupper() for character in place[1].name)
    return _speech("spoke-at-place", scene, index, at, place) if speaks or named or held else None


def _speech(rule: str, scene: Scene, first: int, at: int, place: Found) -> Statement:
    last, named = place
    date = find_date(scene, first, min(scene.sentence_stop(at), last + _DATE_WITHIN))
    return Statement(
        rule, VenueKind.SPEECH, first, last, at, Roles(place=named, date=date[1] if date else None, last=last)
    )


def _preposition_behind(scene: Scene, index: int) -> int | None:
    """The preposition of place behind a verb, with only a date or the like between: said | Monday | in Cheyenne."""
    stop = min(scene.sentence_stop(index), index + _ADVERBIAL)
    for at in range(index + 1, stop):
        word = scene.lower[at]
        if scene.is_said[at]:
            return None
        if word in scene.words.place_prepositions:
            return at
        if not (is_date_word(scene, at) or word.endswith("ly") or word in scene.words.between_verb_and_place):
            return None
    return None


def began_at_place(scene: Scene, index: int) -> Statement | None:
    """| At a Grange hall in Aroostook County |, she said ..."""
    if index != scene.sentence_start(index) or index + 1 >= len(scene):
        return None
    place = place_behind(scene, index, scene.sentence_stop(index))
    if place is None or not any(character.isupper() for character in place[1].name):
        return None
    return _speech("began-at-place", scene, index, index, place)


def _is_named_place(scene: Scene, index: int) -> bool:
    name = scene.names.get(index)
    return name is not None and scene.is_place(name)
