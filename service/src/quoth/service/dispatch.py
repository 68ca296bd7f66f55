"""Gets documents read: a bounded queue in front of the workers, deadlines, one retry."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from quoth.service.errors import (
    DeadlineExpiredError,
    DocumentTimeoutError,
    EngineFailedError,
    InvalidRequestError,
    QueueFullError,
    WorkerLostError,
)
from quoth.service.quarantine import Quarantine
from quoth.service.work import Extracted, Refused
from quoth.service.worker import WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.service.metrics import Metrics
    from quoth.service.settings import Settings
    from quoth.service.workers import Workers
    from quoth.v1 import quotations_pb2 as pb

_SHORTEST_RETRY, _LONGEST_RETRY = 0.1, 30.0
_WEIGHT_OF_LAST = 0.05


class Dispatcher:
    """Brings documents to the workers.

    Args:
        workers: Who read them.
        settings: How many may wait, and how long.
        metrics: Told of waiting documents.
    """

    def __init__(self, workers: Workers, settings: Settings, metrics: Metrics) -> None:
        self._workers = workers
        self._metrics = metrics
        self._settings = settings
        self._places = asyncio.Semaphore(workers.count + settings.max_queued_documents)
        self._quarantine = Quarantine()
        self._held_bytes = 0
        self._mean_seconds = 0.02

    @contextmanager
    def admitted(self, size: int) -> Iterator[None]:
        """Counts a unary call or a batch as held, for as long as the context lasts.

        Args:
            size: Of its request, in bytes.

        Raises:
            QueueFullError: The queue is full, or the calls hold as many bytes as they may.
        """
        settings, workers = self._settings, self._workers.count
        for limit, full in (
            ("max_queued_documents", self._places.locked()),
            ("max_held_bytes", self._held_bytes + size > settings.max_held_bytes),
        ):
            if full:
                seconds = self._mean_seconds * (settings.max_queued_documents + workers) / workers
                retry = min(max(seconds, _SHORTEST_RETRY), _LONGEST_RETRY)
                raise QueueFullError(limit, getattr(settings, limit), retry)
        self._held_bytes += size
        try:
            yield
        finally:
            self._held_bytes -= size

    async def extract(self, request: pb.ExtractQuotationsRequest, deadline: float | None) -> Extracted:
        """Has one document read, waiting for room and for a worker as long as the deadline allows.

        Cancelling this takes the document out of the queue, or ends the work on it.

        Args:
            request: A request within all limits.
            deadline: Of the call, as the event loop's clock counts; ``None`` if the client set none.

        Raises:
            RefusedError: There is no answer; one of the service's errors says why.
        """
        now = asyncio.get_running_loop().time()
        if deadline is None:
            deadline = now + self._settings.default_deadline_seconds
        if deadline <= now:
            raise DeadlineExpiredError
        with ExitStack() as waiting:
            waiting.enter_context(self._metrics.queued_documents.track_inprogress())
            waiting.enter_context(self._metrics.queue_wait.time())
            try:
                async with asyncio.timeout_at(deadline), self._places:
                    return await self._read(request, waiting)
            except TimeoutError:
                raise DeadlineExpiredError from None

    async def _read(self, request: pb.ExtractQuotationsRequest, waiting: ExitStack) -> Extracted:
        seconds = self._settings.document_timeout_seconds

        def serialized() -> bytes:
            waiting.close()
            self._quarantine.check(request)
            return request.SerializeToString()

        while True:
            try:
                result = await self._workers.run(serialized, seconds)
            except TimeoutError:
                raise DocumentTimeoutError(seconds) from None
            except WorkerDiedError:
                if not self._quarantine.record_death(request):
                    raise WorkerLostError from None
            else:
                self._quarantine.forgive(request)
                break
        if isinstance(result, Extracted):
            self._mean_seconds += _WEIGHT_OF_LAST * (result.seconds - self._mean_seconds)
            return result
        if isinstance(result, Refused):
            raise InvalidRequestError(f"document.{result.field}", result.problem)
        raise EngineFailedError(result.kind)
