"""From mentions to speakers: the fullest name the article gives, the role, the kind."""

from quoth.engine.speakers.anaphora import AnaphoraWeights, load_weights
from quoth.engine.speakers.facts import Nature
from quoth.engine.speakers.resolution import Resolution, Speakers, resolve

__all__ = ["AnaphoraWeights", "Nature", "Resolution", "Speakers", "load_weights", "resolve"]
