"""The service behind a real Envoy with the configuration of deploy/: JSON, gRPC-web, a rolling restart."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml

from quoth.client import Client, ClientConfig
from quoth.service.auth import new_token
from quoth.v1 import quotations_pb2 as pb
from rpc.running import PATIENCE_SECONDS, TEXT, eventually, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENVOY = Path(__file__).resolve().parents[2] / "deploy" / "envoy"
EXTRACT = "/v1/documents:extractQuotations"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def envoy(folder: Path, upstreams: Sequence[int]) -> Iterator[int]:
    """Runs Envoy with the deployed configuration, in which only ports and the pace of health checks are others."""
    config = yaml.safe_load((ENVOY / "envoy.yaml").read_text("utf-8"))
    port = free_port()
    (listener,), (cluster,) = config["static_resources"]["listeners"], config["static_resources"]["clusters"]
    listener["address"]["socket_address"] = {"address": "127.0.0.1", "port_value": port}
    del config["admin"]
    (manager,) = listener["filter_chains"][0]["filters"]
    for part in manager["typed_config"]["http_filters"]:
        if "proto_descriptor" in part["typed_config"]:
            part["typed_config"]["proto_descriptor"] = str(ENVOY / "quotations.binpb")
    check: dict[str, Any] = cluster["health_checks"][0]
    check |= {"interval": "0.2s", "no_traffic_interval": "0.2s"}
    (endpoints,) = cluster["load_assignment"]["endpoints"]
    endpoints["lb_endpoints"] = [
        {"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": upstream}}}}
        for upstream in upstreams
    ]
    path = folder / "envoy.yaml"
    path.write_text(yaml.safe_dump(config), "utf-8")
    command = [
        str(Path(sys.executable).with_name("envoy")),
        "-c",
        str(path),
        "--use-dynamic-base-id",
        "--log-level",
        "error",
    ]
    with subprocess.Popen([*command, "--concurrency", "1"], stderr=subprocess.DEVNULL) as process:
        try:
            with Client(f"127.0.0.1:{port}") as client:
                client.wait_until_serving(PATIENCE_SECONDS)
            yield port
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def tokens() -> tuple[str, str]:
    return new_token("web")


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, tokens: tuple[str, str]) -> Iterator[httpx.Client]:
    """A plain HTTP client of Envoy, in front of a service that demands tokens."""
    folder = tmp_path_factory.mktemp("envoy")
    (folder / "tokens").write_text(tokens[1])
    with running(folder, "--tokens-file", str(folder / "tokens")) as service, envoy(folder, [service.port]) as port:
        headers = {"authorization": f"Bearer {tokens[0]}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=PATIENCE_SECONDS) as client:
            yield client


def test_json_over_http(front: httpx.Client) -> None:
    reply = front.post(
        EXTRACT, json={"document": {"id": "a", "text": TEXT}, "offset_encoding": "OFFSET_ENCODING_UTF16"}
    )
    assert reply.status_code == 200
    answer = reply.json()
    assert answer["document_id"] == "a"
    assert answer["quotations"][0]["segments"] == [{"span": {"start": 1, "end": 10}, "text": "It rains,"}]
    assert (answer["speakers"][0]["name"], answer["venues"][0]["outlets"][0]["name"]) == ("Ann Orr", "Reuters")


def test_a_batch_and_the_info_over_http(front: httpx.Client) -> None:
    requests = [{"document": {"text": text}} for text in (TEXT, "")]
    outcomes = front.post("/v1/documents:batchExtractQuotations", json={"requests": requests}).json()["outcomes"]
    assert outcomes[0]["response"]["speakers"][0]["name"] == "Ann Orr"
    assert outcomes[1]["error"]["code"] == 3
    assert front.get("/v1/serviceInfo").json()["limits"]["max_requests_per_batch"] == 100


def test_errors_over_http_are_json_with_their_details(front: httpx.Client) -> None:
    reply = front.post(EXTRACT, json={"document": {"text": ""}})
    assert reply.status_code == 400
    details = {detail["@type"].rpartition(".")[2]: detail for detail in reply.json()["details"]}
    assert details["ErrorInfo"]["reason"] == "FIELD_INVALID"
    assert details["BadRequest"]["field_violations"][0]["field"] == "document.text"


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        ('{"document": {"text": "Hi."}}', {"authorization": "Bearer wrong"}, 401),
        ('{"document": {"texts": "Hi."}}', {}, 400),
        ("not JSON", {}, 400),
    ],
)
def test_wrong_calls_over_http(front: httpx.Client, content: str, headers: dict[str, str], status: int) -> None:
    reply = front.post(EXTRACT, content=content, headers={"content-type": "application/json", **headers})
    assert reply.status_code == status
    assert reply.json()["message"]


def test_what_envoy_refuses_by_itself_is_json_too(front: httpx.Client) -> None:
    reply = front.get("/v1/nothing", headers={"x-request-id": "desk-7"})
    assert (reply.status_code, reply.json()["code"]) == (404, 5)
    assert reply.headers["x-request-id"] == "desk-7"
    assert front.get("/v1/serviceInfo").headers["x-request-id"]


def test_grpc_web(front: httpx.Client) -> None:
    message = pb.ExtractQuotationsRequest(document=pb.Document(text=TEXT)).SerializeToString()
    reply = front.post(
        "/quoth.v1.QuotationService/ExtractQuotations",
        content=b"\0" + len(message).to_bytes(4, "big") + message,
        headers={"content-type": "application/grpc-web+proto", "x-grpc-web": "1"},
    )
    assert reply.status_code == 200
    size = int.from_bytes(reply.content[1:5], "big")
    assert pb.ExtractQuotationsResponse.FromString(reply.content[5 : 5 + size]).speakers[0].name == "Ann Orr"
    assert b"grpc-status:0" in reply.content[5 + size :].replace(b" ", b"")


class Callers:
    """Call without a pause until they are told to stop."""

    def __init__(self, port: int) -> None:
        self._config = ClientConfig(address=f"127.0.0.1:{port}", max_attempts=1, timeout=PATIENCE_SECONDS)
        self._ended = threading.Event()
        self.answered = 0
        self.failed: list[Exception] = []
        self._threads = [threading.Thread(target=self._call, args=(kind,)) for kind in ("one", "many", "stream")]

    def _call(self, kind: str) -> None:
        with Client(config=self._config) as client:
            while not self._ended.is_set():
                try:
                    if kind == "one":
                        client.extract(TEXT)
                    elif kind == "many":
                        assert all(outcome.error is None for outcome in client.extract_batch([TEXT] * 3))
                    else:
                        assert all(outcome.error is None for outcome in client.extract_stream([TEXT] * 3))
                    self.answered += 1
                except Exception as error:  # noqa: BLE001 - it is looked at by the test
                    self.failed.append(error)

    def __enter__(self) -> Callers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()


def test_a_rolling_restart_of_two_replicas_loses_no_call(tmp_path: Path) -> None:
    options = ["--stop-delay-seconds", "1.5"]
    with ExitStack() as stack:
        old = [stack.enter_context(running(tmp_path, *options)) for _ in range(2)]
        port = stack.enter_context(envoy(tmp_path, [replica.port for replica in old]))
        with Callers(port) as callers:
            for replica in old:
                eventually(lambda replica=replica: replica.metric("quoth_words_total") > 0)
                assert replica.stop() == 0
                new = stack.enter_context(running(tmp_path, *options, "--port", str(replica.port)))
                eventually(lambda new=new: new.metric("quoth_words_total") > 0)
        assert callers.failed == []
        assert callers.answered > 0
