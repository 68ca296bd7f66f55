"""Runs the engine over a file of articles, without a server."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from google.protobuf.json_format import MessageToDict

from quoth.engine import Document, InvalidDocumentError, OffsetEncoding
from quoth.service import convert
from quoth.service.versions import engine_info

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quoth.engine import Engine

_FIELDS = ("text", "id", "language_code", "title", "publisher")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output.

    Attributes:
        number: Of the line of input, from 1.
        json: The line, without its end.
        error: Why there are no quotations; empty if there is an answer.
    """

    number: int
    json: str
    error: str = ""


def extract_lines(engine: Engine, lines: Iterable[str]) -> Iterator[Line]:
    """Answers each line that is not blank: a response, or an error where the line cannot be read."""
    info = engine_info()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row: dict[str, Any] = {}
        try:
            row = _object(line)
            document = _document(row)
            begun = time.perf_counter()
            extraction = engine.extract(document)
            seconds = time.perf_counter() - begun
        except InvalidDocumentError as error:
            problem = {"field": error.field, "problem": error.problem}
            yield Line(number, _dumps({"document_id": row.get("id", ""), "error": problem}), str(error))
            continue
        message = convert.response(document.text, extraction, OffsetEncoding.UTF32, info)
        answer = MessageToDict(message, preserving_proto_field_name=True)
        yield Line(number, _dumps({"document_id": document.id, **answer, "elapsed_seconds": round(seconds, 6)}))


def _object(line: str) -> dict[str, Any]:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidDocumentError("line", f"is not JSON ({error}); write one object a line") from None
    if not isinstance(row, dict):
        raise InvalidDocumentError("line", f"holds a {type(row).__name__}; write one object a line")
    return row


def _document(row: dict[str, Any]) -> Document:
    if "text" not in row:
        raise InvalidDocumentError("text", "is missing; every line needs the article's text")
    for name in _FIELDS:
        if not isinstance(row.get(name, ""), str):
            raise InvalidDocumentError(name, f"is a {type(row[name]).__name__}; write a string")
    return Document(**{name: row.get(name, "") for name in _FIELDS})


def _dumps(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode()
