"""Transport security: certificates that are read again when they change."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import grpc

from quoth.service.reloading import Reloading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quoth.service.settings import Settings


def server_credentials(settings: Settings) -> grpc.ServerCredentials | None:
    """The credentials of the server's port; ``None`` without a certificate.

    Each new connection gets the certificates as the files hold them then.

    Raises:
        OSError: A file cannot be read.
        ValueError: A file is not PEM, or certificate and key do not fit.
    """
    certificate, key, authorities = settings.tls_certificate_file, settings.tls_key_file, settings.tls_client_ca_file
    if certificate is None or key is None:
        return None
    paths = (certificate, key) if authorities is None else (certificate, key, authorities)
    files = Reloading(paths, lambda contents: _configuration(paths, contents))
    return grpc.dynamic_ssl_server_credentials(
        files.value, lambda: files.value, require_client_authentication=authorities is not None
    )


def _configuration(paths: Sequence[Path], contents: Sequence[bytes]) -> grpc.ServerCertificateConfiguration:
    certificate, key, *authorities = contents
    proof = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        proof.load_cert_chain(paths[0], paths[1], password=lambda: b"")  # an encrypted key is an error, not a question
    except ssl.SSLError as error:
        msg = f"{paths[0]} and {paths[1]} are no PEM certificate and its unencrypted key ({error.reason})"
        raise ValueError(msg) from None
    for path, content in zip(paths[2:], authorities, strict=True):
        try:
            proof.load_verify_locations(cadata=content.decode("ascii"))
        except (ssl.SSLError, UnicodeDecodeError):
            msg = f"{path} holds no PEM certificates"
            raise ValueError(msg) from None
    return grpc.ssl_server_certificate_configuration([(key, certificate)], authorities[0] if authorities else None)
