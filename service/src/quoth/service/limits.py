"""What the service accepts, checked before any work is done."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quoth.service.errors import ClientLimitError, InvalidRequestError, LimitExceededError
from quoth.v1 import quotations_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.service.settings import Settings

_LONGEST_NAME = 1_000
_MOST_ALIASES = 100


def check_document(document: pb.Document, settings: Settings) -> None:
    """Refuses a document that is too large.

    Raises:
        LimitExceededError: The text has more bytes or words than the settings allow.
        InvalidRequestError: Another field is longer than any of its kind.
    """
    for field in ("id", "language_code", "title", "publisher"):
        _check_length(f"document.{field}", getattr(document, field))
    text, most = document.text, settings.max_text_bytes
    size = len(text) if text.isascii() else len(text.encode())
    if size > most:
        raise LimitExceededError("document.text", "max_text_bytes", most, size, "bytes of UTF-8")
    most = settings.max_words_per_document
    if len(text) >= 2 * most:  # fewer characters cannot hold more words and the spaces between them
        words = len(text.split())
        if words > most:
            raise LimitExceededError("document.text", "max_words_per_document", most, words, "words")


def check_known_speakers(request: pb.ExtractQuotationsRequest, settings: Settings) -> None:
    """Refuses known speakers that are too many, lack an id or a name, or share an id.

    Raises:
        InvalidRequestError: As said.
    """
    count, most = len(request.known_speakers), settings.max_known_speakers
    if count > most:
        raise LimitExceededError("known_speakers", "max_known_speakers", most, count, "entries")
    positions: dict[str, int] = {}
    for index, known in enumerate(request.known_speakers):
        path = f"known_speakers[{index}]"
        for field, value in (("id", known.id), ("name", known.name)):
            if not value.strip():
                raise InvalidRequestError(f"{path}.{field}", f"is empty; give every known speaker its {field}")
            _check_length(f"{path}.{field}", value)
        if len(known.aliases) > _MOST_ALIASES:
            problem = f"has {len(known.aliases)} entries; at most {_MOST_ALIASES} are allowed"
            raise InvalidRequestError(f"{path}.aliases", problem)
        for number, alias in enumerate(known.aliases):
            if not alias.strip():
                raise InvalidRequestError(f"{path}.aliases[{number}]", "is empty; leave it out")
            _check_length(f"{path}.aliases[{number}]", alias)
        if known.id in positions:
            problem = f"is that of known_speakers[{positions[known.id]}] too; give each known speaker an id of its own"
            raise InvalidRequestError(f"{path}.id", problem)
        positions[known.id] = index


def _check_length(field: str, value: str) -> None:
    if len(value) > _LONGEST_NAME:
        raise InvalidRequestError(field, f"has {len(value)} characters; at most {_LONGEST_NAME} are allowed")


def check_batch(request: pb.BatchExtractQuotationsRequest, settings: Settings) -> None:
    """Refuses a batch without requests or with too many.

    Raises:
        InvalidRequestError: As said.
    """
    count, most = len(request.requests), settings.max_requests_per_batch
    if not count:
        raise InvalidRequestError("requests", f"is empty; send 1 to {most} requests")
    if count > most:
        raise LimitExceededError("requests", "max_requests_per_batch", most, count, "entries")


def published(settings: Settings) -> pb.ServiceLimits:
    """The limits as GetServiceInfo tells them."""
    return pb.ServiceLimits(**{name: getattr(settings, name) for name in pb.ServiceLimits.DESCRIPTOR.fields_by_name})


class OpenCalls:
    """The calls that each client has open."""

    def __init__(self, settings: Settings) -> None:
        self._most_calls = settings.max_calls_per_client
        self._most_streams = settings.max_streams_per_client
        self._calls: Counter[str] = Counter()
        self._streams: Counter[str] = Counter()

    @contextmanager
    def opened(self, client: str, *, stream: bool) -> Iterator[None]:
        """Counts a call of a client for as long as the context lasts.

        Raises:
            ClientLimitError: The client has as many open as it may.
        """
        if self._calls[client] >= self._most_calls:
            raise ClientLimitError("max_calls_per_client", self._most_calls)
        if stream and self._streams[client] >= self._most_streams:
            raise ClientLimitError("max_streams_per_client", self._most_streams)
        counters = (self._calls, self._streams) if stream else (self._calls,)
        for counter in counters:
            counter[client] += 1
        try:
            yield
        finally:
            for counter in counters:
                counter[client] -= 1
                if not counter[client]:
                    del counter[client]
