"""Gradient-boosted trees (LightGBM: Ke et al., 2017), kept as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lightgbm
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Trees = lightgbm.Booster


def read_trees(text: str) -> Trees:
    """Reads what ``Trees.model_to_string`` wrote."""
    return lightgbm.Booster(model_str=text)


def predict(model: Trees, rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """The scores of rows of features, on one thread; none for none."""
    if not rows:
        return np.empty(0)
    return np.asarray(model.predict(np.array(rows, dtype=np.float64), num_threads=1), dtype=np.float64)
