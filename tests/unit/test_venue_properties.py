"""What holds for the venue of any quotation, whatever the article."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.engine import Document, Engine

SAID = '"It rains over the harbour," Ann Orr said.'
STATING = [
    "Orr made the comments in an interview with NDTV at her farm on Monday.",
    "These remarks were made at a press conference in Leeds.",
    "Her remarks came in a post on X.",
]
OTHERS = [
    "The rain fell for nine days.",
    "Bo Lund counted the boats.",
    "The mayor of Leeds was away.",
    '"We have nine boats," Bo Lund said.',
    "The debate is planned for May.",
    "Reuters had reported the flood.",
]
SENTENCES = st.lists(st.sampled_from(OTHERS), max_size=5)


def article(before: list[str], stating: str, behind: list[str]) -> str:
    return "\n\n".join(filter(None, [*before, SAID, stating, *behind]))


@given(SENTENCES, st.sampled_from(STATING), SENTENCES)
@settings(deadline=None, max_examples=60)
def test_evidence_and_named_parts_are_in_the_text(
    engine: Engine, before: list[str], stating: str, behind: list[str]
) -> None:
    text = article(before, stating, behind)
    for quotation in engine.extract(Document(text)).quotations:
        venue = quotation.venue
        if venue is None:
            continue
        assert venue.evidence
        assert all(0 <= span.start < span.end <= len(text) for span in venue.evidence)
        named = [*venue.outlets, *venue.interviewers, *venue.relayed_by, venue.programme, venue.place, venue.date]
        assert all(part.name == part.span.of(text) for part in named if part is not None and part.span is not None)


@given(SENTENCES, st.sampled_from(STATING), SENTENCES)
@settings(deadline=None, max_examples=60)
def test_without_the_sentence_that_states_it_there_is_no_venue(
    engine: Engine, before: list[str], stating: str, behind: list[str]
) -> None:
    def of_orr(text: str) -> list[bool]:
        found = engine.extract(Document(text)).quotations
        return [q.venue is not None for q in found if q.speaker is not None and q.speaker.name == "Ann Orr"]

    assert of_orr(article([], stating, [])) == [True]
    assert of_orr(article(before, "", behind)) == [False]
