"""Whom a pronoun or a description stands for: a conditional logit over the entities that were met nearby.

"None of them" is one of the candidates. MODEL_CARD.md beside the weights says how they were learnt.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from quoth.engine.logit import read_logits, shares, write_logits
from quoth.engine.speakers.discourse import Discourse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from quoth.engine.logit import Logits, Weights
    from quoth.engine.model import Span
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.choices import Choice, ChoiceReader
    from quoth.engine.speakers.entities import Entity

FOLDER = "trained"
WEIGHTS = "anaphora.json"


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The entity that an anaphor stands for, ``None`` for none of them, with its probability, 0 to 1."""

    entity: Entity | None
    probability: float


def load_anaphora(code: str) -> Logits:
    """Reads the weights of a served language, by ``choices.KINDS``; the calibration is that of the speaker's name."""
    return read_logits(resources.files(__package__).joinpath(FOLDER, code, WEIGHTS).read_text("utf-8"))


def save_anaphora(logits: Logits, folder: Path) -> None:
    """Writes weights as the text file that ``load_anaphora`` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_text(write_logits(logits), "utf-8")


def antecedent_of(choice: Choice, weights: Mapping[str, Weights]) -> Antecedent:
    """The likeliest candidate."""
    probabilities = shares(choice.rows, weights.get(choice.kind, {}))
    if choice.must_be_somebody:
        probabilities.pop()
    best = max(range(len(probabilities)), key=probabilities.__getitem__)
    return Antecedent(choice.entities[best] if best < len(choice.entities) else None, probabilities[best])


def resolve_anaphors(
    reader: ChoiceReader, reading: Reading, weights: Mapping[str, Weights], speaking: Mapping[Candidate, Sequence[Span]]
) -> Mapping[Candidate, Antecedent]:
    """The likeliest antecedent of each anaphor, in the order of the text."""
    discourse, found = Discourse(reading), {}
    for choice in reader.choices(discourse, speaking):
        antecedent = found[choice.mention] = antecedent_of(choice, weights)
        reader.settle(discourse, choice.mention, antecedent.entity, speaks=choice.speaks)
    return found
