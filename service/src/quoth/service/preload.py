"""Imported by the fork server, so that models are loaded once and shared by all workers."""

from quoth.service.workers import worker_engine

worker_engine()
