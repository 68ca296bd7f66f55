"""From text to tokens, sentences, mentions and cues. The only room that may import spaCy."""

from quoth.engine.reading.categories import Category
from quoth.engine.reading.mentions import Candidate, NounClass
from quoth.engine.reading.reading import Reader, Reading

__all__ = ["Candidate", "Category", "NounClass", "Reader", "Reading"]
