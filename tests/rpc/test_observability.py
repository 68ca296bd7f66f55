"""Metrics, logs and traces."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from quoth.client import InvalidRequestError
from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc
from rpc.running import TEXT, Running, eventually, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from opentelemetry.proto.trace.v1.trace_pb2 import Span

BUILD = "r42"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("observability"), "--build", BUILD) as service:
        yield service


def test_metrics_count_what_was_done(tmp_path: Path) -> None:
    with running(tmp_path) as service, service.client() as client:
        client.extract(TEXT)
        client.extract_batch([TEXT, ""])
        with pytest.raises(InvalidRequestError):
            client.extract("")
        assert service.metric("quoth_words_total") == 2 * len(TEXT.split())
        assert service.metric("quoth_engine_seconds_count") == 2
        assert service.metric("quoth_quotations_total", kind="direct") == 2
        assert service.metric("quoth_rejects_total", reason="FIELD_INVALID") == 2
        assert service.metric("quoth_call_seconds_count", method="ExtractQuotations", code="OK") == 1
        assert service.metric("quoth_call_seconds_count", method="ExtractQuotations", code="INVALID_ARGUMENT") == 1
        assert service.metric("quoth_call_seconds_count", method="BatchExtractQuotations", code="OK") == 1
        assert service.metric("quoth_queue_wait_seconds_count") >= 2
        for stage in ("quotes", "reading", "attribution", "speakers", "venues"):
            assert service.metric("quoth_engine_stage_seconds_total", stage=stage) > 0
        assert service.metric("quoth_workers") == service.metric("quoth_present_workers") == 1
        assert service.metric("quoth_busy_workers") == 0
        assert service.metric("quoth_queued_documents") == 0


def test_info_and_metrics_tell_versions_and_build(service: Running) -> None:
    with service.client() as client:
        info = client.service_info()
    assert info.build == BUILD
    assert service.metric("quoth_build_info", service=info.service_version, model=info.engine.model_version) == 1


def test_labels_come_from_no_caller(service: Running) -> None:
    with grpc.insecure_channel(service.address) as channel:
        for method in ("/quoth.v1.QuotationService/Made", "/up/By", "/quoth.v1.QuotationService/ACaller"):
            with pytest.raises(grpc.RpcError):
                channel.unary_unary(method)(b"")
    assert "ACaller" not in service.metrics_text()


@pytest.mark.parametrize(
    ("given", "kept"), [("desk-7", True), ("x" * 128, True), ("x" * 129, False), ("a b", False), (None, False)]
)
def test_a_request_is_known_by_its_id(service: Running, given: str | None, kept: bool) -> None:
    metadata = (("x-request-id", given),) if given else ()
    with grpc.insecure_channel(service.address) as channel:
        stub = quotations_pb2_grpc.QuotationServiceStub(channel)
        _, call = stub.ExtractQuotations.with_call(
            pb.ExtractQuotationsRequest(document=pb.Document(text=TEXT)), metadata=metadata
        )
        with pytest.raises(grpc.RpcError) as caught:
            stub.ExtractQuotations(pb.ExtractQuotationsRequest(), metadata=metadata)
    ids = [dict(one.trailing_metadata())["x-request-id"] for one in (call, caught.value)]
    assert all((one == given) is kept for one in ids)
    for one in ids:
        eventually(
            lambda one=one: one in {line.get("request_id") for line in service.logs() if line["event"] == "call"}
        )


def test_every_line_of_the_log_of_a_call_tells_whose_it_is(service: Running) -> None:
    with service.client() as client:
        client.extract(TEXT)
    eventually(lambda: service.logs()[-1]["event"] == "call")
    *_, document, call = service.logs()
    assert (document["event"], call["event"], call["code"]) == ("extracted", "call", "OK")
    assert document["request_id"] == call["request_id"]
    assert document["client"] == call["client"] == "ipv4:127.0.0.1"
    assert (document["words"], document["quotations"]) == (len(TEXT.split()), 1)


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """A collector of traces, as OpenTelemetry's own."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def Export(  # noqa: N802
        self, request: trace_service_pb2.ExportTraceServiceRequest, context: grpc.ServicerContext
    ) -> trace_service_pb2.ExportTraceServiceResponse:
        del context
        self.spans += [s for r in request.resource_spans for scope in r.scope_spans for s in scope.spans]
        return trace_service_pb2.ExportTraceServiceResponse()


def test_a_trace_goes_on_from_the_callers(tmp_path: Path) -> None:
    collector, trace, parent = Collector(), "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    server = grpc.server(ThreadPoolExecutor(2))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(collector, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    options = ["--otlp-endpoint", f"http://127.0.0.1:{port}"]
    with (
        running(tmp_path, *options, environment={"OTEL_BSP_SCHEDULE_DELAY": "100"}) as service,
        grpc.insecure_channel(service.address) as channel,
    ):
        stub = quotations_pb2_grpc.QuotationServiceStub(channel)
        request = pb.ExtractQuotationsRequest(document=pb.Document(text=TEXT))
        stub.ExtractQuotations(request, metadata=(("traceparent", f"00-{trace}-{parent}-01"),))
        eventually(lambda: len(collector.spans) >= 2)
    server.stop(None)
    spans = {span.name: span for span in collector.spans}
    call, document = spans["/quoth.v1.QuotationService/ExtractQuotations"], spans["quoth.document"]
    assert (call.trace_id.hex(), call.parent_span_id.hex()) == (trace, parent)
    assert (document.trace_id.hex(), document.parent_span_id) == (trace, call.span_id)
    attributes = {attribute.key: attribute.value for attribute in document.attributes}
    assert attributes["quoth.quotations"].int_value == 1
    assert "Orr" not in str(collector.spans)
