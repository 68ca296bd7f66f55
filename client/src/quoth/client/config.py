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
_ON, _OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
_BYTES_OF_FRAMES = 2**16
_SCHEMES = ("dns:", "ipv4:", "ipv6:", "unix:", "unix-abstract:", "xds:")
_LOCAL = re.compile(
    r"unix(-abstract)?:.*|((dns|ipv4|ipv6):(///?)?)?(localhost|127\.[0-9.]+|\[::1\]|::1)(:\d+)?", re.IGNORECASE
)


def default_address() -> str:
    """The service's address from the environment variable ``QUOTH_ADDRESS``, else 127.0.0.1:50051."""
    return os.environ.get("QUOTH_ADDRESS") or DEFAULT_ADDRESS


def default_token() -> str:
    """The bearer token from the environment variable ``QUOTH_TOKEN``, else none."""
    return os.environ.get("QUOTH_TOKEN", "").strip()


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
            ValueError: A file is not PEM.
        """
        return grpc.ssl_channel_credentials(*map(_pem, (self.ca_file, self.key_file, self.certificate_file)))


def _pem(file: str | Path | None) -> bytes | None:
    if file is None:
        return None
    content = Path(file).read_bytes()
    if b"-----BEGIN " not in content:
        msg = f"{file} holds nothing in PEM form"
        raise ValueError(msg)
    return content


def default_tls() -> Tls | None:
    """TLS as the environment asks for it.

    ``QUOTH_TLS=true`` turns it on with the system's certificates; ``QUOTH_TLS_CA_FILE`` (others),
    ``QUOTH_TLS_CLIENT_CERTIFICATE_FILE`` and ``QUOTH_TLS_CLIENT_KEY_FILE`` (the client's own) and
    ``QUOTH_TLS_SERVER_NAME`` (the name that the service's certificate is for, if it is not that of the address)
    turn it on, too. ``QUOTH_TLS=false`` keeps it off whatever they are.

    Raises:
        ValueError: ``QUOTH_TLS`` is neither.
    """
    given = {
        name: value
        for name in ("ca_file", "client_certificate_file", "client_key_file", "server_name")
        if (value := os.environ.get(f"QUOTH_TLS_{name.upper()}"))
    }
    switch = os.environ.get("QUOTH_TLS", "").lower()
    if switch not in {"", *_ON, *_OFF}:
        msg = f"QUOTH_TLS is {switch!r}; allowed are true and false"
        raise ValueError(msg)
    if switch in _OFF or not (switch or given):
        return None
    return Tls(
        ca_file=given.get("ca_file"),
        certificate_file=given.get("client_certificate_file"),
        key_file=given.get("client_key_file"),
        server_name=given.get("server_name", ""),
    )


def _is_host_and_port(address: str) -> bool:
    host, _, port = address.rpartition(":")
    return bool(host) and "/" not in address and port.isdecimal() and 1 <= int(port) <= 65_535  # noqa: PLR2004


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
        if not (self.address.startswith(_SCHEMES) or _is_host_and_port(self.address)):
            msg = f"address is {self.address!r}; give host:port, for example {DEFAULT_ADDRESS}, or another gRPC target"
            raise ValueError(msg)
        if not (math.isfinite(self.timeout) and self.timeout > 0):
            msg = f"timeout is {self.timeout}; give a finite number of seconds above 0"
            raise ValueError(msg)
        if not 1 <= self.max_attempts <= 5:  # noqa: PLR2004 - gRPC allows no more than five
            msg = f"max_attempts is {self.max_attempts}; allowed is 1 to 5"
            raise ValueError(msg)
        if not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            msg = "token holds white space or signs beyond ASCII; give it as `quoth-service token` printed it"
            raise ValueError(msg)
        if self.token and not (self.tls or self.allow_plaintext_token or _LOCAL.fullmatch(self.address)):
            msg = f"the token would go to {self.address} unencrypted; set tls (QUOTH_TLS), or allow_plaintext_token"
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
            # Larger calls could not be tried again: gRPC keeps no more than 256 KiB of a call by itself.
            ("grpc.per_rpc_retry_buffer_size", self.max_message_bytes + _BYTES_OF_FRAMES),
            ("grpc.service_config", json.dumps({"methodConfig": [method]})),
        ]
