"""Hostile input against the real server: it goes on, says what is wrong, and its memory stays bounded.

``FUZZ_INPUTS=100000`` runs the long form (``make fuzz``).
"""

from __future__ import annotations

import asyncio
import os
import resource
import socket
import struct
import threading
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import grpc
import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc
from rpc.fuzzing import hostile_calls
from rpc.running import TEXT, Running, eventually, running, slow_text

if TYPE_CHECKING:
    from collections.abc import Iterator

INPUTS = int(os.environ.get("FUZZ_INPUTS", "2000"))
IN_FLIGHT = 32
CALLERS_FAULT = {
    grpc.StatusCode.OK,
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
}
MOST_GROWTH = 150 * 2**20
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # of this process and the service
    with running(tmp_path_factory.mktemp("fuzz"), "--max-queued-documents", "1000") as service:
        yield service


@pytest.fixture(autouse=True)
def goes_on(service: Running) -> Iterator[None]:
    """After each test the service is the same processes, answers, and has not grown much."""
    before, processes = memory(service), {process.pid for process in service.workers()}
    yield
    with service.client() as client:
        assert len(client.extract(TEXT).quotations) == 1
    assert {process.pid for process in service.workers()} == processes
    assert memory(service) < before + MOST_GROWTH
    assert "INTERNAL" not in service.log_text()
    assert "Traceback" not in service.log_text()


def memory(service: Running) -> int:
    """Bytes of all processes of the service."""
    server = psutil.Process(service.process.pid)
    return sum(process.memory_info().rss for process in (server, *server.children(recursive=True)))


async def send_all(address: str, seed: int, count: int) -> dict[grpc.StatusCode, int]:
    """Sends hostile calls, some at a time, and counts what came back."""
    codes: dict[grpc.StatusCode, int] = {}
    slots = asyncio.Semaphore(IN_FLIGHT)

    async def send(channel: grpc.aio.Channel, method: str, message: bytes) -> None:
        path = f"/quoth.v1.QuotationService/{method}"
        try:
            if method.startswith("Stream"):
                call = channel.stream_stream(path)(iter([message, message]))
                async for _ in call:
                    pass
                code = await call.code()
            else:
                await channel.unary_unary(path)(message)
                code = grpc.StatusCode.OK
        except grpc.aio.AioRpcError as error:
            code = error.code()
        codes[code] = codes.get(code, 0) + 1
        slots.release()

    async with grpc.aio.insecure_channel(address) as channel, asyncio.TaskGroup() as group:
        for method, message in hostile_calls(seed, count):
            await slots.acquire()
            group.create_task(send(channel, method, message))
    return codes


def test_malformed_messages_are_the_callers_fault(service: Running) -> None:
    codes = asyncio.run(send_all(service.address, seed=7, count=INPUTS))
    assert sum(codes.values()) == INPUTS
    assert set(codes) <= CALLERS_FAULT
    assert min(codes[grpc.StatusCode.OK], codes[grpc.StatusCode.INVALID_ARGUMENT]) > INPUTS // 10


@settings(
    max_examples=max(100, INPUTS // 20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400), st.sampled_from(["ExtractQuotations", "BatchExtractQuotations", "GetServiceInfo"]))
def test_any_bytes_are_answered(channel: grpc.Channel, message: bytes, method: str) -> None:
    try:
        channel.unary_unary(f"/quoth.v1.QuotationService/{method}")(message)
    except grpc.RpcError as error:
        assert error.code() is grpc.StatusCode.INVALID_ARGUMENT  # noqa: PT017 - most messages are answered


@settings(
    max_examples=max(100, INPUTS // 20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=300), st.text(st.characters(codec="utf-8"), max_size=20)
)
def test_any_text_is_answered(channel: grpc.Channel, text: str, other: str) -> None:
    request = pb.ExtractQuotationsRequest(document=pb.Document(text=text, id=other, title=other, publisher=other))
    assert quotations_pb2_grpc.QuotationServiceStub(channel).ExtractQuotations(request).document_id == other


@pytest.fixture(scope="module")
def channel(service: Running) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(service.address) as channel:
        yield channel


RAW = [
    b"",
    b"\0" * 10_000,
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    PREFACE[:10],
    PREFACE + b"\xff" * 1_000,
    PREFACE + struct.pack(">I", 0x00FFFFFF)[1:] + b"\x00\x00\x00\x00\x00\x01" + b"x" * 5_000,  # a frame of 16 MB
    PREFACE
    + b"\0\0\0\4\0\0\0\0\0"
    + (b"\0\0\4\3\0\0\0\0\1" + b"\0\0\0\1") * 500,  # resets of streams that are not there
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 500,  # TLS where there is none
]


@pytest.mark.parametrize("sent", RAW)
def test_what_is_no_grpc_at_all(service: Running, sent: bytes) -> None:
    for _ in range(10):
        # The service may end the connection at any point.
        with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection, suppress(OSError):
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)  # half closed: it can still answer
            while connection.recv(65_536):
                pass


def test_a_thousand_idle_connections(service: Running) -> None:
    with ExitStack() as stack:
        for number in range(1_000):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", service.port), timeout=10))
            if number % 2:
                connection.sendall(PREFACE + b"\0\0\0\4\0\0\0\0\0")
        with service.client() as client:
            assert len(client.extract(TEXT).quotations) == 1
            assert client.is_serving()


def test_a_slow_writer_and_a_slow_reader_of_streams(service: Running) -> None:
    written = threading.Event()

    def slowly() -> Iterator[pb.StreamExtractQuotationsRequest]:
        yield pb.StreamExtractQuotationsRequest(request=pb.ExtractQuotationsRequest(document=pb.Document(text=TEXT)))
        written.wait()

    def without_end() -> Iterator[pb.StreamExtractQuotationsRequest]:
        document = pb.Document(text=slow_text(0.2))
        while not written.is_set():
            yield pb.StreamExtractQuotationsRequest(request=pb.ExtractQuotationsRequest(document=document))

    with grpc.insecure_channel(service.address, options=[("grpc.http2.bdp_probe", 0)]) as channel:  # a small window
        stub = quotations_pb2_grpc.QuotationServiceStub(channel)
        writer, reader = stub.StreamExtractQuotations(slowly()), stub.StreamExtractQuotations(without_end())
        assert next(writer).outcome.index == 0
        done = service.metric("quoth_engine_seconds_count")
        assert next(reader).outcome.HasField("response")
        # Nobody reads on, so the service stops to read, too: what it holds does not grow.
        eventually(lambda: stands_still(service))
        assert service.metric("quoth_engine_seconds_count") < done + 50
        written.set()
        reader.cancel()
        assert list(writer) == []
    eventually(lambda: service.metric("quoth_open_calls") == 0)


def stands_still(service: Running) -> bool:
    before = service.metric("quoth_engine_seconds_count")
    threading.Event().wait(1)
    return service.metric("quoth_engine_seconds_count") == before
