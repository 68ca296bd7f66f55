"""How models are made: from our own articles, without the benchmark's data."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.engine.attribution import models as trained
from quoth.engine.training.dataset import LabelledCase, read_marked
from quoth.engine.training.fitting import Fit, fit
from quoth.engine.training.judging import calibration_error, judge_cases

ARTICLES = sorted((Path(__file__).resolve().parents[2] / "service" / "training").glob("*.txt"))
EXAMPLE = """Mayor bans 'green' bins

"⟦They smell,⟧{she}" she said. The play "Bins" opens on Friday. "⟦They do not,⟧{Bo Lund}" said Bo Lund.
=====
‘⟦No⟧{}’
"""


@pytest.fixture(scope="module")
def cases() -> list[LabelledCase]:
    return [case for number, path in enumerate(ARTICLES) for case in read_marked(path, first=100 * number)]


@pytest.fixture(scope="module")
def made(cases: list[LabelledCase]) -> Fit:
    return fit(cases, [], [], version="test", speech_threshold=0.5)


def test_marked_articles_say_what_is_speech_and_who_speaks(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text(EXAMPLE, "utf-8")
    found = [
        (case.speech, [m.text for m, right in zip(case.case.candidates, case.right, strict=True) if right])
        for case in read_marked(path)
    ]
    assert found == [(False, []), (True, ["she"]), (False, []), (True, ["Bo Lund"]), (True, [])]


def test_our_own_articles_are_marked_in_full(cases: list[LabelledCase]) -> None:
    said = [case for case in cases if case.speech]
    named = [case for case in said if any(case.right)]
    assert len(said) > 450
    assert len(cases) - len(said) > 150
    assert len(named) > 0.93 * len(said)


def test_training_is_reproducible(cases: list[LabelledCase], made: Fit) -> None:
    again = fit(cases, [], [], version="test", speech_threshold=0.5)
    assert again.models.ranker.model_to_string() == made.models.ranker.model_to_string()
    assert again.models.speech.model_to_string() == made.models.speech.model_to_string()
    assert again.models.mention_calibration == made.models.mention_calibration


def test_even_these_few_articles_teach_something(cases: list[LabelledCase], made: Fit) -> None:
    figures = judge_cases(cases, made.choices, made.speech, made.models)
    assert figures["mention_accuracy"] > 0.8
    assert figures["speech_precision"] > 0.8


@pytest.mark.parametrize(
    ("attributed", "expected"),
    [
        ([(0.9, True)] * 9 + [(0.9, False)], 0.0),
        ([(1.0, False)], 1.0),
        ([(0.55, True), (0.55, False)], 0.05),
        ([], 0.0),
    ],
)
def test_calibration_error(attributed: list[tuple[float, bool]], expected: float) -> None:
    assert calibration_error(attributed) == pytest.approx(expected)


def test_the_model_files_are_text_with_a_card() -> None:
    folder = Path(trained.__file__).parent / trained.FOLDER / "en"
    for name in (trained.RANKER, trained.SPEECH, trained.CALIBRATION, "MODEL_CARD.md"):
        assert (folder / name).read_text("utf-8")
    assert sum(path.stat().st_size for path in folder.iterdir()) < 4 * 2**20
