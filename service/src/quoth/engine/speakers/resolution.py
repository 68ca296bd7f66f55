"""Makes the speakers of an article from the mentions that speak in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quoth.engine.model import NamedSpan, Speaker, SpeakerKind
from quoth.engine.speakers.anaphora import Anaphora
from quoth.engine.speakers.kinds import kind_of_description, kind_of_name
from quoth.engine.speakers.names import Entity, fold, gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.languages import Language
    from quoth.engine.reading import Candidate, Reading


@dataclass(slots=True)
class _Draft:
    """A speaker while its mentions are gathered; those of a named one are joined by all its names at the end."""

    entity: Entity | None
    name: str
    kind: SpeakerKind
    role: str
    mentions: set[Candidate] = field(default_factory=set)


def resolve(reading: Reading, attributions: Sequence[Attribution], language: Language) -> dict[Candidate, Speaker]:
    """Resolves every speaking mention to its speaker.

    Returns:
        The speaker of each mention that speaks. Mentions of one speaker share one value.
    """
    bearers = gather(reading.mentions)
    anaphora = Anaphora(reading, bearers, language)
    drafts: dict[tuple[str, ...], _Draft] = {}
    keys: dict[Candidate, tuple[str, ...]] = {}
    for mention in dict.fromkeys(a.mention for a in attributions if a.mention is not None):
        entity = bearers.get(mention) or anaphora.antecedent(mention)
        key, draft = _draft(mention, entity, language)
        drafts.setdefault(key, draft).mentions.add(mention)
        keys[mention] = key
    speakers = {key: _speaker(number, draft) for number, (key, draft) in enumerate(drafts.items(), start=1)}
    return {mention: speakers[key] for mention, key in keys.items()}


def _draft(mention: Candidate, entity: Entity | None, language: Language) -> tuple[tuple[str, ...], _Draft]:
    if entity is not None:
        return entity.key, _Draft(entity, entity.fullest.text, kind_of_name(entity, language), entity.role)
    words = mention.text.split()
    name = " ".join(words[1:] if words[0].lower() in language.determiners and len(words) > 1 else words)
    return ("", *fold(name)), _Draft(None, name, kind_of_description(mention), "")


def _speaker(number: int, draft: _Draft) -> Speaker:
    names = draft.entity.mentions if draft.entity else ()
    ordered = sorted(draft.mentions.union(names), key=lambda mention: mention.span)
    return Speaker(
        id=f"s{number}",
        name=draft.name,
        kind=draft.kind,
        role=draft.role,
        mentions=tuple(NamedSpan(mention.text, mention.span) for mention in ordered),
    )
