"""Channels that are named, or stated by a verb: | tweeted |, wrote | on X |, said | on CNN's Newsroom |."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quoth.engine.languages import OutletKind
from quoth.engine.model import NamedSpan, VenueKind
from quoth.engine.venues.roles import Roles, read_roles
from quoth.engine.venues.rules.addressees import is_subject
from quoth.engine.venues.rules.statement import Statement

if TYPE_CHECKING:
    from quoth.engine.venues.scene import OutletMention, Scene

_VERB_WITHIN = 9
_PRINT = frozenset((OutletKind.NEWSPAPER, OutletKind.MAGAZINE, OutletKind.WEBSITE))
_AIR = frozenset((OutletKind.BROADCASTER, OutletKind.PROGRAMME))


def channel_verb(scene: Scene, index: int) -> Statement | None:
    """| tweeted |, | testified |."""
    kind = scene.words.verbs.get(scene.lower[index])
    if kind is None or is_subject(scene, index):
        return None
    roles = read_roles(scene, index, index, speaks_to_media=kind == VenueKind.SOCIAL_MEDIA.value)
    if "tweet" in scene.lower[index]:
        roles = replace(roles, outlets=(scene.platform_of_tweet(index),))
    elif kind == VenueKind.SOCIAL_MEDIA.value and not roles.outlets:
        return None
    return Statement("channel-verb", VenueKind(kind), index, max(index, roles.last), index, roles)


def outlet_quotes(scene: Scene, index: int) -> Statement | None:
    """| The Mail quoted | an unnamed aide as saying ..., | The Post reported | that ..."""
    outlet = scene.outlets.get(index)
    if outlet is None or not outlet.certain or outlet.outlet.kind in (OutletKind.PLATFORM, OutletKind.PROGRAMME):
        return None
    behind = outlet.last + 1
    if behind >= len(scene) or scene.is_said[behind] or scene.lower[behind] not in scene.words.quoting:
        return None
    roles = Roles(outlets=(outlet.named,), last=behind)
    return Statement("outlet-quotes", VenueKind.PUBLICATION, index, behind, behind, roles, bound=False)


def on_medium(scene: Scene, index: int) -> Statement | None:
    """Wrote | on X |, said | on CNN's Newsroom |, writing | in the Daily Mail |."""
    if scene.lower[index] not in scene.words.media_prepositions or index + 1 >= len(scene):
        return None
    outlet = scene.outlet_at(index + 2 if scene.lower[index + 1] == "both" else index + 1)
    verb = _verb_before(scene, index)
    if outlet is None:
        return _on_unknown_medium(scene, index)
    if verb is None:
        freely = outlet.outlet.kind in (*_AIR, OutletKind.PLATFORM) and scene.lower[index] == "on"
        if not freely or scene.is_possessive(outlet.last + 1):
            return None
        verb = index
    kind = _kind_of_medium(outlet, scene.lower[index], scene.lower[verb], scene)
    if kind is None or (scene.is_possessive(outlet.last + 1) and kind is VenueKind.PUBLICATION):
        return None
    roles = read_roles(scene, index, outlet.last, speaks_to_media=True)
    if not roles.outlets and outlet.outlet.kind is not OutletKind.PROGRAMME:
        roles = replace(roles, outlets=(outlet.named,))
    return Statement("on-medium", kind, index, max(outlet.last, roles.last), outlet.last, roles)


def _on_unknown_medium(scene: Scene, index: int) -> Statement | None:
    """Said | on Prairie Public Radio |."""
    name = scene.names.get(index + 1) or (scene.names.get(index + 2) if scene.lower[index + 1] == "the" else None)
    if scene.lower[index] not in ("on", "in") or name is None:
        return None
    named = NamedSpan(name.text, name.span)
    verb = _verb_before(scene, index)
    writes = verb is not None and verb < index and scene.lower[verb] in scene.words.writing
    if writes and not scene.is_person(name) and not scene.is_place(name):
        roles = Roles(outlets=(named,)).joined(read_roles(scene, index, name.last, speaks_to_media=True))
        kind = VenueKind.PUBLICATION
        return Statement("on-unknown-medium", kind, index, max(name.last, roles.last), name.last, roles)
    if scene.lower[index] != "on":
        return None
    if scene.is_possessive(name.last + 1) and not scene.is_person(name):
        roles = read_roles(scene, index, name.last, speaks_to_media=True)
        title = scene.title_at(name.last + 2)
        if title is not None and roles.programme is None:
            roles = replace(roles, programme=title)
        roles = Roles(outlets=(named,)).joined(roles)
    elif scene.looks_like_programme(name):
        roles = replace(read_roles(scene, index, name.last, speaks_to_media=True), programme=named)
    elif not scene.is_person(name) and scene.looks_like_outlet(name):
        roles = read_roles(scene, index, name.last, speaks_to_media=True)
        roles = Roles(outlets=(named,)).joined(roles)
    else:
        return None
    return Statement("on-unknown-medium", VenueKind.INTERVIEW, index, max(name.last, roles.last), name.last, roles)


def _verb_before(scene: Scene, index: int) -> int | None:
    """The verb beside which a medium is named: in the same clause before it, or else behind it."""
    start = max(scene.sentence_start(index), index - _VERB_WITHIN)
    for position in range(index - 1, start - 1, -1):
        if scene.lower[position] in scene.words.media_verbs or scene.lower[position] in scene.words.writing:
            return position
        if scene.lower[position] in (";", ":"):
            break
    stop = min(scene.sentence_stop(index), index + _VERB_WITHIN)
    return next((i for i in range(index + 1, stop) if scene.lower[i] in scene.words.media_verbs), None)


def _kind_of_medium(outlet: OutletMention, preposition: str, verb: str, scene: Scene) -> VenueKind | None:
    kind = outlet.outlet.kind
    if kind is OutletKind.PLATFORM:
        return VenueKind.SOCIAL_MEDIA if preposition in ("on", "in", "via", "to", "through", "over") else None
    if kind in _AIR and preposition in ("on", "to", "with", "during", "at"):
        return VenueKind.INTERVIEW if preposition == "on" or verb in scene.words.addressing_with else None
    if (
        kind in _PRINT
        and preposition in ("in", "for")
        and verb in scene.words.writing
        and outlet.certain | (preposition == "in")
    ):
        return VenueKind.PUBLICATION
    return None
