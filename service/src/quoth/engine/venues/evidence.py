"""What speaks for a stated occasion as the one where a quotation was said."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind, QuotationKind, VenueKind, VenueScope
from quoth.engine.reading import NounClass
from quoth.engine.venues.features import OF_KIND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.logit import Row
    from quoth.engine.reading import Candidate as Mention
    from quoth.engine.speakers import Speakers
    from quoth.engine.venues.history import History
    from quoth.engine.venues.occasions import Occasion
    from quoth.engine.venues.rules import Statement
    from quoth.engine.venues.scene import Scene

_BESIDE = 7
_CLAUSE_GAP = 3
_CUE_GAP = 2
_WITHIN = 60
_YEAR = 4
_OPENING_WORDS = 6
_LEAD = 1
_PARAGRAPHS = ("own_paragraph", "paragraph", "further")
_FAR = 2
_JOINT = frozenset((VenueKind.DEBATE, VenueKind.TESTIMONY))
_ONE_SHOT = frozenset((VenueKind.SOCIAL_MEDIA, VenueKind.PUBLICATION, VenueKind.STATEMENT))
_WRITTEN = frozenset((
    VenueKind.SOCIAL_MEDIA, VenueKind.STATEMENT, VenueKind.PUBLICATION, VenueKind.PRIVATE_COMMUNICATION,
    VenueKind.TESTIMONY,
))  # fmt: skip
_CONTINUING = frozenset(("added", "adding", "continued", "went", "concluded", "continuing", "also", "adds"))


class EvidenceReader:
    """Reads the features of stated occasions for the quotations of one article.

    Args:
        scene: The article.
        attributions: Of its quotations.
        speakers: Of its quotations.
        stated: All statements with their occasions, in the order of their heads.
        history: Of the quotations.
    """

    def __init__(
        self,
        scene: Scene,
        attributions: Sequence[Attribution],
        speakers: Speakers,
        stated: Sequence[tuple[Statement, Occasion]],
        history: History,
    ) -> None:
        self._scene = scene
        self._attributions = attributions
        self._speakers = speakers
        self._stated = stated
        self._heads = [statement.head for statement, _ in stated]
        self._history = history
        self._sayers: dict[Statement, frozenset[str]] = {}
        self._sentences: dict[int, tuple[bool, bool, frozenset[str]]] = {}
        self._near: dict[int, frozenset[str]] = {}
        self._main_sayers: dict[Statement, str | None] = {}
        self._worded: dict[Statement, Row] = {}
        self._introduced: dict[int, Row] = {}
        self.anaphoric = {statement for statement, _ in stated if _is_anaphoric(scene, statement)}

    def read(self, index: int, statement: Statement, occasion: Occasion) -> tuple[Row, VenueScope]:
        """What speaks for an occasion by one of its statements, and the link between statement and quotation."""
        row: Row = {occasion.kind.value: 1.0, statement.rule: 1.0}
        scope = self._position(row, index, statement)
        self._speaker(row, index, statement, occasion)
        self._since(row, index, statement)
        self._text(row, index, statement)
        self._article(row, index, statement, occasion)
        for name, crossed in OF_KIND[occasion.kind].items():
            if name in row:
                row[crossed] = 1.0
        if statement in self.anaphoric:
            scope = self._reference(row, index, statement, scope)
        if "speaker_went_on" in row and scope is VenueScope.INTRODUCED:
            scope = VenueScope.CONTINUED
        return row, scope

    def _reference(self, row: Row, index: int, statement: Statement, scope: VenueScope) -> VenueScope:
        """What a sentence that speaks of comments says of a quotation: These comments were made in ..."""
        if statement.head <= self._history.firsts[index]:
            row["anaphoric"] = 1.0
            return scope
        row["anaphoric_behind"] = 1.0
        if "says_other" not in row:
            row["refers_back"] = 1.0
            if self._history.continued(index) is None:
                row["refers_back_first"] = 1.0
        return scope if "own_sentence" in row else VenueScope.REFERRED_BACK

    def who_says(self, statement: Statement) -> frozenset[str]:
        """Those who are named, or meant by a pronoun, in a statement's sentence and are none of its roles."""
        if statement not in self._sayers:
            scene = self._scene
            start = max(scene.sentence_start(statement.head), statement.first - _WITHIN)
            stop = min(scene.sentence_stop(statement.head), statement.last + _WITHIN)
            asked = {person.span for person in statement.roles.interviewers}
            named = (m for m in self._speakers.mentions_between(start, stop) if m.span not in asked)
            self._sayers[statement] = frozenset(filter(None, map(self._who, named)))
        return self._sayers[statement]

    def _who(self, mention: Mention) -> str:
        """The id of a speaker, or the name of a person who never speaks; empty for what is no person."""
        return self._speakers.id_of(mention) or (mention.text if self._scene.is_person(mention) else "")

    def _article(self, row: Row, index: int, statement: Statement, occasion: Occasion) -> None:
        """What the whole article says of an occasion: how often and where it is stated, and who is near."""
        scene, history = self._scene, self._history
        sentence, following = scene.reading.sentence_of[statement.head], history.next_of[index]
        row |= _flags(
            in_lead=scene.reading.paragraph_of[statement.head] <= _LEAD,
            repeated=len(occasion.statements) > 1,
            only_of_speaker=self._occasions_of.get(history.key(index)) == {occasion},
            speaker_states_next=following is not None and history.cue_sentences[following] == sentence,
            has_outlet=bool(occasion.roles.outlets),
            has_place=occasion.roles.place is not None,
        )
        if "own_sentence" not in row:
            words = self._words_near(index)
            row |= _flags(
                asker_near=any(asks.name.split()[-1].lower() in words for asks in occasion.roles.interviewers),
                joins=not words.isdisjoint(scene.words.joining),
            )
            self._stating_sentence(row, index, statement)

    def _stating_sentence(self, row: Row, index: int, statement: Statement) -> None:
        """Whether somebody speaks in the sentence of a statement, and on the day of the quotation."""
        spoken, quoted, days = self._said_in(self._scene.reading.sentence_of[statement.head])
        own = self._said_in(self._history.cue_sentences[index])[2]
        date = statement.roles.date.name.split() if statement.roles.date is not None else []
        row |= _flags(
            speaks_there=spoken,
            quoted_there=quoted,
            same_date=not days.isdisjoint(own),
            other_date=bool(days and own) and days.isdisjoint(own),
            dated_year=any(part.isdigit() and len(part) == _YEAR for part in date),
        )

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

    @cached_property
    def _occasions_of(self) -> Mapping[tuple[int, str], set[Occasion]]:
        """The occasions on which each speaker says something in each section, by the words of the article."""
        found: defaultdict[tuple[int, str], set[Occasion]] = defaultdict(set)
        for statement, occasion in self._stated:
            for speaker in self.who_says(statement):
                found[self._scene.section_of(statement.head), speaker].add(occasion)
        return found

    def _words_near(self, index: int) -> frozenset[str]:
        """The words of a quotation's sentence and of the one before it that are not quoted, in small letters."""
        if index not in self._near:
            scene, own = self._scene, self._scene.sentence_start(self._history.firsts[index])
            start = max(scene.sentence_start(max(own - 1, 0)), own - _WITHIN)
            stop = min(
                scene.sentence_stop(max(self._history.firsts[index], self._history.stops[index] - 1)), own + 2 * _WITHIN
            )
            self._near[index] = frozenset(scene.lower[i] for i in range(start, stop) if not scene.is_said[i])
        return self._near[index]

    def _position(self, row: Row, index: int, statement: Statement) -> VenueScope:
        """Where a statement stands to a quotation."""
        sentences, first, stop = (
            self._scene.reading.sentence_of,
            self._history.firsts[index],
            self._history.stops[index],
        )
        own = {sentences[first], sentences[max(first, stop - 1)], self._history.cue_sentences[index]}
        if sentences[statement.head] in own:
            return self._own_sentence(row, index, statement)
        return self._other_sentence(row, index, statement, own)

    def _own_sentence(self, row: Row, index: int, statement: Statement) -> VenueScope:
        attribution, starts = self._attributions[index], self._scene.tokens.starts
        mention, cue = attribution.mention, attribution.cue
        near = mention is not None and 0 <= statement.first - mention.last <= _CLAUSE_GAP
        near = near or (cue is not None and abs(starts[statement.first] - cue.end) <= _CUE_GAP)
        row |= _flags(own_sentence=True, own_clause=near) | self._beside(index, statement)
        return VenueScope.SAME_CLAUSE if near else VenueScope.SAME_SENTENCE

    def _other_sentence(self, row: Row, index: int, statement: Statement, own: set[int]) -> VenueScope:
        paragraphs, head = self._scene.reading.paragraph_of, statement.head
        behind = head >= self._history.stops[index]
        side = "behind" if behind else "before"
        distance = abs(paragraphs[self._history.firsts[index]] - paragraphs[head])
        sentences = min(abs(self._scene.reading.sentence_of[head] - number) for number in own)
        headline = paragraphs[head] == 0 and self._is_headline()
        row[f"{_PARAGRAPHS[min(distance, _FAR)]}_{side}"] = 1.0
        row["paragraphs"], row["sentences"] = math.log1p(distance) / 3, math.log1p(sentences) / 3
        if sentences == 1:
            row[f"sentence_{side}"] = 1.0
        told = behind and statement.rule.startswith("told") and statement not in self.anaphoric
        row |= _flags(told_behind=told, headline=headline)
        if headline:
            return VenueScope.HEADLINE
        if distance == 0:
            return VenueScope.SAME_PARAGRAPH
        return VenueScope.REFERRED_BACK if behind else VenueScope.INTRODUCED

    def _beside(self, index: int, statement: Statement) -> Row:
        """How near the words of a quotation's own sentence stand to its cue, its speaker and its edges."""
        attribution, scene, behind = self._attributions[index], self._scene, statement.last + 1
        cue = None if attribution.cue is None else scene.reading.token_at(attribution.cue.start)
        mention = attribution.mention if cue is None else None
        row = _flags(
            begins_sentence=statement.first - scene.sentence_start(statement.first) <= 1,
            ends_clause=behind >= len(scene) or scene.lower[behind] in (".", ",", ":") or scene.is_said[behind],
            behind_cue=cue is not None and 0 <= statement.first - cue <= _BESIDE,
            before_cue=cue is not None and 0 < cue - statement.last <= _BESIDE,
            behind_mention=mention is not None and 0 <= statement.first - mention.last <= _BESIDE,
        )
        return row or {"apart": 1.0}

    def _speaker(self, row: Row, index: int, statement: Statement, occasion: Occasion) -> None:
        """Who says something on the occasion, by the article's words and by the quotations before this one."""
        speaker, sayers, main = self._history.said_by[index], self.who_says(statement), self._main_sayer(statement)
        row |= _flags(
            no_speaker=speaker is None,
            says_speaker=speaker in sayers,
            says_other=bool(sayers) and speaker not in sayers,
            says_nobody=not sayers,
            says_several=len(sayers) > 1,
            main_speaker=main is not None and main == speaker,
            main_other=main is not None and main != speaker,
            joint_so_far=self._history.others_present(index, occasion) > 1,
        )
        if statement.rule.startswith("told"):
            self._told(row, index, statement)
        self._went_on(row, index, occasion)
        joint = occasion.kind in _JOINT
        apart = not row.keys() & {"own_sentence", "speaker_went_on"}
        stranger = apart and "says_speaker" not in row
        row |= _flags(
            channel_away=apart and occasion.kind in _ONE_SHOT,
            stranger=stranger,
            stranger_joint=stranger and joint,
            crosses=stranger and "says_other" in row and "headline" not in row,
        )

    def _went_on(self, row: Row, index: int, occasion: Occasion) -> None:
        """Whether the quotations before this one were said on the occasion."""
        if self._history.continued(index) is occasion:
            beside = self._history.last_of_speaker(index) == index - 1
            row |= _flags(speaker_went_on=True, speaker_went_on_beside=beside)
        elif self._history.before(index)[0] is occasion:
            row |= _flags(other_went_on=True, joint_kind_other=occasion.kind in _JOINT)

    def _told(self, row: Row, index: int, statement: Statement) -> None:
        """Whether the one who told somebody something is the speaker of a quotation."""
        speaker, teller = self._history.said_by[index], self._teller(statement)
        if teller is not None and "own_sentence" not in row and statement.head < self._history.firsts[index]:
            row["told_by_speaker_before" if teller == speaker else "told_by_other_before"] = 1.0
        if teller not in (None, speaker):
            row["told_by_other"] = 1.0

    def _since(self, row: Row, index: int, statement: Statement) -> None:
        """What stands between a statement and a quotation."""
        count, others = self._history.since(index, statement.head)
        if statement.head < self._history.firsts[index]:
            between = (
                bisect_left(self._heads, self._history.firsts[index]) - bisect_left(self._heads, statement.head) - 1
            )
            row["occasions_since"] = math.log1p(max(between, 0)) / 3
            if between <= 0:
                row["latest_before"] = 1.0
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
        if statement not in self._main_sayers:
            asked = {person.span for person in statement.roles.interviewers}
            start = max(self._scene.sentence_start(statement.head), statement.first - _WITHIN)
            stop = min(self._scene.sentence_stop(statement.head), statement.last + _WITHIN)
            named = (m for m in self._speakers.mentions_between(start, stop) if m.span not in asked)
            self._main_sayers[statement] = next(filter(None, map(self._who, named)), None)
        return self._main_sayers[statement]

    def _text(self, row: Row, index: int, statement: Statement) -> None:
        """How the occasion is stated and the quotation introduced."""
        if statement not in self._worded:
            weak = self._scene.lower[statement.head] in self._scene.words.weak
            self._worded[statement] = _flags(
                bound=statement.bound, unbound=not statement.bound, weak=weak, definite=statement.definite
            )
        row |= self._worded[statement]
        row |= self._introduction(index)
        if "own_sentence" not in row:
            row |= _flags(weak_away="weak" in row, break_words=self._breaks(index))
        self._writing(row, index, statement)

    def _introduction(self, index: int) -> Row:
        """How a quotation is introduced, whatever the occasion."""
        if index not in self._introduced:
            attribution = self._attributions[index]
            self._introduced[index] = _flags(
                continuing_cue=self._continues(index),
                pronoun=attribution.mention is not None and attribution.mention.kind is MentionKind.PRONOUN,
                turn=attribution.quoted.label is not None,
                nested=attribution.quoted.parent is not None,
                partial=attribution.kind is QuotationKind.PARTIAL,
            )
        return self._introduced[index]

    def _writing(self, row: Row, index: int, statement: Statement) -> None:
        """Whether the verb beside the quotation fits what is written, and the occasion is written too."""
        cue = self._attributions[index].cue
        if cue is None:
            return
        verbs = cue.of(self._scene.reading.text).lower().split()
        writes, written = not self._scene.words.writing.isdisjoint(verbs), statement.kind in _WRITTEN
        row |= _flags(
            writes_written=writes and written,
            writes_spoken=writes and not written,
            says_written=written and not writes,
            replies=not self._scene.words.replying.isdisjoint(verbs),
        )

    def none(self, index: int, nearest: int) -> Row:
        """What speaks for no venue at all.

        Args:
            index: Of the quotation.
            nearest: How near the nearest occasion is stated: 0 in the own sentence, 1 in the own paragraph, else more.
        """
        attribution, last = self._attributions[index], self._history.last_of_speaker(index)
        mention = attribution.mention
        return _flags(
            none=True,
            none_own_sentence_free=nearest > 0,
            none_near=nearest <= 1,
            none_first=last is None,
            none_went_on=last is not None and self._history.continued(index) is None,
            none_pronoun=mention is not None and mention.kind is MentionKind.PRONOUN,
            none_partial=attribution.kind is QuotationKind.PARTIAL,
            none_continuing=self._continues(index),
            none_break=self._breaks(index),
            none_nested=attribution.quoted.parent is not None,
            none_document=mention is not None and mention.noun is NounClass.DOCUMENT,
            none_group=mention is not None and mention.number == "p",
            none_headline=self._scene.reading.paragraph_of[self._history.firsts[index]] == 0 and self._is_headline(),
            none_no_speaker=self._history.said_by[index] is None,
        )

    def _is_headline(self) -> bool:
        """Whether the first paragraph is a headline: it does not end as sentences do."""
        paragraph = self._scene.reading.paragraphs[0]
        return self._scene.reading.text[paragraph.end - 1] not in '.!?”"’'

    def _own_words(self, index: int) -> list[str]:
        """The words of the sentence around a quotation that are not quoted, in small letters."""
        scene = self._scene
        start = scene.sentence_start(self._history.firsts[index])
        stop = scene.sentence_stop(max(self._history.firsts[index], self._history.stops[index] - 1))
        return [scene.lower[i] for i in range(start, min(stop, start + 2 * _WITHIN)) if not scene.is_said[i]]

    def _breaks(self, index: int) -> bool:
        return not self._scene.words.breaks.isdisjoint(self._own_words(index)[:_OPENING_WORDS])

    def _continues(self, index: int) -> bool:
        cue = self._attributions[index].cue
        return cue is not None and not _CONTINUING.isdisjoint(cue.of(self._scene.reading.text).lower().split())


def _flags(**conditions: bool) -> Row:
    """The features of those conditions that hold."""
    return {name: 1.0 for name, holds in conditions.items() if holds}


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
