"""Tokens: their file, and whose a call is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from quoth.service.auth import Authenticator, TokensFileError, new_token, read_tokens
from quoth.service.errors import TokenInvalidError
from quoth.service.reloading import Reloading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PEER = "ipv4:10.0.0.7:4711"


@pytest.mark.parametrize(
    ("text", "principals"),
    [
        ("cms sha256:" + "0" * 64, ["cms"]),
        ("# desks\n\ncms sha256:" + "0" * 64 + "  # old\n  cms\tsha256:" + "1" * 64 + "\n", ["cms", "cms"]),
        ("desk@example.org sha256:" + "a" * 64 + "\r\nuk_2.b-c sha256:" + "b" * 64, ["desk@example.org", "uk_2.b-c"]),
    ],
)
def test_a_file_of_tokens(text: str, principals: list[str]) -> None:
    assert [token.principal for token in read_tokens(text)] == principals


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no token"),
        ("# nobody\n", "no token"),
        ("cms sha256:" + "0" * 63, "line 1"),
        ("cms sha256:" + "0" * 64 + "\ncms sha1:" + "0" * 40, "line 2"),
        ("cms quoth_secret", "line 1"),
        ("-x sha256:" + "0" * 64, "line 1"),
    ],
)
def test_a_wrong_file_of_tokens_names_the_line_and_no_token(text: str, told: str) -> None:
    with pytest.raises(TokensFileError, match=told) as caught:
        read_tokens(text)
    assert "secret" not in str(caught.value)


def test_tokens_are_new_each_time_and_only_their_hashes_are_kept() -> None:
    made = [new_token("cms") for _ in range(50)]
    assert len({token for token, _ in made}) == 50
    assert all(token not in line and len(token) > 40 for token, line in made)


def test_a_call_is_its_tokens(tmp_path: Path) -> None:
    (first, line), (second, other) = new_token("cms"), new_token("web")
    (tmp_path / "tokens").write_text(f"{line}\n{other}\n")
    authenticator = Authenticator(tmp_path / "tokens")
    for token, scheme, principal in ((first, "Bearer", "cms"), (second, "bearer", "web")):
        metadata = (("user-agent", "x"), ("authorization", f"{scheme} {token}"))
        assert authenticator.knows(metadata)
        assert authenticator.client(metadata, PEER, {"x509_common_name": [b"other"]}) == principal
    for given in (
        (),
        (("authorization", first),),
        (("authorization", f"Basic {first}"),),
        (("authorization", "Bearer "),),
    ):
        assert not authenticator.knows(given)
        with pytest.raises(TokenInvalidError):
            authenticator.client(given, PEER, {})


@pytest.mark.parametrize(
    ("peer", "identity", "client"),
    [
        (PEER, {}, "ipv4:10.0.0.7"),
        ("ipv6:[::1]:4711", {}, "ipv6:[::1]"),
        ("unix:/run/quoth", {}, "unix:/run/quoth"),
        (PEER, {"x509_common_name": [b"news-desk"]}, "news-desk"),
        (PEER, {"x509_common_name": [b"\xff"]}, "�"),
    ],
)
def test_without_tokens_a_call_is_its_certificates_or_its_address(
    peer: str, identity: Mapping[str, list[bytes]], client: str
) -> None:
    authenticator = Authenticator(None)
    assert authenticator.knows(())
    assert authenticator.client((), peer, identity) == client


def test_a_file_is_read_again_when_it_changes_and_kept_when_it_goes_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("quoth.service.reloading.time.monotonic", lambda: now)
    file = tmp_path / "number"
    file.write_text("1")
    number = Reloading((file,), lambda contents: int(contents[0]))
    for content, expected in (("2", 2), ("no number", 2), ("3", 3), (None, 3), ("4", 4)):
        if content is None:
            file.unlink()
        else:
            (tmp_path / "new").write_text(content)
            os.replace(tmp_path / "new", file)  # noqa: PTH105 - at one stroke, as deployments do
        now += 1.1
        assert number.value == expected
    file.write_text("x")
    with pytest.raises(ValueError, match="invalid literal"):
        Reloading((file,), lambda contents: int(contents[0]))
