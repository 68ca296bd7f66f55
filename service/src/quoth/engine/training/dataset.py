"""Labelled articles as cases for the models."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from quoth.engine.attribution.cases import Case, read_cases
from quoth.engine.attribution.layout import Layout
from quoth.engine.languages import Language, load_language
from quoth.engine.model import Span
from quoth.engine.quotes import Quoted, detect
from quoth.engine.reading import Reader
from quoth.engine.text import paragraphs
from quoth.engine.training.marked import read_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_COVER = 0.8
_SAME = 0.5
_OWN_WEIGHT = 1.0
_MARKS = '"“‘'


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """A case with what people said of it.

    Attributes:
        case: As the engine sees it.
        article: Number of its article.
        publisher: The part of the article's id before the first underscore.
        speech: Whether the quoted words are somebody's.
        direct: Whether they are whole clauses.
        right: For each candidate whether it names the speaker.
        weight: How much it counts in training.
    """

    case: Case
    article: int
    publisher: str
    speech: bool
    direct: bool
    right: tuple[bool, ...]
    weight: float = 1.0


def read_dataset(path: Path, first: int = 0) -> list[LabelledCase]:
    """Reads a JSONL file of articles, each {"id", "text", "quotes": [{"start", "end", "kind", "source"}]}.

    Their articles are numbered from ``first``. Those of another language than English are passed over.
    """
    language = load_language("en")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    english = [row for row in rows if row.get("language", language.code) == language.code]
    return [case for number, row in enumerate(english, start=first) for case in _cases(number, row, language)]


def read_excerpts(path: Path, first: int = 0) -> list[LabelledCase]:
    """Reads every third quoting paragraph of the articles as a text of its own, so that short texts are known too."""
    language = load_language("en")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        case
        for number, row in enumerate(rows, start=first)
        for excerpt in list(_excerpts(row))[number % 3 :: 3]
        for case in _cases(number, excerpt, language)
    ]


def read_marked(path: Path, first: int = 0) -> list[LabelledCase]:
    """Reads articles of our own; ``marked`` says how they are written."""
    language = load_language("en")
    return [
        replace(case, weight=_OWN_WEIGHT)
        for number, article in enumerate(read_articles(path), start=first)
        for case in _cases(number, article, language, singles_labelled=True)
    ]


def _excerpts(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for paragraph in paragraphs(row["text"]):
        quotes = [
            {**quote, "start": quote["start"] - paragraph.start, "end": quote["end"] - paragraph.start,
             "source": [[s - paragraph.start, e - paragraph.start] for s, e in quote["source"] if paragraph.start <= s]}
            for quote in row["quotes"]
            if paragraph.contains(Span(quote["start"], quote["end"]))
        ]  # fmt: skip
        text = paragraph.of(row["text"])
        if quotes or any(mark in text for mark in _MARKS):
            yield {"id": row["id"], "text": text, "quotes": quotes}


def _cases(
    number: int, row: dict[str, Any], language: Language, *, singles_labelled: bool = False
) -> Iterator[LabelledCase]:
    text, gold = row["text"], row["quotes"]
    detection = detect(text, language.elisions)
    reading = Reader(language).read(text, detection.paragraphs, detection.outermost)
    layout = Layout(reading, detection.quoted)
    letters = [_letters(text, [Span(quote["start"], quote["end"])]) for quote in gold]
    everything: set[int] = set().union(*letters)
    for case in read_cases(layout, detection.quoted):
        if not singles_labelled and _is_unlabelled_style(text, case.quoted):
            continue
        own = _letters(text, [segment.span for segment in case.quoted.segments])
        speech = len(own & everything) >= _COVER * len(own)
        best = max(range(len(gold)), key=lambda i: _alike(own, letters[i]), default=None)
        found = speech and best is not None and _is_labelled(case.quoted, own, letters[best])
        sources = [Span(*source) for source in gold[best]["source"]] if found and best is not None else []
        yield LabelledCase(
            case=case,
            article=number,
            publisher=row["id"].split("_")[0],
            speech=speech,
            direct=bool(found and best is not None and gold[best]["kind"] == "direct"),
            right=tuple(any(m.span.overlaps(source) for source in sources) for m in case.candidates),
        )


def _is_unlabelled_style(text: str, quoted: Quoted) -> bool:
    """Whether annotators passed over such words: turns of conversations, and single marks (headlines)."""
    single = quoted.parent is None and text[quoted.outer.start] in "'‘`"
    return single or quoted.label is not None


def _letters(text: str, spans: Sequence[Span]) -> set[int]:
    return {i for span in spans for i in range(span.start, span.end) if text[i].isalnum()}


def _alike(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _is_labelled(quoted: Quoted, own: set[int], gold: set[int]) -> bool:
    """Whether a label is of these words; words within another quotation have often none of their own."""
    return bool(own & gold) and (quoted.parent is None or _alike(own, gold) >= _SAME)
