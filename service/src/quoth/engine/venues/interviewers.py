"""Those who ask: persons behind "with" or "to", behind an outlet, or called host, editor and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import NamedSpan
from quoth.engine.venues.programmes import may_be_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.engine.reading import Candidate
    from quoth.engine.venues.scene import OutletMention, Scene

_NEAR_OUTLET = 6


def find_interviewers(scene: Scene, first: int, stop: int) -> Iterator[tuple[int, NamedSpan]]:
    """Persons behind "with", "to" or "by", behind an outlet's 's, or called host, editor and the like."""
    asking = False
    for person in _askers(scene, first, stop):
        begin = person.first
        before = scene.lower[begin - 1] if begin else ""
        role = {word.lower() for word in person.role.replace("-", " ").split()} | {
            word.lower() for word in person.role.split()
        }
        behind_outlet = any(
            o.last + 1 < begin and scene.is_possessive(o.last + 1) and begin - o.last <= _NEAR_OUTLET
            for o in _outlets_before(scene, first, begin)
        )
        titled = not role.isdisjoint(scene.words.interviewers) or before in scene.words.interviewers
        addressed = before in ("with", "to", "by") or (before in scene.words.addressing and (titled or behind_outlet))
        joined = asking and before in ("and", ",")
        spoken_to = before in ("to", "with") or before in scene.words.addressing
        on_air = spoken_to and scene.is_on_air(person.last + 1)
        asking = behind_outlet or titled or (addressed and before in ("with", "by")) or joined or on_air
        if asking and not scene.is_possessive(person.last + 1):
            yield person.last, NamedSpan(person.text, person.span)


def find_askers_behind(scene: Scene, first: int, stop: int) -> Iterator[NamedSpan]:
    """Persons who are said to ask: asked by | Ada Byron |, the host, | Tom Beale |, wanted to know; in one section."""
    section, named = scene.section_of(first), set()
    for person in scene.people_between(first, stop):
        if scene.section_of(person.first) != section:
            return
        asked_by = scene.lower[max(0, person.first - 2) : person.first]
        asked = len(asked_by) > 1 and asked_by[-1] == "by" and asked_by[0] in scene.words.reaching
        entity = scene.speakers.bearers.of[person]
        told = scene.speakers.facts.of[entity].words
        titled = not scene.words.interviewers.isdisjoint((*told, *person.role.lower().split()))
        if (asked or titled) and entity not in named and not scene.is_possessive(person.last + 1):
            named.add(entity)
            yield NamedSpan(person.text, person.span)


def _askers(scene: Scene, first: int, stop: int) -> Iterator[Candidate]:
    """The names that may be those of persons who ask: persons, and unknown names of two words or more."""
    for index in range(first, stop):
        name = scene.names.get(index)
        if name is not None and (
            scene.is_person(name)
            or (index in scene.names and may_be_person(scene, index, name.last) and scene.is_possessive(index - 1))
        ):
            yield name


def _outlets_before(scene: Scene, first: int, stop: int) -> Iterator[OutletMention]:
    return (scene.outlets[index] for index in range(first, stop) if index in scene.outlets)
