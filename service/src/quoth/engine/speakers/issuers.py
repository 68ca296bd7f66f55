"""Who issued a text that is quoted: the ministry's | statement |, a | memo | by the fund, Orr wrote in | a letter |."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind
from quoth.engine.reading import NounClass
from quoth.engine.speakers.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.languages import Language
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.entities import Bearers, Entity

_SUBJECT_WITHIN = 14
_BEHIND = 3
_MOST_EARLIER = 8
_MOST_ALIKE = 32
_VERB_BACK = 300
_POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_FROM = frozenset(("by", "from"))
_TAKING_UP = frozenset(("the", "this", "that"))


class Issuers:
    """The issuers of an article's texts, as far as its words tell them.

    Args:
        reading: The article.
        attributions: Of its quotations, in their order.
        bearers: Of its names.
        language: Of the article.
    """

    def __init__(
        self, reading: Reading, attributions: Sequence[Attribution], bearers: Bearers, language: Language
    ) -> None:
        self._reading = reading
        self._bearers = bearers
        self._language = language
        self._words = [word.lower() for word in reading.tokens.words]
        self._mentions = reading.mentions
        self._firsts = [mention.first for mention in reading.mentions]
        self._of_kind: defaultdict[str, list[Candidate]] = defaultdict(list)
        for mention in reading.mentions:
            if mention.noun is NounClass.DOCUMENT:
                self._of_kind[self._kind(mention)].append(mention)
        self._attributions = attributions
        self._said_from = [reading.token_at(a.quoted.outer.start) for a in attributions]

    def of(self, text: Candidate) -> Candidate | None:
        """The mention of the one who issued a text; ``None`` if the article does not tell."""
        own = self._stated(text)
        if own is not None or self._words[text.first] not in _TAKING_UP:
            return own
        for earlier in self._earlier(text):
            found = self._stated(earlier) or self._quoted_by(earlier)
            if found is not None:
                return found
        return self._by_verb(text)

    def _earlier(self, text: Candidate) -> Iterator[Candidate]:
        """The texts of one kind that were mentioned before, the last one first."""
        alike = self._of_kind[self._kind(text)]
        before = bisect_left(alike, text.first, key=lambda mention: mention.first)
        return reversed(alike[max(0, before - _MOST_EARLIER) : before])

    def _kind(self, text: Candidate) -> str:
        """The head of a text's description, or what it is a kind of: a caption belongs to a post."""
        return self._language.kinds_of_documents.get(text.head, text.head)

    def _stated(self, text: Candidate) -> Candidate | None:
        """Who is named beside a text: its owner, the one whom it is "by", or the subject of the verb before it."""
        return self._owner(text) or self._within(text) or self._behind(text) or self._subject(text)

    def _owner(self, text: Candidate) -> Candidate | None:
        """The name in front of "'s": Ivana Orr | 's brief |."""
        before = text.first - 1
        if before > 0 and self._words[before] in _POSSESSIVES:
            return self._ending_at(before - 1)
        return text.owner if text.owner is not None and text.owner.first == text.first else None

    def _within(self, text: Candidate) -> Candidate | None:
        """The name that a description holds, if the article names its bearer too: a | Times | article."""
        words = self._reading.tokens.words
        name = " ".join(word for word in words[text.first + 1 : text.last + 1] if word[0].isupper())
        key = fold(name)
        if not key:
            return None
        outlet = self._language.outlets.find(name)
        alike = self._holding[key[0]][:_MOST_ALIKE]
        named = [entity for entity in alike if set(key) <= set(entity.key)]
        named += [] if outlet is None else self._of_outlet.get(outlet.name, [])
        return min(named, key=lambda entity: entity.fullest.first).fullest if named else None

    @cached_property
    def _holding(self) -> defaultdict[str, list[Entity]]:
        """The entities by each word of their names."""
        found: defaultdict[str, list[Entity]] = defaultdict(list)
        for entity in self._bearers.entities:
            for word in set(entity.key):
                found[word].append(entity)
        return found

    @cached_property
    def _of_outlet(self) -> Mapping[str, list[Entity]]:
        """The entities that are outlets, by the gazetteer's names."""
        found: defaultdict[str, list[Entity]] = defaultdict(list)
        for entity in self._bearers.entities:
            if (outlet := self._language.outlets.find(entity.name)) is not None and not found[outlet.name]:
                found[outlet.name].append(entity)
        return found

    def _by_verb(self, text: Candidate) -> Candidate | None:
        """The subject of the verb that a text's noun is of: | the court | ruled that ... said the ruling."""
        verb = self._language.verbs_of_documents.get(text.head)
        if verb is None:
            return None
        for index in range(text.first - 1, max(0, text.first - _VERB_BACK), -1):
            if self._words[index] == verb and not self._reading.is_quoted[index]:
                return self._ending_at(index - 1)
        return None

    def _behind(self, text: Candidate) -> Candidate | None:
        """The one whom a text is by: a memo | by the fund's mission |."""
        start = text.last + 1
        if start >= len(self._words) or self._words[start] not in _FROM:
            return None
        index = bisect_left(self._firsts, start)
        found = self._mentions[index] if index < len(self._mentions) else None
        near = found is not None and found.first <= start + _BEHIND
        return found if near and found is not None and self._issues(found) else None

    def _subject(self, text: Candidate) -> Candidate | None:
        """The subject of the verb whose object a text is: | Orr | issued a statement, | they | wrote in a letter."""
        verb = text.first - 1
        if verb > 0 and self._words[verb] in self._language.within_documents:
            verb -= 1
            if self._words[verb] not in self._language.speech_verbs:
                return None
        elif verb <= 0 or self._words[verb] not in self._language.issuing_verbs:
            return None
        sentence = self._reading.sentence_of[text.first]
        index = bisect_left(self._firsts, verb) - 1
        while index >= 0 and verb - self._firsts[index] <= _SUBJECT_WITHIN:
            found = self._mentions[index]
            if self._reading.sentence_of[found.first] != sentence:
                return None
            before = self._words[found.first - 1] if found.first else ""
            if self._issues(found) and before not in self._language.prepositions and before not in _POSSESSIVES:
                return found
            index -= 1
        return None

    def _quoted_by(self, text: Candidate) -> Candidate | None:
        """Who speaks in the sentence that mentions a text first: in | a post | on X, Orr wrote that ..."""
        sentences = self._reading.sentence_of
        start = bisect_left(sentences, sentences[text.first])
        stop = bisect_left(sentences, sentences[text.first] + 1)
        for attribution in self._attributions[bisect_left(self._said_from, start) : bisect_left(self._said_from, stop)]:
            if attribution.mention is not None and self._issues(attribution.mention):
                return attribution.mention
        return None

    def _ending_at(self, token: int) -> Candidate | None:
        index = bisect_left(self._firsts, token + 1) - 1
        found = self._mentions[index] if index >= 0 else None
        return found if found is not None and found.last == token and self._issues(found) else None

    def _issues(self, mention: Candidate) -> bool:
        """Whether a mention is of somebody, not of another text."""
        return mention.noun is not NounClass.DOCUMENT and (
            mention.kind is not MentionKind.PRONOUN or mention.text.lower() in ("he", "she", "they")
        )
