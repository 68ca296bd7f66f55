"""Linguistic knowledge as data: one folder a language, read once into a frozen value."""

from quoth.engine.languages.language import DEFAULT_LANGUAGE, LANGUAGES, Language, detect_language, load_language
from quoth.engine.languages.outlets import Gazetteer, GazetteerError, Outlet, OutletKind, read_gazetteer
from quoth.engine.languages.people import People
from quoth.engine.languages.venue_words import VenueWords

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Gazetteer",
    "GazetteerError",
    "Language",
    "Outlet",
    "OutletKind",
    "People",
    "VenueWords",
    "detect_language",
    "load_language",
    "read_gazetteer",
]
