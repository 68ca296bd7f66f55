"""From quotations to the venues where their words were said."""

from quoth.engine.venues.assignment import VenueFinder, VenueLink, load_venues

__all__ = ["VenueFinder", "VenueLink", "load_venues"]
