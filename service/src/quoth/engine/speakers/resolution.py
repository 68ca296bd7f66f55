"""Makes the speakers of an article from the mentions that speak in it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind, NamedSpan, Speaker, SpeakerBasis, SpeakerKind
from quoth.engine.reading import NounClass
from quoth.engine.speakers.anaphora import resolve_anaphors
from quoth.engine.speakers.choices import ChoiceReader
from quoth.engine.speakers.descriptions import Descriptions, names_within
from quoth.engine.speakers.entities import Bearers, Entity, gather
from quoth.engine.speakers.facts import FactBook, read_facts
from quoth.engine.speakers.issuers import Issuers
from quoth.engine.speakers.joint import joint_speakers
from quoth.engine.speakers.kinds import kind_of_description, kind_of_nature
from quoth.engine.speakers.known import KnownSpeakers
from quoth.engine.speakers.layout import in_headlines, pronouns_behind
from quoth.engine.speakers.names import Naming
from quoth.engine.speakers.turns import label_of, partners

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quoth.engine.attribution import Attribution
    from quoth.engine.languages import Language
    from quoth.engine.logit import Calibration, Logits
    from quoth.engine.model import KnownSpeaker, Span
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.anaphora import Antecedent
    from quoth.engine.speakers.names import Key

_APPOSED = 0.97
_RIVALLED = 0.75
_NAMED = 0.99
_DESCRIBED = 0.9
_LABELLED = 0.9
_ISSUED = 0.85
_AND = " and "
_OF_TEXTS = "it"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom a mention stands for.

    Attributes:
        speaker: The speaker.
        basis: By what it was resolved.
        probability: That this is right if the mention is, 0 to 1.
    """

    speaker: Speaker
    basis: SpeakerBasis
    probability: float


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who speaks in an article, and whom it names.

    Attributes:
        of: The resolution of each mention that speaks.
        bearers: Who bears each name.
        facts: What the article says of them.
    """

    of: Mapping[Candidate, Resolution]
    bearers: Bearers
    facts: FactBook
    _mentions: Sequence[Candidate]
    _antecedents: Mapping[Candidate, Antecedent]
    _ids: Mapping[Entity, str]
    _calibration: Calibration

    def id_of(self, mention: Candidate) -> str:
        """The id of the speaker whom a mention means, whether it speaks or not; empty for those who never speak."""
        if mention in self.of:
            return self.of[mention].speaker.id
        entity = self.bearers.of.get(mention) or self.facts.appositions.get(mention)
        if entity is None and mention in self._antecedents:
            entity = self._antecedents[mention].entity
        return self._ids.get(entity, "") if entity is not None else ""

    def confidence(self, mention: Candidate, mention_confidence: float) -> float:
        """The probability, 0 to 1, that the speaker of a mention is right, given that of the mention."""
        return self._calibration(mention_confidence * self.of[mention].probability)

    def mention_before(self, token: int) -> Candidate | None:
        """The last mention that begins before a token, outside quotation marks."""
        index = bisect_left(self._mentions, token, key=lambda mention: mention.first)
        return self._mentions[index - 1] if index else None

    def mentions_between(self, first: int, stop: int) -> Iterator[Candidate]:
        """The mentions that begin from one token up to another, outside quotation marks."""
        index = bisect_left(self._mentions, first, key=lambda mention: mention.first)
        while index < len(self._mentions) and self._mentions[index].first < stop:
            yield self._mentions[index]
            index += 1


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a mention means: a named entity, or the description itself."""

    entity: Entity | None
    name: str
    kind: SpeakerKind
    role: str
    basis: SpeakerBasis
    probability: float

    @property
    def identity(self) -> Entity | str:
        """Equal for mentions of one speaker."""
        return self.entity or self.name.casefold()


@dataclass(slots=True)
class _Draft:
    """A speaker while its mentions are gathered."""

    meaning: _Meaning
    mentions: set[Candidate] = field(default_factory=set)
    bases: dict[SpeakerBasis, None] = field(default_factory=dict)

    def take(self, mention: Candidate, basis: SpeakerBasis) -> None:
        """Adds a mention that speaks."""
        self.mentions.add(mention)
        self.bases[basis] = None


class SpeakerResolver:
    """Resolves the mentions that speak to speakers, in one language.

    Args:
        language: Of the texts.
        logits: By which pronouns and descriptions are resolved.
    """

    def __init__(self, language: Language, logits: Logits) -> None:
        self._language = language
        self._logits = logits
        self._naming = Naming(language.people)

    def resolve(
        self,
        reading: Reading,
        attributions: Sequence[Attribution],
        known: Iterable[KnownSpeaker] = (),
        headline: Iterable[str] = (),
    ) -> Speakers:
        """Resolves every speaking mention to its speaker.

        Args:
            reading: The text.
            attributions: Of its quotations.
            known: The caller's known speakers.
            headline: Names in a headline that is no part of the text.

        Returns:
            The speakers. Mentions of one speaker share one value.
        """
        language = self._language
        speaking: defaultdict[Candidate, list[Span]] = defaultdict(list)
        for attribution in attributions:
            if attribution.mention is not None:
                speaking[attribution.mention].append(attribution.quoted.outer)
        bearers, facts = read_entities(reading, language)
        _complete(bearers, [*headline, *names_within(reading)], self._naming)
        choices = ChoiceReader(reading, bearers, facts, language)
        antecedents = resolve_anaphors(choices, reading, self._logits.weights, speaking)
        meant = _Meanings(
            bearers=bearers,
            facts=facts,
            antecedents=antecedents,
            descriptions=Descriptions(reading, language),
            partners=partners(reading, speaking, bearers, facts, language),
            joint=joint_speakers(reading, speaking, bearers, facts.of),
            issuers=Issuers(reading, attributions, bearers, language),
            language=language,
        )
        meanings = {mention: meant.of(mention) for mention in speaking}
        drafts: dict[Entity | str, _Draft] = {}
        for mention, meaning in meanings.items():
            drafts.setdefault(meaning.identity, _Draft(meaning)).take(mention, meaning.basis)
        known_speakers = KnownSpeakers(known, self._naming)
        speakers = {
            identity: _speaker(number, draft, known_speakers)
            for number, (identity, draft) in enumerate(drafts.items(), start=1)
        }
        resolutions = {
            mention: Resolution(speakers[meaning.identity], meaning.basis, meaning.probability)
            for mention, meaning in meanings.items()
        }
        ids = {identity: speaker.id for identity, speaker in speakers.items() if isinstance(identity, Entity)}
        return Speakers(resolutions, bearers, facts, reading.mentions, antecedents, ids, self._logits.calibration)


def _complete(bearers: Bearers, names: Iterable[str], naming: Naming) -> None:
    """Gives those who are called by one word the full name that a headline or description gives, if only one fits."""
    full: defaultdict[Key, dict[Key, str]] = defaultdict(dict)
    for name in names:
        if len(key := naming.key(name)) > 1:
            full[key[-1:]][key] = name
    for entity in bearers.entities:
        if len(fitting := full.get(entity.key, {})) == 1:
            entity.name = next(iter(fitting.values()))


def read_entities(reading: Reading, language: Language) -> tuple[Bearers, FactBook]:
    """Everyone and everything that an article names, with what it says of them."""
    names = sorted([*reading.names(), *reading.quoted_names], key=lambda mention: mention.first)
    pronouns = pronouns_behind(reading, reading.names(), language.people)
    common = {word for word in reading.tokens.words if word.islower()}
    bearers = gather(names, in_headlines(reading, names), pronouns, common, Naming(language.people))
    return bearers, read_facts(reading, bearers, pronouns, language)


@dataclass(frozen=True, slots=True)
class _Meanings:
    """Answers what a mention means."""

    bearers: Bearers
    facts: FactBook
    antecedents: Mapping[Candidate, Antecedent]
    descriptions: Descriptions
    partners: Mapping[str, Entity]
    joint: Mapping[Candidate, Sequence[Entity]]
    issuers: Issuers
    language: Language

    def of(self, mention: Candidate) -> _Meaning:
        """What a mention means."""
        label = label_of(mention, self.language)
        if label in self.partners:
            return self._named(self.partners[label], SpeakerBasis.TURN_LABEL, _LABELLED)
        entity = self.facts.officers.get(mention)
        if entity is not None:
            return self._named(entity, SpeakerBasis.DESCRIPTION, _APPOSED)
        entity = self.bearers.of.get(mention)
        if entity is not None:
            return self._of_name(mention, entity)
        entity = self.facts.appositions.get(mention)
        if entity is not None:
            return self._named(entity, SpeakerBasis.DESCRIPTION, _APPOSED)
        issuer = self.issuers.of(mention) if mention.noun is NounClass.DOCUMENT else None
        if issuer is not None:
            meaning = self.of(issuer)
            return replace(meaning, basis=SpeakerBasis.DESCRIPTION, probability=meaning.probability * _ISSUED)
        return self._of_anaphor(mention)

    def _of_name(self, mention: Candidate, entity: Entity) -> _Meaning:
        if entity in self.joint.get(mention, ()):
            return self._joint(self.joint[mention])
        basis = SpeakerBasis.EXACT_NAME if mention.text == entity.name else SpeakerBasis.PART_OF_NAME
        return self._named(entity, basis, _RIVALLED if mention in self.bearers.rivals else _NAMED)

    def _of_anaphor(self, mention: Candidate) -> _Meaning:
        antecedent = self.antecedents.get(mention)
        if antecedent is None or antecedent.entity is None:
            return self._described(mention, mention, antecedent.probability if antecedent else _DESCRIBED)
        fullest = antecedent.entity.fullest
        if fullest.noun is NounClass.DOCUMENT and mention.text.lower() == _OF_TEXTS:
            return replace(self.of(fullest), basis=SpeakerBasis.PRONOUN, probability=antecedent.probability)
        if not antecedent.entity.name:
            return self._described(mention, fullest, antecedent.probability)
        pronoun = mention.kind is MentionKind.PRONOUN
        basis = SpeakerBasis.PRONOUN if pronoun else SpeakerBasis.DESCRIPTION
        return self._named(antecedent.entity, basis, antecedent.probability)

    def _named(self, entity: Entity, basis: SpeakerBasis, probability: float) -> _Meaning:
        facts = self.facts.of[entity]
        return _Meaning(entity, entity.name, kind_of_nature(facts.nature), facts.role, basis, probability)

    def _joint(self, entities: Sequence[Entity]) -> _Meaning:
        """Two who speak as one."""
        name = _AND.join(entity.name for entity in entities)
        return _Meaning(None, name, SpeakerKind.GROUP, "", SpeakerBasis.EXACT_NAME, _NAMED)

    def _described(self, mention: Candidate, introduced: Candidate, probability: float) -> _Meaning:
        """Somebody whom the article never names: the words that introduce them are the name."""
        source = self.descriptions.fullest(introduced)
        kind = kind_of_description(source.mention, self.language)
        pronoun = mention.kind is MentionKind.PRONOUN and introduced is not mention
        basis = SpeakerBasis.PRONOUN if pronoun else SpeakerBasis.UNRESOLVED
        return _Meaning(None, source.name, kind, "", basis, probability)


def _speaker(number: int, draft: _Draft, known: KnownSpeakers) -> Speaker:
    meaning = draft.meaning
    names = meaning.entity.mentions if meaning.entity else ()
    ordered = sorted(draft.mentions.union(names), key=lambda mention: mention.span)
    ids = known.ids([meaning.name, *(mention.text for mention in names)]) if meaning.entity else ()
    return Speaker(
        id=f"s{number}",
        name=meaning.name,
        kind=meaning.kind,
        role=meaning.role,
        mentions=tuple(NamedSpan(mention.text, mention.span) for mention in ordered),
        resolved_by=tuple(draft.bases),
        known_id=ids[0] if len(ids) == 1 else "",
        ambiguous_known_ids=ids if len(ids) > 1 else (),
    )
