"""OpenTelemetry traces that continue the caller's (W3C Trace Context), sent over OTLP; off by default."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from quoth.service.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import grpc
    from opentelemetry.trace import Span

    from quoth.service.settings import Settings
    from quoth.service.work import Extracted


class Tracing:
    """Sends no traces."""

    def interceptors(self) -> list[grpc.aio.ServerInterceptor]:
        """What makes a span of each call."""
        return []

    @contextmanager
    def document(self) -> Iterator[Callable[[Extracted], None]]:
        """A span of one document, from the queue to the answer, which is to be told of with what is yielded."""
        yield lambda _: None

    def close(self) -> None:
        """Sends what has not been sent."""


class OtlpTracing(Tracing):
    """Sends traces to a collector.

    Args:
        endpoint: The collector's address, http:// or https://.
        version: Of the service.
    """

    def __init__(self, endpoint: str, version: str) -> None:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

        resource = Resource.create({"service.name": "quoth", "service.version": version})
        self._provider = TracerProvider(resource=resource)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
        self._tracer = self._provider.get_tracer(__name__)

    def interceptors(self) -> list[grpc.aio.ServerInterceptor]:
        """What makes a span of each call but health checks."""
        from opentelemetry.instrumentation.grpc import aio_server_interceptor, filters  # noqa: PLC0415 - an extra

        make: Any = aio_server_interceptor  # untyped
        return [make(self._provider, filter_=filters.negate(filters.health_check()))]

    @contextmanager
    def document(self) -> Iterator[Callable[[Extracted], None]]:
        """A span of one document, from the queue to the answer, which is to be told of with what is yielded."""
        with self._tracer.start_as_current_span("quoth.document", record_exception=False) as span:
            yield partial(_describe, span)

    def close(self) -> None:
        """Sends what has not been sent."""
        self._provider.shutdown()


def tracing_of(settings: Settings, version: str) -> Tracing:
    """The tracing that the settings ask for.

    Raises:
        SettingsError: They ask for it, and its packages are not installed.
    """
    if settings.otlp_endpoint is None:
        return Tracing()
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        problem = "the packages for it are missing; install quoth-service[tracing]"
        raise SettingsError.of("otlp_endpoint", settings.otlp_endpoint, problem)
    return OtlpTracing(settings.otlp_endpoint, version)


def _describe(span: Span, extracted: Extracted) -> None:
    span.set_attribute("quoth.words", extracted.words)
    span.set_attribute("quoth.quotations", sum(extracted.quotations.values()))
    span.set_attribute("quoth.engine_seconds", extracted.seconds)
    for stage, seconds in extracted.stage_seconds.items():
        span.set_attribute(f"quoth.stage_seconds.{stage}", seconds)
