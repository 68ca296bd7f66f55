"""Gives each quotation the venue that the article states for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.model import Span, Venue, VenueScope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers import Resolution
    from quoth.engine.venues.occasions import Occasion, OccasionFinder

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
    resolutions: Mapping[Candidate, Resolution],
    finder: OccasionFinder,
) -> list[VenueLink | None]:
    """The venue of each attribution; ``None`` where the article does not tell."""
    quoted = [segment.outer for a in attributions if a.quoted.parent is None for segment in a.quoted.segments]
    occasions = list(finder.find(reading, sorted(quoted)))
    forward = [occasion for occasion in occasions if not occasion.refers_back]
    said_by = [resolutions[a.mention].speaker.id if a.mention else None for a in attributions]
    chosen: list[tuple[Occasion, VenueScope] | None] = []
    current: dict[str, Occasion] = {}
    for attribution, speaker in zip(attributions, said_by, strict=True):
        stated = _stated(reading, attribution, forward)
        if stated is not None and speaker is not None:
            current[speaker] = stated[0]
        elif speaker in current:
            stated = current[speaker], VenueScope.CONTINUED
        chosen.append(stated)
    _refer_back(reading, occasions, attributions, said_by, chosen)
    venues: dict[Occasion, Venue] = {}
    return [_link(choice, venues) if choice else None for choice in chosen]


def _stated(
    reading: Reading, attribution: Attribution, occasions: Sequence[Occasion]
) -> tuple[Occasion, VenueScope] | None:
    """The occasion that the quotation's own sentence or its paragraph before it states."""
    outer = attribution.quoted.outer
    first, last = reading.token_at(outer.start), reading.token_at(outer.end) - 1
    sentences = reading.sentence_of[first], reading.sentence_of[max(first, last)]
    begin = bisect_left(occasions, sentences[0], key=lambda o: o.sentence)
    end = bisect_right(occasions, sentences[1], key=lambda o: o.sentence)
    own = [*occasions[begin : begin + 1], *occasions[max(begin, end - 1) : end]]
    if end > begin:
        nearest = min(own, key=lambda o: min(abs(o.span.start - outer.end), abs(o.span.end - outer.start)))
        return nearest, VenueScope.SAME_SENTENCE
    paragraph = reading.paragraphs[reading.paragraph_of[first]]
    if begin and paragraph.contains(occasions[begin - 1].span):
        return occasions[begin - 1], VenueScope.SAME_PARAGRAPH
    return None


def _refer_back(
    reading: Reading,
    occasions: Sequence[Occasion],
    attributions: Sequence[Attribution],
    said_by: Sequence[str | None],
    chosen: list[tuple[Occasion, VenueScope] | None],
) -> None:
    """Gives the occasion of "These comments were made in ..." to all its speaker's quotations without one."""
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for index, speaker in enumerate(said_by):
        if speaker is not None and chosen[index] is None:
            waiting[speaker].append(index)
    for occasion in occasions:
        if not occasion.refers_back or not attributions:
            continue
        start = reading.sentence_span(occasion.sentence).start
        before = bisect_right(attributions, start, key=lambda a: a.quoted.outer.start)
        speaker = said_by[max(before - 1, 0)]
        for index in waiting.pop(speaker, []) if speaker else []:
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
