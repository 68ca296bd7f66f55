"""The rules that find where an article states an occasion or a channel.

Each looks at one token, if that is one of the words by which it may find something, or the first of an outlet's name;
the first rule that finds something there counts.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from quoth.engine.venues.rules.addressees import before_body, outlet_asks, press_is_spoken_to, told
from quoth.engine.venues.rules.documents import document_opens, document_says, judge_writes, said_through, wrote_to
from quoth.engine.venues.rules.media import channel_verb, on_medium, outlet_quotes
from quoth.engine.venues.rules.nouns import occasion_noun
from quoth.engine.venues.rules.places import began_at_place, spoke_at_place
from quoth.engine.venues.rules.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from quoth.engine.languages import Language
    from quoth.engine.venues.scene import Scene

    Rule = Callable[[Scene, int], Statement | None]

__all__ = ["RULE_NAMES", "Rules", "Statement"]

RULE_NAMES = (
    "told-this-newspaper", "told-outlet", "told-unknown-outlet", "told-programme", "told-named-audience",
    "told-audience", "press-is-spoken-to", "wrote-to", "channel-verb", "judge-writes", "on-medium",
    "on-unknown-medium", "outlet-quotes", "said-through", "occasion-noun", "document-says", "document-opens",
    "spoke-at-place", "began-at-place", "outlet-asks", "before-body", "document-speaks", "outlet-writes",
)  # fmt: skip

_OF_OUTLETS = (outlet_asks, outlet_quotes)


class Rules:
    """The rules of one language, by the words at which they look."""

    def __init__(self, language: Language) -> None:
        self._at: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule, words in _triggers(language):
            for word in words:
                self._at[word].append(rule)

    def find(self, scene: Scene) -> Iterator[Statement]:
        """The statements of an article, in the order of their heads; those that begin within another are left out."""
        covered, at, outlets = -1, self._at, scene.outlets
        for index, word in enumerate(scene.lower):
            rules: Collection[Rule] = at.get(word, ())
            if index in outlets:
                rules = (*rules, *_OF_OUTLETS)
            if not rules or index <= covered or scene.is_said[index]:
                continue
            found = next(filter(None, (rule(scene, index) for rule in rules)), None)
            if found is not None:
                covered = max(covered, found.head)
                yield found


def _triggers(language: Language) -> Iterator[tuple[Rule, Collection[str]]]:
    """The rules in the order in which they are tried, each with the words at which it looks."""
    words = language.venue_words
    yield told, words.addressing | words.addressing_with | language.speech_verbs
    yield wrote_to, words.writing_verbs
    yield channel_verb, words.verbs
    yield judge_writes, words.writing_verbs | words.ruling_verbs
    yield on_medium, words.media_prepositions
    yield press_is_spoken_to, words.reporters
    yield said_through, ("through", "via")
    yield before_body, words.before_bodies
    for rule in (occasion_noun, document_says, document_opens):
        yield rule, words.occasions
    yield spoke_at_place, words.appearing | language.say_verbs
    yield began_at_place, ("at",)
