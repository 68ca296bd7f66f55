"""Workers that die, and the end of the service."""

from __future__ import annotations

import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import grpc
import psutil
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from quoth.client import DeadlineExceededError, QuothError, ServiceError, UnavailableError
from rpc.running import PATIENCE_SECONDS, TEXT, Running, endless_text, eventually, running, slow_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("faults")) as service:
        yield service


def kill_while_busy(service: Running) -> None:
    """Kills the worker that reads a document, by signal 9, and waits until that is known."""
    died = service.metric("quoth_worker_restarts_total", cause="died")
    eventually(lambda: service.metric("quoth_busy_workers") == 1)
    service.kill_workers()
    eventually(lambda: service.metric("quoth_worker_restarts_total", cause="died") == died + 1)


@contextmanager
def interrupted_link(port: int, most: int) -> Iterator[tuple[str, threading.Event, threading.Event]]:
    """A connection that stalls.

    Args:
        port: Where to.
        most: How many of the caller's bytes pass before it stalls.

    Yields:
        Its address; what it sets when it stalls; what it waits for then.
    """
    stalled, going_on = threading.Event(), threading.Event()

    def upstream(caller: socket.socket, service: socket.socket) -> None:
        passed = 0
        while data := caller.recv(2**14):
            service.sendall(data)
            passed += len(data)
            if passed > most and not stalled.is_set():
                stalled.set()
                going_on.wait()

    def downstream(caller: socket.socket, service: socket.socket) -> None:
        with suppress(OSError):
            while data := service.recv(2**14):
                caller.sendall(data)
        caller.shutdown(socket.SHUT_RDWR)

    def link() -> None:
        with (
            listener.accept()[0] as caller,
            socket.create_connection(("127.0.0.1", port)) as service,
            ThreadPoolExecutor(2) as pool,
        ):
            pool.submit(upstream, caller, service)
            pool.submit(downstream, caller, service)

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        pool.submit(link)
        yield f"127.0.0.1:{listener.getsockname()[1]}", stalled, going_on
        going_on.set()


def test_a_worker_that_dies_idle_is_replaced(service: Running) -> None:
    service.kill_workers()
    with service.client() as client:
        for _ in range(3):
            assert len(client.extract(TEXT).quotations) == 1


def test_a_document_whose_worker_died_is_tried_again(service: Running) -> None:
    died = service.metric("quoth_worker_restarts_total", cause="died")
    with ThreadPoolExecutor(1) as pool, service.client() as client:
        call = pool.submit(client.extract, slow_text(1, "Once"))
        kill_while_busy(service)
        assert call.result().speakers[0].name == "Ann Once"
    assert service.metric("quoth_worker_restarts_total", cause="died") == died + 1


def test_a_document_that_was_read_in_the_end_is_innocent(service: Running) -> None:
    with ThreadPoolExecutor(1) as pool, service.client() as client:
        for _ in range(3):
            call = pool.submit(client.extract, slow_text(0.7, "Luckless"))
            kill_while_busy(service)
            assert call.result().speakers[0].name == "Ann Luckless"


@pytest.mark.parametrize("method", ["extract_batch", "extract_stream"])
def test_in_a_batch_or_stream_a_lost_worker_costs_its_own_document_only(service: Running, method: str) -> None:
    name, read = method.partition("_")[2].title(), service.metric("quoth_engine_seconds_count")
    with ThreadPoolExecutor(1) as pool, service.client() as client:
        call = pool.submit(lambda: list(getattr(client, method)([TEXT, endless_text(name), TEXT])))
        for others in (1, 2):
            eventually(lambda others=others: service.metric("quoth_engine_seconds_count") == read + others)
            kill_while_busy(service)
        errors = {outcome.index: outcome.error for outcome in call.result()}
    assert errors[0] is None
    assert isinstance(errors[1], UnavailableError)
    assert errors[1].details.reason == "WORKER_LOST"
    assert errors[2] is None


def test_a_document_that_killed_two_workers_is_not_read_again(service: Running) -> None:
    text = endless_text("Twice")
    with ThreadPoolExecutor(4) as pool, service.client(max_attempts=4) as client:
        calls = [pool.submit(client.extract, text) for _ in range(4)]  # those that wait are not read either
        eventually(lambda: service.metric("quoth_queued_documents") == 3)
        died = service.metric("quoth_worker_restarts_total", cause="died")
        kill_while_busy(service)
        kill_while_busy(service)
        errors = [call.exception() for call in calls]
        with pytest.raises(ServiceError) as caught:
            client.extract(text)
        assert len(client.extract(TEXT).quotations) == 1
    reasons = [error.details.reason for error in (*errors, caught.value) if isinstance(error, QuothError)]
    assert sorted(reasons) == ["DOCUMENT_QUARANTINED"] * 4 + ["WORKER_LOST"]
    assert caught.value.code == "FAILED_PRECONDITION"
    assert service.metric("quoth_worker_restarts_total", cause="died") == died + 2


def test_a_worker_that_does_nothing_holds_up_its_own_document_only(tmp_path: Path) -> None:
    more_than_a_socket_holds = TEXT + " It rained." * 200_000
    with running(tmp_path, "--document-timeout-seconds", "3") as service, service.client() as client:
        service.workers()[0].suspend()
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(client.extract, more_than_a_socket_holds)
            eventually(lambda: service.metric("quoth_busy_workers") == 1)
            assert client.service_info().service_version
            with pytest.raises(DeadlineExceededError) as caught:
                call.result()
        assert caught.value.details.reason == "DOCUMENT_TIMEOUT"
        assert len(client.extract(TEXT).quotations) == 1


def test_the_documents_of_other_workers_go_on(tmp_path: Path) -> None:
    with running(tmp_path, "--workers", "2") as service, ThreadPoolExecutor(2) as pool, service.client() as client:
        calls = [pool.submit(client.extract, slow_text(1, name)) for name in ("One", "Two")]
        eventually(lambda: service.metric("quoth_busy_workers") == 2)
        service.workers()[0].kill()
        assert [call.result().speakers[0].name for call in calls] == ["Ann One", "Ann Two"]
        assert service.metric("quoth_worker_restarts_total", cause="died") == 1
        assert service.metric("quoth_engine_seconds_count") == 2


def test_the_death_of_the_fork_server_is_survived(tmp_path: Path) -> None:
    with running(tmp_path) as service, service.client() as client, ThreadPoolExecutor(1) as pool:
        (worker,) = service.workers()
        call = pool.submit(client.extract, slow_text(1))
        eventually(lambda: service.metric("quoth_busy_workers") == 1)
        service.fork_server().kill()
        assert len(call.result().speakers) == 1
        assert service.metric("quoth_worker_restarts_total") == 0
        worker.kill()
        assert len(client.extract(TEXT).quotations) == 1


def test_health_tells_when_there_are_no_workers_and_when_they_are_back(tmp_path: Path) -> None:
    outlets = tmp_path / "outlets.csv"
    outlets.write_text("name,kind,outlet,aliases\n")
    with running(tmp_path, "--outlets-file", str(outlets)) as service, service.client() as client:
        outlets.rename(tmp_path / "away.csv")  # no new fork server can load the engine
        (worker,) = service.workers()
        service.fork_server().kill()
        worker.kill()
        with pytest.raises(QuothError):
            client.extract(TEXT, timeout=0.5)
        eventually(lambda: not client.is_serving())
        (tmp_path / "away.csv").rename(outlets)
        client.wait_until_serving(PATIENCE_SECONDS)
        assert len(client.extract(TEXT).quotations) == 1


@pytest.mark.parametrize("busy", [False, True])
def test_no_process_outlives_the_service(tmp_path: Path, *, busy: bool) -> None:
    with running(tmp_path) as service, service.client() as client, ThreadPoolExecutor(1) as pool:
        processes = psutil.Process(service.process.pid).children(recursive=True)
        assert len(processes) >= 2
        if busy:
            (worker,), idle = service.workers(), service.workers()[0].cpu_times().user
            pool.submit(client.extract, endless_text())
            eventually(lambda: worker.cpu_times().user > idle + 1)
        service.process.kill()
        _, alive = psutil.wait_procs(processes, PATIENCE_SECONDS)
        assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def test_stopping_is_announced_before_calls_are_refused(tmp_path: Path) -> None:
    with running(tmp_path, "--stop-delay-seconds", "5") as service, service.client() as client:
        service.process.send_signal(signal.SIGTERM)
        eventually(lambda: not client.is_serving())
        assert len(client.extract(TEXT).quotations) == 1
        assert service.process.wait(PATIENCE_SECONDS) == 0


def test_a_signal_to_all_its_processes_interrupts_no_document(tmp_path: Path) -> None:
    with running(tmp_path) as service, service.client() as client, ThreadPoolExecutor(1) as pool:
        call = pool.submit(client.extract, slow_text(1))
        eventually(lambda: service.metric("quoth_busy_workers") == 1)
        for process in psutil.Process(service.process.pid).children(recursive=True):
            process.terminate()
        assert service.stop() == 0
        assert len(call.result().speakers) == 1
        assert "worker replaced" not in {line["event"] for line in service.logs()}


def test_a_call_that_still_arrives_is_answered_before_the_end(tmp_path: Path) -> None:
    with (
        running(tmp_path, "--stop-delay-seconds", "1") as service,
        ThreadPoolExecutor(1) as pool,
        interrupted_link(service.port, 2**16) as (address, stalled, going_on),
        service.client(address=address) as client,
    ):
        call = pool.submit(client.extract, TEXT + " It rained." * 20_000)
        assert stalled.wait(PATIENCE_SECONDS)
        service.process.send_signal(signal.SIGTERM)
        time.sleep(2)  # it waits for calls by then
        going_on.set()
        assert len(call.result().quotations) == 1
        assert service.process.wait(PATIENCE_SECONDS) == 0


def test_who_watches_health_does_not_keep_it_from_ending(tmp_path: Path) -> None:
    grace = str(10 * PATIENCE_SECONDS)
    with running(tmp_path, "--stop-grace-seconds", grace) as service, grpc.insecure_channel(service.address) as channel:
        watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
        assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
        assert service.stop() == 0


def test_what_runs_too_long_does_not_keep_it_from_ending(tmp_path: Path) -> None:
    with (
        running(tmp_path, "--stop-grace-seconds", "0.5") as service,
        ThreadPoolExecutor(1) as pool,
        service.client() as client,
    ):
        call = pool.submit(client.extract, endless_text())
        eventually(lambda: service.metric("quoth_busy_workers") == 1)
        assert service.stop() == 0
        with pytest.raises(UnavailableError):
            call.result()
        assert [line["event"] for line in service.logs()][-1] == "stopped"
