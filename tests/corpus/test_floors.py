"""Quality floors on the benchmark's development data. They only rise."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from quoth.engine.attribution import load_models
from quoth.engine.training.dataset import read_dataset
from quoth.engine.training.judging import judge

if TYPE_CHECKING:
    from pathlib import Path

FLOORS = {
    "seed": {
        "span_precision": 1.0, "direct_recall": 1.0, "direct_exact": 1.0, "mention_accuracy": 1.0, "e2e_f1": 1.0,
        "entity_accuracy": 1.0, "speaker_kind_accuracy": 1.0, "venue_match_f1": 1.0, "outlet_f1": 1.0, "place_recall": 1.0,
    },
    "polnear-dev": {
        "direct_recall": 0.993, "span_precision": 0.912, "direct_f1": 0.950, "direct_exact": 0.979, "all_recall": 0.984,
        "mention_accuracy": 0.953, "e2e_f1": 0.874, "entity_accuracy": 0.785, "speaker_kind_accuracy": 0.860,
        "venue_f1": 0.500, "venue_null_kept": 0.930,
    },
    "suite-dev": {
        "direct_recall": 0.994, "span_precision": 0.980, "direct_f1": 0.990, "direct_exact": 0.995, "all_recall": 0.984,
        "mention_accuracy": 0.960, "e2e_f1": 0.942, "entity_accuracy": 0.650, "speaker_kind_accuracy": 0.820,
        "venue_f1": 0.470, "venue_null_kept": 0.870,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", FLOORS)
def test_figures_stay_above_their_floors(shared: Path, tmp_path: Path, name: str) -> None:
    data, output, predictions = shared / "bench" / "data", tmp_path / "out.jsonl", tmp_path / "pred.jsonl"
    command = [sys.executable, "-m", "quoth.service", "extract", str(data / f"{name}.jsonl"), "-o", str(output)]
    subprocess.run(command, check=True)
    subprocess.run([sys.executable, str(shared / "bench" / "to_pred.py"), str(output), str(predictions)], check=True)
    score = [sys.executable, str(shared / "bench" / "score.py"), str(data / f"{name}.jsonl"), str(predictions)]
    scored = subprocess.run([*score, "--language", "en", "--json"], check=True, capture_output=True, text=True)
    figures = json.loads(scored.stdout)
    short = {figure: figures[figure] for figure, floor in FLOORS[name].items() if figures[figure] < floor}
    assert short == {}


@pytest.mark.parametrize(("name", "ceiling"), [("polnear-dev", 0.045), ("suite-dev", 0.08)])
def test_confidence_is_calibrated(shared: Path, name: str, ceiling: float) -> None:
    cases = read_dataset(shared / "bench" / "data" / f"{name}.jsonl")
    assert judge(cases, load_models("en"))["calibration_error"] <= ceiling
