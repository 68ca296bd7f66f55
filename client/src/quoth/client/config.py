"""How a client calls the service."""

from __future__ import annotations

import json
import math
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import grpc

DEFAULT_ADDRESS = "127.0.0.1:50051"
_SERVICE = "quoth.v1.QuotationService"
_LOCAL = re.compile(
    r"unix(-abstract)?:.*|((dns|ipv4|ipv6):(///?)?)?(localhost|127\.[0-9.]+|\[::1\]|::1)(:\d+)?", re.IGNORECASE
)


def default_address() -> str:
    """The service's address from the environment variable ``QUOTH_ADDRESS``, else 127.0.0.1:50051."""
    return os.environ.get("QUOTH_ADDRESS") or DEFAULT_ADDRESS


def default_token() -> str:
    """The bearer token from the environment variable ``QUOTH_TOKEN``, else none."""
    return os.environ.get("QUOTH_TOKEN", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """An encrypted connection.

    Attributes:
        ca_file: Certificates (PEM) that sign the service's one; ``None`` takes those of the system.
        certificate_file: The client's own certificate (PEM), where the service demands one (mutual TLS).
        key_file: Its private key (PEM).
        server_name: The name in the service's certificate, if it is not that of the address.
    """

    ca_file: str | Path | None = None
    certificate_file: str | Path | None = None
    key_file: str | Path | None = None
    server_name: str = ""

    def __post_init__(self) -> None:
        if (self.certificate_file is None) is not (self.key_file is None):
            msg = "certificate_file and key_file belong together; give both or none"
            raise ValueError(msg)

    def credentials(self) -> grpc.ChannelCredentials:
        """What gRPC needs.

        Raises:
            OSError: A file cannot be read.
        """
        contents = [
            Path(file).read_bytes() if file else None for file in (self.ca_file, self.key_file, self.certificate_file)
        ]
        return grpc.ssl_channel_credentials(*contents)


def default_tls() -> Tls | None:
    """TLS as the environment asks for it.

    ``QUOTH_TLS=1`` turns it on with the system's certificates, ``QUOTH_TLS_CA_FILE`` with others;
    ``QUOTH_TLS_CLIENT_CERTIFICATE_FILE`` and ``QUOTH_TLS_CLIENT_KEY_FILE`` name the client's own, and
    ``QUOTH_TLS_SERVER_NAME`` is the name that the service's certificate is for, if it is not that of the address.
    """
    authority = os.environ.get("QUOTH_TLS_CA_FILE") or None
    if authority is None and os.environ.get("QUOTH_TLS", "").lower() not in {"1", "true", "yes"}:
        return None
    return Tls(
        ca_file=authority,
        certificate_file=os.environ.get("QUOTH_TLS_CLIENT_CERTIFICATE_FILE") or None,
        key_file=os.environ.get("QUOTH_TLS_CLIENT_KEY_FILE") or None,
        server_name=os.environ.get("QUOTH_TLS_SERVER_NAME", ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientConfig:
    """How a client calls the service.

    Attributes:
        address: "host:port", or any other gRPC target.
        timeout: Longest time of one call, retries included, in seconds.
        max_attempts: How often a call is tried, from 1 to 5, where the service is unavailable or has too much to do.
        max_message_bytes: Largest message that is sent or read, in bytes.
        tls: How the connection is encrypted; ``None`` is plaintext.
        token: Bearer token that tells the service who calls; empty if it demands none.
        allow_plaintext_token: Whether the token may leave this machine unencrypted, where something else protects it.
    """

    address: str = field(default_factory=default_address)
    timeout: float = 30.0
    max_attempts: int = 4
    max_message_bytes: int = 2**25
    tls: Tls | None = field(default_factory=default_tls)
    token: str = field(default_factory=default_token, repr=False)
    allow_plaintext_token: bool = False

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
        if self.token and not (self.tls or self.allow_plaintext_token or _LOCAL.fullmatch(self.address)):
            msg = f"the token would go to {self.address} unencrypted; set tls, or allow_plaintext_token=True"
            raise ValueError(msg)

    def channel(self) -> grpc.Channel:
        """A new channel to the service.

        Raises:
            OSError: A file of ``tls`` cannot be read.
        """
        if self.tls is None:
            return grpc.insecure_channel(self.address, options=self._options())
        options = self._options()
        if self.tls.server_name:
            options.append(("grpc.ssl_target_name_override", self.tls.server_name))
        return grpc.secure_channel(self.address, self.tls.credentials(), options=options)

    def metadata(self) -> tuple[tuple[str, str], ...]:
        """The metadata of every call."""
        return (("authorization", f"Bearer {self.token}"),) if self.token else ()

    def _options(self) -> list[tuple[str, str | int]]:
        """Limits and the retry policy, as a service config (gRFC A6); the service says when to come back."""
        method: dict[str, object] = {"name": [{"service": _SERVICE}]}
        if self.max_attempts > 1:
            method["retryPolicy"] = {
                "maxAttempts": self.max_attempts,
                "initialBackoff": "0.1s",
                "maxBackoff": "2s",
                "backoffMultiplier": 3,
                "retryableStatusCodes": ["UNAVAILABLE", "RESOURCE_EXHAUSTED"],
            }
        return [
            ("grpc.max_send_message_length", self.max_message_bytes),
            ("grpc.max_receive_message_length", self.max_message_bytes),
            ("grpc.service_config", json.dumps({"methodConfig": [method]})),
        ]
