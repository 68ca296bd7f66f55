"""What the service accepts, how it says so, and what it answers beyond."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from quoth.client import ResourceExhaustedError
from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc
from rpc.running import TEXT, Running, eventually, running, slow_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LIMITS = {
    "max_text_bytes": 20_000,
    "max_words_per_document": 5_000,
    "max_requests_per_batch": 3,
    "max_known_speakers": 2,
    "max_message_bytes": 60_000,
    "max_calls_per_client": 3,
    "max_streams_per_client": 1,
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    options = [f"--{name.replace('_', '-')}={value}" for name, value in LIMITS.items()]
    with running(tmp_path_factory.mktemp("limits"), *options) as service:
        yield service


@pytest.fixture
def stub(service: Running) -> Iterator[quotations_pb2_grpc.QuotationServiceStub]:
    with grpc.insecure_channel(service.address) as channel:
        yield quotations_pb2_grpc.QuotationServiceStub(channel)


def article(text: str, known: int = 0) -> pb.ExtractQuotationsRequest:
    speakers = [pb.KnownSpeaker(id=str(number), name="Ann Orr") for number in range(known)]
    return pb.ExtractQuotationsRequest(document=pb.Document(text=text), known_speakers=speakers)


TOO_MUCH: list[tuple[Callable[[quotations_pb2_grpc.QuotationServiceStub], object], str, str, int]] = [
    (lambda stub: stub.ExtractQuotations(article("é" * 10_001)), "document.text", "max_text_bytes", 20_002),
    (lambda stub: stub.ExtractQuotations(article("a " * 5_001)), "document.text", "max_words_per_document", 5_001),
    (lambda stub: stub.ExtractQuotations(article(TEXT, 3)), "known_speakers", "max_known_speakers", 3),
    (
        lambda stub: stub.BatchExtractQuotations(pb.BatchExtractQuotationsRequest(requests=[article(TEXT)] * 4)),
        "requests",
        "max_requests_per_batch",
        4,
    ),
]


@pytest.mark.parametrize(("call", "field", "limit", "value"), TOO_MUCH)
def test_a_violation_names_field_limit_and_value(
    stub: quotations_pb2_grpc.QuotationServiceStub,
    call: Callable[[quotations_pb2_grpc.QuotationServiceStub], object],
    field: str,
    limit: str,
    value: int,
) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        call(stub)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    info = error_details_pb2.ErrorInfo()
    assert any(detail.Unpack(info) for detail in rpc_status.from_call(caught.value).details)
    assert info.reason == "LIMIT_EXCEEDED"
    assert dict(info.metadata) == {
        "field": field, "limit": limit, "allowed": str(LIMITS[limit]), "value": str(value),
    }  # fmt: skip
    for part in (field, limit, str(LIMITS[limit]), str(value)):
        assert part in caught.value.details()


def test_at_the_limit_all_is_well(stub: quotations_pb2_grpc.QuotationServiceStub) -> None:
    assert stub.ExtractQuotations(article("é" * 10_000)).quotations == []
    assert stub.ExtractQuotations(article("a " * 5_000)).quotations == []
    assert len(stub.ExtractQuotations(article(TEXT, 1)).quotations) == 1


def test_a_message_that_is_too_large_is_refused_with_both_sizes(stub: quotations_pb2_grpc.QuotationServiceStub) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        stub.ExtractQuotations(article("a" * 200_000))
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert "60000" in caught.value.details()
    assert "2000" in caught.value.details()


def test_answers_that_are_too_large_for_one_message_cost_only_themselves(
    stub: quotations_pb2_grpc.QuotationServiceStub,
) -> None:
    many = article('"No," said Ann Orr. ' * 240)
    size = stub.ExtractQuotations(many).ByteSize()
    assert LIMITS["max_message_bytes"] / 3 < size < LIMITS["max_message_bytes"] / 2
    reply = stub.BatchExtractQuotations(pb.BatchExtractQuotationsRequest(requests=[many, many, many]))
    assert [outcome.WhichOneof("result") for outcome in reply.outcomes] == ["response", "response", "error"]
    assert "requests[2]" in reply.outcomes[2].error.message
    assert "max_message_bytes" in reply.outcomes[2].error.message


def test_an_answer_that_is_too_large_for_a_message(stub: quotations_pb2_grpc.QuotationServiceStub) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        stub.ExtractQuotations(article('"No," said Ann Orr. ' * 950))
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert "max_message_bytes" in caught.value.details()


def test_what_is_held_at_once_is_bounded(tmp_path: Path) -> None:
    options = ["--max-held-bytes", "2500000", "--max-message-bytes", "2200000"]
    with running(tmp_path, *options) as service, ThreadPoolExecutor(1) as pool, service.client() as client:
        call = pool.submit(client.extract, slow_text(50), timeout=5)
        eventually(lambda: service.metric("quoth_busy_workers") == 1)
        with pytest.raises(ResourceExhaustedError) as caught:
            client.extract("The sea. " * 100_000)
        assert caught.value.details.reason == "QUEUE_FULL"
        assert "max_held_bytes" in caught.value.message
        assert call.exception() is not None
        eventually(lambda: service.metric("quoth_open_calls") == 0)
        assert client.extract("The sea. " * 100_000).quotations == ()


def test_info_publishes_the_same_limits(service: Running) -> None:
    with service.client() as client:
        limits = client.service_info().limits
    assert {name: getattr(limits, name) for name in LIMITS} == LIMITS


def test_a_client_has_so_many_streams_and_calls_open_and_no_more(
    service: Running, stub: quotations_pb2_grpc.QuotationServiceStub
) -> None:
    ended = threading.Event()

    def requests() -> Iterator[pb.StreamExtractQuotationsRequest]:
        yield pb.StreamExtractQuotationsRequest(request=article(TEXT))
        ended.wait()

    open_stream = stub.StreamExtractQuotations(requests())
    assert next(open_stream).outcome.HasField("response")
    with service.client() as client:
        with pytest.raises(ResourceExhaustedError) as caught:
            list(client.extract_stream([TEXT]))
        assert caught.value.details.reason == "CLIENT_LIMIT_EXCEEDED"
        assert "max_streams_per_client" in caught.value.message
        assert caught.value.details.retry_after is not None
        waiting = [
            stub.ExtractQuotations.future(article(slow_text(0.1))) for _ in range(LIMITS["max_calls_per_client"])
        ]
        results = [call.exception() for call in waiting]
    assert [error.code() for error in results if error] == [grpc.StatusCode.RESOURCE_EXHAUSTED]
    ended.set()
    assert list(open_stream) == []
    eventually(lambda: service.metric("quoth_open_calls") == 0)
    with service.client() as client:
        assert [outcome.error for outcome in client.extract_stream([TEXT])] == [None]
