"""The parts of a venue that a statement names: outlets, programme, interviewers, place, date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.languages import OutletKind
from quoth.engine.model import NamedSpan
from quoth.engine.venues.dates import find_date, is_date_at
from quoth.engine.venues.interviewers import find_interviewers
from quoth.engine.venues.places import find_place
from quoth.engine.venues.programmes import find_programme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.engine.venues.scene import OutletMention, Scene

_WITHIN = 40


@dataclass(frozen=True, slots=True)
class Roles:
    """The parts of a venue that a statement names.

    Attributes:
        outlets: Outlets and platforms.
        programme: The show, column or podcast.
        interviewers: Who asked.
        place: Where.
        date: When.
        last: The last token that belongs to one of them.
    """

    outlets: tuple[NamedSpan, ...] = ()
    programme: NamedSpan | None = None
    interviewers: tuple[NamedSpan, ...] = ()
    place: NamedSpan | None = None
    date: NamedSpan | None = None
    last: int = -1

    def joined(self, other: Roles) -> Roles:
        """The parts of both; what this one names counts first."""
        return Roles(
            outlets=_distinct((*self.outlets, *other.outlets)),
            programme=self.programme or other.programme,
            interviewers=_distinct((*self.interviewers, *other.interviewers)),
            place=self.place or other.place,
            date=self.date or other.date,
            last=max(self.last, other.last),
        )


def _distinct(named: tuple[NamedSpan, ...]) -> tuple[NamedSpan, ...]:
    return tuple({part.canonical_name or part.name: part for part in reversed(named)}.values())[::-1]


def read_roles(scene: Scene, first: int, head: int, *, speaks_to_media: bool) -> Roles:
    """The roles in the clause of a statement.

    Args:
        scene: The article.
        first: First token of the statement.
        head: Its head: roles are read from ``first`` to the end of the head's clause.
        speaks_to_media: Whether outlets and those who ask belong to such an occasion.
    """
    first = min(first, len(scene) - 1)
    stop = _clause_stop(scene, head)
    outlets: list[OutletMention] = []
    interviewers: list[tuple[int, NamedSpan]] = []
    programme: tuple[int, NamedSpan] | None = None
    if speaks_to_media:
        outlets = [
            o for i in range(first, stop) if (o := scene.outlets.get(i)) and (o.certain or _introduced(scene, i))
        ]
        programme = find_programme(scene, first, stop, outlets)
        interviewers = list(find_interviewers(scene, first, stop))
    place = find_place(scene, first, head, stop)
    date = find_date(scene, first, stop)
    named = [(o.first, o.named) for o in outlets if o.outlet.kind is not OutletKind.PROGRAMME]
    if speaks_to_media:
        shown = programme[1] if programme else None
        named += [(i, outlet) for i, outlet in _unknown_outlets(scene, first, stop) if outlet != shown]
    ends = [o.last for o in outlets] + [last for last, _ in interviewers]
    ends += [part[0] for part in (programme, place, date) if part is not None and part[0] < stop]
    return Roles(
        outlets=_distinct(tuple(outlet for _, outlet in sorted(named, key=lambda item: item[0]))),
        programme=programme[1] if programme else None,
        interviewers=tuple(person for _, person in interviewers),
        place=place[1] if place else None,
        date=date[1] if date else None,
        last=max([head, *ends]),
    )


def _unknown_outlets(scene: Scene, first: int, stop: int) -> Iterator[tuple[int, NamedSpan]]:
    """Names that look like outlets' behind "with", "to", "and" or a possessive: with Mongolia's | Eagle News |."""
    ends = {outlet.last for outlet in (scene.outlets.get(i) for i in range(first, stop)) if outlet is not None}
    for index in range(first, stop):
        name = scene.names.get(index)
        if name is None or any(i in scene.outlets for i in range(index, name.last + 1)):
            continue
        before = scene.lower[index - 1] if index else ""
        introduced = before in scene.words.outlet_introductions or scene.is_possessive(index - 1)
        interviewed = (
            before in ("with", "on") and scene.lower[index - 2] in scene.words.interviews and not scene.is_person(name)
        )
        called = before in scene.words.outlet_nouns or not scene.words.outlet_nouns.isdisjoint(name.role.split())
        whose = scene.is_person(name) or scene.is_place(name) or scene.is_possessive(name.last + 1)
        listed = before in (",", "and") and (index - 2) in ends and not whose
        if called or listed or (introduced and scene.looks_like_outlet(name)) or (interviewed and " " in name.text):
            ends.add(name.last)
            yield index, NamedSpan(name.text, name.span)


def _introduced(scene: Scene, index: int) -> bool:
    """Whether an everyday word is an outlet's name by what stands before it: with The Week, told Mint."""
    before = scene.lower[index - 1] if index else ""
    listed = before == "," and any(outlet.last == index - 2 for outlet in scene.outlets_before(index))
    return listed or before in ("the", "with", "to", "and", "by") or before in scene.words.addressing


def _clause_stop(scene: Scene, head: int) -> int:
    """Where the clause of a token ends: with its sentence, with quoted words, or with a comma that begins another."""
    stop = min(scene.sentence_stop(head), head + _WITHIN)
    for index in range(head + 1, stop):
        word = scene.lower[index]
        if scene.is_said[index] or word in (";", ":"):
            return index
        if word in scene.language.relatives or (word in scene.language.say_verbs and index > head + 1):
            return index
        if word == "," and not _continues(scene, index + 1):
            return index
    return stop


def _continues(scene: Scene, index: int) -> bool:
    """Whether a clause goes on behind a comma: with a preposition, or a name without a verb."""
    if index >= len(scene):
        return False
    word = scene.tokens.words[index]
    if scene.lower[index] in scene.words.clause_continues or index in scene.outlets or is_date_at(scene, index):
        return True
    if not word[0].isupper():
        return False
    name = scene.names.get(index)
    behind = (name.last if name else index) + 1
    follows = scene.lower[behind] if behind < len(scene) else ""
    return follows in (",", ".", ")", "on", "in", "for", "at", "and", "during") and not (name and scene.is_person(name))
