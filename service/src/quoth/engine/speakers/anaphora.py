"""Whom a pronoun or a description stands for: a conditional logit over the entities that were named nearby."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind
from quoth.engine.reading import Category, NounClass
from quoth.engine.speakers.facts import Nature
from quoth.engine.speakers.names import Key, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quoth.engine.languages import Language
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.entities import Bearers, Entity
    from quoth.engine.speakers.facts import FactBook, Facts

FEATURES = (
    "same_sentence", "one_back", "two_back", "three_to_five_back", "further_back", "behind", "distance", "same_paragraph",
    "latest", "topic_of_sentence", "object", "possessive", "spoke_last", "spoke_before", "taken_up_before", "frequency", "in_first_lines",
    "full_name", "gender_agrees", "gender_differs", "person", "body", "place", "people",
    "head_agrees", "head_differs", "modifiers_agree", "age_agrees", "age_differs", "in_name",
    "latest_fitting", "topic_fitting", "only_fitting", "topic_one_back", "topic_two_back", "object_one_back", "spoke_beside",
    "head_elsewhere", "age_and_spoke_last",
)  # fmt: skip
_INDEX = {name: number for number, name in enumerate(FEATURES)}
_MOST_CANDIDATES = 10
_NAMES_BEHIND = 2
_FIRST_LINES = 2
_INTRODUCING = ("a ", "an ", "one ", "another ", "some ")


@dataclass(frozen=True, slots=True)
class AnaphoraWeights:
    """What training learnt, for each class of anaphor ("he", "it", "office", "body").

    Attributes:
        weights: In the order of ``FEATURES``.
        none: Score of the answer that no entity is meant.
    """

    weights: Mapping[str, Sequence[float]]
    none: Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The entity that an anaphor stands for, ``None`` for none of them, with its probability, 0 to 1."""

    entity: Entity | None
    probability: float


@dataclass(frozen=True, slots=True)
class Choice:
    """An anaphor with the entities that it may stand for.

    Attributes:
        mention: The pronoun or description.
        kind: Class of anaphor.
        entities: The candidates.
        rows: For each candidate the values of ``FEATURES``.
        none: What the answer "none" sees.
    """

    mention: Candidate
    kind: str
    entities: Sequence[Entity]
    rows: Sequence[Sequence[float]]
    none: Sequence[float]


@dataclass(slots=True)
class _Trace:
    """Where an entity was last met."""

    token: int
    sentence: int
    paragraph: int
    mention: Candidate
    by_name: bool
    count: int = 0


@dataclass(slots=True)
class Discourse:
    """Who was named, meant and quoted so far, as one reads the text."""

    traces: dict[Entity, _Trace] = field(default_factory=dict)
    topic_of: dict[int, Entity] = field(default_factory=dict)
    spoke: list[Entity] = field(default_factory=list)


def load_weights(code: str) -> AnaphoraWeights:
    """Reads the weights of a served language."""
    folder = resources.files(__package__).joinpath("trained", code)
    return AnaphoraWeights(**json.loads(folder.joinpath("anaphora.json").read_text("utf-8")))


class AnaphoraReader:
    """Reads the choices of one article in the order of its text."""

    def __init__(self, reading: Reading, bearers: Bearers, facts: FactBook, language: Language) -> None:
        self._reading = reading
        self._bearers = bearers
        self._facts = facts
        self._language = language
        self._names = reading.names()
        self._first_line = {bearers.of[m] for m in self._names if reading.paragraph_of[m.first] < _FIRST_LINES}
        self._described = self._first_descriptions()
        self._by_word: dict[str, list[Entity]] = {}
        for entity, known in facts.of.items():
            for word in known.words | entity.words:
                self._by_word.setdefault(word, []).append(entity)

    def _first_descriptions(self) -> dict[Key, int]:
        """Where somebody is first introduced by a noun with "a", by the noun: a person aware of it."""
        first: dict[Key, int] = {}
        for mention in self._reading.mentions:
            introduces = mention.kind is MentionKind.NOMINAL and mention.text.lower().startswith(_INTRODUCING)
            if introduces and mention not in self._facts.appositions:
                first.setdefault(fold(mention.text)[-1:], mention.first)
        return first

    def choices(self, discourse: Discourse, speaking: Mapping[Candidate, None]) -> Iterator[Choice]:
        """Yields a choice for every anaphor; send the entity that is meant to ``met`` before taking the next.

        Args:
            discourse: Empty; it is kept up to date with the names that are passed.
            speaking: The mentions that speak.
        """
        names = 0
        for mention in self._reading.mentions:
            named = mention.owner or mention
            entity = self._bearers.of.get(named)
            if entity is not None:
                names += 1
                self.meet(discourse, named, entity, by_name=True)
            if entity is not None and mention.owner is None:
                if mention in speaking:
                    discourse.spoke.append(entity)
                continue
            if mention in self._facts.appositions:
                self.meet(discourse, mention, self._facts.appositions[mention], by_name=False)
                if mention in speaking:
                    discourse.spoke.append(self._facts.appositions[mention])
                continue
            kind = _kind_of(mention)
            if kind == "he" or (kind and mention in speaking):
                yield self._choice(discourse, mention, kind, self._names[names : names + _NAMES_BEHIND])

    def meet(self, discourse: Discourse, mention: Candidate, entity: Entity, *, by_name: bool) -> None:
        """Notes that a mention means an entity."""
        sentence, paragraph = self._reading.sentence_of[mention.first], self._reading.paragraph_of[mention.first]
        before = discourse.traces.pop(entity, None)
        count = before.count + 1 if before else 1
        discourse.traces[entity] = _Trace(mention.last, sentence, paragraph, mention, by_name, count)
        if not self._is_object(mention):
            discourse.topic_of.setdefault(sentence, entity)

    def _is_object(self, mention: Candidate) -> bool:
        if not mention.first:
            return False
        category = self._reading.categories[mention.first - 1]
        return category in (Category.PREPOSITION, Category.TELL)

    def _choice(self, discourse: Discourse, mention: Candidate, kind: str, behind: Sequence[Candidate]) -> Choice:
        candidates = list(discourse.traces)[: -_MOST_CANDIDATES - 1 : -1]
        if kind in ("office", "body"):
            head = fold(mention.text)[-1:]
            candidates += [e for word in head for e in self._by_word.get(word, ())[:_MOST_CANDIDATES]]
        candidates += [
            self._bearers.of[name]
            for name in behind
            if self._reading.paragraph_of[name.first] == self._reading.paragraph_of[mention.first]
        ]
        entities = list(dict.fromkeys(candidates))
        rows = [self._row(discourse, mention, entity, rank) for rank, entity in enumerate(entities)]
        self._compare(rows)
        return Choice(mention, kind, entities, rows, self._none(mention))

    def _compare(self, rows: Sequence[list[float]]) -> None:
        """What sets a candidate apart from the others that fit by gender and nature."""
        fitting = [
            index for index, row in enumerate(rows)
            if not row[_INDEX["gender_differs"]] and not row[_INDEX["behind"]]
            and not any(row[_INDEX[name]] for name in ("body", "place", "people"))
        ]  # fmt: skip
        if fitting:
            rows[fitting[0]][_INDEX["latest_fitting"]] = 1.0
            rows[fitting[0]][_INDEX["only_fitting"]] = float(len(fitting) == 1)
        topics = [index for index in fitting if rows[index][_INDEX["topic_of_sentence"]]]
        if topics:
            rows[topics[0]][_INDEX["topic_fitting"]] = 1.0
        for row in rows:
            topic, object_ = row[_INDEX["topic_of_sentence"]], row[_INDEX["object"]]
            row[_INDEX["topic_one_back"]] = topic * row[_INDEX["one_back"]]
            row[_INDEX["topic_two_back"]] = topic * row[_INDEX["two_back"]]
            row[_INDEX["object_one_back"]] = object_ * row[_INDEX["one_back"]]

    def _none(self, mention: Candidate) -> list[float]:
        first = mention.text.split()[0].lower()
        plural = mention.number == "p"
        earlier = self._described.get(fold(mention.text)[-1:]) if mention.kind is MentionKind.NOMINAL else None
        return [1.0, float(first == "the"), float(plural), float(earlier is not None and earlier < mention.first)]

    def _row(self, discourse: Discourse, mention: Candidate, entity: Entity, rank: int) -> list[float]:
        row = [0.0] * len(FEATURES)
        trace = discourse.traces.get(entity)
        if trace is None:
            row[_INDEX["behind"]] = 1.0
        else:
            self._nearness(row, discourse, mention, trace, entity, rank)
        facts = self._facts.of[entity]
        row[_INDEX["in_first_lines"]] = float(entity in self._first_line)
        row[_INDEX["full_name"]] = float(len(entity.key) > 1)
        row[_INDEX["spoke_last"]] = float(bool(discourse.spoke) and discourse.spoke[-1] is entity)
        row[_INDEX["spoke_beside"]] = float(
            bool(row[_INDEX["spoke_last"]]) and trace is not None
            and self._reading.paragraph_of[mention.first] - trace.paragraph <= 1
        )  # fmt: skip
        row[_INDEX["spoke_before"]] = float(entity in discourse.spoke[-4:])
        if mention.number == "p":
            agrees = facts.nature in (Nature.PEOPLE, Nature.BODY)
            row[_INDEX["gender_agrees"]] = float(agrees)
        else:
            gender = mention.gender or self._gender_of_head(mention)
            row[_INDEX["gender_agrees"]] = float(bool(gender) and gender == facts.gender)
            row[_INDEX["gender_differs"]] = float(bool(gender and facts.gender) and gender != facts.gender)
        if facts.nature.value in _INDEX:
            row[_INDEX[facts.nature.value]] = 1.0
        if mention.kind is MentionKind.NOMINAL:
            self._description(row, mention, entity, facts)
        return row

    def _nearness(
        self, row: list[float], discourse: Discourse, mention: Candidate, trace: _Trace, entity: Entity, rank: int
    ) -> None:
        reading = self._reading
        sentence = reading.sentence_of[mention.first]
        back = sentence - trace.sentence
        name = ("same_sentence", "one_back", "two_back")[back] if 0 <= back < 3 else (
            "three_to_five_back" if back <= 5 else "further_back"
        )  # fmt: skip
        row[_INDEX[name]] = 1.0
        row[_INDEX["distance"]] = math.log1p(max(mention.first - trace.token, 0)) / 5
        row[_INDEX["same_paragraph"]] = float(trace.paragraph == reading.paragraph_of[mention.first])
        row[_INDEX["latest"]] = float(rank == 0)
        row[_INDEX["topic_of_sentence"]] = float(discourse.topic_of.get(trace.sentence) is entity)
        row[_INDEX["object"]] = float(self._is_object(trace.mention))
        behind = trace.token + 1
        row[_INDEX["possessive"]] = float(
            behind < len(reading.tokens) and reading.categories[behind] == Category.POSSESSIVE
        )
        row[_INDEX["taken_up_before"]] = float(not trace.by_name)
        row[_INDEX["frequency"]] = math.log1p(trace.count) / 3

    def _gender_of_head(self, mention: Candidate) -> str:
        head = fold(mention.text)[-1:]
        return self._language.people.gender_of_nouns.get(head[0], "") if head else ""

    def _description(self, row: list[float], mention: Candidate, entity: Entity, facts: Facts) -> None:
        words = fold(mention.text)
        age = next((word for word in words if word.isdigit()), "") if "year" in words else ""
        if age:
            row[_INDEX["age_agrees"]] = float(age in facts.ages)
            row[_INDEX["age_differs"]] = float(bool(facts.ages) and age not in facts.ages)
        row[_INDEX["age_and_spoke_last"]] = float(bool(age)) * row[_INDEX["spoke_last"]]
        head = words[-1] if words else ""
        agrees = head in facts.words
        row[_INDEX["head_agrees"]] = float(agrees)
        row[_INDEX["head_differs"]] = float(not agrees and bool(facts.words & self._language.person_nouns))
        row[_INDEX["head_elsewhere"]] = float(not agrees and head in self._by_word)
        row[_INDEX["in_name"]] = float(head in entity.words)
        modifiers = [word for word in words[:-1] if word not in self._language.determiners]
        if modifiers:
            shared = sum(word in facts.words or word in entity.words for word in modifiers)
            row[_INDEX["modifiers_agree"]] = shared / len(modifiers)


def _kind_of(mention: Candidate) -> str:
    if mention.kind is MentionKind.PRONOUN:
        if mention.gender:
            return "he"
        return "it" if mention.text.lower() in ("it", "they") else "he" if mention.text.lower() == "who" else ""
    if mention.text.lower().startswith("the ") or mention.text[0].isupper():
        return {NounClass.PERSON: "office", NounClass.ORGANIZATION: "body"}.get(mention.noun or NounClass.PEOPLE, "")
    return ""


def probabilities(choice: Choice, weights: AnaphoraWeights) -> list[float]:
    """For each candidate, and last for none of them, the probability that it is meant; they add up to 1."""
    vector = weights.weights[choice.kind]
    scores = [sum(w * x for w, x in zip(vector, row, strict=True) if x) for row in choice.rows]
    scores.append(sum(w * x for w, x in zip(weights.none[choice.kind], choice.none, strict=True)))
    highest = max(scores)
    shares = [math.exp(score - highest) for score in scores]
    total = sum(shares)
    return [share / total for share in shares]


def resolve_anaphors(
    reader: AnaphoraReader, weights: AnaphoraWeights, speaking: Mapping[Candidate, None]
) -> dict[Candidate, Antecedent]:
    """The likeliest antecedent of each anaphor, in the order of the text."""
    discourse, found = Discourse(), {}
    for choice in reader.choices(discourse, speaking):
        shares = probabilities(choice, weights)
        best = max(range(len(shares)), key=shares.__getitem__)
        entity = choice.entities[best] if best < len(choice.entities) else None
        found[choice.mention] = Antecedent(entity, shares[best])
        if entity is not None:
            reader.meet(discourse, choice.mention, entity, by_name=False)
            if choice.mention in speaking:
                discourse.spoke.append(entity)
    return found
