"""From quotations to the venues where their words were said."""

from quoth.engine.venues.assignment import VenueLink, assign
from quoth.engine.venues.occasions import OccasionFinder

__all__ = ["OccasionFinder", "VenueLink", "assign"]
