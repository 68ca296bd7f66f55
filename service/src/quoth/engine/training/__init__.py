"""How the attribution models are made and judged: ``python -m quoth.engine.training --help``."""
