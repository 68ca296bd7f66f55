"""What the models are asked: each quotation with the mentions that may speak it, and the likeliest of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from quoth.engine.attribution.features import MENTION_FEATURES, FeatureReader
from quoth.engine.attribution.kinds import kind_of
from quoth.engine.trees import predict

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from quoth.engine.attribution.layout import Layout, Place
    from quoth.engine.attribution.models import AttributionModels, WordWeights
    from quoth.engine.model import QuotationKind
    from quoth.engine.quotes import Quoted
    from quoth.engine.reading import Candidate

_NO_SCORE = -20.0


@dataclass(frozen=True, slots=True)
class Case:
    """One quotation with everything that the models are asked about it.

    Attributes:
        quoted: The quotation.
        kind: How much of what was said is quoted.
        place: Where it stands.
        features: Of the quotation, in the order of ``QUOTATION_FEATURES``.
        words: In the order of ``WORD_SLOTS``.
        candidates: Mentions that may speak it.
        rows: For each candidate the features of quotation and mention.
    """

    quoted: Quoted
    kind: QuotationKind
    place: Place
    features: list[float]
    words: tuple[str, ...]
    candidates: list[Candidate]
    rows: list[list[float]]

    def without(self, mentions: Container[Candidate]) -> Case:
        """The same case without some of its candidates."""
        kept = [i for i, mention in enumerate(self.candidates) if mention not in mentions]
        if len(kept) == len(self.candidates):
            return self
        return replace(self, candidates=[self.candidates[i] for i in kept], rows=[self.rows[i] for i in kept])


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest candidate of a case.

    Attributes:
        index: Among the candidates; ``None`` if there are none.
        share: Its share of the candidates' scores, 0 to 1.
        evidence: What the speech model sees of it.
    """

    index: int | None
    share: float
    evidence: list[float]


def read_cases(layout: Layout, quoted: Sequence[Quoted]) -> list[Case]:
    """Reads the features of all quotations and their candidates."""
    reader, cases = FeatureReader(layout), []
    for item in quoted:
        place, kind = layout.place(item), kind_of(layout.reading.text, item)
        features = reader.quotation(item, place, kind)
        candidates = reader.candidates(place)
        before = sum(mention.last < place.first for mention in candidates)
        ranks = [before - 1 - i if i < before else i - before for i in range(len(candidates))]
        rows = [features + reader.mention(m, rank, place) for m, rank in zip(candidates, ranks, strict=True)]
        cases.append(Case(item, kind, place, features, reader.words(place), candidates, rows))
    return cases


def choose(cases: Sequence[Case], models: AttributionModels) -> list[Choice]:
    """The likeliest candidate of each case, all of them scored in one call."""
    scores = predict(models.ranker, [row for case in cases for row in case.rows])
    choices, first = [], 0
    for case in cases:
        own = scores[first : first + len(case.rows)]
        first += len(case.rows)
        choices.append(choice_of(case, own))
    return choices


def choice_of(case: Case, scores: np.ndarray) -> Choice:
    """The likeliest of a case's candidates, by their scores (log odds)."""
    if not len(scores):
        return Choice(None, 0.0, [_NO_SCORE, *[0.0] * len(MENTION_FEATURES)])
    index = int(np.argmax(scores))
    weights = np.exp(scores - scores[index])
    share = float(1 / weights.sum())
    row = case.rows[index]
    return Choice(index, share, [float(scores[index]), *row[len(case.features) :]])


def speech_row(case: Case, choice: Choice, weights: WordWeights) -> list[float]:
    """What the speech model sees of a quotation and its likeliest speaker."""
    slots = zip(weights, case.words, strict=True)
    return [*case.features, *choice.evidence, *(weight.get(word, 0.0) for weight, word in slots)]
