"""Quoth's gRPC server. ``quoth-service serve`` runs it; ``quoth.engine`` does the language work."""
