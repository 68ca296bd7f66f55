"""Who calls: bearer tokens from a file, client certificates, else the address.

Tokens are random, so a plain SHA-256 protects them at rest: there is nothing to guess that a slow hash would slow down.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING, NamedTuple

from quoth.service.errors import TokenInvalidError
from quoth.service.reloading import Reloading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_LINE = re.compile(r"(?P<principal>[A-Za-z0-9][A-Za-z0-9._@-]{0,62})\s+sha256:(?P<digest>[0-9a-f]{64})")
_PREFIX = "quoth_"
_SCHEME = "bearer "


class TokensFileError(ValueError):
    """A file of tokens that cannot be used; the message names the line."""


class Token(NamedTuple):
    """One token that is accepted.

    Attributes:
        principal: Whose it is.
        digest: Its SHA-256, 32 bytes.
    """

    principal: str
    digest: bytes


def new_token(principal: str) -> tuple[str, str]:
    """Makes a token.

    Returns:
        The token (256 random bits), and its line for the file.

    Raises:
        ValueError: The principal's name is not 1 to 63 letters, digits, ".", "_", "@" or "-".
    """
    token = _PREFIX + secrets.token_urlsafe(32)
    line = f"{principal} sha256:{_digest(token).hex()}"
    if not _LINE.fullmatch(line):
        msg = (
            f"{principal!r} is no name of a principal; use 1 to 63 letters, digits and . _ @ -, a letter or digit first"
        )
        raise ValueError(msg)
    return token, line


def read_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a file: ``principal sha256:hex`` a line, "#" before comments; a principal may have several.

    Raises:
        TokensFileError: A line is wrong, or there is none.
    """
    tokens = []
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.split("#")[0].strip()
        if not content:
            continue
        match = _LINE.fullmatch(content)
        if match is None:
            msg = f"line {number} is not `principal sha256:<64 hex digits>`; make lines with `quoth-service token NAME`"
            raise TokensFileError(msg)
        tokens.append(Token(match["principal"], bytes.fromhex(match["digest"])))
    if not tokens:
        msg = "there is no token in it; make one with `quoth-service token NAME`"
        raise TokensFileError(msg)
    return tuple(tokens)


def add_token(principal: str, file: Path) -> str:
    """Makes a token and adds its line to a file of tokens, which is made if there is none.

    Returns:
        The token.

    Raises:
        OSError: The file cannot be read or written.
        ValueError: The principal's name or the file is wrong; the file is left as it was.
    """
    token, line = new_token(principal)
    text = file.read_text("utf-8") if file.exists() else ""
    if text.strip():
        read_tokens(text)
    with file.open("a", encoding="utf-8") as appended:
        appended.write(f"{'' if text.endswith(chr(10)) or not text else chr(10)}{line}\n")
    return token


class Authenticator:
    """Tells who calls.

    Args:
        tokens_file: Tokens of which each call must carry one; ``None`` demands none.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is wrong.
    """

    def __init__(self, tokens_file: Path | None) -> None:
        self._tokens = Reloading((tokens_file,), lambda texts: read_tokens(texts[0].decode())) if tokens_file else None

    def knows(self, metadata: Iterable[tuple[str, str | bytes]]) -> bool:
        """Whether a call with these metadata has the token that is demanded, if one is."""
        try:
            return self._tokens is None or bool(_principal(self._tokens.value, metadata))
        except TokenInvalidError:
            return False

    def client(
        self, metadata: Iterable[tuple[str, str | bytes]], peer: str, identity: Mapping[str, Iterable[bytes]]
    ) -> str:
        """Whose a call is.

        Args:
            metadata: The call's.
            peer: The caller's address as gRPC writes it, "ipv4:10.0.0.7:4711".
            identity: What TLS tells of the caller (gRPC's auth context).

        Returns:
            The principal of the token, else the common name of the client's certificate, else the address without port.

        Raises:
            TokenInvalidError: A token is demanded, and there is none that is known.
        """
        if self._tokens is not None:
            return _principal(self._tokens.value, metadata)
        for name in identity.get("x509_common_name", ()):
            return name.decode("utf-8", "replace")
        return peer.rpartition(":")[0] if peer.startswith("ip") else peer


def _principal(tokens: tuple[Token, ...], metadata: Iterable[tuple[str, str | bytes]]) -> str:
    given = next((str(value) for name, value in metadata if name == "authorization"), "")
    if not given.lower().startswith(_SCHEME):
        raise TokenInvalidError(
            "there is no bearer token; send it as metadata, authorization: Bearer <token>; for SDK and command set"
            " QUOTH_TOKEN"
        )
    digest, found = _digest(given[len(_SCHEME) :].strip()), None
    for token in tokens:  # all of them, so that the time tells nothing
        if hmac.compare_digest(token.digest, digest):
            found = token.principal
    if found is None:
        raise TokenInvalidError("the bearer token is not known; ask the service's operators for a new one")
    return found


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
