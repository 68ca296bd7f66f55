"""Agencies and outlets that passed words on: "he was quoted as saying by ANI", "according to PTI"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.languages import OutletKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.model import NamedSpan
    from quoth.engine.venues.scene import OutletMention, Scene

_WITHIN = 8


def find_relays(scene: Scene, attributions: Sequence[Attribution]) -> list[tuple[NamedSpan, ...]]:
    """For each quotation the outlets that its sentence says passed it on."""
    by_sentence: dict[int, list[NamedSpan]] = {}
    for outlet in scene.outlets.values():
        if outlet.certain and _relays(scene, outlet):
            by_sentence.setdefault(scene.reading.sentence_of[outlet.first], []).append(outlet.named)
    if not by_sentence:
        return [()] * len(attributions)
    return [tuple(by_sentence.get(_sentence(scene, attribution), ())) for attribution in attributions]


def _sentence(scene: Scene, attribution: Attribution) -> int:
    words = attribution.mention.span if attribution.mention else attribution.quoted.outer
    return scene.reading.sentence_of[min(scene.reading.token_at(words.start), len(scene) - 1)]


def _relays(scene: Scene, outlet: OutletMention) -> bool:
    """Whether an outlet quotes, or is what others are quoted by."""
    before = scene.lower[max(scene.sentence_start(outlet.first), outlet.first - _WITHIN) : outlet.first]
    behind = scene.lower[outlet.last + 1 : outlet.last + 2]
    if not scene.words.relaying.isdisjoint(behind):
        return True
    agency = outlet.outlet.kind is OutletKind.AGENCY
    by = bool(before) and (
        before[-1] == "by"
        or before[-2:] == ["by", "the"]
        or (agency and before[-2:] in (["news", "agency"], ["by", "agency"]))
    )
    return (by and not scene.words.relaying.isdisjoint(before)) or (agency and before[-2:] == ["according", "to"])
