"""Quality floors on the benchmark's development data. They only rise."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

FLOORS = {
    "seed": {
        "span_precision": 1.0, "direct_recall": 1.0, "direct_exact": 1.0, "mention_accuracy": 1.0, "e2e_f1": 1.0,
        "entity_accuracy": 1.0, "speaker_kind_accuracy": 1.0, "venue_match_f1": 1.0, "outlet_f1": 1.0, "place_recall": 1.0,
    },
    "polnear-dev": {
        "direct_recall": 0.990, "span_precision": 0.905, "mention_accuracy": 0.920, "e2e_f1": 0.800, "entity_accuracy": 0.720,
    },
    "suite-dev": {
        "direct_recall": 0.860, "span_precision": 0.910, "mention_accuracy": 0.860, "e2e_f1": 0.750, "entity_accuracy": 0.480,
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
