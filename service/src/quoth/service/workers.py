"""Worker processes, which hold the engine. The process that runs gRPC never reads a text and never forks.

Each worker is a pebble pool of one process with pipes of its own, over a fork server that has loaded the engine. One
that dies, is too slow or whose document was cancelled may have left half a message in its pipe, so it is thrown away
whole and another takes its place; no other worker notices.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures.process import BrokenProcessPool
from contextvars import Context
from typing import TYPE_CHECKING

import structlog
from pebble import ProcessExpired, ProcessPool

from quoth.service import work

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from multiprocessing.context import ForkServerContext
    from typing import Any

    from quoth.service.metrics import Metrics

_RESTART_SECONDS = 1.0
_WIND_UP_SECONDS = 0.25
_log = structlog.get_logger()


class WorkerDiedError(Exception):
    """The worker ended while it read the document."""


class Workers:
    """Processes that read documents, one at a time each.

    Args:
        count: How many.
        metrics: Told of busy, ended and new workers.
    """

    def __init__(self, count: int, metrics: Metrics) -> None:
        self.count = count
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["quoth.service.preload"])
        self._idle: asyncio.Queue[ProcessPool] = asyncio.Queue()
        self._metrics = metrics
        self._background: set[asyncio.Task[None]] = set()
        self._closing = False
        self._present = 0

    @property
    def present(self) -> int:
        """How many workers there are, idle or at work."""
        return self._present

    async def start(self) -> None:
        """Returns when every worker is ready."""
        await asyncio.gather(*(self._add() for _ in range(self.count)))

    async def run(self, request: bytes, seconds: float) -> work.Extracted | work.Refused | work.Failed:
        """Waits for an idle worker and has it read a document.

        Cancelling this ends the work, unless it is done within a quarter of a second.

        Args:
            request: A serialized ExtractQuotationsRequest.
            seconds: Longest time of the work, without the wait.

        Raises:
            TimeoutError: It took too long.
            WorkerDiedError: The worker ended while it read the document.
        """
        while True:
            with self._metrics.queued_documents.track_inprogress(), self._metrics.queue_wait.time():
                worker = await self._idle.get()
            try:
                answer = asyncio.wrap_future(worker.schedule(work.extract, args=[request]))
            except RuntimeError:  # it ended while it was idle
                self._replace(worker, "died")
                continue
            try:
                with self._metrics.busy_workers.track_inprogress():
                    async with asyncio.timeout(seconds):
                        result = await asyncio.shield(answer)
            except BrokenProcessPool:  # it ended before the document reached it
                self._replace(worker, "died")
            except ProcessExpired:
                self._replace(worker, "died")
                raise WorkerDiedError from None
            except BaseException:
                self._in_background(self._wind_up(worker, answer))
                raise
            else:
                self._idle.put_nowait(worker)
                return result

    async def _wind_up(self, worker: ProcessPool, answer: asyncio.Future[Any]) -> None:
        """Lets a worker whose answer nobody waits for finish, if it is about to; a new one would cost more."""
        with self._metrics.busy_workers.track_inprogress():
            await asyncio.wait([answer], timeout=_WIND_UP_SECONDS)
        if answer.done() and answer.exception() is None:
            self._idle.put_nowait(worker)
        else:
            self._replace(worker, "died" if answer.done() else "stopped")
            answer.cancel()

    async def close(self) -> None:
        """Ends all workers; none may be at work any more."""
        self._closing = True
        while self._background:
            await asyncio.wait(self._background)
        idle = [self._idle.get_nowait() for _ in range(self._idle.qsize())]
        await asyncio.gather(*(asyncio.to_thread(_discard, worker) for worker in idle))

    def _replace(self, worker: ProcessPool, cause: str) -> None:
        self._set_present(self._present - 1)
        self._metrics.worker_restarts.labels(cause).inc()
        _log.warning("worker replaced", cause=cause)
        self._in_background(asyncio.to_thread(_discard, worker))
        self._in_background(self._add())

    async def _add(self) -> None:
        while not self._closing:
            try:
                worker = await asyncio.to_thread(_ready_worker, self._context)
            except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
                _log.error("no new worker", error=type(error).__qualname__, retry_seconds=_RESTART_SECONDS)
                await asyncio.sleep(_RESTART_SECONDS)
            else:
                self._set_present(self._present + 1)
                self._idle.put_nowait(worker)
                return

    def _set_present(self, count: int) -> None:
        self._present = count
        self._metrics.present_workers.set(count)

    def _in_background(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(job, context=Context())  # what it logs is no caller's
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _ready_worker(context: ForkServerContext) -> ProcessPool:
    worker = ProcessPool(max_workers=1, context=context, initializer=work.set_up)
    try:
        worker.schedule(work.warm_up).result()
    except BaseException:
        _discard(worker)
        raise
    return worker


def _discard(worker: ProcessPool) -> None:
    worker.stop()  # type: ignore[no-untyped-call]
    worker.join()
