"""The occasions where each quotation may have been said, with what speaks for each of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.model import VenueKind, VenueScope
from quoth.engine.venues.evidence import EvidenceReader
from quoth.engine.venues.history import History
from quoth.engine.venues.own_channel import stated_by_speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.logit import Row
    from quoth.engine.speakers import Speakers
    from quoth.engine.venues.occasions import Occasion
    from quoth.engine.venues.rules import Statement
    from quoth.engine.venues.scene import Scene

_MOST_BEFORE = 6
_MOST_BEHIND = 3
_OWN_SENTENCE, _OWN_PARAGRAPH, _FURTHER, _NOWHERE = range(4)
_ITSELF = frozenset(("own_sentence", "document_itself", "outlet_itself"))
_BESIDE_CUE = frozenset(("begins_sentence", "behind_cue", "own_clause"))
_OF_SEVERAL = frozenset((VenueKind.DEBATE, VenueKind.TESTIMONY, VenueKind.PRESS_CONFERENCE, VenueKind.SPEECH))
_TOGETHER = frozenset(("says_several", "joins", "replies", "asker_near"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occasion where a quotation may have been said, with what speaks for it and by which link."""

    occasion: Occasion
    statement: Statement
    scope: VenueScope
    row: Row

    @property
    def is_stated_beside(self) -> bool:
        """Whether the quotation's own sentence surely states the occasion: at its beginning or beside the cue."""
        return "own_sentence" in self.row and "weak" not in self.row and not _BESIDE_CUE.isdisjoint(self.row)

    @property
    def distance(self) -> int:
        """How near it is stated: in the own sentence (or by the speaker), in the own paragraph, or further off."""
        if not _ITSELF.isdisjoint(self.row):
            return _OWN_SENTENCE
        own_paragraph = "own_paragraph_before" in self.row or "own_paragraph_behind" in self.row
        return _OWN_PARAGRAPH if own_paragraph else _FURTHER


class LinkReader:
    """Reads the candidates of an article's quotations, in the order of the text."""

    def __init__(
        self, scene: Scene, attributions: Sequence[Attribution], speakers: Speakers, occasions: Sequence[Occasion]
    ) -> None:
        self._scene = scene
        self._attributions = attributions
        self._speakers = speakers
        pairs = [(statement, occasion) for occasion in occasions for statement in occasion.statements]
        self._stated = sorted(pairs, key=lambda pair: pair[0].head)
        self._heads = [statement.head for statement, _ in self._stated]
        self._history = History(scene, attributions, speakers)
        self._evidence = EvidenceReader(scene, attributions, speakers, self._stated, self._history)
        anaphoric = self._evidence.anaphoric
        self._anaphoric_places = [i for i, (statement, _) in enumerate(self._stated) if statement in anaphoric]

    def __len__(self) -> int:
        return len(self._attributions)

    def candidates(self, index: int) -> tuple[list[Candidate], Row]:
        """The candidates of a quotation, and what speaks for none; tell ``settle`` which is right before the next."""
        found: dict[Occasion, Candidate] = {}
        own = self._own(index)
        if own is not None:
            found[own.occasion] = own
        for statement, occasion in self._nearby(index):
            candidate = self._candidate(index, statement, occasion)
            known = found.get(occasion)
            if known is None or candidate.distance < known.distance:
                found[occasion] = candidate
        continued = self._history.continued(index)
        if continued is not None and continued not in found:
            found[continued] = self._candidate(index, continued.statements[0], continued)
        candidates = list(found.values())
        nearest = min((candidate.distance for candidate in candidates), default=_NOWHERE)
        self._compare(index, candidates, nearest)
        return candidates, self._evidence.none(index, nearest)

    def settle(self, index: int, occasion: Occasion | None, probability: float = 1.0) -> None:
        """Notes where a quotation was said."""
        self._history.settle(index, occasion, probability)

    def goes_on(self, index: int) -> bool:
        """Whether a quotation is of one utterance with the one before it: "Yes," she said. "We can"."""
        return self._history.shares_mention(index)

    def is_stated_in_sentence(self, index: int) -> bool:
        """Whether an occasion is stated in a quotation's own sentence."""
        first = self._scene.sentence_start(self._history.firsts[index])
        stop = self._scene.sentence_stop(self._history.stops[index] - 1)
        return bisect_left(self._heads, first) < bisect_left(self._heads, stop)

    def went_on(self, index: int, candidates: Sequence[Candidate]) -> tuple[Candidate | None, float]:
        """The occasion of the quotation before this one, with its probability."""
        occasion, probability = self._history.before(index)
        if occasion is None:
            return None, 0.0
        found = next((candidate for candidate in candidates if candidate.occasion is occasion), None)
        return found or self._candidate(index, occasion.statements[0], occasion), probability

    def crosses(self, index: int, candidate: Candidate) -> bool:
        """Whether a venue would cross from the one who speaks there to somebody else, though the event is not joint."""
        row = candidate.row
        if "crosses" not in row or candidate.occasion.kind in _OF_SEVERAL or row.keys() & _TOGETHER:
            return False
        mention = self._attributions[index].mention
        asked = {name.name for name in candidate.occasion.roles.interviewers}
        return mention is not None and self._speakers.of[mention].speaker.name not in asked

    def referred(self, index: int, candidates: Sequence[Candidate]) -> Candidate | None:
        """The candidate that a later sentence gives the quotation by speaking of comments that its speaker made.

        A quotation keeps the venue that its own sentence states, or that the speaker goes on from.
        """
        if any(candidate.distance == _OWN_SENTENCE for candidate in candidates):
            return None
        continued = self._history.continued(index)
        for candidate in candidates:
            behind = "anaphoric_behind" in candidate.row and continued in (None, candidate.occasion)
            if behind and self._refers_to(candidate.statement, index):
                return candidate
        return None

    def _refers_to(self, statement: Statement, index: int) -> bool:
        """Whether the comments that a statement speaks of are those of a quotation's speaker."""
        said_by = self._history.said_by
        if said_by[index] is None:
            return False
        if said_by[index] in self._evidence.who_says(statement):
            return True
        before = bisect_left(self._history.firsts, self._scene.sentence_start(statement.head)) - 1
        return before >= 0 and said_by[before] == said_by[index]

    def _compare(self, index: int, candidates: Sequence[Candidate], nearest: int) -> None:
        """Tells what sets candidates apart: the only one, those stated less near, the speaker's nearest and last."""
        for candidate in candidates:
            if candidate.distance > nearest and nearest <= _OWN_PARAGRAPH:
                candidate.row["said_nearer"] = 1.0
            if len(candidates) == 1:
                candidate.row["only_occasion"] = 1.0
                if "stranger" in candidate.row:
                    candidate.row["only_stranger"] = 1.0
        first = self._history.firsts[index]
        own = [c for c in candidates if "main_speaker" in c.row or "own_sentence" in c.row]
        if own:
            min(own, key=lambda c: abs(c.statement.head - first)).row["nearest_of_speaker"] = 1.0
        before = [c for c in own if c.statement.head < first]
        if before:
            max(before, key=lambda c: c.statement.head).row["last_of_speaker"] = 1.0

    def _own(self, index: int) -> Candidate | None:
        """The channel of a quotation whose speaker is a text or an outlet."""
        found = stated_by_speaker(self._scene, self._attributions[index], self._speakers, self._stated)
        if found is None:
            return None
        (statement, occasion), known = found
        mention = self._attributions[index].mention
        document = mention is not None and mention.noun is not None
        row: Row = {"document_itself" if document else "outlet_itself": 1.0, occasion.kind.value: 1.0}
        if known:
            row["taken_up"] = 1.0
        return Candidate(occasion, statement, VenueScope.SAME_CLAUSE, row)

    def _candidate(self, index: int, statement: Statement, occasion: Occasion) -> Candidate:
        row, scope = self._evidence.read(index, statement, occasion)
        return Candidate(occasion, statement, scope, row)

    def _nearby(self, index: int) -> Iterator[tuple[Statement, Occasion]]:
        """The statements before and behind a quotation, of the headline, and of comments made; all of its section."""
        first, stop = self._history.firsts[index], self._history.stops[index]
        before, behind = bisect_left(self._heads, first), bisect_left(self._heads, stop)
        places = list(range(max(0, before - _MOST_BEFORE), min(behind + _MOST_BEHIND, len(self._stated))))
        if self._stated and self._scene.reading.paragraph_of[self._heads[0]] == 0:
            places.append(0)
        later = bisect_left(self._anaphoric_places, behind + _MOST_BEHIND)
        places += self._anaphoric_places[later : later + 1]
        section = self._scene.section_of(first)
        return (self._stated[place] for place in places if self._scene.section_of(self._heads[place]) == section)
