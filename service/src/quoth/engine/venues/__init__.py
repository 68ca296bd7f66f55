"""From quotations to the venues where their words were said."""

from quoth.engine.venues.assignment import VenueLink, assign, load_venues

__all__ = ["VenueLink", "assign", "load_venues"]
