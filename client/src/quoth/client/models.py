"""What the SDK takes and returns: frozen values. Offsets count code points, as Python strings do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from quoth.client.errors import QuothError


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article.

    Attributes:
        text: Headline first if it has one, paragraphs on lines of their own. Required.
        id: Your own name for it, returned with the answer.
        language: BCP 47 tag such as "en" or "en-IN"; empty to have it detected.
        title: The headline, if it is not part of the text; it is read for names.
        publisher: The outlet that publishes it: whose "told this newspaper" it is.
        publish_time: When it was published; one without a time zone counts as UTC; not read yet.
    """

    text: str
    id: str = ""
    language: str = ""
    title: str = ""
    publisher: str = ""
    publish_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """Somebody whom you know, for example from your newsroom's own people file.

    Attributes:
        id: Your own, unique within one call; a speaker who is this one carries it as ``known_id``.
        name: Full name.
        aliases: Other names. An article that gives one word of a name only matches if that word is an alias.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()


class _Kind(StrEnum):
    """A value of the contract; one that a newer service added reads as ``UNSPECIFIED``."""

    @classmethod
    def _missing_(cls, value: object) -> _Kind:  # noqa: ARG003 - the interface of enum
        return cls["UNSPECIFIED"]


class QuotationKind(_Kind):
    """How much of what was said is quoted."""

    UNSPECIFIED = "unspecified"
    DIRECT = "direct"
    PARTIAL = "partial"
    INDIRECT = "indirect"


class MentionKind(_Kind):
    """What kind of words name the speaker."""

    UNSPECIFIED = "unspecified"
    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class SpeakerBasis(_Kind):
    """By what a mention was resolved to its speaker."""

    UNSPECIFIED = "unspecified"
    EXACT_NAME = "exact_name"
    PART_OF_NAME = "part_of_name"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"
    TURN_LABEL = "turn_label"
    UNRESOLVED = "unresolved"


class SpeakerKind(_Kind):
    """What a speaker is."""

    UNSPECIFIED = "unspecified"
    PERSON = "person"
    GROUP = "group"
    ORGANIZATION = "organization"
    UNNAMED = "unnamed"
    DOCUMENT = "document"


class VenueKind(_Kind):
    """What kind of occasion a venue is."""

    UNSPECIFIED = "unspecified"
    INTERVIEW = "interview"
    PRESS_CONFERENCE = "press_conference"
    SPEECH = "speech"
    DEBATE = "debate"
    SOCIAL_MEDIA = "social_media"
    STATEMENT = "statement"
    TESTIMONY = "testimony"
    PUBLICATION = "publication"
    PRIVATE_COMMUNICATION = "private_communication"
    OTHER = "other"


class VenueScope(_Kind):
    """By which link a venue belongs to a quotation, strongest first."""

    UNSPECIFIED = "unspecified"
    SAME_CLAUSE = "same_clause"
    SAME_SENTENCE = "same_sentence"
    SAME_PARAGRAPH = "same_paragraph"
    INTRODUCED = "introduced"
    REFERRED_BACK = "referred_back"
    CONTINUED = "continued"
    HEADLINE = "headline"


class WarningCode(_Kind):
    """What a warning is about."""

    UNSPECIFIED = "unspecified"
    LANGUAGE_ASSUMED = "language_assumed"
    UNPAIRED_MARK = "unpaired_mark"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range: ``text[span.start:span.end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A name as printed, and where the text says it; no span if the name comes from the request or the gazetteer.

    Attributes:
        name: As printed.
        span: Where.
        canonical_name: Of an outlet that the service's gazetteer knows: "New York Times" for "NYT"; else empty.
    """

    name: str
    span: Span | None
    canonical_name: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """An unbroken run of quoted words, without its marks."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that introduce the speech."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """The words beside a quotation that name its speaker."""

    span: Span
    text: str
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whose words are quoted.

    Attributes:
        id: Unique within one extraction.
        name: The fullest name that the article gives, without titles.
        kind: What the speaker is.
        role: Title or office as printed; empty if none is given.
        mentions: What was understood as this speaker, in the order of the text.
        resolved_by: By what its quotations were resolved to it.
        known_id: Your id of the known speaker that it is; ``None`` if it is none or could be several.
        ambiguous_known_ids: Your ids of the known speakers that it could be, if they are several.
    """

    id: str
    name: str
    kind: SpeakerKind
    role: str
    mentions: tuple[NamedSpan, ...]
    resolved_by: tuple[SpeakerBasis, ...] = ()
    known_id: str | None = None
    ambiguous_known_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Venue:
    """The occasion or channel by which words were uttered.

    Attributes:
        id: Unique within one extraction.
        kind: What kind of occasion.
        outlets: The outlets or platforms that carried the words.
        programme: The show, column or podcast.
        interviewers: The people who asked.
        place: Where, as the article words it.
        date: When, as the article words it.
        evidence: Where the article states the venue.
        relayed_by: The agencies or outlets that passed the words on: "quoted by ANI".
        rule: Name of the rule that read the venue.
    """

    id: str
    kind: VenueKind
    outlets: tuple[NamedSpan, ...]
    programme: NamedSpan | None
    interviewers: tuple[NamedSpan, ...]
    place: NamedSpan | None
    date: NamedSpan | None
    evidence: tuple[Span, ...]
    relayed_by: tuple[NamedSpan, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the article gives as somebody's own.

    Attributes:
        id: Unique within one extraction.
        kind: How much of what was said is quoted.
        segments: At least one, in the order of the text.
        cue: The words that introduce the speech; ``None`` if there are none.
        mention: The words beside it that name the speaker; ``None`` if nobody is named.
        mention_confidence: Probability, 0 to 1, that the mention is right.
        speaker: Whom the mention stands for; ``None`` if that is not known.
        speaker_basis: By what the mention was resolved to the speaker.
        speaker_confidence: Probability, 0 to 1, that the speaker is right.
        venue: Where the words were said; ``None`` if the article does not tell.
        venue_confidence: Probability, 0 to 1, that the venue is right.
        venue_scope: By which link the venue belongs to the quotation.
        parent_id: The quotation within which this one is quoted; ``None`` if it is not nested.
        repeats_id: The first quotation with the same words; ``None`` if they stand only here.
    """

    id: str
    kind: QuotationKind
    segments: tuple[Segment, ...]
    cue: Cue | None
    mention: Mention | None
    mention_confidence: float
    speaker: Speaker | None
    speaker_basis: SpeakerBasis
    speaker_confidence: float
    venue: Venue | None
    venue_confidence: float
    venue_scope: VenueScope
    parent_id: str | None
    repeats_id: str | None

    @property
    def text(self) -> str:
        """The quoted words, segments parted by a space."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the contract's name for it
    """Something to know about an extraction; no span if it is about the whole text."""

    code: WarningCode
    message: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """Versions of what made an answer; the same text and versions give the same answer."""

    engine_version: str
    model_version: str
    schema_version: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The quotations of one article, in the order of its text."""

    document_id: str
    language: str
    quotations: tuple[Quotation, ...]
    speakers: tuple[Speaker, ...]
    venues: tuple[Venue, ...]
    warnings: tuple[Warning, ...]
    engine: EngineInfo


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article of a batch or a stream: either an extraction or an error.

    Attributes:
        index: Position of the article among those that were sent, from 0.
        document_id: Its id.
        extraction: Its quotations; ``None`` if there was an error.
        error: Why there are none; ``None`` if there was no error.
    """

    index: int
    document_id: str
    extraction: Extraction | None
    error: QuothError | None

    def unwrap(self) -> Extraction:
        """The extraction.

        Raises:
            QuothError: There is none.
        """
        if self.extraction is None:
            raise self.error or RuntimeError
        return self.extraction


@dataclass(frozen=True, slots=True)
class Limits:
    """What the service accepts.

    Attributes:
        max_text_bytes: Bytes of UTF-8 in a text.
        max_requests_per_batch: Articles in a batch.
        max_message_bytes: Bytes of one message, in either direction.
        max_known_speakers: Known speakers in one request.
        max_words_per_document: Words in a text.
        max_calls_per_client: Calls that one client has open at a time, streams included.
        max_streams_per_client: Streams that one client has open at a time.
    """

    max_text_bytes: int
    max_requests_per_batch: int
    max_message_bytes: int
    max_known_speakers: int
    max_words_per_document: int
    max_calls_per_client: int
    max_streams_per_client: int


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """The running service: versions, languages (the default first), limits, and what was deployed, if it says."""

    service_version: str
    engine: EngineInfo
    languages: tuple[str, ...]
    limits: Limits
    build: str
