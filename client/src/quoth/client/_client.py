"""The client for ordinary, synchronous code."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from quoth.client import _calls
from quoth.client.config import ClientConfig
from quoth.client.errors import CallCancelledError, UnavailableError
from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from types import TracebackType

    from quoth.client.models import Document, Extraction, KnownSpeaker, Outcome, QuotationKind, ServiceInfo

_SERVICE = pb.DESCRIPTOR.services_by_name["QuotationService"].full_name
_POLL_SECONDS = 0.05


class Client:
    """Calls a Quoth service. Use it as a context manager, or call ``close``; threads may share one.

    Args:
        address: "host:port". Default: the environment variable ``QUOTH_ADDRESS``, else 127.0.0.1:50051.
        config: Everything that can be set; instead of ``address``.

    Raises:
        ValueError: Both address and config are given.
        OSError: A file of the config's ``tls`` cannot be read.
    """

    def __init__(self, address: str | None = None, *, config: ClientConfig | None = None) -> None:
        if address is not None and config is not None:
            msg = "both address and config are given; put the address into the config"
            raise ValueError(msg)
        self._config = config or (ClientConfig() if address is None else ClientConfig(address=address))
        self._channel = self._config.channel()
        self._metadata = self._config.metadata()
        self._closed = False
        self._stub = quotations_pb2_grpc.QuotationServiceStub(self._channel)

    def extract(
        self,
        document: Document | str,
        *,
        kinds: Collection[QuotationKind] = (),
        known_speakers: Collection[KnownSpeaker] = (),
        timeout: float | None = None,
    ) -> Extraction:
        """Extracts the quotations of one article.

        Args:
            document: The article, or just its text.
            kinds: The kinds of quotations to return; empty means all.
            known_speakers: People and bodies of your own; a speaker who is one of them carries your id.
            timeout: Longest time of the call in seconds; default as configured.

        Raises:
            InvalidRequestError: The article is refused; ``violations`` names the fields.
            QuothError: Any other failure; see ``quoth.client.errors``.
        """
        request = _calls.request(document, kinds, known_speakers)
        with self._calling():
            response = self._stub.ExtractQuotations(request, timeout=self._timeout(timeout), metadata=self._metadata)
        return _calls.extraction(response)

    def extract_batch(
        self,
        documents: Iterable[Document | str],
        *,
        kinds: Collection[QuotationKind] = (),
        known_speakers: Collection[KnownSpeaker] = (),
        timeout: float | None = None,
    ) -> list[Outcome]:
        """Extracts the quotations of several articles in one call.

        Args:
            documents: The articles, or just their texts.
            kinds: The kinds of quotations to return; empty means all.
            known_speakers: People and bodies of your own, for all of the articles.
            timeout: Longest time of the call in seconds; default as configured.

        Returns:
            One outcome an article, in their order; one that is refused leaves the others as they are.

        Raises:
            InvalidRequestError: There are no articles, or more than the service takes at once.
            QuothError: The whole call failed.
        """
        requests, outcomes = _calls.batch(documents, kinds, known_speakers)
        if requests or not outcomes:
            message = pb.BatchExtractQuotationsRequest(requests=list(requests.values()))
            with self._calling():
                response = self._stub.BatchExtractQuotations(
                    message, timeout=self._timeout(timeout), metadata=self._metadata
                )
            answered = zip(requests, response.outcomes, strict=True)
            outcomes |= {index: replace(_calls.outcome(found), index=index) for index, found in answered}
        return [outcomes[index] for index in sorted(outcomes)]

    def extract_stream(
        self,
        documents: Iterable[Document | str],
        *,
        kinds: Collection[QuotationKind] = (),
        known_speakers: Collection[KnownSpeaker] = (),
        timeout: float | None = None,
    ) -> Iterator[Outcome]:
        """Extracts the quotations of any number of articles, which are read as the service takes them.

        Args:
            documents: Read in a thread of its own.
            kinds: The kinds of quotations to return; empty means all.
            known_speakers: People and bodies of your own; a speaker who is one of them carries your id.
            timeout: Longest time of the whole stream in seconds; default none.

        Yields:
            One outcome an article, as they get ready; ``index`` says whose it is.

        Raises:
            QuothError: The whole stream failed.
            Exception: What reading ``documents`` raised, after the outcomes of those before it.
        """
        failures: list[Exception] = []

        def requests() -> Iterator[pb.StreamExtractQuotationsRequest]:
            try:
                for document in documents:
                    yield pb.StreamExtractQuotationsRequest(request=_calls.request(document, kinds, known_speakers))
            except Exception as error:  # noqa: BLE001 - raised where the caller sees it
                failures.append(error)

        with self._calling():
            for response in self._stub.StreamExtractQuotations(requests(), timeout=timeout, metadata=self._metadata):
                yield _calls.outcome(response.outcome)
        for error in failures:
            raise error

    def service_info(self, *, timeout: float | None = None) -> ServiceInfo:
        """The running service: versions, languages and limits.

        Raises:
            QuothError: The call failed.
        """
        with self._calling():
            response = self._stub.GetServiceInfo(
                pb.GetServiceInfoRequest(), timeout=self._timeout(timeout), metadata=self._metadata
            )
        return _calls.service_info(response)

    def is_serving(self, *, timeout: float | None = None) -> bool:
        """Whether the service's health check (grpc.health.v1) says SERVING.

        Raises:
            QuothError: The call failed.
        """
        with self._calling():
            stub = health_pb2_grpc.HealthStub(self._channel)
            reply = stub.Check(health_pb2.HealthCheckRequest(service=_SERVICE), timeout=self._timeout(timeout))
        return bool(reply.status == health_pb2.HealthCheckResponse.SERVING)

    def wait_until_serving(self, timeout: float = 30.0) -> None:
        """Returns when the service's health check (grpc.health.v1) says SERVING.

        Args:
            timeout: How long to wait, in seconds.

        Raises:
            UnavailableError: It did not say so in time.
        """
        with self._calling():
            stub = health_pb2_grpc.HealthStub(self._channel)
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            try:
                reply = stub.Check(health_pb2.HealthCheckRequest(service=_SERVICE), timeout=left, wait_for_ready=True)
            except grpc.RpcError:
                pass
            else:
                if reply.status == health_pb2.HealthCheckResponse.SERVING:
                    return
            time.sleep(min(_POLL_SECONDS, max(left, 0)))
        message = f"the service at {self._config.address} is not serving after {timeout:g} seconds"
        raise UnavailableError("UNAVAILABLE", message)

    def close(self) -> None:
        """Closes the connection; running calls are cancelled, later ones raise CallCancelledError."""
        self._closed = True
        self._channel.close()

    def _timeout(self, timeout: float | None) -> float:
        return self._config.timeout if timeout is None else timeout

    @contextmanager
    def _calling(self) -> Iterator[None]:
        """Turns gRPC's exceptions into the SDK's."""
        if self._closed:
            raise CallCancelledError("CANCELLED", "the client is closed; make a new one")
        try:
            yield
        except grpc.RpcError as error:
            raise _calls.error_of_call(error) from None

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
