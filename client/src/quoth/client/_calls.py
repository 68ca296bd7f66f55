"""What every client shares: requests from values, values from replies, exceptions from statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import grpc
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from quoth.client import errors, models
from quoth.v1 import quotations_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_ERRORS: dict[grpc.StatusCode, type[errors.QuothError]] = {
    grpc.StatusCode.INVALID_ARGUMENT: errors.InvalidRequestError,
    grpc.StatusCode.DEADLINE_EXCEEDED: errors.DeadlineExceededError,
    grpc.StatusCode.UNAVAILABLE: errors.UnavailableError,
    grpc.StatusCode.RESOURCE_EXHAUSTED: errors.ResourceExhaustedError,
    grpc.StatusCode.UNAUTHENTICATED: errors.NotAllowedError,
    grpc.StatusCode.PERMISSION_DENIED: errors.NotAllowedError,
    grpc.StatusCode.CANCELLED: errors.CallCancelledError,
}
_CODES = {code.value[0]: code for code in grpc.StatusCode}
_Kind = TypeVar("_Kind", bound=models._Kind)  # noqa: SLF001 - the package's own


def request(
    document: models.Document | str,
    kinds: Collection[models.QuotationKind] = (),
    known_speakers: Collection[models.KnownSpeaker] = (),
) -> pb.ExtractQuotationsRequest:
    """The request for one article.

    Raises:
        InvalidRequestError: A string holds a lone surrogate, which cannot be sent.
    """
    if isinstance(document, str):
        document = models.Document(text=document)
    if not isinstance(document, models.Document):
        raise TypeError(f"document is a {type(document).__name__}; give a quoth.client.Document or a str")
    message = pb.Document(
        text=_sendable("document.text", document.text),
        id=_sendable("document.id", document.id),
        language_code=_sendable("document.language_code", document.language),
        title=_sendable("document.title", document.title),
        publisher=_sendable("document.publisher", document.publisher),
    )
    if document.publish_time is not None:
        stamp = Timestamp()
        stamp.FromDatetime(document.publish_time)
        message.publish_time.CopyFrom(stamp)
    named = (kinds,) if isinstance(kinds, str) else kinds
    wanted = [pb.QuotationKind.Value(f"QUOTATION_KIND_{models.QuotationKind(kind).name}") for kind in named]
    return pb.ExtractQuotationsRequest(
        document=message,
        options=pb.ExtractionOptions(kinds=wanted) if wanted else None,
        offset_encoding=pb.OFFSET_ENCODING_UTF32,
        known_speakers=[_known(f"known_speakers[{index}]", known) for index, known in enumerate(known_speakers)],
    )


def _known(path: str, known: models.KnownSpeaker) -> pb.KnownSpeaker:
    if isinstance(known.aliases, str):
        raise TypeError(f"{path}.aliases is a str; give several names, or (name,) for one")
    return pb.KnownSpeaker(
        id=_sendable(f"{path}.id", known.id),
        name=_sendable(f"{path}.name", known.name),
        aliases=[_sendable(f"{path}.aliases[{number}]", alias) for number, alias in enumerate(known.aliases)],
    )


def batch(
    documents: Iterable[models.Document | str],
    kinds: Collection[models.QuotationKind],
    known_speakers: Collection[models.KnownSpeaker],
) -> tuple[dict[int, pb.ExtractQuotationsRequest], dict[int, models.Outcome]]:
    """The requests of a batch by their positions, and the outcomes of documents that cannot be sent."""
    if isinstance(documents, str):
        raise TypeError("documents is a str; give several articles, or call extract for one")
    requests: dict[int, pb.ExtractQuotationsRequest] = {}
    refused: dict[int, models.Outcome] = {}
    for index, document in enumerate(documents):
        try:
            requests[index] = request(document, kinds, known_speakers)
        except errors.InvalidRequestError as error:
            refused[index] = models.Outcome(
                index, document.id if isinstance(document, models.Document) else "", None, error
            )
    return requests, refused


def _sendable(field: str, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        problem = f"has a lone surrogate at offset {error.start}, which is no Unicode character; remove or replace it"
        violation = errors.FieldViolation(field, problem)
        raise errors.InvalidRequestError("INVALID_ARGUMENT", f"{field}: {problem}", (violation,)) from None
    return value


def extraction(response: pb.ExtractQuotationsResponse) -> models.Extraction:
    """The values of a reply."""
    speakers = {message.id: _speaker(message) for message in response.speakers}
    venues = {message.id: _venue(message) for message in response.venues}
    return models.Extraction(
        document_id=response.document_id,
        language=response.language_code,
        quotations=tuple(_quotation(message, speakers, venues) for message in response.quotations),
        speakers=tuple(speakers.values()),
        venues=tuple(venues.values()),
        warnings=tuple(
            models.Warning(
                code=_kind(models.WarningCode, pb.WarningCode, message.code),
                message=message.message,
                span=_span(message.span) if message.HasField("span") else None,
            )
            for message in response.warnings
        ),
        engine=_engine(response.engine),
    )


def outcome(message: pb.ExtractionOutcome) -> models.Outcome:
    """The value of one outcome of a batch or a stream."""
    failed = message.WhichOneof("result") == "error"
    return models.Outcome(
        index=message.index,
        document_id=message.document_id,
        extraction=None if failed else extraction(message.response),
        error=error_of_status(message.error) if failed else None,
    )


def service_info(response: pb.GetServiceInfoResponse) -> models.ServiceInfo:
    """The values of GetServiceInfo."""
    return models.ServiceInfo(
        service_version=response.service_version,
        engine=_engine(response.engine),
        languages=tuple(response.language_codes),
        limits=models.Limits(
            max_text_bytes=response.limits.max_text_bytes,
            max_requests_per_batch=response.limits.max_requests_per_batch,
            max_message_bytes=response.limits.max_message_bytes,
            max_known_speakers=response.limits.max_known_speakers,
            max_words_per_document=response.limits.max_words_per_document,
            max_calls_per_client=response.limits.max_calls_per_client,
            max_streams_per_client=response.limits.max_streams_per_client,
        ),
        build=response.build,
    )


def error_of_call(error: grpc.RpcError) -> errors.QuothError:
    """The exception for a call that failed."""
    if not isinstance(error, grpc.Call):
        return errors.ServiceError("UNKNOWN", str(error))
    try:
        status = rpc_status.from_call(error)
    except ValueError:
        status = None
    if status is None:
        code = error.code() or grpc.StatusCode.UNKNOWN
        status = status_pb2.Status(code=code.value[0], message=error.details() or "")
    return error_of_status(status)


def error_of_status(status: status_pb2.Status) -> errors.QuothError:
    """The exception for a status of the service."""
    code = _CODES.get(status.code, grpc.StatusCode.UNKNOWN)
    bad_request = _detail(status, error_details_pb2.BadRequest)
    info = _detail(status, error_details_pb2.ErrorInfo)
    retry = _detail(status, error_details_pb2.RetryInfo)
    request_info = _detail(status, error_details_pb2.RequestInfo)
    violations = bad_request.field_violations if bad_request else ()
    return _ERRORS.get(code, errors.ServiceError)(
        code.name,
        status.message,
        tuple(errors.FieldViolation(v.field, v.description) for v in violations),
        errors.ErrorDetails(
            reason=info.reason if info else "",
            retry_after=retry.retry_delay.ToTimedelta().total_seconds() if retry else None,
            request_id=request_info.request_id if request_info else "",
        ),
    )


_Detail = TypeVar("_Detail", bound=Message)


def _detail(status: status_pb2.Status, kind: type[_Detail]) -> _Detail | None:
    """The first detail of a kind."""
    message = kind()
    return message if any(detail.Unpack(message) for detail in status.details) else None


def _quotation(
    message: pb.Quotation, speakers: dict[str, models.Speaker], venues: dict[str, models.Venue]
) -> models.Quotation:
    cue, mention = message.cue, message.mention
    return models.Quotation(
        id=message.id,
        kind=_kind(models.QuotationKind, pb.QuotationKind, message.kind),
        segments=tuple(models.Segment(_span(segment.span), segment.text) for segment in message.segments),
        cue=models.Cue(_span(cue.span), cue.text) if message.HasField("cue") else None,
        mention=models.Mention(
            _span(mention.span), mention.text, _kind(models.MentionKind, pb.MentionKind, mention.kind)
        )
        if message.HasField("mention")
        else None,
        speaker=speakers.get(message.speaker_id),
        mention_confidence=message.mention_confidence,
        speaker_confidence=message.speaker_confidence,
        speaker_basis=_kind(models.SpeakerBasis, pb.SpeakerBasis, message.speaker_basis),
        venue=venues.get(message.venue_id),
        venue_confidence=message.venue_confidence,
        venue_scope=_kind(models.VenueScope, pb.VenueScope, message.venue_scope),
        parent_id=message.parent_id or None,
        repeats_id=message.repeats_id or None,
    )


def _speaker(message: pb.Speaker) -> models.Speaker:
    return models.Speaker(
        id=message.id,
        name=message.name,
        kind=_kind(models.SpeakerKind, pb.SpeakerKind, message.kind),
        role=message.role,
        mentions=tuple(_named(mention) for mention in message.mentions),
        resolved_by=tuple(_kind(models.SpeakerBasis, pb.SpeakerBasis, basis) for basis in message.resolved_by),
        known_id=message.known_speaker_id or None,
        ambiguous_known_ids=tuple(message.ambiguous_known_speaker_ids),
    )


def _venue(message: pb.Venue) -> models.Venue:
    return models.Venue(
        id=message.id,
        kind=_kind(models.VenueKind, pb.VenueKind, message.kind),
        outlets=tuple(_named(outlet) for outlet in message.outlets),
        programme=_named(message.programme) if message.HasField("programme") else None,
        interviewers=tuple(_named(interviewer) for interviewer in message.interviewers),
        place=_named(message.place) if message.HasField("place") else None,
        date=_named(message.date) if message.HasField("date") else None,
        evidence=tuple(_span(span) for span in message.evidence),
        relayed_by=tuple(_named(relay) for relay in message.relayed_by),
        rule=message.rule,
    )


def _engine(message: pb.EngineInfo) -> models.EngineInfo:
    return models.EngineInfo(message.engine_version, message.model_version, message.schema_version)


def _span(message: pb.Span) -> models.Span:
    return models.Span(message.start, message.end)


def _named(message: pb.NamedSpan) -> models.NamedSpan:
    span = _span(message.span) if message.HasField("span") else None
    return models.NamedSpan(message.name, span, message.canonical_name)


class _Enum(Protocol):
    """What protobuf generates for an enumeration."""

    def Name(self, number: Any) -> str: ...  # noqa: ANN401, N802 - protobuf's signature

    def values(self) -> Collection[Any]: ...


def _kind(kind: type[_Kind], enum: _Enum, value: int) -> _Kind:
    """The SDK's value for a value of the contract: QUOTATION_KIND_DIRECT becomes "direct"."""
    name = enum.Name(value) if value in enum.values() else ""
    prefix = enum.Name(0).removesuffix("UNSPECIFIED")
    return kind(name.removeprefix(prefix).lower())
