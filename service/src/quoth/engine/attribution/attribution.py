"""Chooses the mention that speaks each quotation, and leaves out quoted words that nobody says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.attribution.cases import Case, Choice, choose, read_cases, speech_row
from quoth.engine.attribution.layout import Layout, Place
from quoth.engine.trees import predict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.engine.attribution.models import AttributionModels
    from quoth.engine.model import QuotationKind, Span
    from quoth.engine.quotes import Quoted
    from quoth.engine.reading import Candidate, Reading

_LABELLED = 0.98


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a quotation.

    Attributes:
        quoted: The quotation.
        kind: How much of what was said is quoted.
        mention: The mention that speaks; ``None`` if the article names nobody.
        cue: Where the words stand that introduce the speech.
        confidence: Probability that the mention is right; 0 without one.
    """

    quoted: Quoted
    kind: QuotationKind
    mention: Candidate | None
    cue: Span | None
    confidence: float


def attribute(reading: Reading, quoted: Sequence[Quoted], models: AttributionModels) -> list[Attribution]:
    """Attributes quotations, in their order; quoted words that nobody says are left out."""
    layout = Layout(reading, quoted)
    cases = [case.without(layout.aside) for case in read_cases(layout, quoted)]
    choices = choose(cases, models)
    rows = [speech_row(case, choice, models.word_weights) for case, choice in zip(cases, choices, strict=True)]
    speech = predict(models.speech, rows)
    return [
        _attribution(layout, case, choice, models)
        for case, choice, probability in zip(cases, choices, speech, strict=True)
        if case.quoted.label or probability >= models.speech_threshold
    ]


def _attribution(layout: Layout, case: Case, choice: Choice, models: AttributionModels) -> Attribution:
    if case.quoted.label is not None:
        return Attribution(case.quoted, case.kind, layout.mention_at(case.quoted.label), None, _LABELLED)
    mention = None if choice.index is None else case.candidates[choice.index]
    return Attribution(
        quoted=case.quoted,
        kind=case.kind,
        mention=mention,
        cue=_cue(layout, case.place, mention) if mention else None,
        confidence=models.mention_calibration(choice.share) if mention else 0.0,
    )


def _cue(layout: Layout, place: Place, mention: Candidate) -> Span | None:
    """The cue of a mention: the next one behind it, else the last before it, in its sentence and clause."""
    tokens, sentence_of = layout.reading.tokens, layout.reading.sentence_of
    behind, before = layout.cue_from(mention.last + 1), layout.cue_before(mention.first)
    for cue, between in (
        (behind, behind and (mention.last, behind.first)),
        (before, before and (before.last, mention.first)),
    ):
        if cue is None or not between or sentence_of[cue.first] != sentence_of[mention.first]:
            continue
        if layout.quotations_between(*between) == 0 and not place.first <= cue.first < place.segments[0][1]:
            return tokens.span(cue.first, cue.last)
    return None
