"""Conditional logit (McFadden, 1974): which of several candidates is meant, by what speaks for each."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, float]
"""The features of one candidate that are not 0, by name."""

Weights = dict[str, float]
"""The weight of each feature; one that is missing weighs nothing."""

_LEAST = 0.01


def shares(rows: Sequence[Row], weights: Mapping[str, float]) -> list[float]:
    """The probability of each candidate; they add up to 1.

    Args:
        rows: At least one.
        weights: Of the features.
    """
    return softmax([sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows])


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares that add up to 1; at least one score."""
    highest = max(scores)
    exponentials = [math.exp(score - highest) for score in scores]
    total = sum(exponentials)
    return [value / total for value in exponentials]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns a probability into one that has proved right that often (Platt, 1999).

    Attributes:
        slope: Factor of the log odds.
        intercept: Added to them.
    """

    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, probability: float) -> float:
        """The calibrated probability, 0 to 1."""
        bounded = min(max(probability, _LEAST), 1 - _LEAST)
        log_odds = self.slope * math.log(bounded / (1 - bounded)) + self.intercept
        return 1 / (1 + math.exp(-log_odds))


@dataclass(frozen=True, slots=True)
class Logits:
    """Weights by classes of choices, and the calibration of what they decide."""

    weights: Mapping[str, Weights]
    calibration: Calibration = Calibration()


def read_logits(text: str) -> Logits:
    """Reads what ``write_logits`` wrote."""
    read = json.loads(text)
    return Logits(read["weights"], Calibration(**read["calibration"]))


def write_logits(logits: Logits) -> str:
    """As text, one weight a line."""
    calibration = {"slope": logits.calibration.slope, "intercept": logits.calibration.intercept}
    return json.dumps({"weights": logits.weights, "calibration": calibration}, indent=0) + "\n"
