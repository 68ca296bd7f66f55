"""Fits the weights by which pronouns and descriptions are resolved (a conditional logit: McFadden, 1974)."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from quoth.engine.languages import load_language
from quoth.engine.quotes import detect
from quoth.engine.reading import Reader
from quoth.engine.speakers.anaphora import FEATURES, AnaphoraReader, AnaphoraWeights, Choice, Discourse, probabilities
from quoth.engine.speakers.names import Naming
from quoth.engine.speakers.resolution import read_entities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from quoth.engine.reading import Candidate
    from quoth.engine.speakers.entities import Bearers, Entity

KINDS = ("he", "it", "office", "body")
ROUNDS = 3
_NONE_FEATURES = 4
_PENALTY = 0.3


@dataclass(frozen=True, slots=True)
class Answered:
    """A choice with its right answer, the index of a candidate or their number for none."""

    choice: Choice
    answer: int


@dataclass(frozen=True, slots=True)
class Article:
    """A labelled article, read.

    Attributes:
        reader: Of its anaphors.
        meant: The right entity of each labelled mention, ``None`` for none of them.
    """

    reader: AnaphoraReader
    meant: Mapping[Candidate, Entity | None]


def read_labelled(rows: Iterable[Mapping[str, Any]]) -> list[Article]:
    """Reads articles whose quotations are labelled with full names."""
    language = load_language("en")
    reader, naming = Reader(language), Naming(language.people)
    articles = []
    for row in rows:
        labelled = [quote for quote in row["quotes"] if (quote.get("label") or {}).get("speaker") and quote["source"]]
        if not labelled or row.get("language", language.code) != language.code:
            continue
        detection = detect(row["text"], language.elisions)
        reading = reader.read(row["text"], detection.paragraphs, detection.outermost)
        bearers, facts = read_entities(reading, language)
        meant: dict[Candidate, Entity | None] = {}
        for quote in labelled:
            for mention in reading.mentions:
                if any(mention.span.start < end and start < mention.span.end for start, end in quote["source"]):
                    meant[mention] = _entity(quote["label"]["speaker"], bearers, naming)
                    break
        articles.append(Article(AnaphoraReader(reading, bearers, facts, language), meant))
    return articles


def _entity(name: str, bearers: Bearers, naming: Naming) -> Entity | None:
    """The entity with a name; the one with most words in common."""
    words = set(naming.key(name))
    alike = {entity: len(words & set(entity.key)) / len(words | set(entity.key)) for entity in bearers.entities}
    best = max(alike, key=alike.__getitem__, default=None)
    return best if best is not None and (alike[best] >= 0.6 or words <= set(best.key)) else None


def answers(article: Article, weights: AnaphoraWeights) -> Iterator[Answered]:
    """The labelled choices of an article; what is not labelled is resolved by the weights."""
    discourse = Discourse()
    for choice in article.reader.choices(discourse, dict.fromkeys(article.meant)):
        none = len(choice.entities)
        if choice.mention in article.meant:
            entity = article.meant[choice.mention]
            answer = choice.entities.index(entity) if entity in choice.entities else none
            if entity is None or answer < none:
                yield Answered(choice, answer)
        else:
            shares = probabilities(choice, weights)
            answer = max(range(none + 1), key=shares.__getitem__)
            entity = choice.entities[answer] if answer < none else None
        if entity is not None:
            article.reader.meet(discourse, choice.mention, entity, by_name=False)
            if choice.mention in article.meant:
                discourse.spoke.append(entity)


def fit_weights(articles: Sequence[Article]) -> AnaphoraWeights:
    """Fits the weights in rounds, as what is resolved before a choice is part of what it sees."""
    weights = AnaphoraWeights({kind: [0.0] * len(FEATURES) for kind in KINDS}, {kind: [0.0] * _NONE_FEATURES for kind in KINDS})
    for _ in range(ROUNDS):
        known = [answered for article in articles for answered in answers(article, weights)]
        by_kind: defaultdict[str, list[Answered]] = defaultdict(list)
        for answered in known:
            by_kind[answered.choice.kind].append(answered)
        fitted = {kind: _fit(by_kind[kind]) for kind in KINDS}
        weights = AnaphoraWeights(
            {kind: vector[: len(FEATURES)] for kind, vector in fitted.items()},
            {kind: vector[len(FEATURES) :] for kind, vector in fitted.items()},
        )
    return weights


def _fit(known: Sequence[Answered]) -> list[float]:
    matrices = [_matrix(answered.choice) for answered in known]
    targets = [answered.answer for answered in known]

    def loss(vector: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = _PENALTY * float(vector @ vector), 2 * _PENALTY * vector
        for matrix, target in zip(matrices, targets, strict=True):
            scores = matrix @ vector
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            total -= float(np.log(max(shares[target], 1e-12)))
            gradient = gradient + shares @ matrix - matrix[target]
        return total, gradient

    found = minimize(loss, np.zeros(len(FEATURES) + _NONE_FEATURES), jac=True, method="L-BFGS-B")
    return [round(float(value), 3) for value in found.x]


def _matrix(choice: Choice) -> NDArray[np.float64]:
    """One row a candidate, and one for none of them."""
    matrix = np.zeros((len(choice.rows) + 1, len(FEATURES) + _NONE_FEATURES))
    if choice.rows:
        matrix[:-1, : len(FEATURES)] = np.array(choice.rows)
    matrix[-1, len(FEATURES) :] = np.array(choice.none)
    return matrix


def accuracy(articles: Sequence[Article], weights: AnaphoraWeights) -> dict[str, tuple[int, float]]:
    """For each class of anaphor the number of labelled ones and the share resolved right."""
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for article in articles:
        for answered in answers(article, weights):
            shares = probabilities(answered.choice, weights)
            right[answered.choice.kind].append(max(range(len(shares)), key=shares.__getitem__) == answered.answer)
    return {kind: (len(values), float(np.mean(values))) for kind, values in sorted(right.items())}


def save_weights(weights: AnaphoraWeights, path: Path) -> None:
    """Writes the weights as the text file that the engine reads, one feature a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"weights": weights.weights, "none": weights.none}, indent=0) + "\n", "utf-8")
