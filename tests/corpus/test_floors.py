"""Quality floors on the benchmark's development data. They only rise."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from quoth.engine.attribution import load_models
from quoth.engine.training.confidence import prove
from quoth.engine.training.dataset import read_dataset
from quoth.engine.training.judging import calibration_error, judge

if TYPE_CHECKING:
    from pathlib import Path

FLOORS = {
    "seed": {
        "span_precision": 1.0, "direct_recall": 1.0, "direct_exact": 1.0, "mention_accuracy": 1.0, "e2e_f1": 1.0,
        "entity_accuracy": 1.0, "speaker_kind_accuracy": 1.0, "venue_match_f1": 1.0, "outlet_f1": 1.0, "place_recall": 1.0,
    },
    "polnear-dev": {
        "direct_recall": 0.993, "span_precision": 0.914, "direct_f1": 0.952, "direct_exact": 0.979, "all_recall": 0.985,
        "mention_accuracy": 0.955, "e2e_f1": 0.878, "entity_accuracy": 0.920, "speaker_kind_accuracy": 0.936,
        "venue_f1": 0.850, "venue_match_f1": 0.700, "venue_kind_accuracy": 0.855, "outlet_f1": 0.730, "place_recall": 0.580,
        "programme_recall": 0.660, "venue_null_kept": 0.930,
    },
    "suite-dev": {
        "direct_recall": 0.994, "span_precision": 0.980, "direct_f1": 0.990, "direct_exact": 0.995, "all_recall": 0.990,
        "mention_accuracy": 0.960, "e2e_f1": 0.942, "entity_accuracy": 0.930, "speaker_kind_accuracy": 0.950,
        "venue_f1": 0.908, "venue_match_f1": 0.875, "venue_kind_accuracy": 0.965, "outlet_f1": 0.930, "place_recall": 0.820,
        "programme_recall": 0.980, "interviewer_recall": 0.900, "venue_null_kept": 0.870,
    },
}  # fmt: skip
KNOWN_SHORT = {
    (
        "polnear-dev",
        "venue_null_kept",
    ): "set when two venues of three were missed; more are found now (F1 .56 to .85)",
    (
        "suite-dev",
        "venue_null_kept",
    ): "set when two venues of three were missed; the links to others' occasions are too bold",
}
CASES = [
    pytest.param(
        name,
        figure,
        floor,
        marks=[pytest.mark.xfail(strict=True, reason=KNOWN_SHORT[name, figure])]
        if (name, figure) in KNOWN_SHORT
        else [],
    )
    for name, floors in FLOORS.items()
    for figure, floor in floors.items()
]


@pytest.fixture(scope="module")
def figures(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    """The ruler's figures for each data set, by the command that users run."""
    data, folder = shared / "bench" / "data", tmp_path_factory.mktemp("floors")
    return {name: _score(shared, data / f"{name}.jsonl", folder / name) for name in FLOORS}


def _score(shared: Path, gold: Path, stem: Path) -> dict[str, float]:
    output, predictions = stem.with_suffix(".out"), stem.with_suffix(".pred")
    subprocess.run([sys.executable, "-m", "quoth.service", "extract", str(gold), "-o", str(output)], check=True)
    subprocess.run([sys.executable, str(shared / "bench" / "to_pred.py"), str(output), str(predictions)], check=True)
    score = [
        sys.executable,
        str(shared / "bench" / "score.py"),
        str(gold),
        str(predictions),
        "--language",
        "en",
        "--json",
    ]
    figures: dict[str, float] = json.loads(subprocess.run(score, check=True, capture_output=True, text=True).stdout)
    return figures


@pytest.mark.parametrize(("name", "figure", "floor"), CASES)
def test_figures_stay_above_their_floors(
    figures: dict[str, dict[str, float]], name: str, figure: str, floor: float
) -> None:
    assert figures[name][figure] >= floor


@pytest.mark.parametrize(("name", "ceiling"), [("polnear-dev", 0.045), ("suite-dev", 0.08)])
def test_confidence_of_mentions_is_calibrated(shared: Path, name: str, ceiling: float) -> None:
    cases = read_dataset(shared / "bench" / "data" / f"{name}.jsonl")
    assert judge(cases, load_models("en"))["calibration_error"] <= ceiling


@pytest.mark.parametrize(("name", "ceiling"), [("polnear-dev", 0.05), ("suite-dev", 0.06)])
def test_confidence_of_names_is_calibrated(shared: Path, name: str, ceiling: float) -> None:
    lines = (shared / "bench" / "data" / f"{name}.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row.get("language", "en") == "en"]
    assert calibration_error(prove(rows).speakers) <= ceiling
