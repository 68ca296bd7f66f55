"""Quoth's engine: finds quotations, their speakers and their venues. It knows nothing of RPC.

>>> from quoth.engine import Document, Engine
>>> extraction = Engine().extract(Document('"It works," Ada Lovelace told Reuters.'))
>>> extraction.quotations[0].speaker.name
'Ada Lovelace'
"""

from quoth.engine.model import (
    Cue,
    Document,
    Extraction,
    InvalidDocumentError,
    KnownSpeaker,
    Mention,
    MentionKind,
    NamedSpan,
    Quotation,
    QuotationKind,
    Segment,
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
from quoth.engine.pipeline import Engine
from quoth.engine.text import OffsetEncoding, convert_offsets

__all__ = [
    "Cue",
    "Document",
    "Engine",
    "Extraction",
    "InvalidDocumentError",
    "KnownSpeaker",
    "Mention",
    "MentionKind",
    "NamedSpan",
    "OffsetEncoding",
    "Quotation",
    "QuotationKind",
    "Segment",
    "Span",
    "Speaker",
    "SpeakerBasis",
    "SpeakerKind",
    "Venue",
    "VenueKind",
    "VenueScope",
    "Warning",
    "WarningCode",
    "convert_offsets",
]
