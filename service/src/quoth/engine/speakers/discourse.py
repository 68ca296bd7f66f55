"""Who was named, meant and quoted so far, as one reads the text."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from quoth.engine.reading import Category
from quoth.engine.speakers.facts import Nature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.entities import Entity

_SPEAKERS_KEPT = 4
_ASKING = frozenset(("asked", "asks", "wondered", "inquired", "pressed"))
_PERSON, _PERHAPS, _OTHER = range(3)
_RANKS = {Nature.PERSON: _PERSON, Nature.UNKNOWN: _PERHAPS}
_OBJECT_MARKS = frozenset((Category.PREPOSITION, Category.TELL))


@dataclass(frozen=True, slots=True)
class Trace:
    """Where an entity was last met.

    Attributes:
        mention: The words that meant it.
        sentence: Number of the sentence.
        paragraph: Index of the paragraph.
        by_name: Whether they were a name.
        is_object: Whether they follow a preposition or a verb of address.
        is_possessive: Whether "'s" follows them.
        asks: Whether a verb of asking follows them.
        times: How often it was met until there.
    """

    mention: Candidate
    sentence: int
    paragraph: int
    by_name: bool
    is_object: bool
    is_possessive: bool
    asks: bool
    times: int


@dataclass(slots=True)
class Discourse:
    """The state of reading; the entity that was met last is the last of ``traces``.

    Of each sentence it keeps the first person and the first entity of another nature that is neither object nor owner.
    """

    reading: Reading
    traces: dict[Entity, Trace] = field(default_factory=dict)
    _topics: dict[tuple[int, int], Entity] = field(default_factory=dict)
    spoke: deque[Entity] = field(default_factory=lambda: deque(maxlen=_SPEAKERS_KEPT))

    def meet(
        self, mention: Candidate, entity: Entity, nature: Nature, *, by_name: bool = False, speaks: bool = False
    ) -> None:
        """Notes that a mention means an entity, and whether it speaks a quotation."""
        categories, behind = self.reading.categories, mention.last + 1
        sentence = self.reading.sentence_of[mention.first]
        is_object = mention.first > 0 and categories[mention.first - 1] in _OBJECT_MARKS
        is_possessive = behind < len(categories) and categories[behind] == Category.POSSESSIVE
        before = self.traces.pop(entity, None)
        self.traces[entity] = Trace(
            mention=mention,
            sentence=sentence,
            paragraph=self.reading.paragraph_of[mention.first],
            by_name=by_name,
            is_object=is_object,
            is_possessive=is_possessive,
            asks=behind < len(categories) and self.reading.tokens.words[behind] in _ASKING,
            times=before.times + 1 if before else 1,
        )
        if speaks:
            self._topics[sentence, _RANKS.get(nature, _OTHER)] = entity
        elif not is_object and not is_possessive:
            self._topics.setdefault((sentence, _RANKS.get(nature, _OTHER)), entity)
        if speaks:
            self.spoke.append(entity)

    def is_topic(self, entity: Entity, sentence: int) -> bool:
        """Whether an entity is what a sentence is about, as far as its order of words tells."""
        person = self._topics.get((sentence, _PERSON)) or self._topics.get((sentence, _PERHAPS))
        return entity in (person, self._topics.get((sentence, _OTHER)))

    def latest(self, number: int) -> Iterator[Entity]:
        """The entities that were met last, the last one first."""
        return islice(reversed(self.traces), number)
