"""The rules that find where an article states an occasion or a channel.

Each looks at one token; the first that finds something there counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.venues.rules.addressees import before_body, outlet_asks, press_is_spoken_to, told
from quoth.engine.venues.rules.documents import document_opens, document_says, judge_writes, said_through, wrote_to
from quoth.engine.venues.rules.media import channel_verb, on_medium, outlet_quotes
from quoth.engine.venues.rules.nouns import occasion_noun
from quoth.engine.venues.rules.places import began_at_place, spoke_at_place
from quoth.engine.venues.rules.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quoth.engine.venues.scene import Scene

__all__ = ["RULE_NAMES", "Statement", "find_statements"]

RULE_NAMES = (
    "told-this-newspaper", "told-outlet", "told-unknown-outlet", "told-programme", "told-named-audience",
    "told-audience", "press-is-spoken-to", "wrote-to", "channel-verb", "judge-writes", "on-medium",
    "on-unknown-medium", "outlet-quotes", "said-through", "occasion-noun", "document-says", "document-opens",
    "spoke-at-place", "began-at-place", "outlet-asks", "before-body", "document-speaks", "outlet-writes",
)  # fmt: skip

_RULES: tuple[Callable[[Scene, int], Statement | None], ...] = (
    told, wrote_to, channel_verb, judge_writes, on_medium, outlet_asks, outlet_quotes, press_is_spoken_to, said_through,
    before_body, occasion_noun, document_says, document_opens, spoke_at_place, began_at_place,
)  # fmt: skip


def find_statements(scene: Scene) -> Iterator[Statement]:
    """The statements of an article, in the order of their heads; those that begin within another are left out."""
    covered = -1
    for index in range(len(scene)):
        if scene.is_said[index] or index <= covered:
            continue
        for rule in _RULES:
            found = rule(scene, index)
            if found is not None:
                covered = max(covered, found.head)
                yield found
                break
