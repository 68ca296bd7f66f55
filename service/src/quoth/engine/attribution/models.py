"""The learned models of one language, as text files; read MODEL_CARD.md beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from quoth.engine.trees import Trees, read_trees

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "trained"
RANKER = "ranker.txt"
SPEECH = "speech.txt"
CALIBRATION = "calibration.json"

WordWeights = tuple[Mapping[str, float], ...]
"""For each slot of ``features.WORD_SLOTS`` the log odds of speech that training gave each word."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns scores into probabilities, by straight lines between points that training measured.

    Attributes:
        scores: Scores, rising.
        probabilities: The share that was right at each score, 0 to 1, never falling.
    """

    scores: Sequence[float]
    probabilities: Sequence[float]

    def __call__(self, score: float) -> float:
        """The probability, 0 to 1, that what has this score is right."""
        return float(np.interp(score, self.scores, self.probabilities))


@dataclass(frozen=True, slots=True)
class AttributionModels:
    """The models of one language.

    Attributes:
        ranker: Scores mentions: shape (mentions, features) to (mentions,).
        word_weights: What single words tell the speech model.
        speech: Probability that quoted words are speech: shape (quotations, features) to (quotations,).
        mention_calibration: From the ranker's share of a mention to the probability that it is right.
        speech_threshold: Least probability of speech at which quoted words count as a quotation.
        version: Name of the training run.
    """

    ranker: Trees
    word_weights: WordWeights
    speech: Trees
    mention_calibration: Calibration
    speech_threshold: float
    version: str


def load_models(code: str) -> AttributionModels:
    """Reads the models of a served language."""
    folder = resources.files(__package__).joinpath(FOLDER, code)
    settings = json.loads(folder.joinpath(CALIBRATION).read_text("utf-8"))
    return AttributionModels(
        ranker=read_trees(folder.joinpath(RANKER).read_text("utf-8")),
        word_weights=tuple(settings["word_weights"]),
        speech=read_trees(folder.joinpath(SPEECH).read_text("utf-8")),
        mention_calibration=Calibration(settings["mention"]["scores"], settings["mention"]["probabilities"]),
        speech_threshold=settings["speech_threshold"],
        version=settings["version"],
    )


def save_models(models: AttributionModels, folder: Path) -> None:
    """Writes models as the text files that ``load_models`` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RANKER).write_text(models.ranker.model_to_string(), "utf-8")
    (folder / SPEECH).write_text(models.speech.model_to_string(), "utf-8")
    calibration = models.mention_calibration
    settings = {
        "version": models.version,
        "speech_threshold": models.speech_threshold,
        "mention": {"scores": calibration.scores, "probabilities": calibration.probabilities},
        "word_weights": models.word_weights,
    }
    (folder / CALIBRATION).write_text(json.dumps(settings, ensure_ascii=False, indent=0), "utf-8")


def model_version(code: str) -> str:
    """Name of the training run that made the models of a served language."""
    settings = json.loads(resources.files(__package__).joinpath(FOLDER, code, CALIBRATION).read_text("utf-8"))
    return str(settings["version"])
