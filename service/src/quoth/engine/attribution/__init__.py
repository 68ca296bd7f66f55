"""From quotations and mentions to the mention that speaks, if any does."""

from quoth.engine.attribution.attribution import Attribution, attribute

__all__ = ["Attribution", "attribute"]
