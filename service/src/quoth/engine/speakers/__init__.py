"""From mentions to speakers: the fullest name the article gives, the role, the kind."""

from quoth.engine.speakers.anaphora import load_anaphora
from quoth.engine.speakers.facts import Nature
from quoth.engine.speakers.resolution import Resolution, SpeakerResolver, Speakers

__all__ = ["Nature", "Resolution", "SpeakerResolver", "Speakers", "load_anaphora"]
