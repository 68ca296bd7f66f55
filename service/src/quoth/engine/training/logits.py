"""Fits a conditional logit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quoth.engine.logit import Row, Weights


@dataclass(frozen=True, slots=True)
class Answered:
    """Candidates with the index of the right one."""

    rows: Sequence[Row]
    answer: int


def fit_logit(known: Sequence[Answered], features: Sequence[str], penalty: float) -> Weights:
    """The weights that make the right answers likeliest.

    Args:
        known: What to learn from.
        features: All names of features.
        penalty: Weight of the sum of squares that keeps weights small.
    """
    matrices = [np.array([[row.get(name, 0.0) for name in features] for row in item.rows]) for item in known]
    answers = [item.answer for item in known]

    def loss(vector: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = penalty * float(vector @ vector), 2 * penalty * vector
        for matrix, answer in zip(matrices, answers, strict=True):
            scores = matrix @ vector
            exponentials = np.exp(scores - scores.max())
            shares = exponentials / exponentials.sum()
            total -= float(np.log(max(shares[answer], 1e-12)))
            gradient = gradient + shares @ matrix - matrix[answer]
        return total, gradient

    found = minimize(loss, np.zeros(len(features)), jac=True, method="L-BFGS-B")
    return {name: round(float(weight), 3) for name, weight in zip(features, found.x, strict=True) if round(weight, 3)}
