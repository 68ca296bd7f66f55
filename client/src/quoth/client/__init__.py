"""Python SDK of Quoth: who said what in a news article, and where.

>>> from quoth.client import Client
>>> with Client() as client:                                        # doctest: +SKIP
...     for quotation in client.extract(article).quotations:
...         print(quotation.speaker.name, quotation.text)
"""

from quoth.client._client import Client
from quoth.client.config import ClientConfig, Tls
from quoth.client.errors import (
    CallCancelledError,
    DeadlineExceededError,
    ErrorDetails,
    FieldViolation,
    InvalidRequestError,
    NotAllowedError,
    QuothError,
    ResourceExhaustedError,
    ServiceError,
    UnavailableError,
)
from quoth.client.models import (
    Cue,
    Document,
    EngineInfo,
    Extraction,
    KnownSpeaker,
    Limits,
    Mention,
    MentionKind,
    NamedSpan,
    Outcome,
    Quotation,
    QuotationKind,
    Segment,
    ServiceInfo,
    Span,
    Speaker,
    SpeakerBasis,
    SpeakerKind,
    Venue,
    VenueKind,
    VenueScope,
    Warning,
    WarningCode,
)

__all__ = [
    "CallCancelledError",
    "Client",
    "ClientConfig",
    "Cue",
    "DeadlineExceededError",
    "Document",
    "EngineInfo",
    "ErrorDetails",
    "Extraction",
    "FieldViolation",
    "InvalidRequestError",
    "KnownSpeaker",
    "Limits",
    "Mention",
    "MentionKind",
    "NamedSpan",
    "NotAllowedError",
    "Outcome",
    "Quotation",
    "QuotationKind",
    "QuothError",
    "ResourceExhaustedError",
    "Segment",
    "ServiceError",
    "ServiceInfo",
    "Span",
    "Speaker",
    "SpeakerBasis",
    "SpeakerKind",
    "Tls",
    "UnavailableError",
    "Venue",
    "VenueKind",
    "VenueScope",
    "Warning",
    "WarningCode",
]
