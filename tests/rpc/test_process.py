"""The service as a process: readiness, stopping, settings, logs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from quoth.client import Client, Document, InvalidRequestError
from quoth.client.testing import local_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVE = [sys.executable, "-m", "quoth.service", "serve"]
TEXT = '"The secret word is xylophone," Ann Orr told Reuters.'


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*SERVE, "--port", "0", "--workers", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().split()[-1]


OUTLETS = "name,kind,outlet,aliases\nGarden Gazette,newspaper,,GG\n"


def test_a_deployment_adds_outlets_by_a_file(tmp_path: Path) -> None:
    table = tmp_path / "outlets.csv"
    table.write_text(OUTLETS, "utf-8")
    with local_service(["--workers", "1", "--outlets-file", str(table)]) as address, Client(address) as client:
        client.wait_until_serving(60)
        (venue,) = client.extract('"It rains," Ann Orr told GG.').venues
    assert [outlet.canonical_name for outlet in venue.outlets] == ["Garden Gazette"]


@pytest.mark.parametrize(("table", "problem"), [(OUTLETS + "Soil,paper,,\n", "line 3"), (None, "No such file")])
def test_a_wrong_file_of_outlets_stops_the_start(tmp_path: Path, table: str | None, problem: str) -> None:
    path = tmp_path / "outlets.csv"
    if table is not None:
        path.write_text(table, "utf-8")
    ended = subprocess.run(
        [*SERVE, "--outlets-file", str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 2
    assert "QUOTH_OUTLETS_FILE" in ended.stderr
    assert problem in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_logs_hold_no_words(
    process: subprocess.Popen[str], number: signal.Signals
) -> None:
    with Client(address_of(process)) as client:
        client.wait_until_serving(60)
        assert len(client.extract(TEXT).quotations) == 1
        with pytest.raises(InvalidRequestError, match="language_code"):
            client.extract(Document(text=TEXT, language="xx"))
    process.send_signal(number)
    _, logs = process.communicate(timeout=30)
    assert process.returncode == 0
    events = [json.loads(line)["event"] for line in logs.splitlines()]
    assert events[0] == "listening"
    assert events[-2:] == ["stopping", "stopped"]
    assert "xylophone" not in logs
    assert "Orr" not in logs


def test_it_is_not_serving_before_the_engine_is_warm(process: subprocess.Popen[str]) -> None:
    with grpc.insecure_channel(address_of(process)) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        request = health_pb2.HealthCheckRequest(service="quoth.v1.QuotationService")
        states = []
        for reply in stub.Watch(request, timeout=60):
            states.append(reply.status)
            if reply.status == health_pb2.HealthCheckResponse.SERVING:
                break
    assert states[-1] == health_pb2.HealthCheckResponse.SERVING
    assert set(states[:-1]) <= {health_pb2.HealthCheckResponse.NOT_SERVING}
    assert states[0] == health_pb2.HealthCheckResponse.NOT_SERVING


def test_running_work_is_finished_before_it_ends(process: subprocess.Popen[str]) -> None:
    with Client(address_of(process)) as client:
        client.wait_until_serving(60)
        outcomes = client.extract_stream([TEXT * 50] * 30)
        first = next(outcomes)
        process.send_signal(signal.SIGTERM)
        ended = [first, *outcomes]
    assert [outcome.error for outcome in ended] == [None] * 30
    assert process.wait(30) == 0


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--port", "70000"], "QUOTH_PORT"),
        (["--workers", "many"], "QUOTH_WORKERS"),
        (["--log-level", "x"], "QUOTH_LOG_LEVEL"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(options: list[str], named: str) -> None:
    ended = subprocess.run([*SERVE, *options], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert named in ended.stderr
    assert options[1] in ended.stderr


def test_an_address_in_use_stops_the_start(process: subprocess.Popen[str]) -> None:
    port = address_of(process).split(":")[1]
    ended = subprocess.run([*SERVE, "--port", port], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert port in ended.stderr
