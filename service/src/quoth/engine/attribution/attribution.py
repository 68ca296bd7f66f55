"""Chooses the mention that speaks each quotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.attribution.context import Context, contexts
from quoth.engine.attribution.kinds import is_label, kind_of
from quoth.engine.model import MentionKind, QuotationKind
from quoth.engine.reading.cues import CueClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quoth.engine.model import Span
    from quoth.engine.quotes import Quoted
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.reading.cues import CueToken

_BESIDE_CUE = 0.95
_BEFORE_COLON = 0.9
_JUDGEMENT = 0.85
_CONTINUED = 0.8
_NEAREST = 0.4
_INVERTED_WITHIN = 4
_ADDRESSING = frozenset({"told", "tell", "tells", "telling", "asked", "asks"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a quotation.

    Attributes:
        quoted: The quotation.
        kind: How much of what was said is quoted.
        mention: The mention that speaks; ``None`` if the article names nobody.
        cue: Where the words stand that introduce the speech.
        confidence: Probability that the mention is right; 0 without one.
    """

    quoted: Quoted
    kind: QuotationKind
    mention: Candidate | None
    cue: Span | None
    confidence: float


def attribute(reading: Reading, quoted: Sequence[Quoted]) -> list[Attribution | None]:
    """Attributes each quotation; ``None`` for words that are quoted but that nobody says."""
    found: list[Attribution | None] = []
    previous: Attribution | None = None
    for context in contexts(reading, quoted):
        item = quoted[context.index]
        choice = next(_choices(reading, context, previous if item.parent is None else None), None)
        kind = kind_of(reading.text, item)
        unsaid = choice is None or choice[2] <= _NEAREST
        if unsaid and (kind is QuotationKind.PARTIAL or is_label(reading.text, item)):
            found.append(None)
            continue
        mention, cue, confidence = choice or (None, None, 0.0)
        previous = Attribution(
            quoted=item,
            kind=kind,
            mention=mention,
            cue=reading.tokens.span(cue.first, cue.last) if cue else None,
            confidence=confidence,
        )
        found.append(previous)
    return found


def _choices(
    reading: Reading, context: Context, previous: Attribution | None
) -> Iterator[tuple[Candidate, CueToken | None, float]]:
    """Mentions that may speak, the likeliest first."""
    for mentions, cues in (context.between, context.after):
        for cue in cues:
            if cue.kind in (CueClass.SPEECH, CueClass.ACCORDING):
                speaker = _subject(reading, mentions, cue)
                if speaker is not None:
                    yield speaker, cue, _BESIDE_CUE
    mentions, cues = context.before
    for cue in reversed(cues):
        speaker = _subject(reading, mentions, cue)
        if speaker is not None:
            yield speaker, cue, _BESIDE_CUE if cue.kind is CueClass.SPEECH else _JUDGEMENT
    beside_colon = mentions if context.after_colon else context.after[0] if context.before_colon else ()
    for mention in beside_colon[:1]:
        yield mention, None, _BEFORE_COLON
    if previous is not None and previous.mention is not None and context.follows_quotation:
        yield previous.mention, None, _CONTINUED
    if mentions:
        yield mentions[0], None, _NEAREST


def _subject(reading: Reading, mentions: Sequence[Candidate], cue: CueToken) -> Candidate | None:
    """The mention that a cue has as its subject: the last one before it, else one close behind it."""
    before = [mention for mention in mentions if mention.last < cue.first]
    if cue.kind is CueClass.ACCORDING:
        before = []
    if before:
        return before[-1]
    word = reading.tokens.words[cue.first].lower()
    behind = next((mention for mention in mentions if mention.first > cue.last), None)
    if behind is None or behind.first - cue.last > _INVERTED_WITHIN or word in _ADDRESSING:
        return None
    if behind.kind is MentionKind.PRONOUN and behind.text.lower() in ("it", "who"):
        return None
    return behind
