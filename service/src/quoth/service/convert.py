"""Between the engine's values and the messages of the contract, and nothing else."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from quoth.engine import (
    Document,
    KnownSpeaker,
    MentionKind,
    OffsetEncoding,
    QuotationKind,
    SpeakerBasis,
    SpeakerKind,
    VenueKind,
    VenueScope,
    WarningCode,
    convert_offsets,
)
from quoth.service.errors import InvalidRequestError
from quoth.v1 import quotations_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quoth.engine import Extraction, NamedSpan, Quotation, Span, Speaker, Venue, Warning

_ENCODINGS = {
    pb.OFFSET_ENCODING_UNSPECIFIED: OffsetEncoding.UTF32,
    pb.OFFSET_ENCODING_UTF8: OffsetEncoding.UTF8,
    pb.OFFSET_ENCODING_UTF16: OffsetEncoding.UTF16,
    pb.OFFSET_ENCODING_UTF32: OffsetEncoding.UTF32,
}
_QUOTATION_KINDS = {kind: pb.QuotationKind.Value(f"QUOTATION_KIND_{kind.name}") for kind in QuotationKind}
_MENTION_KINDS = {kind: pb.MentionKind.Value(f"MENTION_KIND_{kind.name}") for kind in MentionKind}
_SPEAKER_KINDS = {kind: pb.SpeakerKind.Value(f"SPEAKER_KIND_{kind.name}") for kind in SpeakerKind}
_SPEAKER_BASES = {basis: pb.SpeakerBasis.Value(f"SPEAKER_BASIS_{basis.name}") for basis in SpeakerBasis}
_VENUE_KINDS = {kind: pb.VenueKind.Value(f"VENUE_KIND_{kind.name}") for kind in VenueKind}
_VENUE_SCOPES = {scope: pb.VenueScope.Value(f"VENUE_SCOPE_{scope.name}") for scope in VenueScope}
_WARNING_CODES = {code: pb.WarningCode.Value(f"WARNING_CODE_{code.name}") for code in WarningCode}
_MOST_KINDS = 100
_KIND_OF = {value: kind for kind, value in _QUOTATION_KINDS.items()}


def check(request: pb.ExtractQuotationsRequest) -> None:
    """Refuses a request whose document, kinds or unit cannot be read.

    Raises:
        InvalidRequestError: As ``document``, ``kinds`` and ``encoding`` do.
    """
    document(request)
    kinds(request)
    encoding(request)


def document(request: pb.ExtractQuotationsRequest) -> Document:
    """The document of a request.

    Raises:
        InvalidRequestError: It is not set, or its publish_time is out of range.
    """
    if not request.HasField("document"):
        raise InvalidRequestError("document", "is not set; send the article in it")
    message = request.document
    publish_time = None
    if message.HasField("publish_time"):
        try:
            publish_time = message.publish_time.ToDatetime(tzinfo=UTC)
        except (ValueError, OverflowError):
            problem = "is not a time from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z; leave it unset if unknown"
            raise InvalidRequestError("document.publish_time", problem) from None
    return Document(
        text=message.text,
        id=message.id,
        language_code=message.language_code,
        title=message.title,
        publisher=message.publisher,
        publish_time=publish_time,
    )


def known_speakers(request: pb.ExtractQuotationsRequest) -> tuple[KnownSpeaker, ...]:
    """The known speakers of a request."""
    return tuple(KnownSpeaker(known.id, known.name, tuple(known.aliases)) for known in request.known_speakers)


def kinds(request: pb.ExtractQuotationsRequest) -> frozenset[QuotationKind]:
    """The kinds of quotations that are wanted; all if the request names none.

    Raises:
        InvalidRequestError: A value is none of the contract's, or there are too many.
    """
    wanted = request.options.kinds
    if len(wanted) > _MOST_KINDS:
        raise InvalidRequestError("options.kinds", f"has {len(wanted)} entries; at most {_MOST_KINDS} are allowed")
    for index, value in enumerate(wanted):
        if value not in _KIND_OF:
            problem = f"is {value}; allowed are {_names(pb.QuotationKind)}"
            raise InvalidRequestError(f"options.kinds[{index}]", problem)
    return frozenset(_KIND_OF[value] for value in wanted) or frozenset(QuotationKind)


def encoding(request: pb.ExtractQuotationsRequest) -> OffsetEncoding:
    """The unit in which the answer's offsets are wanted.

    Raises:
        InvalidRequestError: The value is none of the contract's.
    """
    wanted = _ENCODINGS.get(request.offset_encoding)
    if wanted is None:
        problem = f"is {request.offset_encoding}; allowed are {_names(pb.OffsetEncoding)}"
        raise InvalidRequestError("offset_encoding", problem)
    return wanted


def response(
    text: str, extraction: Extraction, wanted: OffsetEncoding, engine: pb.EngineInfo
) -> pb.ExtractQuotationsResponse:
    """The answer to a request.

    Args:
        text: The document's text, which the extraction's spans index.
        extraction: What the engine found.
        wanted: The unit of the answer's offsets.
        engine: What made the extraction.
    """
    spans = _Spans(text, extraction, wanted)
    return pb.ExtractQuotationsResponse(
        document_id=extraction.document_id,
        language_code=extraction.language_code,
        quotations=[_quotation(item, spans) for item in extraction.quotations],
        speakers=[_speaker(item, spans) for item in extraction.speakers],
        venues=[_venue(item, spans) for item in extraction.venues],
        engine=engine,
        warnings=[_warning(item, spans) for item in extraction.warnings],
    )


class _Spans:
    """The spans of one extraction in the unit that is wanted."""

    def __init__(self, text: str, extraction: Extraction, wanted: OffsetEncoding) -> None:
        offsets = (offset for span in _all_spans(extraction) for offset in (span.start, span.end))
        self._offsets: Mapping[int, int] = convert_offsets(text, offsets, wanted)

    def __call__(self, span: Span) -> pb.Span:
        return pb.Span(start=self._offsets[span.start], end=self._offsets[span.end])

    def named(self, named: NamedSpan) -> pb.NamedSpan:
        span = self(named.span) if named.span else None
        return pb.NamedSpan(name=named.name, span=span, canonical_name=named.canonical_name)

    def named_or_none(self, named: NamedSpan | None) -> pb.NamedSpan | None:
        return self.named(named) if named else None


def _all_spans(extraction: Extraction) -> Iterator[Span]:
    for quotation in extraction.quotations:
        yield from (segment.span for segment in quotation.segments)
        yield from (part.span for part in (quotation.cue, quotation.mention) if part)
    for speaker in extraction.speakers:
        yield from (mention.span for mention in speaker.mentions if mention.span)
    for venue in extraction.venues:
        yield from venue.evidence
        named = (*venue.outlets, *venue.interviewers, *venue.relayed_by, venue.programme, venue.place, venue.date)
        yield from (part.span for part in named if part and part.span)
    yield from (warning.span for warning in extraction.warnings if warning.span)


def _quotation(quotation: Quotation, spans: _Spans) -> pb.Quotation:
    cue, mention, speaker, venue = quotation.cue, quotation.mention, quotation.speaker, quotation.venue
    return pb.Quotation(
        id=quotation.id,
        kind=_QUOTATION_KINDS[quotation.kind],
        segments=[pb.Segment(span=spans(segment.span), text=segment.text) for segment in quotation.segments],
        cue=pb.Cue(span=spans(cue.span), text=cue.text) if cue else None,
        mention=pb.Mention(span=spans(mention.span), text=mention.text, kind=_MENTION_KINDS[mention.kind])
        if mention
        else None,
        speaker_id=speaker.id if speaker else "",
        mention_confidence=quotation.mention_confidence,
        speaker_confidence=quotation.speaker_confidence,
        speaker_basis=_SPEAKER_BASES[quotation.speaker_basis]
        if quotation.speaker_basis
        else pb.SPEAKER_BASIS_UNSPECIFIED,
        venue_id=venue.id if venue else "",
        venue_confidence=quotation.venue_confidence,
        venue_scope=_VENUE_SCOPES[quotation.venue_scope] if quotation.venue_scope else pb.VENUE_SCOPE_UNSPECIFIED,
        parent_id=quotation.parent_id or "",
        repeats_id=quotation.repeats_id or "",
    )


def _speaker(speaker: Speaker, spans: _Spans) -> pb.Speaker:
    return pb.Speaker(
        id=speaker.id,
        name=speaker.name,
        kind=_SPEAKER_KINDS[speaker.kind],
        role=speaker.role,
        mentions=[spans.named(mention) for mention in speaker.mentions],
        resolved_by=[_SPEAKER_BASES[basis] for basis in speaker.resolved_by],
        known_speaker_id=speaker.known_id,
        ambiguous_known_speaker_ids=speaker.ambiguous_known_ids,
    )


def _venue(venue: Venue, spans: _Spans) -> pb.Venue:
    return pb.Venue(
        id=venue.id,
        kind=_VENUE_KINDS[venue.kind],
        outlets=[spans.named(outlet) for outlet in venue.outlets],
        programme=spans.named_or_none(venue.programme),
        interviewers=[spans.named(interviewer) for interviewer in venue.interviewers],
        place=spans.named_or_none(venue.place),
        date=spans.named_or_none(venue.date),
        evidence=[spans(span) for span in venue.evidence],
        relayed_by=[spans.named(relay) for relay in venue.relayed_by],
        rule=venue.rule,
    )


def _warning(warning: Warning, spans: _Spans) -> pb.Warning:
    return pb.Warning(
        code=_WARNING_CODES[warning.code],
        message=warning.message,
        span=spans(warning.span) if warning.span else None,
    )


def _names(enum: type[pb.QuotationKind] | type[pb.OffsetEncoding]) -> str:
    return ", ".join(f"{name} ({value})" for name, value in enum.items() if value or enum is pb.OffsetEncoding)
