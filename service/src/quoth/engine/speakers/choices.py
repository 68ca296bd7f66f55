"""Pronouns and descriptions with the entities that they may stand for, and what speaks for each."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind
from quoth.engine.reading import NounClass
from quoth.engine.speakers.entities import Entity
from quoth.engine.speakers.facts import Facts, Nature
from quoth.engine.speakers.joint import joint_speakers
from quoth.engine.speakers.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quoth.engine.languages import Language
    from quoth.engine.logit import Row
    from quoth.engine.model import Span
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.discourse import Discourse, Trace
    from quoth.engine.speakers.entities import Bearers
    from quoth.engine.speakers.facts import FactBook

FEATURES = (
    "same_sentence", "one_back", "two_back", "three_to_five_back", "further_back", "behind", "distance",
    "same_paragraph", "latest", "latest_fitting", "only_fitting", "topic", "topic_fitting", "topic_one_back",
    "topic_two_back", "object", "object_one_back", "possessive", "spoke_last", "spoke_before", "spoke_beside",
    "met_without_name", "times", "in_first_lines", "full_name", "never_named", "gender_agrees", "gender_differs",
    "guessed_gender_agrees", "guessed_gender_differs", "number_agrees", "number_differs", "person", "body", "place",
    "people", "head_agrees", "head_differs", "head_elsewhere", "head_in_name", "modifiers_agree", "age_agrees",
    "age_differs", "age_of_last_speaker", "described_again", "named_in_quotation", "described_in_quotation", "asks",
    "none", "none_the", "none_introduced", "none_owned",
)  # fmt: skip
"""All features; the last ones are those of the answer that no candidate is meant."""

KINDS = ("he", "it", "they", "office", "body", "document")
"""Classes of anaphors, each with weights of its own."""

_OF_PRONOUN = {"it": "it", "they": "they", "who": "he"}
_OF_NOUN = {NounClass.PERSON: "office", NounClass.ORGANIZATION: "body", NounClass.DOCUMENT: "document"}
_NATURE_OF_NOUN: Mapping[NounClass | None, Nature] = {
    NounClass.PERSON: Nature.PERSON,
    NounClass.PEOPLE: Nature.PEOPLE,
    NounClass.ORGANIZATION: Nature.BODY,
}
_MISFITS: Mapping[str, frozenset[Nature]] = {
    "he": frozenset((Nature.BODY, Nature.PLACE, Nature.PEOPLE)),
    "office": frozenset((Nature.BODY, Nature.PLACE, Nature.PEOPLE)),
    "it": frozenset((Nature.PERSON, Nature.PEOPLE)),
    "they": frozenset((Nature.PERSON,)),
    "body": frozenset((Nature.PERSON, Nature.PLACE, Nature.PEOPLE)),
    "document": frozenset((Nature.PLACE, Nature.PEOPLE)),
}
_EMPTY: Mapping[str, frozenset[Nature]] = {
    "it": frozenset((Nature.BODY,)),
    "they": frozenset((Nature.BODY, Nature.PEOPLE)),
}
"""Pronouns that say nothing of whom they mean, each with the natures that they fit."""

_BACK = ("same_sentence", "one_back", "two_back")
_MOST_CANDIDATES = 10
_NAMES_BEHIND = 2
_FIRST_LINES = 2
_FAR = 5
_MOST_NAMED = 12
_POSSESSIVES = frozenset(("'s", "’s"))
_LONGEST_SAID = 120
_AGE = re.compile(r"(?:[Tt]he )?(?P<age>\d{1,3})-year-old")
_INTRODUCING = ("a ", "an ", "one ", "another ", "some ")


@dataclass(frozen=True, slots=True)
class Choice:
    """An anaphor with the entities that it may stand for.

    Attributes:
        mention: The pronoun or description.
        kind: One of ``KINDS``.
        entities: The candidates.
        rows: The features of each candidate, and last those of "none of them".
        speaks: Whether the anaphor speaks a quotation.
        must_be_somebody: Whether "none of them" is no answer: an "it" or "they" that speaks near somebody whom it fits.
    """

    mention: Candidate
    kind: str
    entities: Sequence[Entity]
    rows: Sequence[Row]
    speaks: bool
    must_be_somebody: bool = False


class ChoiceReader:
    """Reads the choices of one article in the order of its text."""

    def __init__(self, reading: Reading, bearers: Bearers, facts: FactBook, language: Language) -> None:
        self._reading = reading
        self._bearers = bearers
        self._apposed = facts.appositions
        self._facts = dict(facts.of)
        self._people = language.people
        self._person_nouns = language.person_nouns
        self._determiners = language.determiners
        self._names = reading.names()
        self._quoted_starts = [name.span.start for name in reading.quoted_names]
        self._in_first_lines = {bearers.of[m] for m in self._names if reading.paragraph_of[m.first] < _FIRST_LINES}
        self._never_named: dict[str, Entity] = {}
        self._by_word: defaultdict[str, list[Entity]] = defaultdict(list)
        for entity, known in facts.of.items():
            for word in known.words | entity.words:
                self._by_word[word].append(entity)

    def choices(self, discourse: Discourse, speaking: Mapping[Candidate, Sequence[Span]]) -> Iterator[Choice]:
        """Yields a choice for every anaphor.

        Tell ``settle`` what is meant before taking the next one; names are settled on the way.

        Args:
            discourse: An empty one.
            speaking: The mentions that speak, each with what it says.
        """
        self._never_named = {}
        joint = joint_speakers(self._reading, speaking, self._bearers, self._facts)
        names = 0
        for mention in self._reading.mentions:
            named = mention.owner or mention
            if named in self._bearers.of:
                names += 1
                speaks = mention.owner is None and (mention in speaking or mention in joint)
                self._meet(discourse, named, self._bearers.of[named], by_name=True, speaks=speaks)
            if mention.kind is MentionKind.NAME:
                continue
            speaks, kind = mention in speaking, _kind_of(mention)
            if mention in self._apposed:
                self._meet(discourse, mention, self._apposed[mention], speaks=speaks)
            elif kind in ("he", "office") or (kind and speaks):
                behind = self._names[names : names + _NAMES_BEHIND]
                yield self._choice(discourse, mention, kind, behind, speaking.get(mention))
            elif mention.noun in _NATURE_OF_NOUN:
                self.settle(discourse, mention, None, speaks=speaks)

    def settle(self, discourse: Discourse, mention: Candidate, entity: Entity | None, *, speaks: bool) -> None:
        """Notes what a mention means; a description of nobody that is named is somebody of its own."""
        text_speaks = speaks and mention.noun is NounClass.DOCUMENT
        if entity is None and (mention.noun in _NATURE_OF_NOUN or text_speaks):
            entity = self._describe(mention)
        if entity is not None:
            self._meet(discourse, mention, entity, speaks=speaks)

    def _meet(
        self, discourse: Discourse, mention: Candidate, entity: Entity, *, speaks: bool, by_name: bool = False
    ) -> None:
        discourse.meet(mention, entity, self._facts[entity].nature, by_name=by_name, speaks=speaks)

    def _describe(self, mention: Candidate) -> Entity:
        """The entity that is never named but described by a noun; another one with each "a", "an" or "another"."""
        entity = self._never_named.get(mention.head)
        if entity is None or mention.text.lower().startswith(_INTRODUCING):
            key = tuple(word for word in fold(mention.text) if word not in self._determiners)
            entity = self._never_named[mention.head] = Entity(key, "", mention)
            nature = _NATURE_OF_NOUN.get(mention.noun, Nature.BODY)
            gender = self._people.gender_of_nouns.get(mention.head, "")
            words = {*key, *self._people.taken_up_by.get(mention.head, ())}
            self._facts[entity] = Facts(words=words, gender=gender, nature=nature)
        return entity

    def _choice(
        self,
        discourse: Discourse,
        mention: Candidate,
        kind: str,
        behind: Sequence[Candidate],
        said: Sequence[Span] | None,
    ) -> Choice:
        candidates = list(discourse.latest(_MOST_CANDIDATES))
        if mention.head:
            candidates += self._by_word.get(mention.head, ())[:_MOST_CANDIDATES]
        paragraph = self._reading.paragraph_of[mention.first]
        candidates += [self._bearers.of[m] for m in behind if self._reading.paragraph_of[m.first] == paragraph]
        entities = [entity for entity in dict.fromkeys(candidates) if not self._contradicts(mention, entity)]
        rows = [self._row(discourse, mention, entity) for entity in entities]
        fitting = [index for index, entity in enumerate(entities) if self._fits(rows[index], entity, kind)]
        _compare(rows, fitting)
        self._said(rows, entities, said or ())
        somebody = said is not None and kind in _EMPTY and self._has_fitting(rows, entities, kind)
        return Choice(mention, kind, entities, [*rows, self._none(mention)], said is not None, somebody)

    def _has_fitting(self, rows: Sequence[Row], entities: Sequence[Entity], kind: str) -> bool:
        """Whether somebody whom a pronoun fits was met in one of the sentences before."""
        natures = _EMPTY[kind]
        return any(
            self._facts[entity].nature in natures and not row.keys().isdisjoint(_BACK)
            for row, entity in zip(rows, entities, strict=False)
        )

    def _contradicts(self, mention: Candidate, entity: Entity) -> bool:
        """Whether an anaphor surely means somebody else.

        He and she are no bodies and no places; the person whom an age describes has that age; X's lawyer is not X.
        """
        if mention.gender and self._facts[entity].nature in _MISFITS["he"]:
            return True
        owner = mention.owner is not None and self._bearers.of.get(mention.owner) is entity
        age = _AGE.match(mention.text)
        ages = self._facts[entity].ages
        return (owner and not entity.words.issuperset(fold(mention.head))) or bool(
            age and ages and age["age"] not in ages
        )

    def _said(self, rows: Sequence[Row], entities: Sequence[Entity], said: Sequence[Span]) -> None:
        """Whom the quoted words themselves name or describe: they hardly speak of themselves in that way."""
        named: set[Entity] = set()
        words: set[str] = set()
        for span in said:
            first = bisect_left(self._quoted_starts, span.start)
            for name in self._reading.quoted_names[first : first + _MOST_NAMED]:
                if name.span.end <= span.end and name in self._bearers.of:
                    named.add(self._bearers.of[name])
            begin = self._reading.token_at(span.start)
            stop = min(self._reading.token_at(span.end), begin + _LONGEST_SAID)
            quoted = self._reading.tokens.words[begin:stop]
            words.update(noun for article, noun in pairwise(quoted) if article.lower() == "the")
        for row, entity in zip(rows, entities, strict=False):
            if entity in named:
                row["named_in_quotation"] = 1.0
            if not words.isdisjoint(self._facts[entity].words & self._person_nouns):
                row["described_in_quotation"] = 1.0

    def _fits(self, row: Row, entity: Entity, kind: str) -> bool:
        differs = not row.keys().isdisjoint(("gender_differs", "guessed_gender_differs", "behind"))
        return not differs and self._facts[entity].nature not in _MISFITS[kind]

    def _none(self, mention: Candidate) -> Row:
        row = {"none": 1.0}
        if mention.text.lower().startswith("the "):
            row["none_the"] = 1.0
        if mention.head and mention.head in self._never_named:
            row["none_introduced"] = 1.0
        if mention.owner is not None or not _POSSESSIVES.isdisjoint(
            self._reading.tokens.words[mention.first : mention.last + 1]
        ):
            row["none_owned"] = 1.0
        return row

    def _row(self, discourse: Discourse, mention: Candidate, entity: Entity) -> Row:
        facts, trace = self._facts[entity], discourse.traces.get(entity)
        row = self._nearness(discourse, mention, entity, trace) if trace else {"behind": 1.0}
        row |= self._agreement(mention, facts)
        if mention.head:
            row |= self._description(mention, entity, facts)
        if facts.nature is not Nature.UNKNOWN:
            row[facts.nature.value] = 1.0
        if entity in self._in_first_lines:
            row["in_first_lines"] = 1.0
        if not entity.name:
            row["never_named"] = 1.0
        elif len(entity.key) > 1:
            row["full_name"] = 1.0
        return row

    def _nearness(self, discourse: Discourse, mention: Candidate, entity: Entity, trace: Trace) -> Row:
        reading, row = self._reading, {}
        back = max(reading.sentence_of[mention.first] - trace.sentence, 0)
        far = "three_to_five_back" if back <= _FAR else "further_back"
        row[_BACK[back] if back < len(_BACK) else far] = 1.0
        row["distance"] = math.log1p(max(mention.first - trace.mention.last, 0)) / 5
        row["times"] = math.log1p(trace.times) / 3
        paragraphs = reading.paragraph_of[mention.first] - trace.paragraph
        if paragraphs == 0:
            row["same_paragraph"] = 1.0
        if discourse.is_topic(entity, trace.sentence):
            row["topic"] = 1.0
        if trace.is_object:
            row["object"] = 1.0
        if trace.is_possessive:
            row["possessive"] = 1.0
        if trace.asks:
            row["asks"] = 1.0
        if not trace.by_name:
            row["met_without_name"] = 1.0
        if entity in discourse.spoke:
            row["spoke_before"] = 1.0
        if discourse.spoke and discourse.spoke[-1] is entity:
            row["spoke_last"] = 1.0
            if paragraphs <= 1:
                row["spoke_beside"] = 1.0
        return row

    def _agreement(self, mention: Candidate, facts: Facts) -> Row:
        """How number and gender agree."""
        row: Row = {}
        if mention.number == "p":
            plural = facts.nature in (Nature.PEOPLE, Nature.BODY)
            row["number_agrees" if plural else "number_differs"] = 1.0
            return row
        gender = mention.gender or self._people.gender_of_nouns.get(mention.head, "")
        if gender and facts.gender:
            guessed = "guessed_" if facts.is_gender_guessed else ""
            row[f"{guessed}gender_{'agrees' if gender == facts.gender else 'differs'}"] = 1.0
        return row

    def _description(self, mention: Candidate, entity: Entity, facts: Facts) -> Row:
        """How a description agrees with what the article says of an entity."""
        row: Row = {}
        words = [word for word in fold(mention.text) if word not in self._determiners]
        age = next((word for word in words if word.isdigit()), "") if "year" in words else ""
        if age:
            if facts.ages:
                row["age_agrees" if age in facts.ages else "age_differs"] = 1.0
            row["age_of_last_speaker"] = 1.0
        if mention.head in facts.words:
            row["head_agrees"] = 1.0
            if not entity.name:
                row["described_again"] = 1.0
        elif mention.head in self._by_word:
            row["head_elsewhere"] = 1.0
        elif not facts.words.isdisjoint(self._person_nouns):
            row["head_differs"] = 1.0
        if mention.head in entity.words:
            row["head_in_name"] = 1.0
        modifiers = [word for word in words if word != mention.head]
        shared = sum(word in facts.words or word in entity.words for word in modifiers)
        if shared:
            row["modifiers_agree"] = shared / len(modifiers)
        return row


def _kind_of(mention: Candidate) -> str:
    if mention.kind is MentionKind.PRONOUN:
        return "he" if mention.gender else _OF_PRONOUN.get(mention.text.lower(), "")
    definite = mention.text.lower().startswith("the ") or mention.text[0].isupper()
    if mention.noun is None or not definite or mention.text.lower().startswith(_INTRODUCING):
        return ""
    return _OF_NOUN.get(mention.noun, "")


def _compare(rows: Sequence[Row], fitting: Sequence[int]) -> None:
    """Adds what sets a candidate apart from the others; those that were met last come first."""
    for row in rows:
        row.pop("age_of_last_speaker", None) if "spoke_last" not in row else None
        if "topic" in row:
            for back in ("one_back", "two_back"):
                if back in row:
                    row[f"topic_{back}"] = 1.0
        if "object" in row and "one_back" in row:
            row["object_one_back"] = 1.0
    if rows:
        rows[0]["latest"] = 1.0
    if fitting:
        rows[fitting[0]]["latest_fitting"] = 1.0
        if len(fitting) == 1:
            rows[fitting[0]]["only_fitting"] = 1.0
    topic = next((index for index in fitting if "topic" in rows[index]), None)
    if topic is not None:
        rows[topic]["topic_fitting"] = 1.0
