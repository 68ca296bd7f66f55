"""Calibrates the confidence of speakers and venues on articles that nothing was learnt from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from quoth.engine.logit import Calibration
from quoth.engine.model import Document
from quoth.engine.pipeline import Engine
from quoth.engine.speakers.names import fold
from quoth.engine.training.labels import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

_ALIKE = 0.6
_LEAST = 0.01

Proof = tuple[float, bool]
"""A probability that was given, and whether the answer was right."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """What proved right of the speakers and the venues that an engine gave.

    Attributes:
        speakers: For each quotation whose speaker is labelled.
        venues: For each quotation that was given a venue and is labelled.
        by_basis: Those of speakers by what the mention was resolved.
    """

    speakers: Sequence[Proof]
    venues: Sequence[Proof]
    by_basis: Mapping[str, Sequence[Proof]]


def prove(rows: Iterable[Mapping[str, Any]], engine: Engine | None = None) -> Proofs:
    """Runs the engine over labelled articles; right is a speaker of the labelled name, a venue of the labelled kind."""
    engine = engine or Engine()
    speakers: list[Proof] = []
    venues: list[Proof] = []
    by_basis: defaultdict[str, list[Proof]] = defaultdict(list)
    for row in rows:
        labelled = [quote for quote in row["quotes"] if quote.get("label")]
        for quotation in engine.extract(Document(row["text"], language_code="en")).quotations if labelled else ():
            label = label_of(quotation.segments[0].span, labelled)
            if label is None:
                continue
            if quotation.speaker is not None and label["speaker"]:
                right = _same_name(quotation.speaker.name, label["speaker"])
                speakers.append((quotation.speaker_confidence, right))
                if quotation.speaker_basis is not None:
                    by_basis[quotation.speaker_basis.value].append(speakers[-1])
            if quotation.venue is not None:
                wanted = (label["venue"] or {}).get("kind", "")
                venues.append(
                    (quotation.venue_confidence, bool(wanted) and quotation.venue.kind.value.startswith(wanted))
                )
    return Proofs(speakers, venues, by_basis)


def calibrate(proofs: Sequence[Proof]) -> Calibration:
    """The logistic curve that fits best (Platt, 1999)."""
    given = np.clip([probability for probability, _ in proofs], _LEAST, 1 - _LEAST)
    log_odds = np.log(given / (1 - given))
    signs = np.array([1.0 if right else -1.0 for _, right in proofs])

    def loss(curve: NDArray[np.float64]) -> float:
        return float(np.logaddexp(0, -(curve[0] * log_odds + curve[1]) * signs).mean())

    found = minimize(loss, np.array([1.0, 0.0]))
    return Calibration(round(float(found.x[0]), 3), round(float(found.x[1]), 3))


def _same_name(given: str, labelled: str) -> bool:
    one, other = set(fold(given)), set(fold(labelled))
    return bool(other) and (other <= one or len(one & other) / len(one | other) >= _ALIKE)
