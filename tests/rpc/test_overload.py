"""More work than there are workers: the queue, deadlines, cancelling."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status

from quoth.client import DeadlineExceededError, ResourceExhaustedError
from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc
from rpc.running import TEXT, Running, endless_text, eventually, running, slow_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUEUE = 2


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("overload"), "--max-queued-documents", str(QUEUE)) as service:
        yield service


@pytest.fixture
def full(service: Running) -> Iterator[Running]:
    """The service with one document at work and as many waiting as may, until the test ends."""
    request = pb.ExtractQuotationsRequest(document=pb.Document(text=endless_text()))
    with grpc.insecure_channel(service.address) as channel:
        stub = quotations_pb2_grpc.QuotationServiceStub(channel)
        calls = [stub.ExtractQuotations.future(request) for _ in range(QUEUE + 1)]
        eventually(lambda: service.metric("quoth_queued_documents") == QUEUE)
        yield service
        for call in calls:
            call.cancel()
        eventually(lambda: service.metric("quoth_open_calls") == 0)


def test_what_waits_is_answered_in_its_turn(service: Running) -> None:
    with ThreadPoolExecutor(QUEUE + 1) as pool, service.client() as client:
        calls = [pool.submit(client.extract, slow_text(0.3)) for _ in range(QUEUE + 1)]
        assert [len(call.result().speakers) for call in calls] == [1] * (QUEUE + 1)


def test_a_call_too_many_is_refused_at_once_and_told_when_to_come_back(full: Running) -> None:
    request = pb.ExtractQuotationsRequest(document=pb.Document(text=TEXT))
    with grpc.insecure_channel(full.address) as channel, pytest.raises(grpc.RpcError) as caught:
        quotations_pb2_grpc.QuotationServiceStub(channel).ExtractQuotations(request)
    assert full.metric("quoth_queued_documents") == QUEUE
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
    details = rpc_status.from_call(caught.value).details
    assert any(detail.Unpack(info) for detail in details)
    assert any(detail.Unpack(retry) for detail in details)
    assert (info.reason, info.domain) == ("QUEUE_FULL", "quoth.v1")
    assert dict(info.metadata) == {"limit": "max_queued_documents", "allowed": str(QUEUE)}
    milliseconds = retry.retry_delay.ToMilliseconds()
    assert milliseconds > 0
    assert ("grpc-retry-pushback-ms", str(milliseconds)) in caught.value.trailing_metadata()


def test_a_batch_too_many_is_refused_whole(full: Running) -> None:
    with full.client() as client, pytest.raises(ResourceExhaustedError) as caught:
        client.extract_batch([TEXT, TEXT])
    assert caught.value.details.reason == "QUEUE_FULL"
    assert caught.value.details.retry_after is not None


def test_a_stream_waits_for_its_turn(service: Running) -> None:
    with ThreadPoolExecutor(QUEUE + 1) as pool, service.client() as client:
        calls = [pool.submit(client.extract, slow_text(0.5)) for _ in range(QUEUE + 1)]
        eventually(lambda: service.metric("quoth_queued_documents") == QUEUE)
        assert [outcome.error for outcome in client.extract_stream([TEXT] * 5)] == [None] * 5
        assert [len(call.result().speakers) for call in calls] == [1] * (QUEUE + 1)
    words = [line["words"] for line in service.logs() if line["event"] == "extracted"]
    assert words[-(QUEUE + 6)] > len(TEXT.split())  # what came first was read first


@pytest.mark.parametrize("text", [TEXT, "The sea. " * 100_000], ids=["short", "long"])
def test_the_sdk_comes_back_when_it_is_told_to(full: Running, text: str) -> None:
    refused = full.metric("quoth_call_seconds_count", code="RESOURCE_EXHAUSTED")
    with full.client(max_attempts=2) as client, pytest.raises(ResourceExhaustedError):
        client.extract(text)
    assert full.metric("quoth_call_seconds_count", code="RESOURCE_EXHAUSTED") == refused + 2


def test_health_reflection_and_info_answer_meanwhile(full: Running) -> None:
    with full.client() as client, grpc.insecure_channel(full.address) as channel:
        assert client.is_serving()
        assert client.service_info().limits.max_requests_per_batch == 100
        assert "quoth.v1.QuotationService" in ProtoReflectionDescriptorDatabase(channel).get_services()
    assert full.metric("quoth_queued_documents") == QUEUE


def test_work_whose_deadline_passes_in_the_queue_is_never_begun(service: Running) -> None:
    begun = service.metric("quoth_engine_seconds_count")
    with ThreadPoolExecutor(1) as pool, service.client() as client:
        busy = pool.submit(client.extract, slow_text(3))
        eventually(lambda: service.metric("quoth_busy_workers") == 1)
        with pytest.raises(DeadlineExceededError):
            client.extract(TEXT, timeout=0.2)
        eventually(lambda: service.metric("quoth_queued_documents") == 0)
        assert not busy.done()
        busy.result()
    assert service.metric("quoth_engine_seconds_count") == begun + 1


def test_overdue_work_is_stopped_and_its_worker_freed(service: Running) -> None:
    stopped = service.metric("quoth_worker_restarts_total", cause="stopped")
    expired = service.metric("quoth_rejects_total", reason="DEADLINE_EXPIRED")
    with service.client() as client:
        with pytest.raises(DeadlineExceededError):
            client.extract(endless_text(), timeout=0.5)
        eventually(lambda: service.metric("quoth_busy_workers") == 0)
        assert len(client.extract(TEXT).quotations) == 1
    assert service.metric("quoth_worker_restarts_total", cause="stopped") == stopped + 1
    assert service.metric("quoth_rejects_total", reason="DEADLINE_EXPIRED") == expired + 1
    assert service.metric("quoth_call_seconds_count", code="DEADLINE_EXCEEDED") >= 1


def test_impatient_callers_cost_no_workers(service: Running) -> None:
    replaced = service.metric("quoth_worker_restarts_total")
    with service.client() as client:
        for milliseconds in (1, 2, 3, 5, 8) * 4:
            with suppress(DeadlineExceededError):
                client.extract(slow_text(0.01), timeout=milliseconds / 1000)
        assert len(client.extract(TEXT).quotations) == 1
    assert service.metric("quoth_worker_restarts_total") == replaced


@pytest.mark.parametrize("method", ["unary", "batch", "stream"])
def test_a_cancelled_call_frees_its_worker(service: Running, method: str) -> None:
    request = pb.ExtractQuotationsRequest(document=pb.Document(text=endless_text()))
    forever = threading.Event()

    def requests() -> Iterator[pb.StreamExtractQuotationsRequest]:
        yield pb.StreamExtractQuotationsRequest(request=request)
        forever.wait()

    with grpc.insecure_channel(service.address) as channel:
        stub = quotations_pb2_grpc.QuotationServiceStub(channel)
        call = {
            "unary": lambda: stub.ExtractQuotations.future(request),
            "batch": lambda: stub.BatchExtractQuotations.future(pb.BatchExtractQuotationsRequest(requests=[request])),
            "stream": lambda: stub.StreamExtractQuotations(requests()),
        }[method]()
        eventually(lambda: service.metric("quoth_busy_workers") == 1)
        call.cancel()
        eventually(lambda: service.metric("quoth_busy_workers") == 0)
        forever.set()
    with service.client() as client:
        assert len(client.extract(TEXT).quotations) == 1


def test_the_service_has_deadlines_of_its_own(tmp_path: Path) -> None:
    slow = pb.ExtractQuotationsRequest(document=pb.Document(text=endless_text()))
    with (
        running(tmp_path, "--default-deadline-seconds", "0.5") as service,
        grpc.insecure_channel(service.address) as channel,
    ):
        stub = quotations_pb2_grpc.QuotationServiceStub(channel)
        with pytest.raises(grpc.RpcError) as caught:
            stub.ExtractQuotations(slow)
        assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        assert service.metric("quoth_rejects_total", reason="DEADLINE_EXPIRED") == 1
    with running(tmp_path, "--document-timeout-seconds", "0.5") as service, service.client() as client:
        first, second, third = client.extract_batch([TEXT, endless_text(), TEXT])
        assert (first.error, third.error) == (None, None)
        assert second.error is not None
        assert second.error.details.reason == "DOCUMENT_TIMEOUT"
        assert second.error.details.retry_after is None
