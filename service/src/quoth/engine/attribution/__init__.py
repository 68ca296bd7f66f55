"""From quotations and mentions to the mention that speaks, if any does."""

from quoth.engine.attribution.attribution import Attribution, attribute
from quoth.engine.attribution.models import AttributionModels, load_models, model_version

__all__ = ["Attribution", "AttributionModels", "attribute", "load_models", "model_version"]
