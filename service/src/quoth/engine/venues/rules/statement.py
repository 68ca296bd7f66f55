"""What a rule finds: words that state an occasion or a channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.model import VenueKind

if TYPE_CHECKING:
    from quoth.engine.venues.roles import Roles

MEDIA_KINDS = frozenset((
    VenueKind.INTERVIEW, VenueKind.DEBATE, VenueKind.SOCIAL_MEDIA, VenueKind.STATEMENT, VenueKind.PUBLICATION,
    VenueKind.PRESS_CONFERENCE, VenueKind.SPEECH,
))  # fmt: skip
"""Kinds of occasions to which outlets and those who ask may belong."""


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """Words that state an occasion or a channel.

    Attributes:
        rule: Name of the rule that found them.
        kind: What kind of occasion.
        first: First token.
        last: Last token, with the roles.
        head: The token by which the rule found it.
        roles: What they name.
        bound: Whether a preposition or a verb binds the occasion to what was said.
        definite: Whether they may take up an occasion stated before.
        own: Whether the occasion is an interview of the newspaper itself.
    """

    rule: str
    kind: VenueKind
    first: int
    last: int
    head: int
    roles: Roles
    bound: bool = True
    definite: bool = False
    own: bool = False
