"""What every call goes through: who calls, how much they may, the request's id, metrics, one line of log, errors."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from contextlib import aclosing, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import grpc
import structlog
from google.protobuf.message import DecodeError

from quoth.service.errors import (
    DeadlineExpiredError,
    EngineFailedError,
    InvalidRequestError,
    RefusedError,
    abort,
    failure_of,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from quoth.service.auth import Authenticator
    from quoth.service.errors import Failure
    from quoth.service.limits import OpenCalls
    from quoth.service.metrics import Metrics

    Context = grpc.aio.ServicerContext[Any, Any]

_HEALTH = "/grpc.health.v1.Health/"
_DEADLINE_SLACK_SECONDS = 0.05  # the client's clock may be the first to cancel
REQUEST_ID = "x-request-id"
_REQUEST_ID_FORM = re.compile(r"[!-~]{1,128}")
_log = structlog.get_logger()


class CallInterceptor(grpc.aio.ServerInterceptor):
    """Stands before every method but health checks, which load balancers make without a token and all the time.

    Args:
        authenticator: Tells who calls.
        open_calls: Tells how much they may.
        metrics: Counts.
    """

    def __init__(self, authenticator: Authenticator, open_calls: OpenCalls, metrics: Metrics) -> None:
        self._authenticator = authenticator
        self._open_calls = open_calls
        self._metrics = metrics
        self._running: set[asyncio.Task[Any]] = set()

    async def ended(self) -> None:
        """Returns when no call runs any more and all answers are sent."""
        while self._running:
            await asyncio.wait(self._running)

    async def cancel(self) -> None:
        """Ends what still runs, and returns when it has ended."""
        for task in self._running:
            task.cancel()
        await self.ended()

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:  # noqa: ANN401 - the handler of any method
        """Wraps the handler of a method."""
        handler: Any = await continuation(handler_call_details)
        method = handler_call_details.method
        if handler is None or method.startswith(_HEALTH):
            return handler
        self._track()
        codec = {
            "request_deserializer": _forgiving(handler.request_deserializer),
            "response_serializer": handler.response_serializer,
        }
        if not self._authenticator.knows(handler_call_details.invocation_metadata or ()):

            async def refused(_: AsyncIterator[Any], context: Context) -> AsyncIterator[Any]:
                async with self._call(method, context, stream=False):
                    yield  # never reached: the call ends without its message being read

            return grpc.stream_stream_rpc_method_handler(refused, **codec)

        if handler.stream_stream:

            async def stream(requests: AsyncIterator[Any], context: Context) -> AsyncIterator[Any]:
                async with (
                    self._call(method, context, stream=True),
                    aclosing(handler.stream_stream(requests, context)) as responses,
                ):
                    async for response in responses:
                        yield response

            return grpc.stream_stream_rpc_method_handler(stream, **codec)

        async def unary(request: Any, context: Context) -> Any:  # noqa: ANN401
            async with self._call(method, context, stream=False):
                _check_readable(request)
                return await handler.unary_unary(request, context)

        return grpc.unary_unary_rpc_method_handler(unary, **codec)

    def _track(self) -> None:
        """Remembers the task in which gRPC runs this call, from before its message has come to after its answer."""
        task: asyncio.Task[Any] = asyncio.current_task()  # type: ignore[assignment]
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    @asynccontextmanager
    async def _call(self, method: str, context: Context, *, stream: bool) -> AsyncIterator[None]:
        request_id = _request_id(context)
        trailing = ((REQUEST_ID, request_id),)
        context.set_trailing_metadata(trailing)
        try:
            with self._observed(method.rpartition("/")[2], request_id, context, stream=stream):
                yield
        except Exception as error:  # noqa: BLE001 - every error becomes a status
            await abort(context, error, failure_of(error, request_id), trailing)

    @contextmanager
    def _observed(self, method: str, request_id: str, context: Context, *, stream: bool) -> Iterator[None]:
        """Lets a client in, counts and logs; who reads an answer finds its line in the log."""
        begun, code = time.perf_counter(), grpc.StatusCode.CANCELLED
        structlog.contextvars.bind_contextvars(request_id=request_id, method=method)
        try:
            client = self._authenticator.client(
                context.invocation_metadata() or (), context.peer(), context.auth_context()
            )
            structlog.contextvars.bind_contextvars(client=client)
            with (
                self._open_calls.opened(client, stream=stream),
                self._metrics.open_calls.labels(method).track_inprogress(),
            ):
                yield
            code = grpc.StatusCode.OK
        except asyncio.CancelledError:
            if (left := context.time_remaining()) is not None and left <= _DEADLINE_SLACK_SECONDS:
                expired = DeadlineExpiredError()
                failure = failure_of(expired)
                code = failure.code
                report(self._metrics, expired, failure)
            raise
        except Exception as error:
            failure = failure_of(error)
            code = failure.code
            report(self._metrics, error, failure)
            raise
        finally:
            seconds = time.perf_counter() - begun
            self._metrics.calls.labels(method, code.name).observe(seconds)
            _log.info("call", code=code.name, milliseconds=round(1000 * seconds, 1))


class Malformed:
    """A message that protobuf cannot read."""


def _forgiving(deserialize: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    """Leaves it to the call to refuse a malformed message; gRPC would call it the service's own error."""

    def forgiving(message: bytes) -> Any:  # noqa: ANN401
        try:
            return deserialize(message)
        except DecodeError:
            return Malformed()

    return forgiving


def _check_readable(request: object) -> None:
    if isinstance(request, Malformed):
        raise InvalidRequestError(
            "request", "is not the protobuf message of this method; use the stubs of the contract"
        )


def report(metrics: Metrics, error: Exception, failure: Failure) -> None:
    """Counts and logs an error; its message only where Quoth wrote it, for others may hold words of the article."""
    metrics.rejects.labels(failure.reason).inc()
    if isinstance(error, EngineFailedError):
        _log.error("failed", reason=failure.reason, error=error.kind)
    elif isinstance(error, RefusedError):
        _log.info("refused", reason=failure.reason, **error.metadata)
    else:
        _log.error("failed", reason=failure.reason, error=type(error).__qualname__)


def _request_id(context: Context) -> str:
    for name, value in context.invocation_metadata() or ():
        if name == REQUEST_ID and isinstance(value, str) and _REQUEST_ID_FORM.fullmatch(value):
            return value
    return uuid.uuid4().hex
