"""What runs in a worker process: bytes of a request in, bytes of a response out."""

from __future__ import annotations

import functools
import gc
import os
import pickle
import select
import struct
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from quoth.engine import Engine, InvalidDocumentError
from quoth.engine.languages import read_gazetteer
from quoth.engine.stopwatch import Stopwatch
from quoth.service import convert
from quoth.service.versions import engine_info
from quoth.v1 import quotations_pb2 as pb

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping
    from io import BufferedIOBase

    from quoth.engine.languages import Gazetteer

FRAME = struct.Struct("!I")
OUTLETS_VARIABLE = "QUOTH_OUTLETS_FILE"
_WARM_UP = pb.ExtractQuotationsRequest(document=pb.Document(text='"It works," Ada Lovelace told Reuters in London.'))


@dataclass(frozen=True, slots=True)
class Extracted:
    """An answer.

    Attributes:
        response: A serialized ExtractQuotationsResponse.
        words: How many the document has.
        quotations: How many of each kind were found.
        stage_seconds: How long each stage of the engine took.
        seconds: How long all of it took, protobuf included.
    """

    response: bytes
    words: int
    quotations: Mapping[str, int]
    stage_seconds: Mapping[str, float]
    seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that the engine refuses: the field, and what is wrong with it."""

    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A document on which the engine raised; the kind of exception, since its message may hold words of the article."""

    kind: str


@functools.cache
def worker_engine() -> Engine:
    """The engine of this process; made once, in the fork server, whose memory the workers share."""
    file = os.environ.get(OUTLETS_VARIABLE)
    return Engine(own_outlets(Path(file) if file else None))


def own_outlets(path: Path | None) -> Gazetteer | None:
    """The outlets that a file adds; ``None`` without one.

    Raises:
        GazetteerError: The file is wrong; the message names the line.
        OSError: It cannot be read.
        UnicodeDecodeError: It is not UTF-8.
    """
    if path is None:
        return None
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return read_gazetteer(lines, str(path))


def extract(request: bytes) -> Extracted | Refused | Failed:
    """Answers one serialized ExtractQuotationsRequest; never raises."""
    try:
        return _extract(pb.ExtractQuotationsRequest.FromString(request))
    except InvalidDocumentError as error:
        return Refused(error.field, error.problem)
    except Exception as error:  # noqa: BLE001 - the worker goes on, and nobody must see its message
        return Failed(type(error).__qualname__)


def _extract(request: pb.ExtractQuotationsRequest) -> Extracted:
    watch = Stopwatch()
    document = convert.document(request)
    extraction = worker_engine().extract(document, convert.known_speakers(request)).only(convert.kinds(request))
    response = convert.response(document.text, extraction, convert.encoding(request), engine_info())
    serialized = response.SerializeToString()
    watch.lap("all")
    return Extracted(
        response=serialized,
        words=len(document.text.split()),
        quotations=Counter(quotation.kind.value for quotation in extraction.quotations),
        stage_seconds=dict(extraction.stage_seconds),
        seconds=watch.seconds["all"],
    )


def warm_up() -> None:
    """Returns when this process is ready for work.

    Raises:
        Exception: It cannot be, for example because the file of outlets is wrong by now.
    """
    _extract(_WARM_UP)


def serve(connection: socket.socket) -> None:
    """Answers requests until the other end closes: what a worker process runs.

    Each message is preceded by its length (``FRAME``). The first one says that the process is ready, and is empty.

    Garbage is collected after each document, when little is left to look through, rather than in the midst of it: this
    takes half the time, and memory settles with every document.
    """
    Thread(target=_leave_with_the_service, args=[connection.fileno()], daemon=True).start()
    gc.disable()
    warm_up()
    with suppress(ConnectionError), connection, connection.makefile("rwb") as stream:
        _send(stream, b"")
        while header := stream.read(FRAME.size):
            (size,) = FRAME.unpack(header)
            _send(stream, pickle.dumps(extract(stream.read(size))))
            gc.collect()


def _leave_with_the_service(connection: int) -> None:
    """Ends this process, whatever it reads, when the service is gone."""
    gone = select.poll()
    gone.register(connection, 0)  # hang-ups are always told
    gone.poll()
    os._exit(0)


def _send(stream: BufferedIOBase, message: bytes) -> None:
    stream.write(FRAME.pack(len(message)) + message)
    stream.flush()
