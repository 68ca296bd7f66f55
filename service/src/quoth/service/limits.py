"""What the service accepts, checked before any work is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.service.errors import InvalidRequestError
from quoth.v1 import quotations_pb2 as pb

if TYPE_CHECKING:
    from quoth.engine import Document
    from quoth.service.settings import Settings


def check_document(document: Document, settings: Settings) -> None:
    """Refuses a document that is too large.

    Raises:
        InvalidRequestError: The text has more bytes than the settings allow.
    """
    size = len(document.text.encode())
    if size > settings.max_text_bytes:
        problem = f"has {size} bytes; at most {settings.max_text_bytes} are allowed; send a shorter text"
        raise InvalidRequestError("document.text", problem)


def check_known_speakers(request: pb.ExtractQuotationsRequest, settings: Settings) -> None:
    """Refuses known speakers that are too many, lack an id or a name, or share an id.

    Raises:
        InvalidRequestError: As said.
    """
    count = len(request.known_speakers)
    if count > settings.max_known_speakers:
        problem = (
            f"has {count} entries; at most {settings.max_known_speakers} are allowed; send those the article may name"
        )
        raise InvalidRequestError("known_speakers", problem)
    positions: dict[str, int] = {}
    for index, known in enumerate(request.known_speakers):
        path = f"known_speakers[{index}]"
        for field, value in (("id", known.id), ("name", known.name)):
            if not value.strip():
                raise InvalidRequestError(f"{path}.{field}", f"is empty; give every known speaker its {field}")
        for number, alias in enumerate(known.aliases):
            if not alias.strip():
                raise InvalidRequestError(f"{path}.aliases[{number}]", "is empty; leave it out")
        if known.id in positions:
            problem = f"is that of known_speakers[{positions[known.id]}] too; give each known speaker an id of its own"
            raise InvalidRequestError(f"{path}.id", problem)
        positions[known.id] = index


def check_batch(request: pb.BatchExtractQuotationsRequest, settings: Settings) -> None:
    """Refuses a batch without requests or with too many.

    Raises:
        InvalidRequestError: As said.
    """
    count = len(request.requests)
    if not 1 <= count <= settings.max_requests_per_batch:
        problem = f"has {count} entries; from 1 to {settings.max_requests_per_batch} are allowed; split larger batches"
        raise InvalidRequestError("requests", problem)


def published(settings: Settings) -> pb.ServiceLimits:
    """The limits as GetServiceInfo tells them."""
    return pb.ServiceLimits(
        max_text_bytes=settings.max_text_bytes,
        max_requests_per_batch=settings.max_requests_per_batch,
        max_message_bytes=settings.max_message_bytes,
        max_known_speakers=settings.max_known_speakers,
    )
