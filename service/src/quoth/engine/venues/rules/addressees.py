"""Occasions that those who are spoken to state: told | NDTV |, speaking to | reporters |, told | a crowd |."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quoth.engine.languages import OutletKind
from quoth.engine.model import NamedSpan, VenueKind
from quoth.engine.venues.roles import Roles, read_roles
from quoth.engine.venues.rules.nouns import is_negated
from quoth.engine.venues.rules.statement import Statement

if TYPE_CHECKING:
    from quoth.engine.reading import Candidate
    from quoth.engine.venues.scene import OutletMention, Scene

_LONGEST_ADDRESSEE = 7
_PRESS_WITHIN = 5
_ASKED_WITHIN = 9
_ARTICLE = 3
_TAKEN_UP = (VenueKind.SPEECH.value, VenueKind.TESTIMONY.value, VenueKind.DEBATE.value)
_AUDIENCE = "audience"


def told(scene: Scene, index: int) -> Statement | None:
    """Told | NDTV |, speaking to | reporters |, told | a crowd |, told | this newspaper |."""
    word = scene.lower[index]
    start = index + 1
    if word in scene.words.addressing_with:
        while start < len(scene) and scene.lower[start] in (
            "exclusively",
            "separately",
            "later",
            "also",
            "earlier",
            "down",
        ):
            start += 1
        if start >= len(scene) or scene.lower[start] not in scene.words.addressing_prepositions:
            return None
        start += 1
    elif word in scene.language.speech_verbs and scene.lower[start : start + 1] == ["to"]:
        start += 1
    elif word not in scene.words.addressing or is_subject(scene, index):
        return None
    if start >= len(scene) or scene.is_said[start]:
        return None
    return _told_itself(scene, index, start) or _told_outlet(scene, index, start) or _told_audience(scene, index, start)


def outlet_asks(scene: Scene, index: int) -> Statement | None:
    """When | the Sunday Nation called | him, when reached | by NDTV |, | a CNN crew stopped | her."""
    outlet = scene.outlets.get(index)
    if outlet is None or not outlet.certain or outlet.outlet.kind in (OutletKind.PLATFORM, OutletKind.PROGRAMME):
        return None
    start = max(scene.sentence_start(index), index - _ASKED_WITHIN)
    by = next((i for i in range(index - 1, max(start, index - _ARTICLE) - 1, -1) if scene.lower[i] == "by"), None)
    behind = outlet.last + 1
    while behind < len(scene) and scene.lower[behind] in scene.words.crews:
        behind += 1
    asked = by is not None and not scene.words.reaching.isdisjoint(scene.lower[start:by])
    if not asked and not (behind < len(scene) and _reaches(scene, behind)):
        return None
    first, head = (by, outlet.last) if asked and by is not None else (index, behind)
    roles = read_roles(scene, index, outlet.last, speaks_to_media=True)
    return Statement("outlet-asks", VenueKind.INTERVIEW, first, max(head, roles.last), outlet.last, roles)


def _reaches(scene: Scene, verb: int) -> bool:
    """Whether a verb says that an outlet got hold of somebody: reached | him |."""
    following = scene.lower[verb + 1] if verb + 1 < len(scene) else ""
    whom = following in scene.words.whom or (verb + 1 in scene.names and scene.is_person(scene.names[verb + 1]))
    return scene.lower[verb] in scene.words.reaching and whom and not scene.is_said[verb]


def before_body(scene: Scene, index: int) -> Statement | None:
    """Under questioning | from the House Transportation Committee |, called | before the Senate |."""
    if scene.lower[index] not in scene.words.before_bodies or index + 1 >= len(scene) or scene.is_said[index]:
        return None
    start = index + 1 + (scene.lower[index + 1] == "the")
    name = scene.names.get(start) or scene.names.get(index + 1)
    if name is None or scene.is_person(name):
        return None
    kind = scene.words.addressee_endings.get(name.text.split()[-1])
    if kind != VenueKind.TESTIMONY.value or (scene.lower[index] == "in" and " " in name.text):
        return None
    roles = read_roles(scene, name.last + 1, name.last, speaks_to_media=False)
    last = max(name.last, roles.last)
    return Statement("before-body", VenueKind.TESTIMONY, index, last, name.last, roles, definite=True)


def press_is_spoken_to(scene: Scene, index: int) -> Statement | None:
    """Said | to a scrum of reporters |, took | questions from journalists |, | reporters asked |."""
    if scene.lower[index] not in scene.words.reporters or scene.is_said[index]:
        return None
    start = max(scene.sentence_start(index), index - _PRESS_WITHIN)
    first = next((i for i in range(index - 1, start - 1, -1) if scene.lower[i] in scene.words.to_the_press), None)
    asks = scene.lower[index + 1 : index + 2]
    if first is None and (not asks or asks[0] not in scene.words.asking):
        return None
    if first is not None and (is_negated(scene, first) or scene.occasion_at(first - 1) is not None):
        return None
    roles = read_roles(scene, index + 1, index, speaks_to_media=False)
    first = index if first is None else first
    kind = VenueKind.PRESS_CONFERENCE
    return Statement("press-is-spoken-to", kind, first, max(index, roles.last), index, roles, definite=True)


def is_subject(scene: Scene, index: int) -> bool:
    """Whether the one who is told stands before the verb: was told."""
    return index > 0 and scene.lower[index - 1] in ("was", "were", "been", "being", "are", "is")


def _told_itself(scene: Scene, index: int, start: int) -> Statement | None:
    if not any(tuple(scene.lower[start : start + len(phrase)]) == phrase for phrase in scene.words.own):
        return None
    end = start if scene.lower[start] == "us" else start + 1
    roles = read_roles(scene, end + 1, end, speaks_to_media=True)
    return Statement("told-this-newspaper", VenueKind.INTERVIEW, index, max(end, roles.last), end, roles, own=True)


def _told_outlet(scene: Scene, index: int, start: int) -> Statement | None:
    """An outlet, one of its people, or a body whose name ends as outlets' names do."""
    outlet = scene.outlet_at(start)
    name = _name_from(scene, start)
    if outlet is None and (name is None or not _asks(scene, start, name)):
        return _told_unknown_outlet(scene, index, start, name)
    head = outlet.last if outlet else start
    if outlet is not None and _is_only_owner(scene, outlet):
        return None
    platform = outlet is not None and outlet.outlet.kind is OutletKind.PLATFORM
    head = max(head, name.last) if outlet is None and name is not None else head
    roles = read_roles(scene, start, head, speaks_to_media=True)
    last = max(head, roles.last)
    kind = VenueKind.SOCIAL_MEDIA if platform else VenueKind.INTERVIEW
    definite = not roles.outlets and roles.programme is None
    return Statement("told-outlet", kind, index, last, head, roles, definite=definite)


def _name_from(scene: Scene, start: int) -> Candidate | None:
    """The name of the one who is spoken to, behind words in small letters that tell what he or she is."""
    for index in range(start, min(start + _LONGEST_ADDRESSEE, len(scene))):
        if index in scene.names:
            return scene.names[index]
        if not scene.lower[index][0].isalnum() or scene.lower[index] in scene.language.prepositions:
            return None
    return None


def _is_only_owner(scene: Scene, outlet: OutletMention) -> bool:
    """Whether an outlet only owns what is spoken to: told the BBC's lawyers."""
    behind = outlet.last + 2
    if not scene.is_possessive(outlet.last + 1) or behind >= len(scene):
        return False
    words = scene.lower[behind : behind + 4]
    named = any(
        scene.tokens.words[i][0].isupper() or scene.tokens.words[i][0] in "\"“‘'"
        for i in range(behind, min(behind + 4, len(scene)))
    )
    return not named and scene.words.interviewers.isdisjoint(words) and scene.words.programmes.isdisjoint(words)


def _asks(scene: Scene, start: int, name: Candidate) -> bool:
    """Whether somebody who is spoken to asks for an outlet: Fox News host Tricia Lowe."""
    between = scene.lower[start : name.first]
    entity = scene.speakers.bearers.of.get(name)
    known = scene.speakers.facts.of[entity].words if entity is not None else set()
    asks = not scene.words.interviewers.isdisjoint([*between, *name.role.lower().split(), *known])
    return scene.is_person(name) and (asks or scene.is_on_air(name.last + 1))


def _told_unknown_outlet(scene: Scene, index: int, start: int, name: Candidate | None) -> Statement | None:
    if name is None or scene.is_person(name) or not scene.is_body(name):
        return None
    ending = name.text.split()[-1]
    audience = scene.words.addressee_endings.get(ending)
    if audience is not None:
        roles = read_roles(scene, name.last + 1, name.last, speaks_to_media=False)
        if roles.place is None and audience == VenueKind.TESTIMONY.value:
            roles = replace(roles, place=scene.named(start, name.last))
        return Statement(
            "told-named-audience", VenueKind(audience), index, max(name.last, roles.last), name.last, roles
        )
    if scene.looks_like_programme(name):
        roles = replace(
            read_roles(scene, start, name.last, speaks_to_media=True), programme=NamedSpan(name.text, name.span)
        )
        return Statement("told-programme", VenueKind.INTERVIEW, index, max(name.last, roles.last), name.last, roles)
    behind = scene.lower[name.last + 1] if name.last + 1 < len(scene) else ""
    paper = scene.lower[start] == "the" and (scene.is_like_a_paper(name) or behind in scene.words.outlet_nouns)
    if not scene.looks_like_outlet(name) and not paper:
        return None
    roles = read_roles(scene, start, name.last, speaks_to_media=True)
    roles = Roles(outlets=(NamedSpan(name.text, name.span),)).joined(roles)
    return Statement("told-unknown-outlet", VenueKind.INTERVIEW, index, max(name.last, roles.last), name.last, roles)


def _told_audience(scene: Scene, index: int, start: int) -> Statement | None:
    """The last noun of the addressee tells the kind: told | a Senate committee hearing |."""
    found = _audience(scene, start)
    if found is None:
        return None
    head, kind = found
    roles = read_roles(scene, head, head, speaks_to_media=kind == VenueKind.INTERVIEW.value)
    if kind == _AUDIENCE:
        if roles.place is None:
            return None
        kind = VenueKind.SPEECH.value
    if roles.place is None and scene.lower[head] in scene.words.place_heads:
        roles = replace(roles, place=scene.named(start, head))
    taken_up = kind in _TAKEN_UP or (kind == VenueKind.INTERVIEW.value and not roles.outlets)
    definite = taken_up and (scene.lower[start] == "the" or kind == VenueKind.TESTIMONY.value)
    return Statement("told-audience", VenueKind(kind), index, max(head, roles.last), head, roles, definite=definite)


def _audience(scene: Scene, start: int) -> tuple[int, str] | None:
    """The head of those who are spoken to, and the kind of occasion that it stands for."""
    found: tuple[int, str] | None = None
    for position in range(start, min(start + _LONGEST_ADDRESSEE, len(scene))):
        word = scene.lower[position]
        phrase = scene.occasion_at(position)
        if phrase is not None and phrase[0] > 1:
            return position + phrase[0] - 1, phrase[1].value
        if _ends_addressee(scene, position, start):
            break
        if word in scene.words.addressees and not (
            word in scene.words.also_verbs and scene.lower[position - 1] != "the"
        ):
            occasion = scene.occasion_at(position - 1) if position > start else None
            found = position, occasion[1].value if occasion else scene.words.addressees[word]
        elif scene.is_possessive(position) or word in scene.language.person_nouns:
            found = None
    return found


def _ends_addressee(scene: Scene, index: int, start: int) -> bool:
    word, language = scene.lower[index], scene.language
    if scene.is_said[index] or not (word[0].isalnum() or scene.is_possessive(index)):
        return True
    closed = language.function_words
    return index > start and (word in closed or scene.tokens.words[index] in language.calendar)
