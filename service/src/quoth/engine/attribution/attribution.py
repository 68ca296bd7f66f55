"""Chooses the mention that speaks each quotation, and leaves out quoted words that nobody says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quoth.engine.attribution.features import MENTION_FEATURES, FeatureReader
from quoth.engine.attribution.kinds import kind_of
from quoth.engine.attribution.layout import Layout, Place
from quoth.engine.attribution.models import AttributionModels, WordWeights, predict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.engine.model import QuotationKind, Span
    from quoth.engine.quotes import Quoted
    from quoth.engine.reading import Candidate, Reading


_NO_SCORE = -20.0
_LABELLED = 0.98


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a quotation.

    Attributes:
        quoted: The quotation.
        kind: How much of what was said is quoted.
        mention: The mention that speaks; ``None`` if the article names nobody.
        cue: Where the words stand that introduce the speech.
        confidence: Probability that the mention is right; 0 without one.
    """

    quoted: Quoted
    kind: QuotationKind
    mention: Candidate | None
    cue: Span | None
    confidence: float


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


def attribute(reading: Reading, quoted: Sequence[Quoted], models: AttributionModels) -> list[Attribution]:
    """Attributes quotations, in their order; quoted words that nobody says are left out."""
    layout = Layout(reading, quoted)
    cases = read_cases(layout, quoted)
    choices = choose(cases, models)
    rows = [speech_row(case, choice, models.word_weights) for case, choice in zip(cases, choices, strict=True)]
    speech = predict(models.speech, rows)
    return [
        _attribution(layout, case, choice, models)
        for case, choice, probability in zip(cases, choices, speech, strict=True)
        if case.quoted.label or probability >= models.speech_threshold
    ]


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


def _attribution(layout: Layout, case: Case, choice: Choice, models: AttributionModels) -> Attribution:
    if case.quoted.label is not None:
        return Attribution(case.quoted, case.kind, layout.mention_at(case.quoted.label), None, _LABELLED)
    mention = None if choice.index is None else case.candidates[choice.index]
    return Attribution(
        quoted=case.quoted,
        kind=case.kind,
        mention=mention,
        cue=_cue(layout, case.place, mention) if mention else None,
        confidence=models.mention_calibration(choice.share) if mention else 0.0,
    )


def _cue(layout: Layout, place: Place, mention: Candidate) -> Span | None:
    """The cue of a mention: the next one behind it, else the last before it, in its sentence and clause."""
    tokens, sentence_of = layout.reading.tokens, layout.reading.sentence_of
    behind, before = layout.cue_from(mention.last + 1), layout.cue_before(mention.first)
    for cue, between in (
        (behind, behind and (mention.last, behind.first)),
        (before, before and (before.last, mention.first)),
    ):
        if cue is None or not between or sentence_of[cue.first] != sentence_of[mention.first]:
            continue
        if layout.quotations_between(*between) == 0 and not place.first <= cue.first < place.segments[0][1]:
            return tokens.span(cue.first, cue.last)
    return None
