"""Measures speed, memory and quality, prints tables and writes JSON: ``make bench``.

Quoth and the baseline (textacy's direct_quotations on the small spaCy pipeline) run one after the other over the same
texts, each in a process of its own on one core. Figures drift with the machine; the ratios of one run hold.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from quoth.engine.attribution import load_models
from quoth.engine.training.confidence import prove
from quoth.engine.training.dataset import read_dataset
from quoth.engine.training.judging import calibration_error, judge

HERE = Path(__file__).resolve().parent
TARGETS = {
    "polnear-dev": {
        "direct_recall": 0.990, "span_precision": 0.965, "direct_f1": 0.978, "direct_exact": 0.985, "all_recall": 0.960,
        "mention_accuracy": 0.955, "e2e_f1": 0.935, "entity_accuracy": 0.92, "speaker_kind_accuracy": 0.95,
        "venue_match_f1": 0.75, "venue_f1": 0.85, "venue_null_kept": 0.80, "venue_kind_accuracy": 0.90, "outlet_f1": 0.85,
        "place_recall": 0.70, "programme_recall": 0.75,
    },
    "suite-dev": {
        "direct_recall": 0.980, "span_precision": 0.970, "direct_f1": 0.975, "direct_exact": 0.985, "all_recall": 0.960,
        "mention_accuracy": 0.950, "e2e_f1": 0.935, "entity_accuracy": 0.92, "speaker_kind_accuracy": 0.94,
        "venue_match_f1": 0.85, "venue_f1": 0.93, "venue_null_kept": 0.90, "venue_kind_accuracy": 0.93, "outlet_f1": 0.92,
        "place_recall": 0.85, "programme_recall": 0.85, "interviewer_recall": 0.85,
    },
}  # fmt: skip


def run(*command: str) -> str:
    return subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True).stdout


def quality(bench: Path, name: str) -> dict[str, float]:
    """The ruler's figures on the English articles of one data set."""
    with tempfile.TemporaryDirectory() as folder:
        output, predictions, data = (
            Path(folder) / "out.jsonl",
            Path(folder) / "pred.jsonl",
            bench / "data" / f"{name}.jsonl",
        )
        run("-m", "quoth.service", "extract", str(data), "-o", str(output))
        run(str(bench / "to_pred.py"), str(output), str(predictions))
        scored = run(str(bench / "score.py"), str(data), str(predictions), "--language", "en", "--json")
    figures: dict[str, float] = json.loads(scored)
    figures["mention_calibration_error"] = judge(read_dataset(data), load_models("en"))["calibration_error"]
    rows = [row for row in map(json.loads, data.read_text("utf-8").splitlines()) if row.get("language", "en") == "en"]
    proofs = prove(rows)
    figures["name_calibration_error"] = calibration_error(proofs.speakers)
    figures["venue_calibration_error"] = calibration_error(proofs.venues)
    for basis, found in sorted(proofs.by_basis.items()):
        figures[f"name_accuracy_by_{basis}"] = sum(right for _, right in found) / len(found)
    return figures


def print_speed(console: Console, speed: dict[str, Any]) -> None:
    table = Table("figure", *speed, "ratio", title="One core, polnear-dev")
    for figure in speed["quoth"]:
        values = [speed[system].get(figure) for system in speed]
        if isinstance(values[0], float) and values[1]:
            table.add_row(figure, *(f"{value:,.2f}" for value in values), f"{values[0] / values[1]:.2f}")
    console.print(table)
    for figure in ("stage_shares", "growth_words_per_second", "hostile_growth"):
        console.print(figure, {name: round(value, 3) for name, value in speed["quoth"][figure].items()})


def print_quality(console: Console, figures: dict[str, dict[str, float]]) -> None:
    for name, targets in TARGETS.items():
        table = Table("figure", "reached", "target", title=name)
        for figure, value in figures[name].items():
            if isinstance(value, float):
                target = targets.get(figure)
                table.add_row(figure, f"{value:.4f}", f"{target:.3f}" if target else "")
        console.print(table)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared", type=Path, default=HERE.parents[1].parent / "shared", help="folder of the benchmark data"
    )
    parser.add_argument(
        "--output", type=Path, default=Path("bench.json"), help="JSON file to write (default: bench.json)"
    )
    options = parser.parse_args()
    bench = options.shared / "bench"
    data = str(bench / "data" / "polnear-dev.jsonl")
    speed = {system: json.loads(run(str(HERE / "measure.py"), system, data)) for system in ("quoth", "textacy")}
    figures = {name: quality(bench, name) for name in TARGETS}
    console = Console()
    print_speed(console, speed)
    print_quality(console, figures)
    options.output.write_text(json.dumps({"speed": speed, "quality": figures}, indent=2) + "\n", "utf-8")
    console.print(f"wrote {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
