"""What an article says of each entity it names: offices, ages, parties, gender, and whether it is a person at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind
from quoth.engine.reading import NounClass
from quoth.engine.speakers.names import fold

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from quoth.engine.languages import Language
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.entities import Bearers, Entity

_AGE = re.compile(r" ?[(,] ?(?:aged )?(?P<age>\d{1,3})(?=[,);.]| ?,)")
_PARTY = re.compile(r",? ?\(?(?P<party>[DRI])-(?P<place>[A-Z][\w. ]{0,20}?)\.?[),]")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
_PARTICLE_CAPITAL = re.compile(r"^(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|O['’]|D['’]|Al|El)[A-Z]")
_COPULAS = frozenset(("is", "was", "became", "remains", "being"))
_DATELINE_SIGNS = frozenset((":", "—", "–", "-", "(", ",", "/"))
_POSSESSIVES = frozenset(("'s", "’s"))
_CLOSES_APPOSITION = frozenset((",", ".", "("))
_LONGEST_APPOSITION = 12
_LONGEST_ACRONYM = 6
_LONGEST_GAP = 2
_ITSELF_WITHIN = 9
_SURE_VOTE = 2


class Nature(Enum):
    """What bears a name."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    PEOPLE = "people"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Facts:
    """What the article says of one entity.

    Attributes:
        role: Its first title or office, as printed.
        words: Words of its titles, offices and descriptions, folded, and the nouns that may take them up.
        ages: Ages it is given.
        gender: "m", "f", or "".
        is_gender_guessed: Whether only one pronoun behind its names tells it.
        nature: What it is.
    """

    role: str = ""
    words: set[str] = field(default_factory=set)
    ages: set[str] = field(default_factory=set)
    gender: str = ""
    is_gender_guessed: bool = False
    nature: Nature = Nature.UNKNOWN


@dataclass(frozen=True, slots=True)
class FactBook:
    """The facts of one article.

    Attributes:
        of: The facts of each entity.
        appositions: Whom a description beside a name describes: Jim Clyburn, | the assistant leader.
        officers: For names behind an office who holds it: Jim Clyburn, head of the | Caucus |.
    """

    of: Mapping[Entity, Facts]
    appositions: Mapping[Candidate, Entity]
    officers: Mapping[Candidate, Entity]


def read_facts(reading: Reading, bearers: Bearers, pronouns: Mapping[Candidate, str], language: Language) -> FactBook:
    """Reads the facts of all entities, in time linear in the length of the text.

    Args:
        reading: The text.
        bearers: Who bears its names.
        pronouns: For names the gender of the pronoun behind them.
        language: Of the text.
    """
    return _FactReader(reading, bearers, pronouns, language).read()


class _FactReader:
    def __init__(
        self, reading: Reading, bearers: Bearers, pronouns: Mapping[Candidate, str], language: Language
    ) -> None:
        self._reading = reading
        self._pronouns = pronouns
        self._language = language
        self._people = language.people
        self._bearers = bearers
        self._of: dict[Entity, Facts] = {entity: Facts() for entity in bearers.entities}
        self._appositions: dict[Candidate, Entity] = {}
        self._officers: dict[Candidate, Entity] = {}
        self._beginning_at = {mention.first: mention for mention in reading.mentions}
        self._bodily: dict[Entity, int] = dict.fromkeys(bearers.entities, 0)
        self._datelines: dict[Entity, int] = {}
        self._titled: set[Entity] = set()
        self._placed: dict[Entity, int] = dict.fromkeys(bearers.entities, 0)

    def read(self) -> FactBook:
        mentions = self._reading.mentions
        for index, mention in enumerate(mentions):
            entity = self._bearers.of.get(mention)
            if mention.owner is not None:
                self._titles(self._bearers.of[mention.owner], mention.owner)
            if entity is None:
                continue
            self._titles(entity, mention)
            self._behind(entity, mention)
            if index:
                self._apposition_before(entity, mention, self._head_phrase(mentions, index - 1))
            if index + 1 < len(mentions):
                self._apposition_behind(entity, mention, mentions[index + 1])
        for mention, entity in self._bearers.of.items():
            self._form(entity, mention)
        votes = self._pronoun_votes()
        for entity, facts in self._of.items():
            facts.nature = self._nature(entity, facts)
            facts.gender = self._gender(entity, facts)
            if not facts.gender and facts.nature in (Nature.PERSON, Nature.UNKNOWN):
                vote = votes.get(entity, 0)
                facts.gender = "m" if vote > 0 else "f" if vote < 0 else ""
                facts.is_gender_guessed = abs(vote) < _SURE_VOTE
        return FactBook(self._of, self._appositions, self._officers)

    def _learn(self, entity: Entity, description: str) -> None:
        """Takes up the words of a title or a description."""
        facts = self._of[entity]
        for word in fold(description):
            facts.words.add(word)
            facts.words |= self._people.taken_up_by.get(word, frozenset())

    def _titles(self, entity: Entity, mention: Candidate) -> None:
        if mention.role:
            facts = self._of[entity]
            words = mention.role.replace(".", "").split()
            if not facts.role or self._is_courtesy(facts.role):
                facts.role = mention.role
            facts.gender = facts.gender or next(
                (g for word in words if (g := self._people.gender_of_titles.get(word))), ""
            )
            self._titled.add(entity)
            self._learn(entity, mention.role)

    def _behind(self, entity: Entity, mention: Candidate) -> None:
        """Age and party behind a name."""
        text, facts = self._reading.text, self._of[entity]
        if age := _AGE.match(text, mention.span.end):
            facts.ages.add(age["age"])
        if party := _PARTY.match(text, mention.span.end):
            facts.role = facts.role or party.group().strip(" ,()")
            self._learn(entity, party["party"])
            place = "".join(fold(party["place"]))
            self._learn(entity, self._people.short_places.get(place, party["place"]))
            facts.words.add("politician")

    def _head_phrase(self, mentions: Sequence[Candidate], index: int) -> Candidate:
        """A description, or the one that it is only the last part of: the spokesman of | the ministry |."""
        mention, words = mentions[index], self._reading.tokens.words
        if index and mention.first > 1 and words[mention.first - 1] == "of":
            before = mentions[index - 1]
            if before.last == mention.first - 2 and _describes(before):
                return before
        return mention

    def _apposition_before(self, entity: Entity, mention: Candidate, before: Candidate) -> None:
        """The mayor, Tom Bell, ... or: the mayor Tom Bell."""
        words = self._reading.tokens.words
        closed = mention.last + 1 < len(words) and words[mention.last + 1] in _CLOSES_APPOSITION
        between = words[before.last + 1 : mention.first]
        if "of" in between[:1]:
            between = between[between.index(",") :] if "," in between else between
        parted = (
            closed
            and between[:1] == (",",)
            and len(between) <= _LONGEST_GAP
            and all(w == "," or w.islower() for w in between)
        )
        if _describes(before) and (parted or mention.first == before.last + 1):
            self._bind(entity, before)

    def _apposition_behind(self, entity: Entity, mention: Candidate, behind: Candidate) -> None:
        """Tom Bell, 52, the mayor ..., or Tom Bell is the mayor; also without an article: Tom Bell, head of ..."""
        start = self._behind_comma(mention)
        if start is None:
            return
        if self._is_place_phrase(mention):
            return
        if _describes(behind) and behind.first == start:
            says = not self._language.say_verbs.isdisjoint(self._phrase(behind.first).split())
            if not says and not self._is_subject(behind):
                self._bind(entity, behind)
        elif self._reading.tokens.words[start].islower():
            self._without_article(entity, start)

    def _is_subject(self, description: Candidate) -> bool:
        """Whether a description begins a clause of its own: in a letter seen by Reuters, | the union | had ..."""
        words, behind = self._reading.tokens.words, description.last + 1
        return behind < len(words) and words[behind] in self._language.auxiliaries

    def _is_place_phrase(self, mention: Candidate) -> bool:
        """Whether a name stands behind a preposition of place, so that what follows its comma begins a clause."""
        before = self._reading.tokens.words[mention.first - 1] if mention.first else ""
        return before.lower() in self._language.place_prepositions

    def _begins_paragraph(self, mention: Candidate) -> bool:
        paragraphs = self._reading.paragraph_of
        return mention.first == 0 or paragraphs[mention.first - 1] != paragraphs[mention.first]

    def _behind_comma(self, mention: Candidate) -> int | None:
        """The first token behind the comma or the copula behind a name, with what stands in brackets left out."""
        words, index = self._reading.tokens.words, mention.last + 1
        if index < len(words) and words[index] == "(":
            for position in range(index, min(index + _LONGEST_APPOSITION, len(words))):
                if words[position] == ")":
                    index = position + 1
                    break
        if index + 2 < len(words) and words[index] == "," and words[index + 1].isdigit() and words[index + 2] == ",":
            index += 2
        joined = index < len(words) and (words[index] in (",", "—", "–") or words[index] in _COPULAS)
        return index + 1 if joined and index + 1 < len(words) else None

    def _without_article(self, entity: Entity, start: int) -> None:
        words, language = self._reading.tokens.words, self._language
        for position in range(start, min(start + 4, len(words))):
            word = words[position]
            if not word[0].isalpha() or word in language.speech_verbs or word in language.relatives:
                return
            if word in language.person_nouns:
                facts = self._of[entity]
                if not facts.role or self._is_courtesy(facts.role):
                    facts.role = self._phrase(start)
                self._learn(entity, self._phrase(start))
                self._holds_office(entity, position)
                return

    def _holds_office(self, entity: Entity, office: int) -> None:
        """Notes the body of an office, so that it is not taken for somebody else: head of the | Caucus |."""
        words, of = self._reading.tokens.words, office + 1
        if of + 1 < len(words) and words[of] in ("of", "for", "at"):
            body = self._beginning_at.get(of + 1) or self._beginning_at.get(of + 2)
            if body is not None and body.kind is MentionKind.NAME:
                self._officers[body] = entity

    def _bind(self, entity: Entity, description: Candidate) -> None:
        facts = self._of[entity]
        if not facts.role or self._is_courtesy(facts.role):
            begin = self._behind_owner(description)
            facts.role = self._phrase(begin, self._language.determiners) or facts.role
        if description.noun is NounClass.PERSON:
            self._appositions[description] = entity
            self._learn(entity, self._phrase(description.first))
        elif description.noun is NounClass.ORGANIZATION:
            self._appositions[description] = entity
            self._bodily[entity] += 2
            self._learn(entity, self._phrase(description.first))

    def _behind_owner(self, description: Candidate) -> int:
        """The first token of a description behind whose it is: Klein, | the firm's | lawyer."""
        words = self._reading.tokens.words
        owners = [i for i in range(description.first, description.last + 1) if words[i] in _POSSESSIVES]
        return owners[-1] + 1 if owners else description.first

    def _is_courtesy(self, role: str) -> bool:
        """Whether a role is only a courtesy: Mr, Dame, Sheikh."""
        return all(word in self._people.courtesy for word in role.replace(".", "").split())

    def _phrase(self, first: int, leave_out: Container[str] = ()) -> str:
        """The words from a token to the next sign, as printed, without a first word that is to be left out."""
        tokens, stop = self._reading.tokens, first
        while stop < len(tokens) and stop - first < _LONGEST_APPOSITION and tokens.words[stop][0].isalnum():
            if tokens.words[stop] in self._language.relatives:
                break
            stop += 1
        begin = first + (tokens.words[first].lower() in leave_out and stop - first > 1)
        return tokens.span(begin, stop - 1).of(self._reading.text) if stop > begin else ""

    def _form(self, entity: Entity, mention: Candidate) -> None:
        """What the shape of a name and the words beside it tell of its bearer."""
        words, parts = self._reading.tokens.words, mention.text.split()
        before = words[mention.first - 1] if mention.first else ""
        behind = words[mention.last + 1] if mention.last + 1 < len(words) else ""
        self._placed[entity] += self._is_place_phrase(mention)
        self._of[entity].words |= self._people.taken_up_by.get(parts[-1].casefold(), frozenset())
        if self._language.outlets.find(mention.text) or parts[-1] in self._language.body_endings:
            self._bodily[entity] += 3
        if before.lower() == "the" and not mention.role and behind != "'s" and parts[-1] not in self._people.peoples:
            self._bodily[entity] += 1
        if behind in _DATELINE_SIGNS and mention.text.isupper() and self._begins_paragraph(mention):
            self._datelines[entity] = self._datelines.get(entity, 0) + 1
        if behind == "who":
            self._bodily[entity] -= 2
        if self._is_taken_up_by_it(mention):
            self._bodily[entity] += 2
        if " & " in mention.text or " of " in mention.text or " for " in mention.text:
            self._bodily[entity] += 2
        if _INNER_CAPITAL.search(parts[-1]) and not _PARTICLE_CAPITAL.match(parts[-1]):
            self._bodily[entity] += 2

    def _is_taken_up_by_it(self, mention: Candidate) -> bool:
        """Whether a name says something of itself as "it": Acme | said in a statement that it ..."""
        words, start = self._reading.tokens.words, mention.last + 1
        if start >= len(words) or words[start] not in self._language.say_verbs:
            return False
        stop = min(start + _ITSELF_WITHIN, len(words))
        for index in range(start, stop):
            if self._reading.is_quoted[index] or words[index] in (".", ";") or words[index][0].isupper():
                return False
            if words[index] in ("it", "its"):
                return words[index - 1] in ("that", "said", "says") or words[index] == "its"
        return False

    def _pronoun_votes(self) -> dict[Entity, int]:
        """By how many the pronouns of men outnumber those of women behind an entity's names."""
        tally: dict[Entity, int] = {}
        for mention, gender in self._pronouns.items():
            entity = self._bearers.of[mention]
            tally[entity] = tally.get(entity, 0) + (1 if gender == "m" else -1)
        return tally

    def _gender(self, entity: Entity, facts: Facts) -> str:
        if facts.gender:
            return facts.gender
        nouns = {g for word in facts.words if (g := self._people.gender_of_nouns.get(word))}
        if len(nouns) == 1:
            return nouns.pop()
        first = [word for word in entity.key[:-1] if len(word) > 1] or list(entity.key[:1])
        return self._people.gender_of_first_names.get(first[0].capitalize(), "") if first else ""

    def _nature(self, entity: Entity, facts: Facts) -> Nature:
        """The first nature that the evidence speaks for, strongest evidence first."""
        last, titled, bodily = entity.name.split()[-1], entity in self._titled, self._bodily[entity]
        outlet = self._language.outlets.find(entity.name) is not None
        first_name = self._is_first_name(entity.key[0])
        evidence = (
            (last in self._people.peoples or last.lower() in self._language.people_nouns, Nature.PEOPLE),
            (entity.name in self._people.places and not titled, Nature.PLACE),
            (self._datelines.get(entity) == 1 and not titled, Nature.PLACE),
            (last in self._language.body_endings, Nature.BODY),
            (titled or bool(facts.ages) or "politician" in facts.words or bodily < 0, Nature.PERSON),
            (first_name and len(entity.key) > 1 and " of " not in entity.name and not outlet, Nature.PERSON),
            (bodily > 1 or self._is_acronym(entity), Nature.BODY),
            (first_name, Nature.PERSON),
            (self._placed[entity] == len(entity.mentions), Nature.PLACE),
            (bodily > 0, Nature.BODY),
            (not facts.words.isdisjoint(self._language.person_nouns), Nature.PERSON),
            (any(len(word) == 1 for word in entity.key[:-1]), Nature.PERSON),
        )
        return next((nature for holds, nature in evidence if holds), Nature.UNKNOWN)

    def _is_first_name(self, word: str) -> bool:
        return word.capitalize() in self._people.gender_of_first_names

    def _is_acronym(self, entity: Entity) -> bool:
        name = entity.name
        return " " not in name and name.isupper() and 1 < len(name) <= _LONGEST_ACRONYM


def _describes(mention: Candidate) -> bool:
    return mention.kind is MentionKind.NOMINAL and mention.noun in (NounClass.PERSON, NounClass.ORGANIZATION)
