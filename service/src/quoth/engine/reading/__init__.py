"""From text to tokens, sentences, mentions and cues. The only room that imports spaCy."""

from quoth.engine.reading.entities import EntityKind, EntityRecognizer
from quoth.engine.reading.mentions import Candidate, NounClass
from quoth.engine.reading.reading import Reading, read

__all__ = ["Candidate", "EntityKind", "EntityRecognizer", "NounClass", "Reading", "read"]
