"""Speeches that only a place states: speaking | at a factory in Warren |, said Monday | in Cheyenne |."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import VenueKind
from quoth.engine.venues.roles import is_date_word, read_roles
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
    at = index + 1
    stop = min(scene.sentence_stop(index), index + _ADVERBIAL)
    while at < stop and scene.lower[at] not in scene.words.place_prepositions:
        if scene.is_said[at] or not (is_date_word(scene, at) or scene.lower[at].endswith("ly") or scene.lower[at] in scene.words.between_verb_and_place):
            return None
        at += 1
    if at >= stop or scene.is_said[at]:
        return None
    roles = read_roles(scene, at, at, speaks_to_media=False)
    if roles.place is None or roles.place.span is None or scene.reading.token_at(roles.place.span.start) - at > 1:
        return None
    if not speaks and not _is_named_place(scene, scene.reading.token_at(roles.place.span.start)):
        return None
    return Statement("spoke-at-place", VenueKind.SPEECH, index, max(at, roles.last), at, roles)


def _is_named_place(scene: Scene, index: int) -> bool:
    name = scene.names.get(index)
    return name is not None and scene.is_place(name)
