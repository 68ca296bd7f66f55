"""Errors as callers see them: one table from what went wrong to a ``google.rpc.Status`` (AIP-193)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import grpc
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from quoth.engine import InvalidDocumentError
from quoth.v1 import quotations_pb2 as pb

if TYPE_CHECKING:
    from typing import Any, NoReturn

DOMAIN = pb.DESCRIPTOR.package
REASON_PREFIX = "ERROR_REASON_"


class RefusedError(Exception):
    """Why the service does not answer; its message never holds words of an article.

    Attributes:
        metadata: What the contract promises beside the reason, see ``ErrorReason``.
        retry_seconds: When trying again can help; ``None`` if it cannot.
    """

    def __init__(
        self, message: str, metadata: dict[str, str] | None = None, retry_seconds: float | None = None
    ) -> None:
        super().__init__(message)
        self.metadata = metadata or {}
        self.retry_seconds = retry_seconds


class InvalidRequestError(RefusedError):
    """A request that is refused.

    Attributes:
        field: Path of the wrong field in the request, for example "document.text".
        problem: What was given, what is allowed and what to do.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}", {"field": field})
        self.field = field
        self.problem = problem

    def within(self, path: str) -> InvalidRequestError:
        """The same error, seen from a message that holds the request at a path."""
        return InvalidRequestError(f"{path}.{self.field}", self.problem)


class LimitExceededError(InvalidRequestError):
    """A field that is larger than a limit of the service.

    Attributes:
        limit: Name of the limit in ``ServiceLimits``.
        allowed: The limit.
        value: What was given.
        unit: What both count.
    """

    def __init__(self, field: str, limit: str, allowed: int, value: int, unit: str) -> None:
        super().__init__(field, f"has {value} {unit}; at most {allowed} are allowed ({limit}); send fewer")
        self.metadata |= {"limit": limit, "allowed": str(allowed), "value": str(value)}
        self.limit, self.allowed, self.value, self.unit = limit, allowed, value, unit

    def within(self, path: str) -> LimitExceededError:
        """The same error, seen from a message that holds the request at a path."""
        return LimitExceededError(f"{path}.{self.field}", self.limit, self.allowed, self.value, self.unit)


class QueueFullError(RefusedError):
    """Too many documents wait for a worker, or too many bytes are held."""

    def __init__(self, limit: str, allowed: int, retry_seconds: float) -> None:
        super().__init__(
            f"the service has as much to do as it may ({limit}: {allowed}); try again later",
            {"limit": limit, "allowed": str(allowed)},
            retry_seconds,
        )


class ClientLimitError(RefusedError):
    """The client has as many calls or streams open as it may."""

    def __init__(self, limit: str, allowed: int) -> None:
        super().__init__(
            f"the client has {allowed} open already, as many as it may ({limit}); wait for one to end",
            {"limit": limit, "allowed": str(allowed)},
            retry_seconds=1.0,
        )


class DeadlineExpiredError(RefusedError):
    """The call's deadline passed."""

    def __init__(self) -> None:
        super().__init__("the deadline passed before there was an answer; allow more time or send fewer documents")


class DocumentTimeoutError(RefusedError):
    """Reading one document took longer than the service allows."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the document took longer than {seconds:g} seconds; send it in parts")


class WorkerLostError(RefusedError):
    """The worker that read the document ended, and so did the one that tried again."""

    def __init__(self) -> None:
        super().__init__("two workers ended while they read the document; it will not be read again")


class DocumentQuarantinedError(RefusedError):
    """The document has ended two workers."""

    def __init__(self) -> None:
        super().__init__(
            "the document has ended two workers and is not read again; report it to the service's operators"
        )


class TokenInvalidError(RefusedError):
    """The call has no token, or not one that is known."""


class EngineFailedError(RefusedError):
    """The engine raised what it should not have.

    Attributes:
        kind: Name of the exception's class.
    """

    def __init__(self, kind: str) -> None:
        super().__init__("the service failed on this document; its log tells the kind of failure")
        self.kind = kind


class _Row(NamedTuple):
    error: type[Exception]
    code: grpc.StatusCode
    reason: pb.ErrorReason.ValueType


_TABLE = (
    _Row(LimitExceededError, grpc.StatusCode.INVALID_ARGUMENT, pb.ERROR_REASON_LIMIT_EXCEEDED),
    _Row(InvalidRequestError, grpc.StatusCode.INVALID_ARGUMENT, pb.ERROR_REASON_FIELD_INVALID),
    _Row(QueueFullError, grpc.StatusCode.RESOURCE_EXHAUSTED, pb.ERROR_REASON_QUEUE_FULL),
    _Row(ClientLimitError, grpc.StatusCode.RESOURCE_EXHAUSTED, pb.ERROR_REASON_CLIENT_LIMIT_EXCEEDED),
    _Row(DeadlineExpiredError, grpc.StatusCode.DEADLINE_EXCEEDED, pb.ERROR_REASON_DEADLINE_EXPIRED),
    _Row(DocumentTimeoutError, grpc.StatusCode.DEADLINE_EXCEEDED, pb.ERROR_REASON_DOCUMENT_TIMEOUT),
    _Row(WorkerLostError, grpc.StatusCode.UNAVAILABLE, pb.ERROR_REASON_WORKER_LOST),
    _Row(DocumentQuarantinedError, grpc.StatusCode.FAILED_PRECONDITION, pb.ERROR_REASON_DOCUMENT_QUARANTINED),
    _Row(TokenInvalidError, grpc.StatusCode.UNAUTHENTICATED, pb.ERROR_REASON_TOKEN_INVALID),
    _Row(Exception, grpc.StatusCode.INTERNAL, pb.ERROR_REASON_INTERNAL),
)
_UNFORESEEN = "the service failed; its log tells the kind of failure under the request's id"


class Failure(NamedTuple):
    """An error as it is told and counted.

    Attributes:
        code: The gRPC status code.
        reason: Name of the ``ErrorReason`` without its prefix.
        status: All of it, for the caller.
    """

    code: grpc.StatusCode
    reason: str
    status: status_pb2.Status


def failure_of(error: Exception, request_id: str = "", path: str = "") -> Failure:
    """What a caller is told of an error; it never holds words of an article.

    Args:
        error: What was raised while a request was served.
        request_id: The request's, for the caller to quote.
        path: Where the request stands in the message that the caller sent; empty if it is that message.
    """
    if isinstance(error, InvalidDocumentError):
        error = InvalidRequestError(f"document.{error.field}", error.problem)
    if isinstance(error, InvalidRequestError) and path:
        error = error.within(path)
    row = next(row for row in _TABLE if isinstance(error, row.error))
    reason = pb.ErrorReason.Name(row.reason).removeprefix(REASON_PREFIX)
    known = isinstance(error, RefusedError)
    status = status_pb2.Status(code=row.code.value[0], message=str(error) if known else _UNFORESEEN)
    metadata = error.metadata if isinstance(error, RefusedError) else {}
    status.details.add().Pack(error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN, metadata=metadata))
    if request_id:
        status.details.add().Pack(error_details_pb2.RequestInfo(request_id=request_id))
    if isinstance(error, InvalidRequestError):
        violation = error_details_pb2.BadRequest.FieldViolation(field=error.field, description=error.problem)
        status.details.add().Pack(error_details_pb2.BadRequest(field_violations=[violation]))
    if isinstance(error, RefusedError) and error.retry_seconds is not None:
        delay = Duration()
        delay.FromMilliseconds(round(1000 * error.retry_seconds))
        status.details.add().Pack(error_details_pb2.RetryInfo(retry_delay=delay))
    return Failure(row.code, reason, status)


async def abort(
    context: grpc.aio.ServicerContext[Any, Any],
    error: Exception,
    failure: Failure,
    trailing: tuple[tuple[str, str], ...],
) -> NoReturn:
    """Ends a call with a failure; gRPC's own retries keep to its delay (server pushback, gRFC A6).

    Args:
        context: Of the call.
        error: What was raised.
        failure: What is told of it.
        trailing: More trailing metadata.
    """
    rich = rpc_status.to_status(failure.status)
    seconds = error.retry_seconds if isinstance(error, RefusedError) else None
    pushback = ("grpc-retry-pushback-ms", "-1" if seconds is None else str(round(1000 * seconds)))
    await context.abort(rich.code, rich.details, (*rich.trailing_metadata, pushback, *trailing))
    raise AssertionError  # abort always raises
