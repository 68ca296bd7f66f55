"""Occasions: statements that are about the same one are one occasion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quoth.engine.model import VenueKind
from quoth.engine.venues.interviewers import find_askers_behind
from quoth.engine.venues.roles import Roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quoth.engine.venues.rules import Statement
    from quoth.engine.venues.scene import Scene

_JOINS: frozenset[frozenset[VenueKind]] = frozenset(
    frozenset(pair)
    for pair in (
        (VenueKind.SPEECH, VenueKind.SPEECH),
        (VenueKind.INTERVIEW, VenueKind.PRIVATE_COMMUNICATION),
    )
)


_ASKED = frozenset((VenueKind.INTERVIEW, VenueKind.DEBATE))
_ASKED_WITHIN = 150


@dataclass(slots=True, eq=False)
class Occasion:
    """An occasion or a channel that an article states.

    Attributes:
        kind: What kind of occasion.
        roles: What its statements name.
        statements: In the order of the text, at least one.
        own: Whether it is an interview of the newspaper itself.
    """

    kind: VenueKind
    roles: Roles
    statements: list[Statement] = field(default_factory=list)
    own: bool = False

    def take(self, statement: Statement) -> None:
        """Adds a statement that is about this occasion."""
        self.statements.append(statement)
        self.roles = self.roles.joined(statement.roles)
        self.own = self.own or statement.own


def gather_occasions(scene: Scene, statements: Iterable[Statement]) -> list[Occasion]:
    """One occasion for each statement that does not take up an earlier one.

    A statement takes up the one right before it in its sentence if they are of one kind ("told NDTV in an interview"),
    and, if it is definite and names nothing else, the last one of its section with its noun, or else of its kind
    ("in the same interview").
    """
    occasions: list[Occasion] = []
    last_of: dict[tuple[int, VenueKind | str], Occasion] = {}
    previous: tuple[Statement, Occasion] | None = None
    for statement in statements:
        occasion = None
        section, noun = scene.section_of(statement.head), scene.lower[statement.head]
        known = last_of.get((section, noun)) or last_of.get((section, statement.kind))
        if previous is not None and _is_beside(scene, previous[0], statement):
            occasion = previous[1]
        elif known is not None and _may_be(known, statement):
            occasion = known if statement.definite or _is_headline(scene, known) else None
        if occasion is None:
            occasion = Occasion(statement.kind, statement.roles, [statement], statement.own)
            occasions.append(occasion)
        else:
            occasion.take(statement)
        last_of[section, occasion.kind] = last_of[section, noun] = occasion
        previous = statement, occasion
    for occasion in occasions:
        _name_askers(scene, occasion)
    return occasions


def _name_askers(scene: Scene, occasion: Occasion) -> None:
    """Gives an interview or a debate those who are said to ask in the sentences behind: Asked by | Ada Byron |, ..."""
    if occasion.kind not in _ASKED or occasion.roles.interviewers:
        return
    last = occasion.statements[-1].last
    found = find_askers_behind(scene, last + 1, last + _ASKED_WITHIN)
    occasion.roles = occasion.roles.joined(Roles(interviewers=tuple(found)))


def _is_beside(scene: Scene, one: Statement, other: Statement) -> bool:
    """Whether two statements of a sentence are about one occasion."""
    if scene.reading.sentence_of[one.head] != scene.reading.sentence_of[other.head]:
        return False
    if any(scene.is_said[index] for index in range(one.last + 1, other.first)):
        return False
    return one.kind is other.kind or frozenset((one.kind, other.kind)) in _JOINS


def _is_headline(scene: Scene, occasion: Occasion) -> bool:
    """Whether only the first line states an occasion, so that the text says more of it."""
    return all(scene.reading.paragraph_of[statement.head] == 0 for statement in occasion.statements)


def _may_be(occasion: Occasion, statement: Statement) -> bool:
    """Whether nothing that a statement names contradicts an occasion."""
    known = {outlet.canonical_name or outlet.name for outlet in occasion.roles.outlets}
    named = {outlet.canonical_name or outlet.name for outlet in statement.roles.outlets}
    same_outlets = not named or not known or bool(named & known)
    same_place = not (statement.roles.place and occasion.roles.place) or (
        statement.roles.place.name.casefold() == occasion.roles.place.name.casefold()
    )
    return same_outlets and same_place
