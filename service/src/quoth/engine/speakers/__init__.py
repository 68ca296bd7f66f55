"""From mentions to speakers: the fullest name the article gives, the role, the kind."""

from quoth.engine.speakers.resolution import resolve

__all__ = ["resolve"]
