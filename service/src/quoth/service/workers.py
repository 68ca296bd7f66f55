"""The worker processes, which hold the engine. The process that runs gRPC never reads a text and never forks.

A worker that dies, is too slow or whose document was cancelled is thrown away whole, and another takes its place; no
other worker notices.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from contextvars import Context
from typing import TYPE_CHECKING

import structlog

from quoth.service.worker import Worker, WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from quoth.service import work
    from quoth.service.metrics import Metrics

_START_SECONDS = 60.0
_RESTART_SECONDS = 1.0
_WIND_UP_SECONDS = 0.25
_log = structlog.get_logger()


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
        self._present: set[Worker] = set()
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._metrics = metrics
        self._background: set[asyncio.Task[None]] = set()

    @property
    def present(self) -> int:
        """How many workers there are, idle or at work."""
        return len(self._present)

    async def start(self) -> None:
        """Returns when every worker is ready."""
        await asyncio.gather(*(self._add() for _ in range(self.count)))

    async def run(self, prepare: Callable[[], bytes], seconds: float) -> work.Extracted | work.Refused | work.Failed:
        """Waits for an idle worker and has it read a document.

        Cancelling this ends the work, unless it is done within a quarter of a second.

        Args:
            prepare: Called when a worker is idle; returns a serialized ExtractQuotationsRequest.
            seconds: Longest time of the work, without the wait.

        Raises:
            TimeoutError: It took too long.
            WorkerDiedError: The worker ended while it read the document.
            Exception: What ``prepare`` raises.
        """
        while (worker := await self._idle.get()).has_ended:
            pass
        try:
            request = prepare()
        except BaseException:
            self._idle.put_nowait(worker)
            raise
        answer = asyncio.create_task(worker.read(request))
        try:
            with self._metrics.busy_workers.track_inprogress():
                async with asyncio.timeout(seconds):
                    result = await asyncio.shield(answer)
        except WorkerDiedError:
            raise
        except BaseException:
            self._in_background(self._wind_up(worker, answer))
            raise
        self._idle.put_nowait(worker)
        return result

    async def close(self) -> None:
        """Ends all workers, whatever they do."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        for worker in self._present:
            worker.kill()
        await asyncio.gather(*(worker.ended.wait() for worker in self._present))

    async def _wind_up(self, worker: Worker, answer: asyncio.Task[Any]) -> None:
        """Lets a worker whose answer nobody waits for finish, if it is about to; a new one would cost more."""
        try:
            with self._metrics.busy_workers.track_inprogress():
                await asyncio.wait([answer], timeout=_WIND_UP_SECONDS)
        finally:
            if answer.done() and answer.exception() is None:
                self._idle.put_nowait(worker)
            else:
                answer.cancel()
                worker.kill()

    async def _add(self) -> None:
        """Starts a worker, again and again until one is ready, and another one at its end."""
        while True:
            try:
                async with asyncio.timeout(_START_SECONDS):
                    worker = await Worker.start(self._context)
                break
            except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
                _log.error("no new worker", error=type(error).__qualname__, retry_seconds=_RESTART_SECONDS)
                await asyncio.sleep(_RESTART_SECONDS)
        self._present.add(worker)
        self._metrics.present_workers.set(self.present)
        self._idle.put_nowait(worker)
        self._in_background(self._replace(worker))

    async def _replace(self, worker: Worker) -> None:
        await worker.ended.wait()
        cause = "stopped" if worker.killed else "died"
        self._present.remove(worker)
        self._metrics.present_workers.set(self.present)
        self._metrics.worker_restarts.labels(cause).inc()
        _log.warning("worker replaced", cause=cause)
        await self._add()

    def _in_background(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(job, context=Context())  # what it logs is no caller's
        self._background.add(task)
        task.add_done_callback(self._background.discard)
