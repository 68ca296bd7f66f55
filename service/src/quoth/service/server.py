"""Puts the service together, runs it, and stops it without losing what runs."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from quoth.service.servicer import QuotationServicer
from quoth.service.workers import Workers
from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Callable

    from quoth.service.settings import Settings

SERVICE_NAME = pb.DESCRIPTOR.services_by_name["QuotationService"].full_name
_log = structlog.get_logger()


async def serve(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT, then lets running calls finish.

    Args:
        settings: How to run.
        announce: Called with the address, "host:port", as soon as it is listened on.

    Raises:
        RuntimeError: The address cannot be listened on.
    """
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    with Workers(settings.workers, settings.document_timeout_seconds) as workers:
        server, status = _server(settings, workers)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        port = server.add_insecure_port(f"{host}:{settings.port}")
        await server.start()
        announce(f"{host}:{port}")
        _log.info("listening", host=settings.host, port=port)
        warming = asyncio.create_task(_become_ready(workers, status))
        stopped = asyncio.create_task(stopping.wait())
        done, _ = await asyncio.wait((warming, stopped), return_when=asyncio.FIRST_COMPLETED)
        if warming in done:
            warming.result()
            await stopped
        warming.cancel()
        _log.info("stopping", grace_seconds=settings.stop_grace_seconds)
        await status.enter_graceful_shutdown()
        await server.stop(settings.stop_grace_seconds)
    _log.info("stopped")


def _server(settings: Settings, workers: Workers) -> tuple[grpc.aio.Server, health.aio.HealthServicer]:
    server = grpc.aio.server(
        options=[
            ("grpc.max_receive_message_length", settings.max_message_bytes),
            ("grpc.max_send_message_length", settings.max_message_bytes),
            ("grpc.so_reuseport", 0),
        ]
    )
    quotations_pb2_grpc.add_QuotationServiceServicer_to_server(QuotationServicer(workers, settings), server)
    status = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(status, server)
    if settings.reflection:
        reflection.enable_server_reflection((SERVICE_NAME, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
    return server, status


async def _become_ready(workers: Workers, status: health.aio.HealthServicer) -> None:
    for name in ("", SERVICE_NAME):
        await status.set(name, health_pb2.HealthCheckResponse.NOT_SERVING)
    await workers.warm_up()
    for name in ("", SERVICE_NAME):
        await status.set(name, health_pb2.HealthCheckResponse.SERVING)
    _log.info("serving")
