"""Gathers the names of an article into the persons, bodies and places that bear them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind
from quoth.engine.speakers.names import Key, Naming, initials_of, skeleton_of

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping, Sequence

    from quoth.engine.reading import Candidate

_MOST_COMPARED = 12
_SHORTEST_SKELETON = 3
_FIRST_AND_LAST = 2


@dataclass(slots=True, eq=False)
class Entity:
    """One bearer of names.

    Attributes:
        key: The words of its fullest name, folded.
        name: Its fullest name, as printed.
        fullest: The first mention with that name.
        mentions: Names only, in the order of the text.
        words: All words of its names.
    """

    key: Key
    name: str
    fullest: Candidate
    mentions: list[Candidate] = field(default_factory=list)
    words: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Bearers:
    """Who bears each name of an article.

    Attributes:
        entities: In the order of their first mention.
        of: The bearer of each name.
        rivals: Names that several could bear, each with all of them.
    """

    entities: Sequence[Entity]
    of: dict[Candidate, Entity]
    rivals: dict[Candidate, Sequence[Entity]]


def gather(
    mentions: Iterable[Candidate],
    in_headlines: Collection[Candidate],
    pronouns: Mapping[Candidate, str],
    common: Container[str],
    naming: Naming,
) -> Bearers:
    """Assigns each name to its bearer, in time linear in the number of names.

    Args:
        mentions: Names outside and inside quotation marks, in the order of the text.
        in_headlines: Those in lines whose words are all capitalised, so that their first words may be none of the name.
        pronouns: For names the gender of the pronoun behind them.
        common: Words that the article writes in small letters too.
        naming: Of the language.
    """
    register = _Register(naming)
    keys = {m: naming.key(m.text) for m in mentions if m.kind is MentionKind.NAME and naming.key(m.text)}
    running = {key for mention, key in keys.items() if mention not in in_headlines or mention.role}
    for mention, key in keys.items():
        if key not in running and naming.gender(key[0]):
            keys[mention] = key[:_FIRST_AND_LAST]
    running |= {key for key in keys.values() if naming.gender(key[0])}
    whole = set(keys.values())
    for mention, key in keys.items():
        keys[mention] = _without_epithet(_without_common(key, common, whole, naming), whole, naming)
    first_of: dict[Key, Candidate] = {}
    for mention, key in keys.items():
        first_of.setdefault(key, mention)
    for key in sorted(first_of, key=lambda key: (key not in running, -len(key))):
        register.add(key, first_of[key], trusted=key in running)
    return register.assign(keys, pronouns)


class _Register:
    """The entities of one article, indexed by the words by which a name may be taken up."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self._entity_of: dict[Key, Entity] = {}
        self._by_ends: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
        self._by_word: defaultdict[str, list[Entity]] = defaultdict(list)
        self._by_initials: dict[str, Entity] = {}

    def add(self, key: Key, mention: Candidate, *, trusted: bool) -> None:
        """Finds the bearer of a form, or makes one. Longer forms come before shorter ones."""
        if key in self._entity_of:
            return
        entity = self._known(key, trusted=trusted)
        if entity is None:
            if len(key) == 1 and self._bearers(key[0]):
                return  # resolved where it stands
            entity = Entity(key, _printed(key, mention, self._naming), mention)
            if len(key) > 1:
                self._by_initials.setdefault(initials_of(key), entity)
        self._entity_of[key] = entity
        if len(key) > 1 or entity.key == key:
            self._index(key, entity)

    def _index(self, key: Key, entity: Entity) -> None:
        for ends in _ends(key):
            self._by_ends[ends].append(entity)
        for word in key:
            if word not in entity.words:
                entity.words.add(word)
                self._by_word[word].append(entity)

    def _known(self, key: Key, *, trusted: bool) -> Entity | None:
        """The entity whose name this form is, if it is one of two words or more, or an acronym."""
        if len(key) == 1:
            acronym = self._by_initials.get(key[0])
            return acronym if acronym is not None and len(key[0]) > 1 else self._variant(key[0])
        for ends in _ends(key):
            for entity in self._by_ends.get(ends, ())[:_MOST_COMPARED]:
                if self._naming.same(key, entity.key):
                    return entity
        return None if trusted else self._within(key)

    def _variant(self, word: str) -> Entity | None:
        """The bearer of a name of one word that is written in another way."""
        if self._by_word.get(word):
            return None
        found = self._by_ends.get(("~", skeleton_of(word)), ())
        return found[0] if len(found) == 1 and len(skeleton_of(word)) > _SHORTEST_SKELETON else None

    def _within(self, key: Key) -> Entity | None:
        """The entity named at the end or the beginning of a capitalised line: Derelict | Barack Obama."""
        for length in range(len(key) - 1, 1, -1):
            for part in (key[-length:], key[:length]):
                if part in self._entity_of:
                    return self._entity_of[part]
        for word in (key[-1], key[0]):
            bearers = self._by_word.get(word, ())
            if bearers:
                return bearers[0]
        return None

    def _bearers(self, word: str) -> Sequence[Entity]:
        """Whose name a single word can be: those with it as their last name, else those with it as another.

        A place is only its own, unless it is somebody's last name.
        """
        bearers = self._by_word.get(word, ())
        last = [entity for entity in bearers[:_MOST_COMPARED] if entity.key[-1] == word]
        if last or word.capitalize() in self._naming.people.places:
            return last
        return [entity for entity in bearers[:_MOST_COMPARED] if word in (entity.key[0], *entity.key[1:-1])]

    def assign(self, keys: Mapping[Candidate, Key], pronouns: Mapping[Candidate, str]) -> Bearers:
        """The bearer of each mention.

        A name of one word that several bear is that of the one with the gender of its title, or of the pronoun behind
        it; among those left, of the one with the same title, else of the one who was named first, as papers go on to
        name others of the family in full.
        """
        of: dict[Candidate, Entity] = {}
        rivals: dict[Candidate, Sequence[Entity]] = {}
        titled: dict[tuple[str, str], Entity] = {}
        for mention, key in keys.items():
            entity = self._entity_of.get(key)
            if entity is None:
                gender = self._naming.gender_of_title(mention.role)
                bearers = self._fitting(key[0], gender)
                if not bearers:
                    entity = self._entity_of.setdefault((gender, *key), Entity(key, mention.text, mention))
                else:
                    bearers = self._of_gender(bearers, gender or pronouns.get(mention, "")) or bearers
                    entity = self._likeliest(key[0], mention.role, bearers, titled)
                    if len(bearers) > 1:
                        rivals[mention] = bearers
            of[mention] = entity
            entity.mentions.append(mention)
            titled.setdefault((key[-1], mention.role), entity)
        return Bearers(list(dict.fromkeys(of.values())), of, rivals)

    def _likeliest(
        self, word: str, title: str, bearers: Sequence[Entity], titled: Mapping[tuple[str, str], Entity]
    ) -> Entity:
        entity = titled.get((word, title)) if title else None
        return entity if entity is not None and entity in bearers else min(bearers, key=lambda e: e.fullest.first)

    def _fitting(self, word: str, gender: str) -> Sequence[Entity]:
        """Those who may bear a name of one word behind a title of a gender."""
        fitting = self._of_gender(self._bearers(word), gender)
        return fitting or self._of_gender(self._by_word.get(word, ())[:_MOST_COMPARED], gender)

    def _of_gender(self, bearers: Sequence[Entity], gender: str) -> list[Entity]:
        """Those whose first name is of a gender, or if there are none, those of whom it does not tell."""
        if not gender:
            return list(bearers)
        genders = {entity: self._naming.gender(entity.key[0]) for entity in bearers}
        return [e for e in bearers if genders[e] == gender] or [e for e in bearers if not genders[e]]


def _without_common(key: Key, common: Container[str], names: Container[Key], naming: Naming) -> Key:
    """A name without a first or last word that is none of it: Crooked | Ada Byron |, if others call her Ada Byron.

    First names stay, as does the last name behind one: Bill Byron, where a bill is spoken of too.
    """
    named = bool(key) and naming.gender(key[0])
    if len(key) > (_FIRST_AND_LAST if named else 1) and key[-1] in common and key[:-1] in names:
        return key[:-1]
    if len(key) > 1 and not named and key[0] in common and key[1:] in names:
        return key[1:]
    return key


def _without_epithet(key: Key, names: Container[Key], naming: Naming) -> Key:
    """A name without a word before its first name, if the article gives it without: Crooked | Ada Byron |."""
    epithet = len(key) > _FIRST_AND_LAST and not naming.gender(key[0]) and naming.gender(key[1])
    return key[1:] if epithet and key[1:] in names else key


def _printed(key: Key, mention: Candidate, naming: Naming) -> str:
    """The words of a mention that are in its key: not those behind a name in a capitalised line."""
    words, whole = mention.text.split(), naming.key(mention.text)
    if whole == key:
        return mention.text
    return " ".join(words[: len(key)] if whole[: len(key)] == key else words[-len(key) :])


def _ends(key: Key) -> list[tuple[str, str]]:
    """Keys by which another form of the name is found: its end with the initial, its last two words, its sound."""
    ends = [(key[0][0], skeleton_of(key[-1])), ("~", skeleton_of(key[-1]))]
    if len(key) > 1:
        ends.append((key[-2], key[-1]))
        ends.append((key[0], key[1]))
    return ends
