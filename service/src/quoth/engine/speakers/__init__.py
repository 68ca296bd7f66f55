"""From mentions to speakers: the fullest name the article gives, the role, the kind."""

from quoth.engine.speakers.anaphora import AnaphoraWeights, load_weights
from quoth.engine.speakers.resolution import Resolution, resolve

__all__ = ["AnaphoraWeights", "Resolution", "load_weights", "resolve"]
