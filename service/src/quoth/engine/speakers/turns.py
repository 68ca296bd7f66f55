"""Who asks and who answers in a conversation whose turns are headed "Q" and "A"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.speakers.facts import Nature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quoth.engine.languages import Language
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.entities import Bearers, Entity
    from quoth.engine.speakers.facts import FactBook

_NEAR = 6


def partners(
    reading: Reading, speaking: Iterable[Candidate], bearers: Bearers, facts: FactBook, language: Language
) -> Mapping[str, Entity]:
    """Whom the labels of questions and of answers stand for, by what the article says before the first of them.

    The one who answers is the person named most; the one who asks is a person named behind "to", "with" or "by" ("spoke
    to the Star's Ada Byron"), else the outlet there.
    """
    labels = [mention for mention in speaking if label_of(mention, language)]
    if not labels:
        return {}
    first = min(label.first for label in labels)
    before = [mention for mention in reading.names() if mention.first < first]
    addressed = [m for m in before if _is_addressed(reading, m, language)]
    asks = next((bearers.of[m] for m in addressed if facts.of[bearers.of[m]].nature is Nature.PERSON), None)
    asks = asks or next((bearers.of[m] for m in addressed if language.outlets.find(m.text)), None)
    people = [e for e in dict.fromkeys(bearers.of[m] for m in before) if _is_person(e, facts) and e is not asks]
    answers = max(people, key=lambda entity: len(entity.mentions), default=None)
    found = {language.question_labels: asks, language.answer_labels: answers}
    return {label: entity for labels, entity in found.items() if entity is not None for label in labels}


def label_of(mention: Candidate, language: Language) -> str:
    """The label of a question or an answer, in small letters; empty if the mention is none."""
    label = mention.text.rstrip(".").lower()
    return label if label in language.question_labels | language.answer_labels else ""


def _is_person(entity: Entity, facts: FactBook) -> bool:
    return facts.of[entity].nature in (Nature.PERSON, Nature.UNKNOWN)


def _is_addressed(reading: Reading, mention: Candidate, language: Language) -> bool:
    words = reading.tokens.words[max(0, mention.first - _NEAR) : mention.first]
    same = reading.sentence_of[max(0, mention.first - _NEAR)] == reading.sentence_of[mention.first]
    return same and not language.addressee_marks.isdisjoint(word.lower() for word in words)
