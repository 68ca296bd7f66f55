"""A running service as its operators see it: its processes, logs and metrics."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx
import psutil
from prometheus_client.parser import text_string_to_metric_families

from quoth.client import Client, ClientConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

UNHURRIED = ["--document-timeout-seconds", "3600", "--default-deadline-seconds", "3600"]
ANY_LENGTH = ["--max-text-bytes", "16000000", "--max-words-per-document", "16000000", "--max-message-bytes", "32000000"]
SERVE = [sys.executable, "-m", "quoth.service", "serve"]
TEXT = '"It rains," Ann Orr told Reuters.'
PATIENCE_SECONDS = 60.0


def slow_text(seconds: float, name: str = "Orr") -> str:
    """A text whose reading takes at least so long on any machine that runs these tests; each name makes another."""
    return f'"No," Ann {name} told NDTV at a debate.\n\n' * int(1_000 * seconds)


def endless_text(name: str = "Orr") -> str:
    """A text whose reading takes longer than any test waits for anything."""
    return slow_text(4 * PATIENCE_SECONDS, name)


def eventually(condition: Callable[[], bool]) -> None:
    """Waits for a condition."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < ends, "it did not come to pass"
        time.sleep(0.02)


class Running:
    """A service that runs."""

    def __init__(self, address: str, process: subprocess.Popen[str], log: Path) -> None:
        self.address = address
        self.process = process
        self._log = log

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def client(self, **config: Any) -> Client:
        """A client that tries once, so that tests see every error."""
        return Client(
            config=ClientConfig(**{"address": self.address, "max_attempts": 1, "timeout": PATIENCE_SECONDS, **config})
        )

    def logs(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log_text().splitlines()]

    def log_text(self) -> str:
        return self._log.read_text("utf-8")

    @functools.cached_property
    def _metrics_port(self) -> int:
        return int(next(line["metrics_port"] for line in self.logs() if line["event"] == "listening"))

    def metrics_text(self) -> str:
        return httpx.get(f"http://127.0.0.1:{self._metrics_port}/metrics").raise_for_status().text

    def metric(self, name: str, **labels: str) -> float:
        """A sample's value; the sum over all samples that have these labels."""
        families = text_string_to_metric_families(self.metrics_text())
        samples = [sample for family in families for sample in family.samples if sample.name == name]
        return sum(sample.value for sample in samples if labels.items() <= sample.labels.items())

    def fork_server(self) -> psutil.Process:
        (found,) = (child for child in psutil.Process(self.process.pid).children() if child.children())
        return found

    def workers(self) -> list[psutil.Process]:
        return self.fork_server().children()

    def kill_workers(self) -> None:
        for worker in self.workers():
            with suppress(psutil.NoSuchProcess):
                worker.kill()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def running(
    folder: Path, *options: str, environment: Mapping[str, str] | None = None, wait: Mapping[str, Any] | None = None
) -> Iterator[Running]:
    """Runs a service for as long as the context lasts.

    It has one worker, and neither length nor time ends anything, unless the options say otherwise.

    Args:
        folder: Where its log goes.
        options: Of ``quoth-service serve``.
        environment: Beside that of the tests.
        wait: What a client must be configured with to wait until it serves.
    """
    log = folder / f"log-{time.monotonic_ns()}.jsonl"
    command = [*SERVE, "--port", "0", "--metrics-port", "0", "--workers", "1", *ANY_LENGTH, *UNHURRIED, *options]
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=stderr, text=True, env={**os.environ, **(environment or {})}
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, log.read_text("utf-8")
            service = Running(line.split()[-1], process, log)
            with service.client(**(wait or {})) as client:
                client.wait_until_serving(PATIENCE_SECONDS)
            yield service
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE_SECONDS)
            finally:
                process.kill()
