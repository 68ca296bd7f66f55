"""Worker processes, which hold the engine. The process that runs gRPC never reads a text and never forks."""

from __future__ import annotations

import asyncio
import functools
import multiprocessing
import signal
from typing import TYPE_CHECKING

from pebble import ProcessPool

from quoth.engine import Document, Engine
from quoth.engine.languages import read_gazetteer
from quoth.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from quoth.engine import Extraction, KnownSpeaker
    from quoth.engine.languages import Gazetteer

_WARM_UP = '"It works," Ada Lovelace told Reuters in London.'


@functools.cache
def worker_engine() -> Engine:
    """The engine of this process; made once, in the fork server, whose memory the workers share."""
    return Engine(own_outlets(Settings.from_environment()))


def own_outlets(settings: Settings) -> Gazetteer | None:
    """The outlets that the settings add; ``None`` without a file of them.

    Raises:
        GazetteerError: The file is wrong; the message names the line.
        OSError: It cannot be read.
        UnicodeDecodeError: It is not UTF-8.
    """
    path = settings.outlets_file
    if path is None:
        return None
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return read_gazetteer(lines, str(path))


def _extract(document: Document, known_speakers: Sequence[KnownSpeaker]) -> Extraction:
    return worker_engine().extract(document, known_speakers)


def _ignore_interrupts() -> None:
    """Leaves the stopping of a worker to the pool: an interrupt from the terminal reaches the whole process group."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Workers:
    """A pool of processes that extract.

    Args:
        count: Number of processes.
        timeout: Longest time one document may take, in seconds.
    """

    def __init__(self, count: int, timeout: float) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["quoth.service.preload"])
        self._count = count
        self._timeout = timeout
        self._pool = ProcessPool(max_workers=count, context=context, initializer=_ignore_interrupts)

    async def warm_up(self) -> None:
        """Returns when every worker has had work to do."""
        await asyncio.gather(*(self.extract(Document(_WARM_UP)) for _ in range(self._count)))

    async def extract(self, document: Document, known_speakers: Sequence[KnownSpeaker] = ()) -> Extraction:
        """Extracts in a worker.

        Raises:
            InvalidDocumentError: As the engine does.
            TimeoutError: It took too long; its worker was replaced.
            pebble.ProcessExpired: The worker ended; it was replaced.
        """
        arguments = [document, known_speakers]
        return await asyncio.wrap_future(self._pool.schedule(_extract, args=arguments, timeout=self._timeout))

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
