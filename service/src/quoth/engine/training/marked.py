"""Articles of our own, in which every quotation that somebody says is marked.

    "⟦It works,⟧{she}" she said.
    "⟦It works,⟧{she | Ada Byron | person | v1}" she told the Star.
    -----
    v1 = interview; outlets: Star; evidence: told the Star

Articles are parted by lines of five equals signs. The braces name the mention that speaks, of which the nearest is
meant (empty ones stand for nobody); the longer form adds the speaker's full name, its kind, and the venue ("-" for
none), which is defined below a line of five hyphens.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quoth.engine.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_MARKUP = re.compile(r"⟦|⟧\{(?P<label>[^}]*)\}")
_VENUE = re.compile(r"(?P<id>\w+) = (?P<kind>\w+)(?P<parts>.*)")
_LISTS = ("outlets", "interviewers")


def read_articles(path: Path) -> Iterator[dict[str, Any]]:
    """The articles of a file, in the form of the benchmark's data: {"id", "text", "quotes"}."""
    for number, article in enumerate(path.read_text("utf-8").split("=====\n"), start=1):
        body, _, definitions = article.strip().partition("\n-----")
        venues = dict(_venue(line) for line in definitions.splitlines() if line.strip())
        yield {"id": f"{path.stem}_{number}", **_unmark(body.strip(), venues)}


def _venue(line: str) -> tuple[str, dict[str, Any]]:
    found = _VENUE.fullmatch(line.strip())
    if found is None:
        problem = f"{line!r} is not of the form: v1 = kind; outlets: A, B; place: C"
        raise ValueError(problem)
    venue: dict[str, Any] = {"kind": found["kind"], "outlets": [], "interviewers": []}
    for part in filter(str.strip, found["parts"].split(";")):
        name, _, value = (piece.strip() for piece in part.partition(":"))
        venue[name] = [item.strip() for item in value.split(",")] if name in _LISTS else value
    return found["id"], venue


def _unmark(article: str, venues: dict[str, dict[str, Any]]) -> dict[str, Any]:
    text, opened, behind = "", [], 0
    marked: list[tuple[Span, list[str]]] = []
    for sign in _MARKUP.finditer(article):
        text += article[behind : sign.start()]
        behind = sign.end()
        if sign.group() == "⟦":
            opened.append(len(text))
        else:
            marked.append((Span(opened.pop(), len(text)), [part.strip() for part in sign["label"].split("|")]))
    text += article[behind:]
    said = [span for span, _ in marked]
    quotes = [
        {"start": span.start, "end": span.end, "kind": "direct", "source": _nearest(text, span, parts[0], said)}
        | ({"label": _label(parts, venues)} if len(parts) > 1 else {})
        for span, parts in marked
    ]
    return {"text": text, "quotes": quotes}


def _label(parts: Sequence[str], venues: dict[str, dict[str, Any]]) -> dict[str, Any]:
    _, speaker, kind, venue = parts
    return {"speaker": speaker, "speaker_kind": kind, "venue": None if venue == "-" else venues[venue]}


def _nearest(text: str, quotation: Span, mention: str, said: Sequence[Span]) -> list[tuple[int, int]]:
    """Where the mention stands that is nearest to a quotation, outside all quotations but those around it."""
    if not mention:
        return []
    around = [span for span in said if not span.contains(quotation) or span == quotation]
    places = [Span(*found.span()) for found in re.finditer(rf"(?<!\w){re.escape(mention)}(?!\w)", text)]
    free = [place for place in places if not any(place.overlaps(span) for span in around)]
    distances = {place: max(quotation.start - place.end, place.start - quotation.end) for place in free}
    return [(place.start, place.end) for place in sorted(free, key=distances.__getitem__)[:1]]
