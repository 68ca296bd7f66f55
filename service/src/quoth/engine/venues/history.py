"""The quotations of an article in their order: who says them, and where those so far were said."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.speakers import Speakers
    from quoth.engine.venues.occasions import Occasion
    from quoth.engine.venues.scene import Scene

_NOBODY: frozenset[str] = frozenset()


class History:
    """What is known of the quotations when the next one is looked at.

    Attributes:
        said_by: For each quotation the id of its speaker.
        firsts: For each quotation its first token.
        stops: For each quotation the token behind its last one.
        cue_sentences: For each quotation the number of the sentence that its cue stands in.
        next_of: For each quotation the next one of its speaker.
    """

    def __init__(self, scene: Scene, attributions: Sequence[Attribution], speakers: Speakers) -> None:
        self._scene = scene
        self._attributions = attributions
        self.said_by = [speakers.of[a.mention].speaker.id if a.mention else None for a in attributions]
        self.firsts = [scene.reading.token_at(a.quoted.outer.start) for a in attributions]
        self.stops = [scene.reading.token_at(a.quoted.outer.end) for a in attributions]
        self.cue_sentences = [_cue_sentence(scene, a) for a in attributions]
        self.next_of = _next_of_speaker(self.said_by)
        self._other_before, self._other_behind = _other_speakers(self.said_by)
        self._chosen: list[Occasion | None] = []
        self._probabilities: list[float] = []
        self._present: defaultdict[Occasion, set[str]] = defaultdict(set)
        self._last_of: dict[tuple[int, str], int] = {}

    def settle(self, index: int, occasion: Occasion | None, probability: float) -> None:
        """Notes where a quotation was said."""
        self._chosen.append(occasion)
        self._probabilities.append(probability)
        speaker = self.said_by[index]
        if speaker is not None:
            self._last_of[self.key(index)] = index
            if occasion is not None:
                self._present[occasion].add(speaker)

    def key(self, index: int) -> tuple[int, str]:
        """The speaker of a quotation, in its section."""
        return self._scene.section_of(self.firsts[index]), self.said_by[index] or ""

    def shares_mention(self, index: int) -> bool:
        """Whether a quotation and the one before it share their mention: "Yes," she said. "We can"."""
        mention = self._attributions[index].mention
        return index > 0 and mention is not None and mention is self._attributions[index - 1].mention

    def before(self, index: int) -> tuple[Occasion | None, float]:
        """Where the quotation before this one was said, with its probability."""
        return (self._chosen[index - 1], self._probabilities[index - 1]) if index else (None, 0.0)

    def last_of_speaker(self, index: int) -> int | None:
        """The quotation of the speaker before this one, in its section."""
        return self._last_of.get(self.key(index))

    def continued(self, index: int) -> Occasion | None:
        """The occasion of the speaker's quotation before this one."""
        last = self.last_of_speaker(index)
        return None if last is None else self._chosen[last]

    def others_present(self, index: int, occasion: Occasion) -> int:
        """How many other speakers said something on an occasion so far."""
        return len(self._present.get(occasion, _NOBODY) - {self.said_by[index]})

    def since(self, index: int, token: int) -> tuple[int, bool]:
        """How many quotations stand between a token and a quotation, and whether somebody else says one of them."""
        before = bisect_left(self.firsts, token)
        if before <= index:
            return index - before, self._other_before[index] >= before
        return before - index - 1, self._other_behind[index] < before


def _cue_sentence(scene: Scene, attribution: Attribution) -> int:
    reading = scene.reading
    words = attribution.cue or (attribution.mention.span if attribution.mention else attribution.quoted.outer)
    return reading.sentence_of[min(reading.token_at(words.start), len(reading.tokens) - 1)]


def _next_of_speaker(said_by: Sequence[str | None]) -> list[int | None]:
    """For each quotation the next one of its speaker."""
    following: list[int | None] = [None] * len(said_by)
    upcoming: dict[str, int] = {}
    for index in range(len(said_by) - 1, -1, -1):
        speaker = said_by[index]
        if speaker is not None:
            following[index] = upcoming.get(speaker)
            upcoming[speaker] = index
    return following


def _other_speakers(said_by: Sequence[str | None]) -> tuple[list[int], list[int]]:
    """For each quotation the nearest one before it and behind it that somebody else says; -1 and the number if none."""
    count = len(said_by)
    before, behind = [-1] * count, [count] * count
    for index in range(1, count):
        before[index] = before[index - 1] if said_by[index] == said_by[index - 1] else index - 1
    for index in range(count - 2, -1, -1):
        behind[index] = behind[index + 1] if said_by[index] == said_by[index + 1] else index + 1
    return before, behind
