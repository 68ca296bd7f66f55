"""Speeches that only a place states: speaking | at a factory in Warren |, said Monday | in Cheyenne |."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import VenueKind
from quoth.engine.venues.dates import is_date_word
from quoth.engine.venues.roles import read_roles
from quoth.engine.venues.rules.statement import Statement

if TYPE_CHECKING:
    from quoth.engine.venues.scene import Scene

_ADVERBIAL = 7


def spoke_at_place(scene: Scene, index: int) -> Statement | None:
    """Speaking | at a factory in Warren |, said Monday | in Cheyenne |."""
    word = scene.lower[index]
    speaks = word in scene.words.appearing
    if not speaks and word not in scene.language.say_verbs:
        return None
    at = _preposition_behind(scene, index)
    if at is None:
        return None
    roles = read_roles(scene, at, at, speaks_to_media=False)
    if roles.place is None or roles.place.span is None or scene.reading.token_at(roles.place.span.start) - at > 1:
        return None
    named = _is_named_place(scene, scene.reading.token_at(roles.place.span.start))
    held = scene.lower[at] in ("at", "onstage") and any(character.isupper() for character in roles.place.name)
    if not (speaks or named or held):
        return None
    return Statement("spoke-at-place", VenueKind.SPEECH, index, max(at, roles.last), at, roles)


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
    if scene.lower[index] != "at" or index != scene.sentence_start(index) or scene.is_said[index]:
        return None
    roles = read_roles(scene, index, index, speaks_to_media=False)
    if roles.place is None or not any(character.isupper() for character in roles.place.name):
        return None
    return Statement("began-at-place", VenueKind.SPEECH, index, max(index, roles.last), index, roles)


def _is_named_place(scene: Scene, index: int) -> bool:
    name = scene.names.get(index)
    return name is not None and scene.is_place(name)
