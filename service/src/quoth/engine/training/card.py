"""Writes the model card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.attribution.features import FAR, MENTION_FEATURES, QUOTATION_FEATURES
from quoth.engine.speakers.choices import FEATURES as CHOICE_FEATURES
from quoth.engine.training.judging import accuracy_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from quoth.engine.training.dataset import LabelledCase
    from quoth.engine.training.fitting import Fit

_TEMPLATE = """# Model card: attribution of quotations, English, {version}

`ranker.txt` scores the mentions near a quotation for being its speaker (LightGBM, lambdarank); `speech.txt` tells
quoted speech from titles, terms and scare quotes (LightGBM, binary); `calibration.json` turns scores into
probabilities and weighs single words. All are text; nothing is pickled.

**Made by** `python -m quoth.engine.training`, seeded. **Learnt from** {data}: {articles} articles, {cases} pieces of
quoted text. polnear-train is PolNeAR v1.0.0 (E. Newell, D. Margolin, D. Ruths, "An Attribution Relations Corpus for
Political News", LREC 2018), research data over the texts of US newspapers. **Licence note:** no text of it is in these
files or in this project; they hold split points of trees, and log odds of single words and signs that occur often.

**What the models see:** {features} features of where marks, mentions, cue words and sentence borders stand, the
categories of the words beside them, and for speech the weights of six words. They see no names.

## Figures

Each on articles that the model judged had not seen; the first line by five-fold cross-validation over articles.

{figures}

Mention accuracy (direct quotations one of whose candidates is right) by publisher, on unseen training articles:

{publishers}

By pattern of attribution:

{patterns}

## Limits

US political news of 2015 and 2016 taught these models: other registers (sport, courts, Indian and British house
styles) are known only through the rules around them. About 1.7 % of the labels are wrong. A speaker further off than
eight mentions before or four behind a quotation is never chosen. Confidence is calibrated on the training articles.
"""


def write_card(
    path: Path,
    data: Sequence[Path],
    cases: Sequence[LabelledCase],
    made: Fit,
    figures: Mapping[str, Mapping[str, float]],
) -> None:
    """Writes the card of a training run."""
    names = list(next(iter(figures.values())))
    rows = [[name, *(f"{values[n]:.0f}" if n == "quotations" else f"{values[n]:.3f}" for n in names)]
            for name, values in figures.items()]  # fmt: skip
    publishers = accuracy_by([item.publisher for item in cases], cases, made.choices)
    patterns = accuracy_by([pattern(item) for item in cases], cases, made.choices)
    path.write_text(
        _TEMPLATE.format(
            version=made.models.version,
            data=", ".join(source.stem for source in data),
            articles=len({item.article for item in cases}),
            cases=len(cases),
            features=len(QUOTATION_FEATURES) + len(MENTION_FEATURES),
            figures=_table(["data", *names], rows),
            publishers=_table(["publisher", "quotations", "accuracy"], _rows(publishers)),
            patterns=_table(["pattern", "quotations", "accuracy"], _rows(patterns)),
        ),
        "utf-8",
    )


def pattern(item: LabelledCase) -> str:
    """How the right mention stands to its quotation."""
    if True not in item.right:
        return "none"
    values = dict(zip(MENTION_FEATURES, item.case.rows[item.right.index(True)][len(QUOTATION_FEATURES) :], strict=True))
    cued = values["cue_right"] < FAR or values["cue_left"] < FAR
    where = "within" if values["side"] == 0 else "behind" if values["side"] > 0 else "before"
    near = (
        "its sentence"
        if values["sentences"] == 0
        else "its paragraph"
        if values["paragraphs"] == 0
        else "an earlier paragraph"
    )
    return f"{where}, in {near}, {'with' if cued else 'without'} cue"


def _rows(groups: Mapping[str, tuple[int, float]]) -> list[list[str]]:
    return [[key, str(count), f"{accuracy:.3f}"] for key, (count, accuracy) in groups.items()]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows))


_SPEAKERS = """# Model card: whom a pronoun or a description means, English

`anaphora.json` weighs what speaks for each entity that was met nearby (a conditional logit, one set of weights for each
class of anaphor), and calibrates the probability that a speaker's name is right (Platt scaling).

**Made by** `python -m quoth.engine.training`. **Learnt from** the articles of {data} whose quotations are labelled with
full names; calibrated on articles of our own that nothing was learnt from. polnear-train is PolNeAR v1.0.0 (E. Newell,
D. Margolin, D. Ruths, LREC 2018); no text of it is in this file, which holds {features} named weights a class.

**What it sees:** nearness, order of words, number, gender, titles and descriptions. It sees no names.

Share of anaphors resolved right, given the right mention, by class:

{figures}

Expected calibration error of the speaker's name: {errors}.

## Limits

Few labelled anaphors taught it (some 1,450); "it", "they" and documents are learnt from a few dozen each.
"""

_VENUES = """# Model card: which stated occasion a quotation belongs to, English

`links.txt` ranks the occasions that the rules found near a quotation, and none of them (LightGBM, lambdarank);
`calibration.json` turns the share of the first into the probability that the venue is right (Platt scaling).

**Made by** `python -m quoth.engine.training`. **Learnt from** the articles of {data} whose quotations are labelled with
venues; calibrated on articles of our own that nothing was learnt from. polnear-train is PolNeAR v1.0.0 (E. Newell,
D. Margolin, D. Ruths, LREC 2018); no text of it is in these files, which hold split points of trees.

**What it sees:** where the words that state an occasion stand to the quotation, whom their sentence names, who spoke
since, and the kind of occasion. It sees no names.

Expected calibration error of the venue (right means: of the labelled kind): {errors}.

## Limits

Long articles with many occasions of one speaker are its weakest case: a wrong occasion is inherited by what follows.
Small changes of the rules or the training articles move the venue figures of polnear-dev by up to .015 either way.
"""


def write_logit_card(
    speakers: Path,
    venues: Path,
    data: Sequence[Path],
    by_kind: Mapping[str, Mapping[str, tuple[int, float]]],
    errors: Mapping[str, tuple[float, float]],
) -> None:
    """Writes the cards of the models of speakers and venues."""
    kinds = sorted({kind for figures in by_kind.values() for kind in figures})
    rows = [
        [name, *(f"{figures[kind][1]:.3f} ({figures[kind][0]})" if kind in figures else "" for kind in kinds)]
        for name, figures in by_kind.items()
    ]
    names = ", ".join(source.stem for source in data)
    for path, template, index in ((speakers, _SPEAKERS, 0), (venues, _VENUES, 1)):
        path.write_text(
            template.format(
                data=names,
                features=len(CHOICE_FEATURES),
                figures=_table(["data", *kinds], rows),
                errors=", ".join(f"{name} {pair[index]:.3f}" for name, pair in errors.items()),
            ),
            "utf-8",
        )
