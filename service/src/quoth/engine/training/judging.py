"""How well the models do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from quoth.engine.attribution.cases import Choice, choose, speech_row
from quoth.engine.trees import predict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quoth.engine.attribution.models import AttributionModels
    from quoth.engine.training.dataset import LabelledCase

_BINS = 10


def judge(cases: Sequence[LabelledCase], models: AttributionModels) -> Mapping[str, float]:
    """The figures of models on cases that they have not seen."""
    choices = choose([item.case for item in cases], models)
    rows = [speech_row(item.case, choice, models.word_weights) for item, choice in zip(cases, choices, strict=True)]
    return judge_cases(cases, choices, predict(models.speech, rows), models)


def judge_cases(
    cases: Sequence[LabelledCase], choices: Sequence[Choice], speech: np.ndarray, models: AttributionModels
) -> Mapping[str, float]:
    """Precision and recall of speech, accuracy of mentions, calibration error; each a share, 0 to 1."""
    kept = speech >= models.speech_threshold
    said = np.array([item.speech for item in cases])
    direct = np.array([item.direct for item in cases])
    attributed = [
        (models.mention_calibration(choice.share), item.right[choice.index])
        for item, choice, keep in zip(cases, choices, kept, strict=True)
        if keep and item.speech and choice.index is not None
    ]
    return {
        "quotations": len(cases),
        "speech_precision": float(said[kept].mean()),
        "speech_recall": float(kept[said].mean()),
        "direct_recall": float(kept[direct].mean()),
        "mention_accuracy": mention_accuracy(cases, choices),
        "calibration_error": calibration_error(attributed),
    }


def mention_accuracy(cases: Sequence[LabelledCase], choices: Sequence[Choice]) -> float:
    """Share of direct quotations with a candidate that is right whose choice is right."""
    known = [
        item.right[choice.index]
        for item, choice in zip(cases, choices, strict=True)
        if item.direct and any(item.right) and choice.index is not None
    ]
    return float(np.mean(known)) if known else 0.0


def calibration_error(attributed: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width (Guo et al., 2017)."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for probability, right in attributed:
        bins[min(int(probability * _BINS), _BINS - 1)].append((probability, right))
    gaps = [abs(sum(p for p, _ in members) - sum(r for _, r in members)) for members in bins.values()]
    return sum(gaps) / max(len(attributed), 1)


def accuracy_by(
    keys: Sequence[str], cases: Sequence[LabelledCase], choices: Sequence[Choice]
) -> Mapping[str, tuple[int, float]]:
    """Number of direct quotations with a known speaker, and mention accuracy, for each key."""
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for key, item, choice in zip(keys, cases, choices, strict=True):
        if item.direct and any(item.right) and choice.index is not None:
            groups[key].append(item.right[choice.index])
    return {key: (len(members), float(np.mean(members))) for key, members in sorted(groups.items())}
