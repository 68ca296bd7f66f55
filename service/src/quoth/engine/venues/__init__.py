"""From quotations to the venues where their words were said."""

from quoth.engine.venues.assignment import VenueFinder, VenueLink
from quoth.engine.venues.ranking import LinkRanker, load_ranker, save_ranker

__all__ = ["LinkRanker", "VenueFinder", "VenueLink", "load_ranker", "save_ranker"]
