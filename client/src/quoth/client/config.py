"""How a client calls the service."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass, field

DEFAULT_ADDRESS = "127.0.0.1:50051"
_SERVICE = "quoth.v1.QuotationService"


def default_address() -> str:
    """The service's address from the environment variable ``QUOTH_ADDRESS``, else 127.0.0.1:50051."""
    return os.environ.get("QUOTH_ADDRESS") or DEFAULT_ADDRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientConfig:
    """How a client calls the service.

    Attributes:
        address: "host:port", or any other gRPC target.
        timeout: Longest time of one call, retries included, in seconds.
        max_attempts: How often a call is tried, from 1 to 5, where the service is unavailable.
        max_message_bytes: Largest message that is sent or read, in bytes.
    """

    address: str = field(default_factory=default_address)
    timeout: float = 30.0
    max_attempts: int = 4
    max_message_bytes: int = 2**25

    def __post_init__(self) -> None:
        if not self.address:
            msg = "address is empty; give host:port, for example 127.0.0.1:50051"
            raise ValueError(msg)
        if not (math.isfinite(self.timeout) and self.timeout > 0):
            msg = f"timeout is {self.timeout}; give a finite number of seconds above 0"
            raise ValueError(msg)
        if not 1 <= self.max_attempts <= 5:  # noqa: PLR2004 - gRPC allows no more than five
            msg = f"max_attempts is {self.max_attempts}; allowed is 1 to 5"
            raise ValueError(msg)

    def channel_options(self) -> list[tuple[str, str | int]]:
        """The options of a gRPC channel, with the retry policy as a service config (gRFC A6)."""
        method: dict[str, object] = {"name": [{"service": _SERVICE}]}
        if self.max_attempts > 1:
            method["retryPolicy"] = {
                "maxAttempts": self.max_attempts,
                "initialBackoff": "0.1s",
                "maxBackoff": "2s",
                "backoffMultiplier": 3,
                "retryableStatusCodes": ["UNAVAILABLE"],
            }
        return [
            ("grpc.max_send_message_length", self.max_message_bytes),
            ("grpc.max_receive_message_length", self.max_message_bytes),
            ("grpc.service_config", json.dumps({"methodConfig": [method]})),
        ]
