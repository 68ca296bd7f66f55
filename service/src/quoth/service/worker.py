"""A worker process as the process that runs gRPC has it: a document in, an answer out, and its end."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import socket
from contextlib import suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Self, cast

from quoth.service import work

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext


class WorkerDiedError(Exception):
    """The worker ended while it read the document."""


class Worker(asyncio.Protocol):
    """A process that runs ``work.serve``, and the socket to it, which the event loop reads and writes without threads.

    The end of the socket is the end of the process, so nothing has to be asked of the fork server.

    Attributes:
        ended: Set when the process has ended.
        killed: Whether it was ended by ``kill``.
    """

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self._pid = pid
        self._connection = connection
        self._transport: asyncio.WriteTransport
        self._received = bytearray()
        self._message: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.ended = asyncio.Event()
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
        worker = cls(await asyncio.to_thread(_start_process, context, theirs), ours)
        try:
            await asyncio.get_running_loop().create_connection(lambda: worker, sock=ours)
            await worker._message
        except BaseException:
            worker.kill()
            raise
        return worker

    @property
    def has_ended(self) -> bool:
        """Whether an idle worker's process has ended: it says nothing, so there is nothing to read but the end."""
        return self.ended.is_set() or bool(wait([self._connection], timeout=0))

    async def read(self, request: bytes) -> work.Extracted | work.Refused | work.Failed:
        """Has the process read one document; it must be idle.

        Args:
            request: A serialized ExtractQuotationsRequest.

        Raises:
            WorkerDiedError: It ended before it answered.
        """
        if self.ended.is_set():
            raise WorkerDiedError
        self._message = asyncio.get_running_loop().create_future()
        self._transport.write(work.FRAME.pack(len(request)) + request)
        return pickle.loads(await self._message)  # type: ignore[no-any-return]  # noqa: S301 - from our own code

    def kill(self) -> None:
        """Ends the process, whatever it does."""
        self.killed = True
        if not self.ended.is_set():
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop when it has taken the socket."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Called by the event loop with a part of a message."""
        self._received += data
        if len(self._received) < work.FRAME.size:
            return
        (size,) = work.FRAME.unpack_from(self._received)
        if len(self._received) == work.FRAME.size + size and not self._message.done():
            self._message.set_result(bytes(self._received[work.FRAME.size :]))
            self._received.clear()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the event loop at the end of the socket."""
        del exc
        self.ended.set()
        if not self._message.done():
            self._message.set_exception(WorkerDiedError())


def _start_process(context: ForkServerContext, connection: socket.socket) -> int:
    """Starts a process that has the connection, once the fork server has loaded the engine; returns its id."""
    with connection:
        process = context.Process(target=work.serve, args=[connection], daemon=True)
        process.start()
    return cast("int", process.pid)
