"""Gathers the names of an article into the persons and bodies that bear them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from quoth.engine.reading import Candidate


@dataclass(slots=True)
class Entity:
    """One bearer of a name, while it is being gathered.

    Attributes:
        key: The words of its fullest name, folded.
        fullest: The first mention with that name.
        mentions: Names only, in the order of the text.
        role: The first role that a mention gives.
    """

    key: tuple[str, ...]
    fullest: Candidate
    mentions: list[Candidate] = field(default_factory=list)
    role: str = ""

    def add(self, mention: Candidate) -> None:
        """Takes a mention, and its role if it is the first with one."""
        self.mentions.append(mention)
        self.role = self.role or mention.role


def fold(name: str) -> tuple[str, ...]:
    """The words of a name for comparison: without case, accents and signs."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c if c.isalnum() or c.isspace() else " " for c in decomposed if not unicodedata.combining(c))
    return tuple(plain.split())


def gather(mentions: Iterable[Candidate]) -> dict[Candidate, Entity]:
    """Assigns each name to its bearer.

    A short name belongs to the bearer of a longer one that ends or begins with it; if there are
    several, to the one who was named last before it, else to the first.
    """
    names = [mention for mention in mentions if mention.kind is MentionKind.NAME and fold(mention.text)]
    entities: dict[tuple[str, ...], Entity] = {}
    by_word: defaultdict[str, list[Entity]] = defaultdict(list)
    for mention in names:
        key = fold(mention.text)
        if len(key) > 1 and key not in entities:
            entities[key] = Entity(key, mention)
            for word in dict.fromkeys((key[-1], key[0])):
                by_word[word].append(entities[key])
    bearers: dict[Candidate, Entity] = {}
    last_named: dict[str, Entity] = {}
    for mention in names:
        key = fold(mention.text)
        entity = entities.get(key) or _bearer(key, by_word, last_named)
        if entity is None:
            entity = entities[key] = Entity(key, mention)
        entity.add(mention)
        last_named[key[-1]] = entity
        bearers[mention] = entity
    return bearers


def _bearer(
    key: tuple[str, ...], by_word: Mapping[str, Sequence[Entity]], last_named: Mapping[str, Entity]
) -> Entity | None:
    """Whose short name this is: of the bearer named last with that surname, else the first with that name at all."""
    if len(key) > 1:
        return None
    named = last_named.get(key[0])
    if named is not None:
        return named
    candidates = by_word.get(key[0], ())
    return next((entity for entity in candidates if entity.key[-1] == key[0]), next(iter(candidates), None))
