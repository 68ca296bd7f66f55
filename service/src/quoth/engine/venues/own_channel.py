"""Quotations whose speaker is a text or an outlet: their channel is stated by their speaker."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from quoth.engine.languages import OutletKind
from quoth.engine.model import MentionKind, NamedSpan, SpeakerKind, VenueKind
from quoth.engine.reading import NounClass
from quoth.engine.venues.occasions import Occasion
from quoth.engine.venues.roles import Roles
from quoth.engine.venues.rules import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.reading import Candidate
    from quoth.engine.speakers import Speakers
    from quoth.engine.venues.scene import Scene

_OUTLET_WITHIN = 5
_MOST_BEFORE = 6
_THE_SAME = frozenset(("the", "this", "that", "its", "his", "her", "their"))

Stated = tuple[Statement, Occasion]


def stated_by_speaker(
    scene: Scene, attribution: Attribution, speakers: Speakers, stated: Sequence[Stated]
) -> tuple[Stated, bool] | None:
    """The statement and occasion of a text or an outlet that speaks, and whether the article states them elsewhere."""
    mention = attribution.mention
    own = None if mention is None else _channel(scene, attribution, mention, speakers)
    if mention is None or own is None:
        return None
    known = _taken_up(scene, mention, own.kind, stated)
    return (known, True) if known is not None else ((own, Occasion(own.kind, own.roles, [own])), False)


def _channel(scene: Scene, attribution: Attribution, mention: Candidate, speakers: Speakers) -> Statement | None:
    """The report | said, the Post | wrote, Post columnist Ada Byron | wrote."""
    if mention.noun is NounClass.DOCUMENT:
        kinds = scene.words.occasions.get(mention.head, ())
        kind = next((VenueKind(kind) for phrase, kind in kinds if phrase == (mention.head,)), VenueKind.PUBLICATION)
        return _statement("document-speaks", kind, mention, Roles(last=mention.last))
    outlet = scene.outlets.get(mention.first) or scene.outlets.get(mention.last)
    body = speakers.of[mention].speaker.kind is SpeakerKind.ORGANIZATION and mention in speakers.bearers.of
    written = _columnist(scene, attribution, mention)
    if outlet is not None and body and outlet.outlet.kind is not OutletKind.PLATFORM:
        written = outlet.named if attribution.quoted.label is None else None
    if written is None:
        return None
    return _statement("outlet-writes", VenueKind.PUBLICATION, mention, Roles(outlets=(written,), last=mention.last))


def _statement(rule: str, kind: VenueKind, mention: Candidate, roles: Roles) -> Statement:
    return Statement(rule, kind, mention.first, mention.last, mention.last, roles)


def _columnist(scene: Scene, attribution: Attribution, mention: Candidate) -> NamedSpan | None:
    """The outlet for which somebody writes: the Post's Ada Byron wrote, Post columnist Ada Byron."""
    if mention.kind is not MentionKind.NAME:
        return None
    cue = attribution.cue.of(scene.reading.text).lower().split() if attribution.cue else []
    if scene.words.writing.isdisjoint([*cue, *mention.role.lower().split()]):
        return None
    start = max(scene.sentence_start(mention.first), mention.first - _OUTLET_WITHIN)
    within = [scene.outlets[i] for i in range(start, mention.last) if i in scene.outlets]
    named = next((outlet.named for outlet in within if outlet.certain), None)
    behind = mention.last + 1
    if named is None and behind < len(scene) and scene.lower[behind] in ("for", "in"):
        outlet, name = scene.outlet_at(behind + 1), scene.names.get(behind + 1) or scene.names.get(behind + 2)
        if outlet is not None:
            return outlet.named
        if name is not None and name.first <= behind + 2 and not scene.is_person(name):
            return NamedSpan(name.text, name.span)
    return named


def _taken_up(scene: Scene, mention: Candidate, kind: VenueKind, stated: Sequence[Stated]) -> Stated | None:
    """The occasion that a text or an outlet which speaks belongs to: stated where it is named, or before."""
    before = bisect_right(stated, mention.last + 1, key=lambda pair: pair[0].head)
    for statement, occasion in reversed(stated[max(0, before - _MOST_BEFORE) : before + 1]):
        if statement.first <= mention.last and mention.first <= statement.last:
            return statement, occasion
    if mention.kind is not MentionKind.NOMINAL or scene.lower[mention.first] not in _THE_SAME:
        return None
    section = scene.section_of(mention.first)
    for statement, occasion in reversed(stated[max(0, before - _MOST_BEFORE) : before]):
        if occasion.kind is kind and scene.section_of(statement.head) == section:
            return statement, occasion
    return None
