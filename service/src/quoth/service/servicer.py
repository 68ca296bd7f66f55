"""The methods of QuotationService. Errors are raised; ``calls`` makes statuses of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from quoth.engine.languages import LANGUAGES
from quoth.service import convert, limits
from quoth.service.calls import Malformed, report
from quoth.service.errors import LimitExceededError, failure_of
from quoth.service.versions import SERVICE_VERSION, engine_info
from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from typing import Any

    import grpc

    from quoth.service.dispatch import Dispatcher
    from quoth.service.metrics import Metrics
    from quoth.service.settings import Settings
    from quoth.service.tracing import Tracing

_BYTES_OF_A_FIELD = 16  # at most, beside its content
_BYTES_AROUND_AN_ANSWER = 1024
_log = structlog.get_logger()


class QuotationServicer(quotations_pb2_grpc.QuotationServiceServicer):
    """Serves the contract.

    Args:
        dispatcher: Gets documents read.
        settings: The limits.
        metrics: Told of every document.
        tracing: Told of every document.
    """

    def __init__(self, dispatcher: Dispatcher, settings: Settings, metrics: Metrics, tracing: Tracing) -> None:
        self._dispatcher = dispatcher
        self._settings = settings
        self._metrics = metrics
        self._tracing = tracing

    async def ExtractQuotations(  # noqa: N802
        self,
        request: pb.ExtractQuotationsRequest,
        context: grpc.aio.ServicerContext[pb.ExtractQuotationsRequest, pb.ExtractQuotationsResponse],
    ) -> pb.ExtractQuotationsResponse:
        """Extracts the quotations of one article."""
        self._check(request)
        with self._dispatcher.admitted(request.ByteSize()):
            return pb.ExtractQuotationsResponse.FromString(await self._extract(request, _deadline(context)))

    async def BatchExtractQuotations(  # noqa: N802
        self,
        request: pb.BatchExtractQuotationsRequest,
        context: grpc.aio.ServicerContext[pb.BatchExtractQuotationsRequest, pb.BatchExtractQuotationsResponse],
    ) -> pb.BatchExtractQuotationsResponse:
        """Extracts the quotations of several articles, each with an outcome of its own."""
        limits.check_batch(request, self._settings)
        slots = asyncio.Semaphore(self._settings.in_flight_per_call)
        deadline = _deadline(context)

        async def answer(index: int, item: pb.ExtractQuotationsRequest) -> pb.ExtractionOutcome:
            async with slots:
                return await self._outcome(index, item, f"requests[{index}]", deadline)

        with self._dispatcher.admitted(request.ByteSize()):
            outcomes = await asyncio.gather(*(answer(index, item) for index, item in enumerate(request.requests)))
        return pb.BatchExtractQuotationsResponse(outcomes=self._fitting(outcomes))

    async def StreamExtractQuotations(  # noqa: N802
        self,
        request_iterator: AsyncIterator[pb.StreamExtractQuotationsRequest],
        context: grpc.aio.ServicerContext[pb.StreamExtractQuotationsRequest, pb.StreamExtractQuotationsResponse],
    ) -> AsyncIterator[pb.StreamExtractQuotationsResponse]:
        """Extracts the quotations of any number of articles, answering as they get ready."""
        outcomes: asyncio.Queue[pb.ExtractionOutcome | None] = asyncio.Queue()
        slots = asyncio.Semaphore(self._settings.in_flight_per_call)
        deadline = _deadline(context)

        async def answer(index: int, request: pb.ExtractQuotationsRequest) -> None:
            outcomes.put_nowait(await self._outcome(index, request, "request", deadline))

        async def read() -> None:
            index = 0
            try:
                async with asyncio.TaskGroup() as group:
                    async for item in request_iterator:
                        await slots.acquire()
                        request = pb.ExtractQuotationsRequest() if isinstance(item, Malformed) else item.request
                        group.create_task(answer(index, request))
                        index += 1
            finally:
                outcomes.put_nowait(None)

        reader = asyncio.create_task(read())
        try:
            while (outcome := await outcomes.get()) is not None:
                yield pb.StreamExtractQuotationsResponse(outcome=outcome)
                slots.release()
            await reader
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)

    async def GetServiceInfo(  # noqa: N802
        self,
        request: pb.GetServiceInfoRequest,  # noqa: ARG002 - the interface of gRPC
        context: grpc.aio.ServicerContext[pb.GetServiceInfoRequest, pb.GetServiceInfoResponse],  # noqa: ARG002
    ) -> pb.GetServiceInfoResponse:
        """Returns versions, languages and limits."""
        return pb.GetServiceInfoResponse(
            service_version=SERVICE_VERSION,
            engine=engine_info(),
            language_codes=list(LANGUAGES),
            limits=limits.published(self._settings),
            build=self._settings.build,
        )

    async def _outcome(
        self, index: int, request: pb.ExtractQuotationsRequest, path: str, deadline: float | None
    ) -> pb.ExtractionOutcome:
        structlog.contextvars.bind_contextvars(index=index)
        outcome = pb.ExtractionOutcome(index=index, document_id=request.document.id)
        try:
            self._check(request)
            outcome.response.ParseFromString(await self._extract(request, deadline))
        except Exception as error:  # noqa: BLE001 - every error becomes a status
            failure = failure_of(error, path=path)
            report(self._metrics, error, failure)
            outcome.error.CopyFrom(failure.status)
        return outcome

    def _fitting(self, outcomes: Sequence[pb.ExtractionOutcome]) -> Sequence[pb.ExtractionOutcome]:
        """The outcomes with errors in the place of answers that do not fit into one message with those before them."""
        size, most = 0, self._settings.max_message_bytes
        for outcome in outcomes:
            own = outcome.ByteSize() + _BYTES_OF_A_FIELD
            if size + own > most and outcome.HasField("response"):
                path = f"requests[{outcome.index}]"
                error = LimitExceededError(path, "max_message_bytes", most, size + own, "bytes of answers up to it")
                failure = failure_of(error)
                report(self._metrics, error, failure)
                outcome.error.CopyFrom(failure.status)
                own = outcome.ByteSize() + _BYTES_OF_A_FIELD
            size += own
        return outcomes

    def _check(self, request: pb.ExtractQuotationsRequest) -> None:
        convert.check(request)
        limits.check_document(request.document, self._settings)
        limits.check_known_speakers(request, self._settings)

    async def _extract(self, request: pb.ExtractQuotationsRequest, deadline: float | None) -> bytes:
        with self._tracing.document() as describe:
            extracted = await self._dispatcher.extract(request, deadline)
            describe(extracted)
        self._metrics.count(extracted)
        _log.info(
            "extracted",
            words=extracted.words,
            quotations=sum(extracted.quotations.values()),
            milliseconds=round(1000 * extracted.seconds, 1),
        )
        size, most = len(extracted.response), self._settings.max_message_bytes - _BYTES_AROUND_AN_ANSWER
        if size > most:
            raise LimitExceededError("document.text", "max_message_bytes", most, size, "bytes of answer")
        return extracted.response


def _deadline(context: grpc.aio.ServicerContext[Any, Any]) -> float | None:
    """When the client stops waiting, as the event loop's clock counts; ``None`` if it does not say."""
    remaining = context.time_remaining()
    return None if remaining is None else asyncio.get_running_loop().time() + remaining
