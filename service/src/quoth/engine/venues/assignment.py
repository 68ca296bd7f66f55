"""Gives each quotation the venue that the article states for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.model import Span, Venue, VenueScope
from quoth.engine.venues.occasions import Occasion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.model import Speaker
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.venues.occasions import OccasionFinder

_CONFIDENCE = {
    VenueScope.SAME_SENTENCE: 0.9,
    VenueScope.SAME_PARAGRAPH: 0.75,
    VenueScope.REFERRED_BACK: 0.85,
    VenueScope.CONTINUED: 0.6,
}


@dataclass(frozen=True, slots=True)
class VenueLink:
    """The venue of one quotation, by which link, and how sure."""

    venue: Venue
    scope: VenueScope
    confidence: float


def assign(
    reading: Reading,
    attributions: Sequence[Attribution],
    speakers: Mapping[Candidate, Speaker],
    finder: OccasionFinder,
) -> list[VenueLink | None]:
    """The venue of each attribution; ``None`` where the article does not tell."""
    quoted = [segment.outer for a in attributions if a.quoted.parent is None for segment in a.quoted.segments]
    occasions = list(finder.find(reading, sorted(quoted)))
    chosen: list[tuple[Occasion, VenueScope] | None] = []
    current: dict[Speaker, Occasion] = {}
    for attribution in attributions:
        speaker = speakers.get(attribution.mention) if attribution.mention else None
        stated = _stated(reading, attribution, occasions)
        if stated is not None and speaker is not None:
            current[speaker] = stated[0]
        elif speaker in current:
            stated = current[speaker], VenueScope.CONTINUED
        chosen.append(stated)
    for occasion in occasions:
        if occasion.refers_back:
            speaker = _speaker_of(reading, occasion, attributions, speakers)
            _spread(occasion, speaker, attributions, speakers, chosen)
    venues: dict[Occasion, Venue] = {}
    return [_link(choice, venues) if choice else None for choice in chosen]


def _stated(
    reading: Reading, attribution: Attribution, occasions: Sequence[Occasion]
) -> tuple[Occasion, VenueScope] | None:
    """The occasion that the quotation's own sentence or paragraph states."""
    outer = attribution.quoted.outer
    first, last = reading.token_at(outer.start), reading.token_at(outer.end) - 1
    sentences = {reading.sentence_of[first], reading.sentence_of[max(first, last)]}
    forward = [occasion for occasion in occasions if not occasion.refers_back]
    own = [o for o in forward if o.sentence in sentences]
    if own:
        return min(own, key=lambda o: min(abs(o.span.start - outer.end), abs(o.span.end - outer.start))), VenueScope.SAME_SENTENCE
    paragraph = reading.paragraphs[reading.paragraph_of[first]]
    near = [o for o in forward if paragraph.contains(o.span) and o.span.end <= outer.start]
    return (near[-1], VenueScope.SAME_PARAGRAPH) if near else None


def _speaker_of(
    reading: Reading,
    occasion: Occasion,
    attributions: Sequence[Attribution],
    speakers: Mapping[Candidate, Speaker],
) -> Speaker | None:
    """Whose comments a sentence like "These comments were made in ..." speaks of."""
    sentence = reading.sentence_span(occasion.sentence)
    before = [a.mention for a in attributions if a.mention and a.quoted.outer.end <= sentence.start]
    after = [a.mention for a in attributions if a.mention and a.quoted.outer.start >= sentence.end]
    mention = before[-1] if before else after[0] if after else None
    return speakers.get(mention) if mention else None


def _spread(
    occasion: Occasion,
    speaker: Speaker | None,
    attributions: Sequence[Attribution],
    speakers: Mapping[Candidate, Speaker],
    chosen: list[tuple[Occasion, VenueScope] | None],
) -> None:
    """Gives an occasion to all quotations of a speaker that have none of their own."""
    for index, attribution in enumerate(attributions):
        if chosen[index] is None and attribution.mention and speakers.get(attribution.mention) == speaker:
            chosen[index] = occasion, VenueScope.REFERRED_BACK


def _link(choice: tuple[Occasion, VenueScope], venues: dict[Occasion, Venue]) -> VenueLink:
    occasion, scope = choice
    if occasion not in venues:
        venues[occasion] = Venue(
            id=f"v{len(venues) + 1}",
            kind=occasion.kind,
            outlets=occasion.outlets,
            place=occasion.place,
            date=occasion.date,
            evidence=(Span(occasion.span.start, occasion.span.end),),
        )
    return VenueLink(venues[occasion], scope, _CONFIDENCE[scope])
