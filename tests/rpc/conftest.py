"""A real service in a real process, and real clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest

from quoth.client import Client
from quoth.client.testing import local_service
from quoth.v1 import quotations_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TEXT_BYTES = 20_000
MAX_REQUESTS = 5
MAX_KNOWN = 3


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    options = ["--workers", "1", "--reflection", "--max-text-bytes", f"{MAX_TEXT_BYTES}"]
    with local_service(
        [*options, "--max-requests-per-batch", f"{MAX_REQUESTS}", "--max-known-speakers", f"{MAX_KNOWN}"]
    ) as address:
        with Client(address) as client:
            client.wait_until_serving(60)
        yield address


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    with Client(address) as client:
        yield client


@pytest.fixture
def stub(address: str) -> Iterator[quotations_pb2_grpc.QuotationServiceStub]:
    """For requests that the SDK does not let through."""
    with grpc.insecure_channel(address) as channel:
        yield quotations_pb2_grpc.QuotationServiceStub(channel)
