"""Fits the weights by which pronouns and descriptions are resolved (a conditional logit: McFadden, 1974)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from quoth.engine.languages import load_language
from quoth.engine.model import Span
from quoth.engine.quotes import detect
from quoth.engine.reading import Reader
from quoth.engine.speakers.anaphora import antecedent_of
from quoth.engine.speakers.choices import FEATURES, KINDS, Choice, ChoiceReader
from quoth.engine.speakers.discourse import Discourse
from quoth.engine.speakers.names import Naming
from quoth.engine.speakers.resolution import read_entities
from quoth.engine.training.logits import Answered, fit_logit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quoth.engine.logit import Weights
    from quoth.engine.reading import Candidate, Reading
    from quoth.engine.speakers.entities import Entity
    from quoth.engine.speakers.names import Key

ROUNDS = 3
PENALTY = 2.0
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Article:
    """A labelled article, read.

    Attributes:
        reading: The text.
        reader: Of its anaphors.
        names: Its full names, as entities.
        labels: The full name that each labelled mention stands for, folded.
        said: What each of them says.
    """

    reading: Reading
    reader: ChoiceReader
    names: Sequence[Entity]
    labels: Mapping[Candidate, Key]
    said: Mapping[Candidate, Sequence[Span]]


def read_labelled(rows: Iterable[Mapping[str, Any]]) -> list[Article]:
    """Reads articles whose quotations are labelled with full names."""
    language = load_language("en")
    reader, naming = Reader(language), Naming(language.people)
    articles = []
    for row in rows:
        labelled = [quote for quote in row["quotes"] if (quote.get("label") or {}).get("speaker") and quote["source"]]
        if not labelled or row.get("language", language.code) != language.code:
            continue
        detection = detect(row["text"], language.elisions)
        reading = reader.read(row["text"], detection.paragraphs, detection.outermost)
        bearers, facts = read_entities(reading, language)
        labels: dict[Candidate, Key] = {}
        said: defaultdict[Candidate, list[Span]] = defaultdict(list)
        for quote in labelled:
            for mention in reading.mentions:
                if any(mention.span.start < end and start < mention.span.end for start, end in quote["source"]):
                    labels[mention] = naming.key(quote["label"]["speaker"])
                    said[mention].append(Span(quote["start"], quote["end"]))
                    break
        choices = ChoiceReader(reading, bearers, facts, language)
        articles.append(Article(reading, choices, bearers.entities, labels, said))
    return articles


def _same(entity: Entity, name: Key) -> float:
    """How much a name is an entity's, 0 to 1; 0 if it can not be."""
    one, other = set(entity.key), set(name)
    alike = len(one & other) / max(len(one | other), 1)
    described = not entity.name and entity.fullest.head in other
    return alike if alike >= _ALIKE or (other and other <= one) or described else 0.0


def answers(article: Article, weights: Mapping[str, Weights]) -> Iterator[tuple[Choice, int]]:
    """The labelled choices of an article, each with the index of the right answer; the weights resolve the others."""
    discourse = Discourse(article.reading)
    for choice in article.reader.choices(discourse, article.said):
        name = article.labels.get(choice.mention)
        if name is None:
            entity = antecedent_of(choice, weights).entity
        else:
            likeness = {entity: _same(entity, name) for entity in choice.entities}
            entity = max(likeness, key=likeness.__getitem__, default=None)
            if entity is not None and not likeness[entity]:
                entity = None
            if entity is not None:
                yield choice, choice.entities.index(entity)
            elif not any(_same(known, name) for known in article.names):
                yield choice, len(choice.entities)
        article.reader.settle(discourse, choice.mention, entity, speaks=choice.speaks)


def fit_weights(articles: Sequence[Article]) -> dict[str, Weights]:
    """Fits the weights in rounds, as what is resolved before a choice is part of what it sees."""
    weights: dict[str, Weights] = {}
    for _ in range(ROUNDS):
        by_kind: defaultdict[str, list[Answered]] = defaultdict(list)
        for article in articles:
            for choice, answer in answers(article, weights):
                by_kind[choice.kind].append(Answered(choice.rows, answer))
        weights = {kind: fit_logit(by_kind[kind], FEATURES, PENALTY) for kind in KINDS}
    return weights


def accuracy(articles: Sequence[Article], weights: Mapping[str, Weights]) -> dict[str, tuple[int, float]]:
    """For each class of anaphor the number of labelled ones and the share resolved right."""
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for article in articles:
        for choice, answer in answers(article, weights):
            meant = antecedent_of(choice, weights).entity
            right[choice.kind].append(meant is [*choice.entities, None][answer])
    return {kind: (len(values), float(np.mean(values))) for kind, values in sorted(right.items())}
