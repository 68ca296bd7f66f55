"""Versions of everything that makes an answer."""

from __future__ import annotations

import functools
from importlib import metadata

from quoth.engine.attribution import model_version
from quoth.engine.languages import LANGUAGES
from quoth.v1 import quotations_pb2 as pb

SERVICE_VERSION = metadata.version("quoth-service")


@functools.cache
def engine_info() -> pb.EngineInfo:
    """What GetServiceInfo and every answer tell of the engine."""
    return pb.EngineInfo(
        engine_version=SERVICE_VERSION,
        model_version=",".join(model_version(code) for code in LANGUAGES),
        schema_version=pb.DESCRIPTOR.package,
    )


def versions() -> dict[str, str]:
    """The same by names, for metrics."""
    info = engine_info()
    return {"service": SERVICE_VERSION, "model": info.model_version, "schema": info.schema_version}
