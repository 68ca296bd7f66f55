"""Linguistic knowledge as data: one folder a language, read once into a frozen value."""

from quoth.engine.languages.language import DEFAULT_LANGUAGE, LANGUAGES, Language, detect_language, load_language

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "Language", "detect_language", "load_language"]
