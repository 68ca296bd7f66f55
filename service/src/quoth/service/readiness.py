"""What health checks (grpc.health.v1) are told: serving once the workers are ready, and as long as there are any."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from grpc_health.v1 import health_pb2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grpc_health.v1 import health

    from quoth.service.workers import Workers

_LOOK_SECONDS = 0.5
_LOOKS_WITHOUT_WORKERS = 6  # one that is replaced is away for a moment
_log = structlog.get_logger()


async def tell_health(workers: Workers, status: health.aio.HealthServicer, names: Sequence[str]) -> None:
    """Starts the workers and sets the status of services until it is cancelled.

    Args:
        workers: Who must be there.
        status: Where it is told.
        names: Of the services whose status it is.
    """
    await _tell(status, names, serving=False)
    await workers.start()
    serving, absent = False, 0
    while True:
        absent = 0 if workers.present else absent + 1
        if serving is not (absent < _LOOKS_WITHOUT_WORKERS):
            serving = not serving
            await _tell(status, names, serving=serving)
            _log.info("serving" if serving else "not serving", workers=workers.present)
        await asyncio.sleep(_LOOK_SECONDS)


async def _tell(status: health.aio.HealthServicer, names: Sequence[str], *, serving: bool) -> None:
    state = health_pb2.HealthCheckResponse.SERVING if serving else health_pb2.HealthCheckResponse.NOT_SERVING
    for name in names:
        await status.set(name, state)
