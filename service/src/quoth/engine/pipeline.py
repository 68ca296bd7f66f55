"""The whole flow: a document goes in, its quotations come out.

text -> quotes -> reading -> attribution -> speakers -> venues -> Extraction
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoth.engine import text as texts
from quoth.engine.attribution import Attribution, AttributionModels, attribute, load_models
from quoth.engine.languages import DEFAULT_LANGUAGE, LANGUAGES, Language, detect_language, load_language
from quoth.engine.model import (
    Cue,
    Document,
    Extraction,
    InvalidDocumentError,
    Mention,
    Quotation,
    Segment,
    Warning,
    WarningCode,
)
from quoth.engine.quotes import detect, find_repeats
from quoth.engine.reading import Reader
from quoth.engine.speakers import SpeakerResolver, load_anaphora
from quoth.engine.stopwatch import Stopwatch
from quoth.engine.venues import VenueFinder, VenueLink, load_ranker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.engine.languages import Gazetteer
    from quoth.engine.model import KnownSpeaker
    from quoth.engine.quotes import Quoted
    from quoth.engine.speakers import Speakers

_LANGUAGE_TAG = re.compile(r"[A-Za-z0-9_-]{1,35}")
_ASSUMED = "no language was given and the text's script is not that of a served language; English rules were applied"


class Engine:
    """Extracts quotations. Making one loads its models; it keeps no state between documents.

    Args:
        outlets: More outlets than the gazetteer of each language has; where both name the same, these count.
    """

    def __init__(self, outlets: Gazetteer | None = None) -> None:
        self._tools = {code: _load(code, outlets) for code in LANGUAGES}

    def extract(self, document: Document, known_speakers: Sequence[KnownSpeaker] = ()) -> Extraction:
        """Extracts the quotations of one document.

        Args:
            document: Any text in one of ``LANGUAGES``.
            known_speakers: People and bodies of the caller's own; speakers who are among them carry their ids.

        Returns:
            Its quotations with speakers and venues; an article without any gives an empty extraction.

        Raises:
            InvalidDocumentError: The text is empty or holds a lone surrogate, or the language is not served.
        """
        watch = Stopwatch()
        code, warnings = _language_of(document)
        tools, text = self._tools[code], document.text
        detection = detect(text, tools.language.elisions)
        watch.lap("quotes")
        reading = tools.reader.read(text, detection.paragraphs, detection.outermost)
        headline = tools.reader.names(document.title)
        watch.lap("reading")
        attributions = attribute(reading, detection.quoted, tools.models)
        watch.lap("attribution")
        speakers = tools.speakers.resolve(reading, attributions, known_speakers, headline)
        watch.lap("speakers")
        links = tools.venues.find(reading, attributions, speakers, document.publisher)
        watch.lap("venues")
        return Extraction(
            document_id=document.id,
            language_code=code,
            quotations=_quotations(text, detection.quoted, attributions, speakers, links),
            warnings=(*warnings, *detection.warnings),
            stage_seconds=watch.seconds,
        )


@dataclass(frozen=True, slots=True)
class _Tools:
    """What the engine holds ready for one language."""

    language: Language
    reader: Reader
    models: AttributionModels
    speakers: SpeakerResolver
    venues: VenueFinder


def _load(code: str, outlets: Gazetteer | None) -> _Tools:
    language = load_language(code)
    if outlets is not None:
        language = replace(language, outlets=language.outlets.extended(outlets))
    return _Tools(
        language,
        Reader(language),
        load_models(code),
        SpeakerResolver(language, load_anaphora(code)),
        VenueFinder(language, load_ranker(code)),
    )


def _language_of(document: Document) -> tuple[str, tuple[Warning, ...]]:
    if not document.text:
        raise InvalidDocumentError("text", "is empty; send the article's text")
    surrogate = texts.first_surrogate(document.text)
    if surrogate is not None:
        problem = f"has a lone surrogate at offset {surrogate}, which is no Unicode character; remove or replace it"
        raise InvalidDocumentError("text", problem)
    if not document.language_code:
        detected = detect_language(document.text)
        return detected or DEFAULT_LANGUAGE, () if detected else (Warning(WarningCode.LANGUAGE_ASSUMED, _ASSUMED),)
    primary = document.language_code.replace("_", "-").split("-")[0].lower()
    if primary not in LANGUAGES:
        served = ", ".join(LANGUAGES)
        given = repr(document.language_code) if _LANGUAGE_TAG.fullmatch(document.language_code) else "no language tag"
        problem = f"is {given}; served are {served}; leave it empty to have it detected"
        raise InvalidDocumentError("language_code", problem)
    return primary, ()


def _quotations(
    text: str,
    quoted: Sequence[Quoted],
    attributions: Sequence[Attribution],
    speakers: Speakers,
    links: Sequence[VenueLink | None],
) -> tuple[Quotation, ...]:
    ids = {id(attribution.quoted): f"q{number}" for number, attribution in enumerate(attributions, start=1)}
    repeats = find_repeats([attribution.quoted.words(text) for attribution in attributions])
    quotations = []
    for attribution, link, repeated in zip(attributions, links, repeats, strict=True):
        item, mention = attribution.quoted, attribution.mention
        resolution = speakers.of[mention] if mention else None
        quotations.append(
            Quotation(
                id=ids[id(item)],
                kind=attribution.kind,
                segments=tuple(Segment(segment.span, segment.span.of(text)) for segment in item.segments),
                cue=Cue(attribution.cue, attribution.cue.of(text)) if attribution.cue else None,
                mention=Mention(mention.span, mention.text, mention.kind) if mention else None,
                mention_confidence=attribution.confidence,
                speaker=resolution.speaker if resolution else None,
                speaker_basis=resolution.basis if resolution else None,
                speaker_confidence=speakers.confidence(mention, attribution.confidence) if mention else 0.0,
                venue=link.venue if link else None,
                venue_confidence=link.confidence if link else 0.0,
                venue_scope=link.scope if link else None,
                parent_id=None if item.parent is None else ids.get(id(quoted[item.parent])),
                repeats_id=None if repeated is None else ids[id(attributions[repeated].quoted)],
            )
        )
    return tuple(quotations)
