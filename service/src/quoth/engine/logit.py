"""Conditional logit (McFadden, 1974): which of several candidates is meant, by a weighted sum of what speaks for each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, float]
"""The features of one candidate that are not 0, by name."""

Weights = dict[str, float]
"""The weight of each feature; one that is missing weighs nothing."""


def shares(rows: Sequence[Row], weights: Mapping[str, float]) -> list[float]:
    """The probability of each candidate; they add up to 1.

    Args:
        rows: At least one.
        weights: Of the features.
    """
    scores = [sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]
    highest = max(scores)
    exponentials = [math.exp(score - highest) for score in scores]
    total = sum(exponentials)
    return [value / total for value in exponentials]
