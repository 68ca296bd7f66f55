"""Gives each quotation the venue that the article states for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.model import NamedSpan, Venue, VenueScope
from quoth.engine.venues.links import Candidate, LinkReader
from quoth.engine.venues.occasions import Occasion, gather_occasions
from quoth.engine.venues.relays import find_relays
from quoth.engine.venues.rules import Rules
from quoth.engine.venues.scene import Scene, is_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.languages import Language
    from quoth.engine.reading import Reading
    from quoth.engine.speakers import Speakers
    from quoth.engine.venues.ranking import LinkRanker

_REFERRED = 0.9


@dataclass(frozen=True, slots=True)
class VenueLink:
    """The venue of one quotation, by which link, and the probability, 0 to 1, that it is right."""

    venue: Venue
    scope: VenueScope
    confidence: float


def read_links(
    reading: Reading,
    attributions: Sequence[Attribution],
    speakers: Speakers,
    language: Language,
    rules: Rules,
) -> tuple[Scene, LinkReader]:
    """The article as the rules see it, and the candidates for the venue of each quotation."""
    quoted = sorted(
        segment.outer
        for a in attributions
        if a.quoted.parent is None
        for segment in a.quoted.segments
        if not is_title(segment.span.of(reading.text))
    )
    scene = Scene(reading, speakers, quoted, language)
    return scene, LinkReader(scene, attributions, speakers, gather_occasions(scene, rules.find(scene)))


class VenueFinder:
    """Finds the venues of quotations in one language."""

    def __init__(self, language: Language, ranker: LinkRanker) -> None:
        self._language = language
        self._rules = Rules(language)
        self._ranker = ranker

    def find(
        self, reading: Reading, attributions: Sequence[Attribution], speakers: Speakers, publisher: str = ""
    ) -> list[VenueLink | None]:
        """The venue of each attribution; ``None`` where the article does not tell.

        Args:
            reading: The text.
            attributions: Of its quotations, in their order.
            speakers: Of its quotations.
            publisher: The outlet whose "told this newspaper" it is; empty if unknown.
        """
        if not attributions:
            return []
        scene, reader = read_links(reading, attributions, speakers, self._language, self._rules)
        relays = find_relays(scene, attributions)
        made: dict[tuple[Occasion, tuple[NamedSpan, ...]], Venue] = {}
        links: list[VenueLink | None] = []
        for index in range(len(attributions)):
            chosen, confidence = choose(reader, index, self._ranker)
            reader.settle(index, chosen.occasion if chosen else None, confidence)
            if chosen is None:
                links.append(None)
                continue
            key = chosen.occasion, relays[index]
            if key not in made:
                made[key] = _venue(scene, f"v{len(made) + 1}", chosen.occasion, relays[index], publisher)
            links.append(VenueLink(made[key], chosen.scope, self._ranker.calibration(confidence)))
        return links


def choose(reader: LinkReader, index: int, ranker: LinkRanker) -> tuple[Candidate | None, float]:
    """The occasion of a quotation with its probability; ``None`` if the article states none."""
    goes_on = reader.goes_on(index)
    if goes_on and not reader.is_stated_in_sentence(index):
        return reader.went_on(index, ())
    candidates, none = reader.candidates(index)
    if not candidates:
        return None, 0.0
    referred = reader.referred(index, candidates)
    if referred is not None:
        return referred, _REFERRED
    beside = [candidate for candidate in candidates if candidate.is_stated_beside]
    if goes_on and not beside:
        return reader.went_on(index, candidates)
    candidates = beside or candidates
    probabilities = ranker.shares([*(candidate.row for candidate in candidates), none])
    best = max(range(len(probabilities)), key=probabilities.__getitem__)
    if best == len(candidates) or reader.crosses(index, candidates[best]):
        return None, 0.0
    return candidates[best], probabilities[best]


def _venue(scene: Scene, id_: str, occasion: Occasion, relayed_by: tuple[NamedSpan, ...], publisher: str) -> Venue:
    roles = occasion.roles
    return Venue(
        id=id_,
        kind=occasion.kind,
        outlets=roles.outlets or tuple(_implied_outlets(scene, occasion, publisher)),
        programme=roles.programme,
        interviewers=roles.interviewers,
        place=roles.place,
        date=roles.date,
        evidence=tuple(scene.span(statement.first, statement.last) for statement in occasion.statements),
        relayed_by=relayed_by,
        rule=occasion.statements[0].rule,
    )


def _implied_outlets(scene: Scene, occasion: Occasion, publisher: str) -> Iterator[NamedSpan]:
    """The outlet that a venue has though its words name none: the request's publisher, or the programme's outlet."""
    programme = occasion.roles.programme
    known = scene.language.outlets.find(programme.name) if programme is not None else None
    if occasion.own and publisher:
        yield NamedSpan(publisher, None, publisher)
    elif known is not None and known.parent:
        yield NamedSpan(known.parent, None, known.parent)
