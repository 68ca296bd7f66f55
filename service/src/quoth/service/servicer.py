"""The methods of QuotationService."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from quoth.engine.languages import LANGUAGES
from quoth.service import convert, limits
from quoth.service.errors import InvalidRequestError, abort, status_of
from quoth.service.versions import SERVICE_VERSION, engine_info
from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import grpc

    from quoth.service.settings import Settings
    from quoth.service.workers import Workers

_log = structlog.get_logger()


class QuotationServicer(quotations_pb2_grpc.QuotationServiceServicer):
    """Serves the contract with a pool of workers."""

    def __init__(self, workers: Workers, settings: Settings) -> None:
        self._workers = workers
        self._settings = settings
        self._engine = engine_info()

    async def ExtractQuotations(  # noqa: N802
        self,
        request: pb.ExtractQuotationsRequest,
        context: grpc.aio.ServicerContext[pb.ExtractQuotationsRequest, pb.ExtractQuotationsResponse],
    ) -> pb.ExtractQuotationsResponse:
        """Extracts the quotations of one article."""
        try:
            return await self._extract(request)
        except Exception as error:  # noqa: BLE001 - every error becomes a status
            _log_failure(error)
            await abort(context, status_of(error))

    async def BatchExtractQuotations(  # noqa: N802
        self,
        request: pb.BatchExtractQuotationsRequest,
        context: grpc.aio.ServicerContext[pb.BatchExtractQuotationsRequest, pb.BatchExtractQuotationsResponse],
    ) -> pb.BatchExtractQuotationsResponse:
        """Extracts the quotations of several articles, each with an outcome of its own."""
        try:
            limits.check_batch(request, self._settings)
        except InvalidRequestError as error:
            await abort(context, status_of(error))
        outcomes = await asyncio.gather(
            *(self._outcome(index, item, f"requests[{index}]") for index, item in enumerate(request.requests))
        )
        return pb.BatchExtractQuotationsResponse(outcomes=outcomes)

    async def StreamExtractQuotations(  # noqa: N802
        self,
        request_iterator: AsyncIterator[pb.StreamExtractQuotationsRequest],
        context: grpc.aio.ServicerContext[  # noqa: ARG002 - the interface of gRPC
            pb.StreamExtractQuotationsRequest, pb.StreamExtractQuotationsResponse
        ],
    ) -> AsyncIterator[pb.StreamExtractQuotationsResponse]:
        """Extracts the quotations of any number of articles, answering as they get ready."""
        outcomes: asyncio.Queue[pb.ExtractionOutcome | None] = asyncio.Queue()
        slots = asyncio.Semaphore(self._settings.max_stream_requests_in_flight)

        async def answer(index: int, request: pb.ExtractQuotationsRequest) -> None:
            await outcomes.put(await self._outcome(index, request, "request"))

        async def read() -> None:
            index = 0
            try:
                async with asyncio.TaskGroup() as group:
                    async for item in request_iterator:
                        await slots.acquire()
                        group.create_task(answer(index, item.request))
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

    async def GetServiceInfo(  # noqa: N802
        self,
        request: pb.GetServiceInfoRequest,  # noqa: ARG002 - the interface of gRPC
        context: grpc.aio.ServicerContext[pb.GetServiceInfoRequest, pb.GetServiceInfoResponse],  # noqa: ARG002
    ) -> pb.GetServiceInfoResponse:
        """Returns versions, languages and limits."""
        return pb.GetServiceInfoResponse(
            service_version=SERVICE_VERSION,
            engine=self._engine,
            language_codes=list(LANGUAGES),
            limits=limits.published(self._settings),
        )

    async def _outcome(self, index: int, request: pb.ExtractQuotationsRequest, path: str) -> pb.ExtractionOutcome:
        outcome = pb.ExtractionOutcome(index=index, document_id=request.document.id)
        try:
            outcome.response.CopyFrom(await self._extract(request))
        except Exception as error:  # noqa: BLE001 - every error becomes a status
            _log_failure(error)
            outcome.error.CopyFrom(status_of(error, path))
        return outcome

    async def _extract(self, request: pb.ExtractQuotationsRequest) -> pb.ExtractQuotationsResponse:
        document = convert.document(request)
        limits.check_document(document, self._settings)
        limits.check_known_speakers(request, self._settings)
        wanted, kinds = convert.encoding(request), convert.kinds(request)
        begun = time.perf_counter()
        extraction = (await self._workers.extract(document, convert.known_speakers(request))).only(kinds)
        _log.info(
            "extracted",
            characters=len(document.text),
            quotations=len(extraction.quotations),
            milliseconds=round(1000 * (time.perf_counter() - begun), 1),
        )
        return convert.response(document.text, extraction, wanted, self._engine)


def _log_failure(error: Exception) -> None:
    """Logs the kind of an error; its message only where Quoth wrote it, for others may hold words of the article."""
    if isinstance(error, ValueError) and hasattr(error, "field"):
        _log.info("refused", field=error.field)
    else:
        _log.error("failed", error=type(error).__qualname__)
