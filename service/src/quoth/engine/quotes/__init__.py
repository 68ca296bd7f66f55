"""From text to quotations, at the level of characters: marks, pairs, paragraphs, nesting.

This room knows nothing of words or speakers, and it never fails: a mark that has no
partner costs at most its own quotation.
"""

from quoth.engine.quotes.detection import Detection, detect
from quoth.engine.quotes.grouping import Quoted
from quoth.engine.quotes.nicknames import NICKNAME
from quoth.engine.quotes.repeats import find_repeats

__all__ = ["NICKNAME", "Detection", "Quoted", "detect", "find_repeats"]
