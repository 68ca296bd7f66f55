"""What speaks for each occasion as the one where a quotation was said."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from quoth.engine.languages import OutletKind
from quoth.engine.model import MentionKind, NamedSpan, SpeakerKind, VenueKind, VenueScope
from quoth.engine.reading import NounClass
from quoth.engine.venues.occasions import Occasion
from quoth.engine.venues.roles import Roles
from quoth.engine.venues.rules import RULE_NAMES, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.logit import Row
    from quoth.engine.reading import Candidate as Mention
    from quoth.engine.speakers import Speakers
    from quoth.engine.venues.scene import Scene

_CROSSED = ("own_sentence", "speaker_went_on", "other_went_on", "stranger", "says_speaker")
FEATURES = (
    "own_clause", "own_sentence", "own_paragraph_before", "own_paragraph_behind", "sentence_before",
    "sentence_behind", "paragraph_before", "paragraph_behind", "further_before", "further_behind", "paragraphs",
    "headline", "bound", "unbound", "anaphoric", "anaphoric_behind", "says_speaker", "says_other", "says_nobody",
    "speaker_went_on", "speaker_went_on_beside", "other_went_on", "latest_before", "only_occasion", "only_stranger",
    "same_speaker_since", "other_speaker_since", "quotations_since", "occasions_since", "break_words", "definite",
    "continuing_cue", "pronoun", "said_nearer", "interview", "press_conference", "speech", "debate", "social_media",
    "statement", "testimony", "publication", "private_communication", "other", "has_outlet", "has_place",
    "document_itself", "outlet_itself", "turn", "nested", "no_speaker", "partial", "channel_away",
    "joint_kind_other", "told_by_other", "told_by_speaker_before", "told_by_other_before", "stranger",
    "stranger_joint", "weak", "weak_away", "told_behind", "refers_back", "refers_back_first", "begins_sentence",
    "ends_clause", "behind_cue", "before_cue", "behind_mention", "apart", "none", "none_own_sentence_free",
    "none_went_on", "none_first", "none_pronoun", "none_partial", "none_continuing", "none_break", "none_nested",
    "none_document", "none_group", "none_headline", "none_no_speaker", "none_near",
    "in_lead", "repeated", "only_of_speaker", "speaker_states_next", "asker_near", "joins",
    "main_speaker", "main_other", "nearest_of_speaker", "last_of_speaker", "sentences", "taken_up", "speaks_there", "quoted_there", "same_date", "other_date", "dated_year", "joint_so_far", "says_several", "crosses", "replies", "writes_written", "writes_spoken", "says_written", *RULE_NAMES,
    *(f"{position}_{kind.value}" for position in _CROSSED for kind in VenueKind),
)  # fmt: skip
_MOST_BEFORE = 6
_MOST_BEHIND = 3
_OUTLET_WITHIN = 5
_BESIDE = 7
_BESIDE_CUE = frozenset(("begins_sentence", "behind_cue", "own_clause"))
_MAY_CROSS = frozenset(("headline", "anaphoric", "anaphoric_behind"))
_CLAUSE_GAP = 3
_CUE_GAP = 2
_WITHIN = 60
_YEAR = 4
_JOINT = frozenset((VenueKind.DEBATE, VenueKind.TESTIMONY))
_ONE_SHOT = frozenset((VenueKind.SOCIAL_MEDIA, VenueKind.PUBLICATION, VenueKind.STATEMENT))
_WRITTEN = frozenset((
    VenueKind.SOCIAL_MEDIA, VenueKind.STATEMENT, VenueKind.PUBLICATION, VenueKind.PRIVATE_COMMUNICATION,
    VenueKind.TESTIMONY,
))  # fmt: skip
_CROSSES = {kind: {position: f"{position}_{kind.value}" for position in _CROSSED} for kind in VenueKind}
_THE_SAME = frozenset(("the", "this", "that", "its", "his", "her", "their"))
_NOBODY: frozenset[str] = frozenset()
_CONTINUING = frozenset(("added", "adding", "continued", "went", "concluded", "continuing", "also", "adds"))


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


class LinkReader:
    """Reads the candidates of an article's quotations, in the order of the text."""

    def __init__(
        self, scene: Scene, attributions: Sequence[Attribution], speakers: Speakers, occasions: Sequence[Occasion]
    ) -> None:
        self._scene = scene
        self._attributions = attributions
        self._said_by = [speakers.of[a.mention].speaker.id if a.mention else None for a in attributions]
        self._speakers = speakers
        pairs = [(statement, occasion) for occasion in occasions for statement in occasion.statements]
        self._stated = sorted(pairs, key=lambda pair: pair[0].head)
        self._heads = [statement.head for statement, _ in self._stated]
        self._anaphoric = {statement for statement, _ in self._stated if _is_anaphoric(scene, statement)}
        self._anaphoric_places = [i for i, (statement, _) in enumerate(self._stated) if statement in self._anaphoric]
        self._sayers: dict[Statement, frozenset[str]] = {}
        self._sentences: dict[int, tuple[bool, bool, frozenset[str]]] = {}
        self._near: dict[int, frozenset[str]] = {}
        self._firsts = [scene.reading.token_at(a.quoted.outer.start) for a in attributions]
        self._stops = [scene.reading.token_at(a.quoted.outer.end) for a in attributions]
        self._other_before, self._other_behind = _other_speakers(self._said_by)
        self._sentence_of_cue = [self._cue_sentence(a) for a in attributions]
        self._next_of = _next_of_speaker(self._said_by)
        self._chosen: list[Occasion | None] = []
        self._probabilities: list[float] = []
        self._present: defaultdict[Occasion, set[str]] = defaultdict(set)
        self._last_of: dict[tuple[int, str], int] = {}

    def __len__(self) -> int:
        return len(self._attributions)

    def candidates(self, index: int) -> tuple[list[Candidate], Row]:
        """The candidates of a quotation, and what speaks for none; tell ``settle`` which is right before the next."""
        found: dict[Occasion, Candidate] = {}
        own = self._of_itself(index)
        if own is not None:
            found[own.occasion] = own
        for statement, occasion in self._nearby(index):
            if not self._is_of_section(index, statement):
                continue
            candidate = self._candidate(index, statement, occasion)
            known = found.get(occasion)
            if known is None or _rank(candidate) < _rank(known):
                found[occasion] = candidate
        continued = self._continued(index)
        if continued is not None and continued not in found:
            found[continued] = self._candidate(index, continued.statements[0], continued)
        candidates = list(found.values())
        nearest = min((_rank(candidate) for candidate in candidates), default=9)
        for candidate in candidates:
            if _rank(candidate) > nearest and nearest <= 1:
                candidate.row["said_nearer"] = 1.0
            if len(candidates) == 1:
                candidate.row["only_occasion"] = 1.0
                if "stranger" in candidate.row:
                    candidate.row["only_stranger"] = 1.0
        self._compare(index, candidates)
        return candidates, self._none(index, nearest)

    def _compare(self, index: int, candidates: Sequence[Candidate]) -> None:
        """Tells which of the occasions on which the speaker says something is the nearest, and the last before."""
        first = self._firsts[index]
        own = [c for c in candidates if not c.row.keys().isdisjoint(("main_speaker", "own_sentence"))]
        if own:
            min(own, key=lambda c: abs(c.statement.head - first)).row["nearest_of_speaker"] = 1.0
        before = [c for c in own if c.statement.head < first]
        if before:
            max(before, key=lambda c: c.statement.head).row["last_of_speaker"] = 1.0

    def goes_on(self, index: int) -> bool:
        """Whether a quotation and the one before it share their mention: "Yes," she said. "We can." """
        mention = self._attributions[index].mention
        return index > 0 and mention is not None and mention is self._attributions[index - 1].mention

    def went_on(self, index: int, candidates: Sequence[Candidate]) -> tuple[Candidate | None, float]:
        """The occasion of the quotation before this one, with its probability."""
        occasion = self._chosen[index - 1]
        found = next((candidate for candidate in candidates if candidate.occasion is occasion), None)
        if found is None and occasion is not None:
            found = self._candidate(index, occasion.statements[0], occasion)
        return found, self._probabilities[index - 1] if found else 0.0

    def referred(self, index: int, candidates: Sequence[Candidate]) -> Candidate | None:
        """The candidate that a later sentence gives the quotation by speaking of comments that its speaker made.

        A quotation keeps the venue that its own sentence states, or that the speaker goes on from.
        """
        if any("own_sentence" in c.row or "document_itself" in c.row or "outlet_itself" in c.row for c in candidates):
            return None
        continued = self._continued(index)
        for candidate in candidates:
            statement = candidate.statement
            behind = statement in self._anaphoric and statement.head > self._firsts[index]
            if behind and continued in (None, candidate.occasion) and self._refers_to(statement, index):
                return candidate
        return None

    def _refers_to(self, statement: Statement, index: int) -> bool:
        """Whether the comments that a statement speaks of are those of a quotation's speaker."""
        speaker = self._said_by[index]
        if speaker is None:
            return False
        if speaker in self._who_says(statement):
            return True
        before = bisect_left(self._firsts, self._scene.sentence_start(statement.head)) - 1
        return before >= 0 and self._said_by[before] == speaker

    def settle(self, index: int, occasion: Occasion | None, probability: float = 1.0) -> None:
        """Notes where a quotation was said."""
        self._chosen.append(occasion)
        self._probabilities.append(probability)
        speaker = self._said_by[index]
        if speaker is not None:
            self._last_of[self._key(index)] = index
            if occasion is not None:
                self._present[occasion].add(speaker)

    def _continued(self, index: int) -> Occasion | None:
        """The occasion of the speaker's quotation before this one."""
        before = self._last_of.get(self._key(index))
        return None if before is None else self._chosen[before]

    def _of_itself(self, index: int) -> Candidate | None:
        """A quotation whose speaker is a text or an outlet states its channel itself."""
        attribution, scene = self._attributions[index], self._scene
        mention = attribution.mention
        if mention is None:
            return None
        resolution = self._speakers.of[mention]
        entity = self._speakers.bearers.of.get(mention)
        outlet = scene.outlets.get(mention.first) or scene.outlets.get(mention.last)
        if mention.noun is NounClass.DOCUMENT:
            kinds = scene.words.occasions.get(mention.head, ())
            kind = next((VenueKind(kind) for phrase, kind in kinds if phrase == (mention.head,)), VenueKind.PUBLICATION)
            rule, roles = "document-speaks", Roles(last=mention.last)
        elif (
            outlet is not None
            and entity is not None
            and attribution.quoted.label is None
            and (outlet.outlet.kind is not OutletKind.PLATFORM and resolution.speaker.kind is SpeakerKind.ORGANIZATION)
        ):
            kind, rule = VenueKind.PUBLICATION, "outlet-writes"
            roles = Roles(outlets=(outlet.named,), last=mention.last)
        elif (written := self._columnist(attribution)) is not None:
            kind, rule, roles = VenueKind.PUBLICATION, "outlet-writes", Roles(outlets=(written,), last=mention.last)
        else:
            return None
        row: Row = {f"{rule.split('-', maxsplit=1)[0]}_itself": 1.0}
        known = self._taken_up(mention, kind)
        if known is not None:
            row["taken_up"] = 1.0
            statement, occasion = known
        else:
            statement = Statement(rule, kind, mention.first, mention.last, mention.last, roles)
            occasion = Occasion(kind, roles, [statement])
        row[occasion.kind.value] = 1.0
        return Candidate(occasion, statement, VenueScope.SAME_CLAUSE, row)

    def _taken_up(self, mention: Mention, kind: VenueKind) -> tuple[Statement, Occasion] | None:
        """The occasion that a text or an outlet which speaks belongs to: stated where it is named, or before."""
        before = bisect_right(self._heads, mention.last + 1)
        for statement, occasion in reversed(self._stated[max(0, before - _MOST_BEFORE) : before + 1]):
            if statement.first <= mention.last and mention.first <= statement.last:
                return statement, occasion
        if mention.kind is not MentionKind.NOMINAL or self._scene.lower[mention.first] not in _THE_SAME:
            return None
        for statement, occasion in reversed(self._stated[max(0, before - _MOST_BEFORE) : before]):
            if occasion.kind is kind and self._scene.section_of(statement.head) == self._scene.section_of(mention.first):
                return statement, occasion
        return None

    def _columnist(self, attribution: Attribution) -> NamedSpan | None:
        """The outlet for which somebody writes: the Post's Ada Byron wrote, Post columnist Ada Byron."""
        mention, scene = attribution.mention, self._scene
        if mention is None or mention.kind is not MentionKind.NAME:
            return None
        cue = attribution.cue.of(scene.reading.text).lower().split() if attribution.cue else []
        role = mention.role.lower().split()
        if scene.words.writing.isdisjoint([*cue, *role]):
            return None
        start = max(scene.sentence_start(mention.first), mention.first - _OUTLET_WITHIN)
        within = [scene.outlets[i] for i in range(start, mention.last) if i in scene.outlets]
        named = next((outlet.named for outlet in within if outlet.certain), None)
        behind = mention.last + 1
        if named is None and behind < len(scene) and scene.lower[behind] in ("for", "in"):
            outlet, name = scene.outlet_at(behind + 1), scene.names.get(behind + 1) or scene.names.get(behind + 2)
            if outlet is not None:
                return outlet.named
            if name is not None and name.first <= behind + 2 and not scene.is_person(name):
                return NamedSpan(name.text, name.span)
        return named

    def _nearby(self, index: int) -> Iterator[tuple[Statement, Occasion]]:
        first, stop = self._firsts[index], self._stops[index]
        before, behind = bisect_left(self._heads, first), bisect_left(self._heads, stop)
        yield from self._stated[max(0, before - _MOST_BEFORE) : before]
        yield from self._stated[before : behind + _MOST_BEHIND]
        if self._stated and self._scene.reading.paragraph_of[self._heads[0]] == 0:
            yield self._stated[0]
        later = bisect_left(self._anaphoric_places, behind + _MOST_BEHIND)
        for place in self._anaphoric_places[later : later + 1]:
            yield self._stated[place]

    def _candidate(self, index: int, statement: Statement, occasion: Occasion) -> Candidate:
        row: Row = {}
        scope = self._position(row, index, statement)
        self._speaker(row, index, statement, occasion)
        self._since(row, index, statement)
        self._text(row, index, statement)
        row[occasion.kind.value] = 1.0
        if occasion.roles.outlets:
            row["has_outlet"] = 1.0
        if occasion.roles.place:
            row["has_place"] = 1.0
        self._article(row, index, statement, occasion)
        for position, crossed in _CROSSES[occasion.kind].items():
            if position in row:
                row[crossed] = 1.0
        anaphoric = statement in self._anaphoric
        if anaphoric and statement.head > self._firsts[index]:
            row["anaphoric_behind"] = 1.0
            if "says_other" not in row:
                row["refers_back"] = 1.0
                if self._continued(index) is None:
                    row["refers_back_first"] = 1.0
            if scope not in (VenueScope.SAME_CLAUSE, VenueScope.SAME_SENTENCE):
                scope = VenueScope.REFERRED_BACK
        elif anaphoric:
            row["anaphoric"] = 1.0
        if "speaker_went_on" in row and scope is VenueScope.INTRODUCED:
            scope = VenueScope.CONTINUED
        return Candidate(occasion, statement, scope, row)

    def _article(self, row: Row, index: int, statement: Statement, occasion: Occasion) -> None:
        """What the whole article says of an occasion: who speaks there, how often it is stated, in which section."""
        speaker = self._said_by[index]
        if self._scene.reading.paragraph_of[statement.head] <= 1:
            row["in_lead"] = 1.0
        if len(occasion.statements) > 1:
            row["repeated"] = 1.0
        if speaker is not None and self._occasions_of.get(self._key(index)) == {occasion}:
            row["only_of_speaker"] = 1.0
        following = self._next_of[index]
        if following is not None and self._sentence_of_cue[following] == self._scene.reading.sentence_of[statement.head]:
            row["speaker_states_next"] = 1.0
        if "own_sentence" not in row:
            words = self._words_near(index)
            if any(person.name.split()[-1].lower() in words for person in occasion.roles.interviewers):
                row["asker_near"] = 1.0
            if not words.isdisjoint(self._scene.words.joining):
                row["joins"] = 1.0
        row[statement.rule] = 1.0
        if "own_sentence" not in row:
            self._stating_sentence(row, index, statement)

    def _stating_sentence(self, row: Row, index: int, statement: Statement) -> None:
        """Whether somebody speaks in the sentence of a statement, and on the day of the quotation."""
        sentence = self._scene.reading.sentence_of[statement.head]
        spoken, quoted, days = self._said_in(sentence)
        if spoken:
            row["speaks_there"] = 1.0
        if quoted:
            row["quoted_there"] = 1.0
        own = self._said_in(self._sentence_of_cue[index])[2]
        if days and own:
            row["other_date" if days.isdisjoint(own) else "same_date"] = 1.0
        date = statement.roles.date
        if date is not None and any(part.isdigit() and len(part) == _YEAR for part in date.name.split()):
            row["dated_year"] = 1.0

    def _said_in(self, sentence: int) -> tuple[bool, bool, frozenset[str]]:
        """Of a sentence: whether a verb of speech stands in it, whether quoted words do, and the days it names."""
        if sentence not in self._sentences:
            scene = self._scene
            start = bisect_left(scene.reading.sentence_of, sentence)
            stop = min(bisect_left(scene.reading.sentence_of, sentence + 1), start + 2 * _WITHIN)
            free = [i for i in range(start, stop) if not scene.is_said[i]]
            self._sentences[sentence] = (
                any(scene.lower[i] in scene.language.speech_verbs for i in free),
                len(free) < stop - start,
                frozenset(scene.lower[i] for i in free if scene.tokens.words[i] in scene.language.calendar),
            )
        return self._sentences[sentence]

    def _is_of_section(self, index: int, statement: Statement) -> bool:
        """Whether a statement stands in the section of a quotation."""
        return self._scene.section_of(statement.head) == self._scene.section_of(self._firsts[index])

    def _key(self, index: int) -> tuple[int, str]:
        """The speaker of a quotation, in its section."""
        return self._scene.section_of(self._firsts[index]), self._said_by[index] or ""

    @cached_property
    def _occasions_of(self) -> Mapping[tuple[int, str], set[Occasion]]:
        """The occasions on which each speaker says something in each section, by the words of the article."""
        found: defaultdict[tuple[int, str], set[Occasion]] = defaultdict(set)
        for statement, occasion in self._stated:
            for speaker in self._who_says(statement):
                found[self._scene.section_of(statement.head), speaker].add(occasion)
        return found

    def _words_near(self, index: int) -> frozenset[str]:
        """The words of a quotation's sentence and of the one before it that are not quoted, in small letters."""
        if index not in self._near:
            scene, own = self._scene, self._scene.sentence_start(self._firsts[index])
            start = max(scene.sentence_start(max(own - 1, 0)), own - _WITHIN)
            stop = min(scene.sentence_stop(max(self._firsts[index], self._stops[index] - 1)), own + 2 * _WITHIN)
            self._near[index] = frozenset(scene.lower[i] for i in range(start, stop) if not scene.is_said[i])
        return self._near[index]

    def _position(self, row: Row, index: int, statement: Statement) -> VenueScope:
        """Where a statement stands to a quotation."""
        reading, first, stop = self._scene.reading, self._firsts[index], self._stops[index]
        paragraphs = reading.paragraph_of
        sentence = reading.sentence_of[statement.head]
        own = {reading.sentence_of[first], reading.sentence_of[max(first, stop - 1)], self._sentence_of_cue[index]}
        behind = statement.head >= stop
        if sentence in own:
            attribution = self._attributions[index]
            mention, cue = attribution.mention, attribution.cue
            near = mention is not None and 0 <= statement.first - mention.last <= _CLAUSE_GAP
            near = near or (cue is not None and abs(reading.tokens.starts[statement.first] - cue.end) <= _CUE_GAP)
            row["own_sentence"] = 1.0
            row |= self._beside(index, statement)
            if near:
                row["own_clause"] = 1.0
            return VenueScope.SAME_CLAUSE if near else VenueScope.SAME_SENTENCE
        distance = abs(paragraphs[first] - paragraphs[statement.head])
        side = "behind" if behind else "before"
        if distance == 0:
            row[f"own_paragraph_{side}"] = 1.0
            scope = VenueScope.SAME_PARAGRAPH
        else:
            row[f"paragraph_{side}" if distance == 1 else f"further_{side}"] = 1.0
            scope = VenueScope.INTRODUCED if not behind else VenueScope.REFERRED_BACK
        if min(abs(sentence - number) for number in own) == 1:
            row[f"sentence_{side}"] = 1.0
        if behind and statement.rule.startswith("told") and statement not in self._anaphoric:
            row["told_behind"] = 1.0
        row["paragraphs"] = math.log1p(distance) / 3
        row["sentences"] = math.log1p(min(abs(sentence - number) for number in own)) / 3
        if paragraphs[statement.head] == 0 and self._is_headline():
            row["headline"] = 1.0
            scope = VenueScope.HEADLINE
        return scope

    def _beside(self, index: int, statement: Statement) -> Row:
        """How near the words of a quotation's own sentence stand to its cue, its speaker and its edges."""
        attribution, reading = self._attributions[index], self._scene.reading
        row: Row = {}
        if statement.first - self._scene.sentence_start(statement.first) <= 1:
            row["begins_sentence"] = 1.0
        last = statement.last + 1
        if last >= len(reading.tokens) or reading.tokens.words[last] in (".", ",", ":") or self._scene.is_said[last]:
            row["ends_clause"] = 1.0
        if attribution.cue is not None:
            cue = reading.token_at(attribution.cue.start)
            if 0 <= statement.first - cue <= _BESIDE:
                row["behind_cue"] = 1.0
            elif 0 < cue - statement.last <= _BESIDE:
                row["before_cue"] = 1.0
        elif attribution.mention is not None and 0 <= statement.first - attribution.mention.last <= _BESIDE:
            row["behind_mention"] = 1.0
        return row or {"apart": 1.0}

    def _speaker(self, row: Row, index: int, statement: Statement, occasion: Occasion) -> None:
        """Who says something on the occasion, by the article's words and by the quotations before this one."""
        speaker, sayers = self._said_by[index], self._who_says(statement)
        if speaker is None:
            row["no_speaker"] = 1.0
        says = "says_speaker" if speaker in sayers else "says_other"
        row[says if sayers else "says_nobody"] = 1.0
        if statement.rule.startswith("told"):
            self._told(row, index, statement)
        main = self._main_sayer(statement)
        if main is not None:
            row["main_speaker" if main == speaker else "main_other"] = 1.0
        if self._continued(index) is occasion:
            row["speaker_went_on"] = 1.0
            if self._last_of[self._key(index)] == index - 1:
                row["speaker_went_on_beside"] = 1.0
        elif index and self._chosen[index - 1] is occasion:
            row["other_went_on"] = 1.0
            if occasion.kind in _JOINT:
                row["joint_kind_other"] = 1.0
        if len(self._present.get(occasion, _NOBODY) - {speaker}) > 1:
            row["joint_so_far"] = 1.0
        if len(sayers) > 1:
            row["says_several"] = 1.0
        if occasion.kind in _ONE_SHOT and not row.keys() & {"own_sentence", "speaker_went_on"}:
            row["channel_away"] = 1.0
        if not row.keys() & {"own_sentence", "says_speaker", "speaker_went_on"}:
            row["stranger"] = 1.0
            if occasion.kind in _JOINT:
                row["stranger_joint"] = 1.0
            if "says_other" in row and not row.keys() & _MAY_CROSS:
                row["crosses"] = 1.0

    def _told(self, row: Row, index: int, statement: Statement) -> None:
        """Whether the one who told somebody something is the speaker of a quotation."""
        speaker, teller = self._said_by[index], self._teller(statement)
        if teller is not None and "own_sentence" not in row and statement.head < self._firsts[index]:
            row["told_by_speaker_before" if teller == speaker else "told_by_other_before"] = 1.0
        if teller not in (None, speaker):
            row["told_by_other"] = 1.0

    def _since(self, row: Row, index: int, statement: Statement) -> None:
        """What stands between a statement and a quotation."""
        before = bisect_left(self._firsts, statement.head)
        if before <= index:
            count, others = index - before, self._other_before[index] >= before
            between = bisect_left(self._heads, self._firsts[index]) - bisect_left(self._heads, statement.head) - 1
            row["occasions_since"] = math.log1p(max(between, 0)) / 3
            if between <= 0 and statement.head < self._firsts[index]:
                row["latest_before"] = 1.0
        else:
            count, others = before - index - 1, self._other_behind[index] < before
        row["quotations_since"] = math.log1p(count) / 3
        if count:
            row["other_speaker_since" if others else "same_speaker_since"] = 1.0

    def _teller(self, statement: Statement) -> str | None:
        """The id of the speaker who is named or meant last before a verb in its sentence; empty for somebody else."""
        before = self._speakers.mention_before(statement.first)
        if before is None or before.first < self._scene.sentence_start(statement.head):
            return None
        return self._speakers.id_of(before)

    def _main_sayer(self, statement: Statement) -> str | None:
        """The speaker whose verb a statement most likely belongs to: the first who is named in its sentence."""
        asked = {person.span for person in statement.roles.interviewers}
        start = max(self._scene.sentence_start(statement.head), statement.first - _WITHIN)
        stop = min(self._scene.sentence_stop(statement.head), statement.last + _WITHIN)
        ids = (
            self._speakers.id_of(mention)
            for mention in self._speakers.mentions_between(start, stop)
            if mention.span not in asked
        )
        return next((id_ for id_ in ids if id_), None)

    def _text(self, row: Row, index: int, statement: Statement) -> None:
        attribution = self._attributions[index]
        row["bound" if statement.bound else "unbound"] = 1.0
        if self._scene.lower[statement.head] in self._scene.words.weak:
            row["weak"] = 1.0
            if "own_sentence" not in row:
                row["weak_away"] = 1.0
        if statement.definite:
            row["definite"] = 1.0
        if "own_sentence" not in row and self._breaks(index):
            row["break_words"] = 1.0
        if self._continues(index):
            row["continuing_cue"] = 1.0
        if attribution.mention is not None and attribution.mention.kind is MentionKind.PRONOUN:
            row["pronoun"] = 1.0
        if attribution.quoted.label is not None:
            row["turn"] = 1.0
        if attribution.quoted.parent is not None:
            row["nested"] = 1.0
        if attribution.kind.value == "partial":
            row["partial"] = 1.0
        self._writing(row, index, statement)

    def _writing(self, row: Row, index: int, statement: Statement) -> None:
        """Whether the verb beside the quotation fits what is written, and the occasion is written too."""
        cue = self._attributions[index].cue
        if cue is None:
            return
        writes = not self._scene.words.writing.isdisjoint(cue.of(self._scene.reading.text).lower().split())
        if writes:
            row["writes_written" if statement.kind in _WRITTEN else "writes_spoken"] = 1.0
        elif statement.kind in _WRITTEN:
            row["says_written"] = 1.0
        if not self._scene.words.replying.isdisjoint(cue.of(self._scene.reading.text).lower().split()):
            row["replies"] = 1.0

    def _none(self, index: int, nearest: int) -> Row:
        """What speaks for no venue at all."""
        attribution = self._attributions[index]
        row: Row = {"none": 1.0}
        speaker = self._said_by[index]
        before = self._last_of.get(self._key(index))
        if nearest > 0:
            row["none_own_sentence_free"] = 1.0
        if nearest <= 1:
            row["none_near"] = 1.0
        if before is None:
            row["none_first"] = 1.0
        elif self._chosen[before] is None:
            row["none_went_on"] = 1.0
        flags = {
            "none_pronoun": attribution.mention is not None and attribution.mention.kind is MentionKind.PRONOUN,
            "none_partial": attribution.kind.value == "partial",
            "none_continuing": self._continues(index),
            "none_break": self._breaks(index),
            "none_nested": attribution.quoted.parent is not None,
            "none_document": attribution.mention is not None and attribution.mention.noun is NounClass.DOCUMENT,
            "none_group": attribution.mention is not None and attribution.mention.number == "p",
            "none_headline": self._scene.reading.paragraph_of[self._firsts[index]] == 0 and self._is_headline(),
            "none_no_speaker": speaker is None,
        }
        return row | {name: 1.0 for name, value in flags.items() if value}

    def _is_headline(self) -> bool:
        """Whether the first paragraph is a headline: it does not end as sentences do."""
        paragraph = self._scene.reading.paragraphs[0]
        return self._scene.reading.text[paragraph.end - 1] not in '.!?”"’'

    def _cue_sentence(self, attribution: Attribution) -> int:
        reading = self._scene.reading
        words = attribution.cue or (attribution.mention.span if attribution.mention else attribution.quoted.outer)
        return reading.sentence_of[min(reading.token_at(words.start), len(reading.tokens) - 1)]

    def _own_words(self, index: int) -> list[str]:
        """The words of the sentence around a quotation that are not quoted, in small letters."""
        scene = self._scene
        start = scene.sentence_start(self._firsts[index])
        stop = scene.sentence_stop(max(self._firsts[index], self._stops[index] - 1))
        return [scene.lower[i] for i in range(start, min(stop, start + 80)) if not scene.is_said[i]]

    def _breaks(self, index: int) -> bool:
        return not self._scene.words.breaks.isdisjoint(self._own_words(index)[:6])

    def _continues(self, index: int) -> bool:
        cue = self._attributions[index].cue
        return cue is not None and not _CONTINUING.isdisjoint(cue.of(self._scene.reading.text).lower().split())

    def _who_says(self, statement: Statement) -> frozenset[str]:
        """The speakers who are named, or meant by a pronoun, in a statement's sentence and are none of its roles."""
        if statement not in self._sayers:
            scene = self._scene
            start = max(scene.sentence_start(statement.head), statement.first - _WITHIN)
            stop = min(scene.sentence_stop(statement.head), statement.last + _WITHIN)
            asked = {person.span for person in statement.roles.interviewers}
            self._sayers[statement] = frozenset(
                speaker
                for mention in self._speakers.mentions_between(start, stop)
                if mention.span not in asked and (speaker := self._speakers.id_of(mention))
            )
        return self._sayers[statement]


def _rank(candidate: Candidate) -> int:
    """How near a statement is: 0 in the own sentence, 1 in the own paragraph, 2 further."""
    row = candidate.row
    if "own_sentence" in row or "document_itself" in row or "outlet_itself" in row:
        return 0
    return 1 if "own_paragraph_before" in row or "own_paragraph_behind" in row else 2


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


def _is_anaphoric(scene: Scene, statement: Statement) -> bool:
    """Whether the sentence of a statement speaks of comments that were made: These remarks were made in ..."""
    words, start = scene.lower, max(scene.sentence_start(statement.head), statement.head - _WITHIN)
    for index in range(start, statement.head):
        if words[index] not in scene.words.anaphoric_nouns:
            continue
        determined = any(word in scene.words.anaphoric_determiners for word in words[max(start, index - 2) : index])
        behind = words[index + 1 : index + 3]
        if determined and (
            not scene.words.anaphoric_verbs.isdisjoint(behind) or words[index - 2] in ("made", "making")
        ):
            return True
    return any(
        words[i : i + 2] in (["was", "speaking"], ["were", "speaking"], ["was", "talking"])
        for i in range(start, statement.head + 1)
    )
