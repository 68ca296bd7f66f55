"""Errors as callers see them: one table from what went wrong to a ``google.rpc.Status``."""

from __future__ import annotations

from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING

import grpc
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status
from pebble import ProcessExpired

from quoth.engine import InvalidDocumentError

if TYPE_CHECKING:
    from typing import Any, NoReturn


class InvalidRequestError(ValueError):
    """A request that is refused.

    Attributes:
        field: Path of the wrong field in the request, for example "document.text".
        problem: What was given, what is allowed and what to do; without words of the article.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem

    def within(self, path: str) -> InvalidRequestError:
        """The same error, seen from a message that holds the request at a path."""
        return InvalidRequestError(f"{path}.{self.field}", self.problem)


_CODES: tuple[tuple[type[BaseException], grpc.StatusCode, str], ...] = (
    (FutureTimeoutError, grpc.StatusCode.DEADLINE_EXCEEDED, "the document took longer than the service allows"),
    (ProcessExpired, grpc.StatusCode.UNAVAILABLE, "the worker that read the document ended; the call may be repeated"),
    (CancelledError, grpc.StatusCode.CANCELLED, "the work was cancelled"),
)
_UNFORESEEN = "the service failed on this document; its log tells the kind of failure"


def status_of(error: BaseException, path: str = "") -> status_pb2.Status:
    """The status that tells a caller of an error; it never holds words of the article.

    Args:
        error: What was raised while a request was served.
        path: Where the request stands in the message that the caller sent; empty if it is that message.
    """
    if isinstance(error, InvalidDocumentError):
        error = InvalidRequestError(f"document.{error.field}", error.problem)
    if isinstance(error, InvalidRequestError):
        return _invalid(error.within(path) if path else error)
    for kind, code, message in _CODES:
        if isinstance(error, kind):
            return status_pb2.Status(code=code.value[0], message=message)
    return status_pb2.Status(code=grpc.StatusCode.INTERNAL.value[0], message=_UNFORESEEN)


def _invalid(error: InvalidRequestError) -> status_pb2.Status:
    violation = error_details_pb2.BadRequest.FieldViolation(field=error.field, description=error.problem)
    status = status_pb2.Status(code=grpc.StatusCode.INVALID_ARGUMENT.value[0], message=str(error))
    status.details.add().Pack(error_details_pb2.BadRequest(field_violations=[violation]))
    return status


async def abort(context: grpc.aio.ServicerContext[Any, Any], status: status_pb2.Status) -> NoReturn:
    """Ends a call with a status and its details."""
    rich = rpc_status.to_status(status)
    await context.abort(rich.code, rich.details, rich.trailing_metadata)
    raise AssertionError  # abort always raises
