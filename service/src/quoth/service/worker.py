"""A worker process as the process that runs gRPC has it: a document in, an answer out, and its end."""

from __future__ import annotations

import asyncio
import pickle
import socket
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Self

from quoth.service import work

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext
    from multiprocessing.process import BaseProcess


class WorkerDiedError(Exception):
    """The worker ended while it read the document."""


class Worker:
    """A process that runs ``work.serve``, and the socket to it, which the event loop reads and writes without threads.

    Args:
        process: Has been started.
        connection: This end of the socket.
        reader: Reads from it.
        writer: Writes to it.
    """

    def __init__(
        self,
        process: BaseProcess,
        connection: socket.socket,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._process = process
        self._connection = connection
        self._reader = reader
        self._writer = writer
        self.killed = False

    @classmethod
    async def start(cls, context: ForkServerContext) -> Self:
        """Starts a process; returns when it is ready for work.

        Raises:
            WorkerDiedError: It cannot work; its log tells why.
            OSError: The fork server cannot work, or there is no room for another process.
            EOFError: The fork server ended meanwhile.
        """
        ours, theirs = socket.socketpair()
        process = await asyncio.to_thread(_started, context, theirs)
        worker = cls(process, ours, *await asyncio.open_connection(sock=ours))
        try:
            await worker._receive()
        except BaseException:
            worker.kill()
            raise
        return worker

    @property
    def has_ended(self) -> bool:
        """Whether an idle worker's process has ended: it says nothing, so there is nothing to read but the end."""
        return self._writer.is_closing() or bool(wait([self._connection], timeout=0))

    async def read(self, request: bytes) -> work.Extracted | work.Refused | work.Failed:
        """Has the process read one document; it must be idle.

        Args:
            request: A serialized ExtractQuotationsRequest.

        Raises:
            WorkerDiedError: It ended before it answered.
        """
        try:
            self._writer.write(work.FRAME.pack(len(request)) + request)
            await self._writer.drain()
        except ConnectionError:
            raise WorkerDiedError from None
        return pickle.loads(await self._receive())  # type: ignore[no-any-return]  # noqa: S301 - from our own code

    async def _receive(self) -> bytes:
        try:
            (size,) = work.FRAME.unpack(await self._reader.readexactly(work.FRAME.size))
            return await self._reader.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise WorkerDiedError from None

    def kill(self) -> None:
        """Ends the process, whatever it does."""
        self.killed = True
        self._process.kill()
        self._writer.close()

    async def end(self) -> None:
        """Returns when the process has ended and nothing is left of it."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        self._writer.close()


def _started(context: ForkServerContext, connection: socket.socket) -> BaseProcess:
    """A new process that has the connection; waits until the fork server has loaded the engine."""
    with connection:
        process = context.Process(target=work.serve, args=[connection], daemon=True)
        process.start()
    return process
