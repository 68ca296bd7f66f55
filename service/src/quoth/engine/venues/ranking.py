"""Which of the occasions near a quotation is its own, or none: a learned ranking of what speaks for each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from quoth.engine.logit import Calibration, softmax
from quoth.engine.trees import Trees, predict, read_trees
from quoth.engine.venues.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quoth.engine.logit import Row

FOLDER = "trained"
TREES = "links.txt"
CALIBRATION = "calibration.json"
_PLACES = {name: place for place, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class LinkRanker:
    """Scores the candidates of one quotation, in one language.

    Attributes:
        trees: Scores rows of ``FEATURES``: shape (candidates, features) to (candidates,).
        calibration: From the share of a candidate to the probability that the venue is right.
    """

    trees: Trees
    calibration: Calibration

    def shares(self, rows: Sequence[Row]) -> list[float]:
        """The share of each candidate; they add up to 1."""
        return softmax([float(score) for score in predict(self.trees, [vector(row) for row in rows])])


def vector(row: Row) -> list[float]:
    """The features of one candidate, in the order of ``FEATURES``."""
    values = [0.0] * len(FEATURES)
    for name, value in row.items():
        values[_PLACES[name]] = value
    return values


def load_ranker(code: str) -> LinkRanker:
    """Reads the model of a served language."""
    folder = resources.files(__package__).joinpath(FOLDER, code)
    calibration = json.loads(folder.joinpath(CALIBRATION).read_text("utf-8"))
    return LinkRanker(read_trees(folder.joinpath(TREES).read_text("utf-8")), Calibration(**calibration))


def save_ranker(ranker: LinkRanker, folder: Path) -> None:
    """Writes a model as the text files that ``load_ranker`` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TREES).write_text(ranker.trees.model_to_string(), "utf-8")
    calibration = {"slope": ranker.calibration.slope, "intercept": ranker.calibration.intercept}
    (folder / CALIBRATION).write_text(json.dumps(calibration, indent=0) + "\n", "utf-8")
