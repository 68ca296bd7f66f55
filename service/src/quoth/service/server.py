"""Puts the service together, runs it, and stops it without losing what runs."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import AsyncExitStack, closing
from typing import TYPE_CHECKING

import grpc
import structlog
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from quoth.service.auth import Authenticator
from quoth.service.calls import CallInterceptor
from quoth.service.dispatch import Dispatcher
from quoth.service.limits import OpenCalls
from quoth.service.metrics import Metrics, metrics_port
from quoth.service.readiness import tell_health
from quoth.service.servicer import QuotationServicer
from quoth.service.settings import SettingsError
from quoth.service.tls import server_credentials
from quoth.service.tracing import tracing_of
from quoth.service.versions import SERVICE_VERSION, versions
from quoth.service.work import OUTLETS_VARIABLE, own_outlets
from quoth.service.workers import Workers
from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quoth.service.settings import Settings

SERVICE_NAME = pb.DESCRIPTOR.services_by_name["QuotationService"].full_name
_ARRIVING_SECONDS = 0.1  # calls that were taken in before the stop have begun by then
_NUMERIC_LIBRARIES = ("OMP", "OPENBLAS", "MKL", "BLIS")
_log = structlog.get_logger()


class CannotServeError(Exception):
    """The address of the service or of its metrics cannot be listened on."""


async def serve(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT, then lets running calls finish.

    Args:
        settings: How to run.
        announce: Called with the address, "host:port", as soon as it is listened on.

    Raises:
        CannotServeError: The address cannot be listened on.
        OSError: A file that the settings name cannot be read.
        ValueError: A file that the settings name is wrong.
    """
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    _prepare_workers_environment(settings)
    metrics = Metrics(settings.workers, versions())
    async with AsyncExitStack() as stack:
        tracing = stack.enter_context(closing(tracing_of(settings, SERVICE_VERSION)))
        try:
            metrics_at = stack.enter_context(metrics_port(metrics, settings))
        except OSError as error:
            raise CannotServeError(
                f"cannot serve metrics on {settings.metrics_host}:{settings.metrics_port}: {error}"
            ) from None
        workers = Workers(settings.workers, metrics)
        stack.push_async_callback(workers.close)
        calls = CallInterceptor(Authenticator(settings.tokens_file), OpenCalls(settings), metrics)
        servicer = QuotationServicer(Dispatcher(workers, settings, metrics), settings, metrics, tracing)
        server, status = _server(settings, servicer, [*tracing.interceptors(), calls])
        address = await _listen(server, settings)
        announce(address)
        _log.info("listening", address=address, metrics_port=metrics_at, tls=settings.tls_certificate_file is not None)
        telling = asyncio.create_task(tell_health(workers, status, ("", SERVICE_NAME)))
        stopped = asyncio.create_task(stopping.wait())
        await asyncio.wait((telling, stopped), return_when=asyncio.FIRST_COMPLETED)
        if telling.done():
            telling.result()  # it raised, for it does not end by itself
        telling.cancel()
        _log.info("stopping", delay_seconds=settings.stop_delay_seconds, grace_seconds=settings.stop_grace_seconds)
        await status.enter_graceful_shutdown()
        await asyncio.sleep(settings.stop_delay_seconds)
        await _stop(server, calls, settings.stop_grace_seconds)
    _log.info("stopped")


async def _stop(server: grpc.aio.Server, calls: CallInterceptor, grace_seconds: float) -> None:
    """Takes no more calls and lets the running ones end; who only watches health does not hold it up."""
    stopping = asyncio.create_task(server.stop(grace_seconds))
    await asyncio.sleep(_ARRIVING_SECONDS)
    ended = asyncio.create_task(calls.ended())
    await asyncio.wait((stopping, ended), return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    await server.stop(0)
    await stopping
    await calls.cancel()


def check(settings: Settings) -> None:
    """Reads every file that the settings name, without serving.

    Raises:
        SettingsError: A file cannot be read or is wrong, or something that they ask for is not installed.
    """
    readers: tuple[tuple[str, Callable[[], object]], ...] = (
        ("outlets_file", lambda: own_outlets(settings.outlets_file)),
        ("tls_certificate_file", lambda: server_credentials(settings)),
        ("tokens_file", lambda: Authenticator(settings.tokens_file)),
    )
    for name, read in readers:
        try:
            read()
        except (OSError, ValueError) as error:
            raise SettingsError.of(name, str(getattr(settings, name)), str(error)) from None
    tracing_of(settings, SERVICE_VERSION).close()


def _prepare_workers_environment(settings: Settings) -> None:
    """Tells the fork server what it must know before it loads the engine."""
    for library in _NUMERIC_LIBRARIES:
        os.environ[f"{library}_NUM_THREADS"] = "1"
    file = settings.outlets_file
    os.environ[OUTLETS_VARIABLE] = str(file.absolute()) if file else ""


def _server(
    settings: Settings, servicer: QuotationServicer, interceptors: Sequence[grpc.aio.ServerInterceptor]
) -> tuple[grpc.aio.Server, health.aio.HealthServicer]:
    server = grpc.aio.server(interceptors=interceptors, options=_options(settings))
    quotations_pb2_grpc.add_QuotationServiceServicer_to_server(servicer, server)
    status = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(status, server)
    if settings.serves_reflection:
        reflection.enable_server_reflection((SERVICE_NAME, health.SERVICE_NAME, reflection.SERVICE_NAME), server)
    return server, status


def _options(settings: Settings) -> list[tuple[str, int]]:
    options = [
        ("grpc.max_receive_message_length", settings.max_message_bytes),
        ("grpc.max_send_message_length", settings.max_message_bytes),
        ("grpc.so_reuseport", 0),
        ("grpc.keepalive_time_ms", 60_000),  # a caller that has vanished frees what it holds
        ("grpc.keepalive_timeout_ms", 20_000),
        ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
        ("grpc.keepalive_permit_without_calls", 1),
    ]
    if settings.max_connection_age_seconds is not None:
        options.append(("grpc.max_connection_age_ms", round(1000 * settings.max_connection_age_seconds)))
    return options


async def _listen(server: grpc.aio.Server, settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    credentials = server_credentials(settings)
    wanted = f"{host}:{settings.port}"
    try:
        port = server.add_secure_port(wanted, credentials) if credentials else server.add_insecure_port(wanted)
    except RuntimeError:
        raise CannotServeError(f"cannot serve on {wanted}: it is in use, or no address of this machine") from None
    await server.start()
    return f"{host}:{port}"
