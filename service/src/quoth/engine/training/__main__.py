"""Makes the models of English: who speaks, whom a pronoun means, where it was said.

    python -m quoth.engine.training polnear-train.jsonl --marked OWN.txt --apart APART.txt --judge polnear-dev.jsonl

reads labelled articles, fits the models, writes them beside the engine's code with model cards, calibrates them on the
articles held apart, and prints how well they do on articles that they have not seen. The same data and library versions
give the same files.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import quoth.engine.attribution.models
import quoth.engine.speakers
import quoth.engine.venues
from quoth.engine.attribution import models as trained
from quoth.engine.logit import Calibration, Logits
from quoth.engine.speakers.anaphora import save_anaphora
from quoth.engine.training.card import write_card, write_logit_card
from quoth.engine.training.confidence import calibrate, prove
from quoth.engine.training.dataset import read_dataset, read_excerpts, read_marked
from quoth.engine.training.fitting import fit
from quoth.engine.training.judging import calibration_error, judge, judge_cases
from quoth.engine.training.locating import fit_links, read_located
from quoth.engine.training.marked import read_articles
from quoth.engine.training.resolving import accuracy, fit_weights, read_labelled
from quoth.engine.venues import LinkRanker, save_ranker

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "en-4"
SPEECH_THRESHOLD = 0.5
_MOST_ARTICLES = 10**6
ATTRIBUTION = Path(quoth.engine.attribution.models.__file__).parent / trained.FOLDER / "en"
SPEAKERS = Path(quoth.engine.speakers.__file__).parent / "trained" / "en"
VENUES = Path(quoth.engine.venues.__file__).parent / "trained" / "en"


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains, writes, calibrates and judges."""
    parser = argparse.ArgumentParser(prog="python -m quoth.engine.training", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("data", nargs="+", type=Path, metavar="TRAIN.jsonl", help="labelled articles to learn from")
    for option, name, text in (
        ("--marked", "OWN.txt", "articles of our own, marked up"),
        ("--attributed", "OWN.txt", "articles of our own that do not teach what is speech"),
        ("--apart", "APART.txt", "articles of our own that only calibrate confidence"),
        ("--judge", "DEV.jsonl", "others to judge on"),
    ):
        parser.add_argument(option, action="append", default=[], type=Path, metavar=name, help=text)
    options = parser.parse_args(arguments)

    made = _train_attribution(options.data, options.marked, options.attributed, options.judge)
    labelled = [row for path in options.data for row in _rows(path)]
    labelled += [article for path in (*options.marked, *options.attributed) for article in read_articles(path)]
    anaphora = fit_weights(read_labelled(labelled))
    links = fit_links(read_located(labelled, made, Logits(anaphora)))
    save_anaphora(Logits(anaphora), SPEAKERS)
    save_ranker(LinkRanker(links, Calibration()), VENUES)

    proofs = prove(article for path in options.apart for article in read_articles(path))
    speakers = Logits(anaphora, calibrate(proofs.speakers))
    save_anaphora(speakers, SPEAKERS)
    save_ranker(LinkRanker(links, calibrate(proofs.venues)), VENUES)
    _judge(options.judge, speakers, [*options.data, *options.marked, *options.attributed])
    return 0


def _train_attribution(
    data: Sequence[Path], marked: Sequence[Path], attributed: Sequence[Path], judged: Sequence[Path]
) -> trained.AttributionModels:
    numbered = [(path, number * _MOST_ARTICLES) for number, path in enumerate(data)]
    cases = [case for path, first in numbered for case in read_dataset(path, first)]
    own = [read_marked(path, -number * _MOST_ARTICLES) for number, path in enumerate((*marked, *attributed), start=1)]
    cases += [case for article in own[: len(marked)] for case in article]
    ranked = [case for article in own[len(marked) :] for case in article]
    excerpts = [case for path, first in numbered for case in read_excerpts(path, first)]
    made = fit(cases, excerpts, ranked, VERSION, SPEECH_THRESHOLD)
    trained.save_models(made.models, ATTRIBUTION)
    figures = {"unseen training articles": judge_cases(cases, made.choices, made.speech, made.models)}
    figures |= {path.stem: judge(read_dataset(path), made.models) for path in judged}
    write_card(ATTRIBUTION / "MODEL_CARD.md", [*data, *marked, *attributed], cases, made, figures)
    for name, values in figures.items():
        print(name, " ".join(f"{figure}={value:.3f}" for figure, value in values.items()))
    return made.models


def _judge(judged: Sequence[Path], speakers: Logits, data: Sequence[Path]) -> None:
    by_kind, errors = {}, {}
    for path in judged:
        rows = _rows(path)
        by_kind[path.stem] = accuracy(read_labelled(rows), speakers.weights)
        proofs = prove(rows)
        errors[path.stem] = calibration_error(proofs.speakers), calibration_error(proofs.venues)
    write_logit_card(SPEAKERS / "MODEL_CARD.md", VENUES / "MODEL_CARD.md", data, by_kind, errors)
    for name, kinds in by_kind.items():
        print(name, " ".join(f"{kind}={share:.3f} ({count})" for kind, (count, share) in kinds.items()))
        print(name, "calibration error of speakers {:.3f}, of venues {:.3f}".format(*errors[name]))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
