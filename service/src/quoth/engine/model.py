"""What the engine works on and returns: frozen values, free of any wire format.

Every offset counts Unicode code points of ``Document.text`` as it was given, half open.
``None`` means that the article does not tell; it is a result, never an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime


class InvalidDocumentError(ValueError):
    """A document that cannot be read.

    Attributes:
        field: Name of the field of ``Document`` that is wrong.
        problem: What was given, what is allowed and what to do; without words of the article.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem

    def __reduce__(self) -> tuple[type[InvalidDocumentError], tuple[str, str]]:
        return type(self), (self.field, self.problem)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, ``0 <= start <= end``."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether the other span lies within this one (an equal one does)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The text of the span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Document:
    """A news article.

    Attributes:
        text: The article, headline first if it has one; never normalised.
        id: The caller's name for it.
        language_code: BCP 47 tag; empty to detect the language.
        title: The headline if it is not part of the text; read for names.
        publisher: The outlet whose "told this newspaper" it is; empty if unknown.
        publish_time: When it was published, if known; not read yet.
    """

    text: str
    id: str = ""
    language_code: str = ""
    title: str = ""
    publisher: str = ""
    publish_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """Somebody whom the caller knows.

    Attributes:
        id: The caller's own.
        name: Full name.
        aliases: Other names.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()


class QuotationKind(Enum):
    """How much of what was said is quoted."""

    DIRECT = "direct"
    PARTIAL = "partial"
    INDIRECT = "indirect"


class MentionKind(Enum):
    """What kind of words name the speaker."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class SpeakerKind(Enum):
    """What a speaker is."""

    PERSON = "person"
    GROUP = "group"
    ORGANIZATION = "organization"
    UNNAMED = "unnamed"
    DOCUMENT = "document"


class SpeakerBasis(Enum):
    """By what a mention was resolved to its speaker."""

    EXACT_NAME = "exact_name"
    PART_OF_NAME = "part_of_name"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"
    TURN_LABEL = "turn_label"
    UNRESOLVED = "unresolved"


class VenueKind(Enum):
    """What kind of occasion a venue is."""

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


class VenueScope(Enum):
    """By which link a venue belongs to a quotation, strongest first."""

    SAME_CLAUSE = "same_clause"
    SAME_SENTENCE = "same_sentence"
    SAME_PARAGRAPH = "same_paragraph"
    INTRODUCED = "introduced"
    REFERRED_BACK = "referred_back"
    CONTINUED = "continued"
    HEADLINE = "headline"


class WarningCode(Enum):
    """What a warning is about."""

    LANGUAGE_ASSUMED = "language_assumed"
    UNPAIRED_MARK = "unpaired_mark"


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A name as understood, and where the text says it.

    Attributes:
        name: As printed.
        span: Where; ``None`` if it comes from the request or the gazetteer.
        canonical_name: The gazetteer's name for an outlet; empty if it knows none.
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
    """The words that name a speaker."""

    span: Span
    text: str
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whose words are quoted.

    Attributes:
        id: Unique within the extraction.
        name: The fullest name that the article gives, as printed, without titles.
        kind: What the speaker is.
        role: Title or office as printed; empty if none is given.
        mentions: The mentions understood as this speaker, in the order of the text.
        resolved_by: By what its quotations were resolved to it.
        known_id: Of the known speaker that it is; empty if it is none or could be several.
        ambiguous_known_ids: Of the known speakers that it could be, if they are several.
    """

    id: str
    name: str
    kind: SpeakerKind
    role: str
    mentions: tuple[NamedSpan, ...]
    resolved_by: tuple[SpeakerBasis, ...] = ()
    known_id: str = ""
    ambiguous_known_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Venue:
    """The occasion or channel by which words were uttered.

    Attributes:
        id: Unique within the extraction.
        kind: What kind of occasion.
        outlets: The outlets or platforms that carried the words.
        programme: The show, column or podcast.
        interviewers: The people who asked.
        place: Where, as the article words it.
        date: When, as the article words it.
        evidence: The words of the article that state the venue.
        relayed_by: The agencies or outlets that passed the words on.
        rule: Name of the rule that read it.
    """

    id: str
    kind: VenueKind
    outlets: tuple[NamedSpan, ...] = ()
    programme: NamedSpan | None = None
    interviewers: tuple[NamedSpan, ...] = ()
    place: NamedSpan | None = None
    date: NamedSpan | None = None
    evidence: tuple[Span, ...] = ()
    relayed_by: tuple[NamedSpan, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the article gives as somebody's own.

    Attributes:
        id: Unique within the extraction.
        kind: How much of what was said is quoted.
        segments: At least one, in the order of the text.
        cue: The words that introduce the speech.
        mention: The words beside the quotation that name its speaker.
        mention_confidence: Probability that the mention is right; 0 without one.
        speaker: Whom the mention stands for.
        speaker_basis: By what the mention was resolved to the speaker.
        speaker_confidence: Probability that the speaker is right; 0 without one.
        venue: Where the words were said.
        venue_confidence: Probability that the venue is right; 0 without one.
        venue_scope: By which link the venue belongs to the quotation.
        parent_id: Id of the quotation within which this one is quoted.
        repeats_id: Id of the first quotation with the same words.
    """

    id: str
    kind: QuotationKind
    segments: tuple[Segment, ...]
    cue: Cue | None = None
    mention: Mention | None = None
    mention_confidence: float = 0.0
    speaker: Speaker | None = None
    speaker_basis: SpeakerBasis | None = None
    speaker_confidence: float = 0.0
    venue: Venue | None = None
    venue_confidence: float = 0.0
    venue_scope: VenueScope | None = None
    parent_id: str | None = None
    repeats_id: str | None = None


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the contract's name for it
    """Something that the caller should know about an extraction.

    Attributes:
        code: What it is about.
        message: The same in words, without words of the article.
        span: Where in the text; ``None`` if it is about the whole text.
    """

    code: WarningCode
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """The quotations of one document, in the order of its text.

    Attributes:
        document_id: As the document has it.
        language_code: The language whose rules were applied.
        quotations: In the order of the text.
        warnings: What the caller should know.
        stage_seconds: How long each stage of the pipeline took; no part of the answer.
    """

    document_id: str
    language_code: str
    quotations: tuple[Quotation, ...]
    warnings: tuple[Warning, ...] = ()
    stage_seconds: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Everyone who speaks, in the order of their first quotation."""
        return tuple({q.speaker.id: q.speaker for q in self.quotations if q.speaker is not None}.values())

    @property
    def venues(self) -> tuple[Venue, ...]:
        """Every venue, in the order of its first quotation."""
        return tuple({q.venue.id: q.venue for q in self.quotations if q.venue is not None}.values())

    def only(self, kinds: Collection[QuotationKind]) -> Extraction:
        """The same extraction with quotations of these kinds alone; ids are kept.

        A ``parent_id`` or ``repeats_id`` whose quotation is left out becomes ``None``.
        """
        kept = [q for q in self.quotations if q.kind in kinds]
        if len(kept) == len(self.quotations):
            return self
        ids = {q.id for q in kept}

        def known(id_: str | None) -> str | None:
            return id_ if id_ in ids else None

        return replace(
            self,
            quotations=tuple(replace(q, parent_id=known(q.parent_id), repeats_id=known(q.repeats_id)) for q in kept),
        )
