"""What the service counts for Prometheus; every label has few values, and none comes from a caller."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from prometheus_client import (
    GC_COLLECTOR,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    start_http_server,
)

from quoth.service.errors import REASON_PREFIX
from quoth.v1 import quotations_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.service.settings import Settings
    from quoth.service.work import Extracted

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The metrics of one service, in a registry of their own.

    Args:
        workers: Number of worker processes.
        versions: Names and values of ``quoth_build_info``.
    """

    def __init__(self, workers: int, versions: dict[str, str]) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(GC_COLLECTOR)
        Info("quoth_build", "Versions of what runs.", registry=registry).info(versions)
        Gauge("quoth_workers", "Worker processes that there should be.", registry=registry).set(workers)
        self.present_workers = Gauge(
            "quoth_present_workers", "Worker processes that there are, idle or reading.", registry=registry
        )
        self.busy_workers = Gauge("quoth_busy_workers", "Worker processes that read a document.", registry=registry)
        self.worker_restarts = Counter(
            "quoth_worker_restarts",
            "Worker processes that were replaced: died of themselves, or stopped as overdue or cancelled.",
            ["cause"],
            registry=registry,
        )
        self.queued_documents = Gauge("quoth_queued_documents", "Documents that wait for a worker.", registry=registry)
        self.queue_wait = Histogram(
            "quoth_queue_wait_seconds", "How long documents waited for a worker.", registry=registry, buckets=_SECONDS
        )
        self.open_calls = Gauge("quoth_open_calls", "Calls that are being answered.", ["method"], registry=registry)
        self.calls = Histogram(
            "quoth_call_seconds",
            "How long calls took, by method and gRPC status code.",
            ["method", "code"],
            registry=registry,
            buckets=_SECONDS,
        )
        self.rejects = Counter(
            "quoth_rejects", "Calls and documents without an answer, by ErrorReason.", ["reason"], registry=registry
        )
        self._engine = Histogram(
            "quoth_engine_seconds", "How long workers took for a document.", registry=registry, buckets=_SECONDS
        )
        self._stages = Counter(
            "quoth_engine_stage_seconds", "Time spent in each stage of the engine.", ["stage"], registry=registry
        )
        self._words = Counter("quoth_words", "Words of the documents that were read.", registry=registry)
        self._quotations = Counter(
            "quoth_quotations", "Quotations that were found, by kind.", ["kind"], registry=registry
        )
        for cause in ("died", "stopped"):
            self.worker_restarts.labels(cause)
        for reason in pb.ErrorReason.keys()[1:]:
            self.rejects.labels(reason.removeprefix(REASON_PREFIX))

    def count(self, extracted: Extracted) -> None:
        """Counts one document that was read."""
        self._engine.observe(extracted.seconds)
        self._words.inc(extracted.words)
        for stage, seconds in extracted.stage_seconds.items():
            self._stages.labels(stage).inc(seconds)
        for kind, number in extracted.quotations.items():
            self._quotations.labels(kind).inc(number)


@contextmanager
def metrics_port(metrics: Metrics, settings: Settings) -> Iterator[int | None]:
    """Serves the metrics over HTTP in a thread of their own for as long as the context lasts.

    Yields:
        The port; ``None`` if the settings ask for none.

    Raises:
        OSError: The port cannot be listened on.
    """
    if settings.metrics_port is None:
        yield None
        return
    server, thread = start_http_server(settings.metrics_port, settings.metrics_host, metrics.registry)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
