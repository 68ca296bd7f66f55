"""Fits the weights by which quotations are given their venues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quoth.engine.attribution import attribute
from quoth.engine.languages import load_language
from quoth.engine.model import Span
from quoth.engine.quotes import detect
from quoth.engine.reading import Reader
from quoth.engine.speakers import SpeakerResolver
from quoth.engine.training.labels import label_of
from quoth.engine.training.logits import Answered, fit_logit
from quoth.engine.venues.assignment import choose, read_links
from quoth.engine.venues.links import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quoth.engine.attribution import AttributionModels
    from quoth.engine.logit import Logits, Weights
    from quoth.engine.venues.links import Candidate, LinkReader
    from quoth.engine.venues.scene import Scene

PENALTY = 0.7
ROUNDS = 2
_KINDS = {"press": "press_conference", "private": "private_communication"}


@dataclass(frozen=True, slots=True)
class Located:
    """A labelled article, read.

    Attributes:
        scene: The article as the rules see it.
        reader: Of the candidates; it can be read once.
        labels: For each quotation its label, ``None`` if it has none.
    """

    scene: Scene
    reader: LinkReader
    labels: Sequence[Mapping[str, Any] | None]


def read_located(rows: Iterable[Mapping[str, Any]], models: AttributionModels, anaphora: Logits) -> list[Located]:
    """Reads articles whose quotations are labelled with venues, as the engine would."""
    language = load_language("en")
    reader, resolver = Reader(language), SpeakerResolver(language, anaphora)
    located = []
    for row in rows:
        labelled = [quote for quote in row["quotes"] if quote.get("label")]
        if not labelled or row.get("language", language.code) != language.code:
            continue
        text = row["text"]
        detection = detect(text, language.elisions)
        reading = reader.read(text, detection.paragraphs, detection.outermost)
        attributions = attribute(reading, detection.quoted, models)
        speakers = resolver.resolve(reading, attributions)
        scene, links = read_links(reading, attributions, speakers, language)
        located.append(Located(scene, links, [label_of(a.quoted.segments[0].span, labelled) for a in attributions]))
    return located


def answers(article: Located, weights: Weights | None = None) -> Iterator[Answered]:
    """The labelled quotations of an article; later ones go on from the right occasions, or from those that weights choose."""
    article.reader.restart()
    for index, label in enumerate(article.labels):
        candidates, none = article.reader.candidates(index)
        referred = article.reader.referred(index, candidates) is not None
        right = _right(article.scene, candidates, label["venue"]) if label and label["venue"] else None
        decided = referred or article.reader.goes_on(index)
        if label is not None and not decided and (label["venue"] is None or right is not None):
            rows = [*(candidate.row for candidate in candidates), none]
            yield Answered(rows, len(candidates) if right is None else candidates.index(right))
        if weights is not None:
            right = choose(article.reader, index, weights)[0]
        elif article.reader.goes_on(index) and right is None:
            right = article.reader.went_on(index, candidates)[0]
        article.reader.settle(index, right.occasion if right else None)


def _right(scene: Scene, candidates: Sequence[Candidate], venue: Mapping[str, Any]) -> Candidate | None:
    """The candidate that a label means: by its evidence, else by kind and outlets."""
    kind = _KINDS.get(venue["kind"], venue["kind"])
    evidence = venue.get("evidence") or ""
    text, start = scene.reading.text, -1
    places = []
    while evidence and (start := text.find(evidence, start + 1)) >= 0:
        places.append(Span(start, start + len(evidence)))
    stated = [
        candidate
        for candidate in candidates
        if any(scene.span(s.first, s.last).overlaps(place) for s in candidate.occasion.statements for place in places)
    ]
    of_kind = [candidate for candidate in stated if candidate.occasion.kind.value == kind]
    if of_kind or stated:
        return (of_kind or stated)[0]
    outlets = {name.casefold() for name in venue.get("outlets") or ()}
    named = [c for c in candidates if c.occasion.kind.value == kind and outlets & _outlets(c)]
    return named[0] if named else None


def _outlets(candidate: Candidate) -> set[str]:
    outlets = candidate.occasion.roles.outlets
    return {name.casefold() for outlet in outlets for name in (outlet.name, outlet.canonical_name) if name}


def fit_venues(articles: Sequence[Located]) -> Weights:
    """Fits the weights, first on what goes on from right occasions, then on what goes on from the chosen ones too.

    The engine goes on from its own choices, wrong ones too (dataset aggregation: Ross, Gordon and Bagnell, 2011).
    """
    known = [answered for article in articles for answered in answers(article)]
    weights = fit_logit(known, FEATURES, PENALTY)
    for _ in range(ROUNDS):
        known += [answered for article in articles for answered in answers(article, weights)]
        weights = fit_logit(known, FEATURES, PENALTY)
    return weights
