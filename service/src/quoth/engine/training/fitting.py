"""Fits the models, with scores for every case from models that have not seen its article."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import lightgbm
import numpy as np
from scipy.optimize import isotonic_regression

from quoth.engine.attribution.cases import Choice, choice_of, speech_row
from quoth.engine.attribution.features import MENTION_FEATURES, QUOTATION_FEATURES, WORD_SLOTS
from quoth.engine.attribution.models import AttributionModels, Calibration, WordWeights
from quoth.engine.trees import predict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quoth.engine.training.dataset import LabelledCase

FOLDS = 5
SEED = 20261122
RANKER_ROUNDS = 220
SPEECH_ROUNDS = 400
_COMMON = {
    "learning_rate": 0.06, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "seed": SEED,
    "deterministic": True, "force_row_wise": True, "num_threads": 2, "verbose": -1,
}  # fmt: skip
_RANKER = {
    **_COMMON,
    "learning_rate": 0.045,
    "objective": "lambdarank",
    "num_leaves": 16,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.5,
}
_SPEECH = {
    **_COMMON,
    "learning_rate": 0.03,
    "objective": "binary",
    "num_leaves": 10,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
}
_POINTS = 24
_PRIOR = 4
_LEAST_COUNT = 4


@dataclass(frozen=True, slots=True)
class Fit:
    """What training made.

    Attributes:
        models: The models of all cases.
        choices: For each case the choice of a ranker that has not seen its article.
        speech: For each case the probability of speech, likewise.
    """

    models: AttributionModels
    choices: list[Choice]
    speech: NDArray[np.float64]


def fit(
    cases: Sequence[LabelledCase],
    excerpts: Sequence[LabelledCase],
    attributed: Sequence[LabelledCase],
    version: str,
    speech_threshold: float,
) -> Fit:
    """Fits ranker, speech model and calibration.

    Args:
        cases: Of whole articles.
        excerpts: Of parts of the same articles; learnt from, but not judged on.
        attributed: Of articles that teach the ranker only.
        version: Name of the run.
        speech_threshold: Least probability of speech at which quoted words count as a quotation.
    """
    learnt = [*cases, *excerpts]
    choices = _unseen_choices(learnt)
    speech = _unseen_speech(learnt, choices)
    models = AttributionModels(
        ranker=_fit_ranker([*learnt, *attributed]),
        word_weights=weigh_words(learnt),
        speech=_fit_speech(learnt, choices),
        mention_calibration=_calibrate(cases, choices[: len(cases)]),
        speech_threshold=speech_threshold,
        version=version,
    )
    return Fit(models, choices[: len(cases)], speech[: len(cases)])


def _unseen_choices(cases: Sequence[LabelledCase]) -> list[Choice]:
    choices: dict[int, Choice] = {}
    for fold in range(FOLDS):
        ranker = _fit_ranker([item for item in cases if item.article % FOLDS != fold])
        for index, item in enumerate(cases):
            if item.article % FOLDS == fold:
                choices[index] = choice_of(item.case, predict(ranker, item.case.rows))
    return [choices[index] for index in range(len(cases))]


def _unseen_speech(cases: Sequence[LabelledCase], choices: Sequence[Choice]) -> NDArray[np.float64]:
    speech = np.zeros(len(cases))
    for fold in range(FOLDS):
        others = [i for i, item in enumerate(cases) if item.article % FOLDS != fold]
        own = [i for i, item in enumerate(cases) if item.article % FOLDS == fold]
        seen = [cases[i] for i in others]
        weights = weigh_words(seen)
        model = _fit_speech(seen, [choices[i] for i in others])
        speech[own] = predict(model, [speech_row(cases[i].case, choices[i], weights) for i in own])
    return speech


def weigh_words(cases: Sequence[LabelledCase]) -> WordWeights:
    """The log odds of speech that each word of each slot adds, for words seen often enough."""
    base = _log_odds(sum(item.speech for item in cases), len(cases))
    weights = []
    for slot in range(len(WORD_SLOTS)):
        seen = Counter(item.case.words[slot] for item in cases)
        said = Counter(item.case.words[slot] for item in cases if item.speech)
        weights.append(
            {
                word: round(_log_odds(said[word] + _PRIOR * _sigmoid(base), count + _PRIOR) - base, 2)
                for word, count in sorted(seen.items())
                if count >= _LEAST_COUNT
            }
        )
    return tuple(weights)


def _log_odds(said: float, count: float) -> float:
    return math.log((said + 0.5) / (count - said + 0.5))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _fit_ranker(cases: Sequence[LabelledCase]) -> lightgbm.Booster:
    known = [item for item in cases if any(item.right)]
    data = lightgbm.Dataset(
        np.array([row for item in known for row in item.case.rows]),
        np.array([right for item in known for right in item.right], dtype=int),
        weight=[item.weight for item in known for _ in item.right],
        group=[len(item.right) for item in known],
        feature_name=list(QUOTATION_FEATURES + MENTION_FEATURES),
    )
    return lightgbm.train(_RANKER, data, RANKER_ROUNDS)


def _fit_speech(cases: Sequence[LabelledCase], choices: Sequence[Choice]) -> lightgbm.Booster:
    """Fits the speech model on rows whose words were weighed without their own article, as new words will be."""
    rows: dict[int, list[float]] = {}
    for fold in range(FOLDS):
        weights = weigh_words([item for item in cases if item.article // FOLDS % FOLDS != fold])
        for index, item in enumerate(cases):
            if item.article // FOLDS % FOLDS == fold:
                rows[index] = speech_row(item.case, choices[index], weights)
    data = lightgbm.Dataset(
        np.array([rows[index] for index in range(len(cases))], dtype=float),
        np.array([item.speech for item in cases], dtype=int),
        weight=[item.weight for item in cases],
    )
    return lightgbm.train(_SPEECH, data, SPEECH_ROUNDS)


def _calibrate(cases: Sequence[LabelledCase], choices: Sequence[Choice]) -> Calibration:
    """Share of right choices by the chosen mention's share, never falling."""
    known = [
        (choice.share, item.right[choice.index])
        for item, choice in zip(cases, choices, strict=True)
        if item.speech and choice.index is not None
    ]
    ordered = sorted(known)
    shares = np.array([share for share, _ in ordered])
    rising = isotonic_regression(np.array([right for _, right in ordered], dtype=float)).x
    points = np.unique(np.linspace(0, len(shares) - 1, _POINTS).astype(int))
    middles = [slice(a, b + 1) for a, b in itertools.pairwise(points)]
    return Calibration(
        scores=[round(float(shares[part].mean()), 4) for part in middles],
        probabilities=[round(float(rising[part].mean()), 4) for part in middles],
    )
