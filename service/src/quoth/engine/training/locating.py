"""Fits the model by which quotations are given their venues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import lightgbm
import numpy as np

from quoth.engine.attribution import attribute
from quoth.engine.languages import load_language
from quoth.engine.model import Span
from quoth.engine.quotes import detect
from quoth.engine.reading import Reader
from quoth.engine.speakers import SpeakerResolver
from quoth.engine.training.fitting import SEED
from quoth.engine.training.labels import label_of
from quoth.engine.training.logits import Answered
from quoth.engine.venues.assignment import read_links
from quoth.engine.venues.features import FEATURES
from quoth.engine.venues.ranking import vector
from quoth.engine.venues.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quoth.engine.attribution import AttributionModels
    from quoth.engine.logit import Logits
    from quoth.engine.trees import Trees
    from quoth.engine.venues.links import Candidate, LinkReader
    from quoth.engine.venues.scene import Scene

ROUNDS = 350
_RANKER = {
    "objective": "lambdarank", "lambdarank_truncation_level": 3, "learning_rate": 0.03, "num_leaves": 8,
    "min_data_in_leaf": 50, "lambda_l2": 10.0, "feature_fraction": 0.25, "bagging_fraction": 0.8, "bagging_freq": 1,
    "seed": SEED, "deterministic": True, "force_row_wise": True, "num_threads": 2, "verbose": -1,
}  # fmt: skip
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
    reader, resolver, rules = Reader(language), SpeakerResolver(language, anaphora), Rules(language)
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
        scene, links = read_links(reading, attributions, speakers, language, rules)
        located.append(Located(scene, links, [label_of(a.quoted.segments[0].span, labelled) for a in attributions]))
    return located


def answers(article: Located) -> Iterator[Answered]:
    """The labelled quotations of an article; the right occasions are what later ones go on from."""
    for index, label in enumerate(article.labels):
        candidates, none = article.reader.candidates(index)
        referred = article.reader.referred(index, candidates) is not None
        right = _right(article.scene, candidates, label["venue"]) if label and label["venue"] else None
        decided = referred or article.reader.goes_on(index)
        if label is not None and not decided and (label["venue"] is None or right is not None):
            rows = [*(candidate.row for candidate in candidates), none]
            yield Answered(rows, len(candidates) if right is None else candidates.index(right))
        if article.reader.goes_on(index) and right is None:
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


def fit_links(articles: Sequence[Located]) -> Trees:
    """Fits the trees that rank candidates."""
    known = [answered for article in articles for answered in answers(article)]
    data = lightgbm.Dataset(
        np.array([vector(row) for item in known for row in item.rows]),
        np.array([place == item.answer for item in known for place in range(len(item.rows))], dtype=int),
        group=[len(item.rows) for item in known],
        feature_name=list(FEATURES),
    )
    return lightgbm.train(_RANKER, data, ROUNDS)
