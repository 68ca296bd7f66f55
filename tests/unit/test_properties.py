"""What holds for any text whatsoever."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quoth.engine import Document, Engine, OffsetEncoding, convert_offsets

WORDS = [
    "he",
    "said",
    "Ann Orr",
    "Mr. Bell",
    "told",
    "Reuters",
    "in an interview with",
    "the",
    "minister",
    "don't",
    "U.S.",
    "5'",
    '27"',
]
MARKS = ['"', "“", "”", "'", "‘", "’", "«", "»", "„", "``", "''", "&quot;", "&#8220;", '""', "`"]
SIGNS = [" ", "\n", "\n\n", "\r\n", ",", ".", "!", ":", "—", "\u00a0", "\u2028", "\x00", "\t", "<a b=", ">"]
EXOTIC = ["🎙️", "मंत्री ने कहा", "नमस्ते", "𝔸", "é", "e\u0301", "\u200d", "ﷺ", "\U0010ffff"]
NEWSLIKE = st.lists(st.sampled_from(WORDS + MARKS * 3 + SIGNS * 2 + EXOTIC), max_size=60).map("".join)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)
TEXTS = st.one_of(NEWSLIKE.filter(bool), ANYTHING)


@given(TEXTS)
@settings(deadline=None, max_examples=300)
@example('"')
@example("\x00")
@example('“a “b “c “d “e “f “g" he said')
@example("''`'`''`")
def test_every_segment_is_the_text_of_its_span_in_every_encoding(engine: Engine, text: str) -> None:
    extraction = engine.extract(Document(text))
    spans = [s.span for q in extraction.quotations for s in q.segments]
    offsets = {offset for span in spans for offset in (span.start, span.end)}
    utf8 = convert_offsets(text, offsets, OffsetEncoding.UTF8)
    utf16 = convert_offsets(text, offsets, OffsetEncoding.UTF16)
    for quotation in extraction.quotations:
        for segment in quotation.segments:
            start, end = segment.span.start, segment.span.end
            assert segment.text == text[start:end]
            assert segment.text == text.encode()[utf8[start] : utf8[end]].decode()
            assert segment.text == text.encode("utf-16-le")[2 * utf16[start] : 2 * utf16[end]].decode("utf-16-le")


@given(TEXTS)
@settings(deadline=None, max_examples=100)
def test_every_span_says_what_it_names(engine: Engine, text: str) -> None:
    for quotation in engine.extract(Document(text)).quotations:
        for part in (quotation.cue, quotation.mention):
            assert part is None or part.text == part.span.of(text)
        assert 0 <= quotation.speaker_confidence <= 1
        assert 0 <= quotation.venue_confidence <= 1
        assert (quotation.venue is None) == (quotation.venue_scope is None)


@given(TEXTS)
@settings(deadline=None, max_examples=100)
def test_the_same_text_gives_the_same_answer(engine: Engine, text: str) -> None:
    assert engine.extract(Document(text)) == engine.extract(Document(text))


@given(NEWSLIKE.filter(bool))
@settings(deadline=None, max_examples=200)
@example('&quot;Reuters27"Ann OrrAnn Orr')
def test_a_paragraph_without_marks_changes_no_earlier_segment(engine: Engine, text: str) -> None:
    def segments(whole: str) -> list[tuple[int, int]]:
        return [(s.span.start, s.span.end) for q in engine.extract(Document(whole)).quotations for s in q.segments]

    longer = [span for span in segments(text + "\n\nthe rain fell on the hills.") if span[0] < len(text)]
    assert longer == segments(text)


UNITS = """a|a |"|" |"a" |“|“a |'|' |(|.|a.|A. |A |&quot;|<a |The |he said |"a," he said. |told Reuters, |"a," Ann Orr said. |Ann Orr and """
UNITS += '|said at a mill in Leeds |on Mint with Eve Lund and |"a," the letter they signed said. "a," it added. |Orr quoted a man as '
UNITS += '|in an interview with Mint and |in an in |नम |🎙|\n|"\n'


@pytest.mark.parametrize("unit", UNITS.split("|"))
def test_repetitions_are_read(engine: Engine, unit: str) -> None:
    assert_readable(engine, unit * (2**15 // len(unit.encode())))


@pytest.mark.parametrize("unit", ["a", "(", "“", "The rain fell on 3 hills. ", "मंत्री ने कहा "])
def test_one_line_of_a_megabyte_is_read(engine: Engine, unit: str) -> None:
    assert_readable(engine, unit * (2**20 // len(unit.encode())))


def assert_readable(engine: Engine, text: str) -> None:
    for quotation in engine.extract(Document(text)).quotations:
        assert all(segment.text == segment.span.of(text) for segment in quotation.segments)
