"""Makes the attribution models of English.

    python -m quoth.engine.training polnear-train.jsonl --judge polnear-dev.jsonl --judge suite-dev.jsonl

reads labelled articles, fits the models, writes them beside the engine's code with a model card, and prints how well
they do on articles that they have not seen. The same data and library versions give the same files.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.engine.attribution import models as trained
from quoth.engine.training.card import write_card
from quoth.engine.training.dataset import read_dataset, read_excerpts, read_marked
from quoth.engine.training.fitting import fit
from quoth.engine.training.judging import judge, judge_cases

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "en-2"
SPEECH_THRESHOLD = 0.5
_MOST_ARTICLES = 10**6
FOLDER = Path(trained.__file__).parent / trained.FOLDER / "en"


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains, writes and judges."""
    parser = argparse.ArgumentParser(prog="python -m quoth.engine.training", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("data", nargs="+", type=Path, metavar="TRAIN.jsonl", help="labelled articles to learn from")
    parser.add_argument(
        "--marked", action="append", default=[], type=Path, metavar="OWN.txt", help="articles of our own, marked up"
    )
    parser.add_argument(
        "--judge", action="append", default=[], type=Path, metavar="DEV.jsonl", help="others to judge on"
    )
    parser.add_argument(
        "--output", type=Path, default=FOLDER, metavar="FOLDER", help="default: beside the engine's code"
    )
    options = parser.parse_args(arguments)

    numbered = [(path, number * _MOST_ARTICLES) for number, path in enumerate(options.data)]
    cases = [case for path, first in numbered for case in read_dataset(path, first)]
    for number, path in enumerate(options.marked, start=1):
        cases += read_marked(path, -number * _MOST_ARTICLES)
    excerpts = [case for path, first in numbered for case in read_excerpts(path, first)]
    made = fit(cases, excerpts, VERSION, SPEECH_THRESHOLD)
    trained.save_models(made.models, options.output)
    figures = {"unseen training articles": judge_cases(cases, made.choices, made.speech, made.models)}
    figures |= {path.stem: judge(read_dataset(path), made.models) for path in options.judge}
    write_card(options.output / "MODEL_CARD.md", [*options.data, *options.marked], cases, made, figures)
    for name, values in figures.items():
        print(name, " ".join(f"{figure}={value:.3f}" for figure, value in values.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
