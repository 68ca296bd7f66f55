"""How the service is run: defaults, ``QUOTH_*`` environment variables, command-line options."""

from __future__ import annotations

import os
from pathlib import Path  # noqa: TC003 - pydantic needs it at run time
from typing import Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The service's settings. Each is read from the environment variable ``QUOTH_`` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="QUOTH_", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on; the connection is not encrypted.")
    port: int = Field(50051, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        description="Processes that extract; default one a core.",
    )
    document_timeout_seconds: float = Field(60.0, gt=0, description="Longest time one document may take, in seconds.")
    outlets_file: Path | None = Field(
        None, description="CSV file of outlets of your own, beside the built-in gazetteer; README says how to write it."
    )
    stop_grace_seconds: float = Field(10.0, ge=0, description="Time that running calls get when the service stops.")
    max_text_bytes: int = Field(2**20, ge=1, le=2**24, description="Largest article text, in bytes of UTF-8.")
    max_requests_per_batch: int = Field(100, ge=1, le=10_000, description="Most articles in one batch.")
    max_known_speakers: int = Field(1000, ge=0, le=100_000, description="Most known speakers in one request.")
    max_stream_requests_in_flight: int = Field(16, ge=1, le=1024, description="Articles of one stream at work at once.")
    max_message_bytes: int = Field(2**25, ge=2**12, le=2**30, description="Largest gRPC message, in bytes.")
    reflection: bool = Field(default=False, description="Whether gRPC server reflection is served.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe level that is logged."
    )

    @classmethod
    def from_environment(cls) -> Settings:
        """The settings without any option of a command line."""
        given: dict[str, Any] = {}
        return cls(**given)
