"""Who may call, over what connection, and what never leaves the service."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grpc
import pytest
import trustme
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

from quoth.client import Client, ClientConfig, NotAllowedError, QuothError, Tls, UnavailableError
from quoth.service.auth import new_token, read_tokens
from rpc.running import SERVE, TEXT, Running, eventually, running, slow_text

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Certificates:
    """Files of one authority, a server and a client."""

    folder: Path
    authority: trustme.CA

    @classmethod
    def made(cls, folder: Path) -> Certificates:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(folder / "ca.pem")
        made = cls(folder, authority)
        made.issue("server", authority, "localhost")
        made.issue("client", authority, "desk@example.org", common_name="news-desk")
        return made

    def issue(self, name: str, authority: trustme.CA, *identities: str, common_name: str | None = None) -> None:
        """Writes a certificate and its key, each at one stroke, as a certificate manager does."""
        issued = authority.issue_cert(*identities, common_name=common_name)
        chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
        for suffix, content in ((".key", issued.private_key_pem.bytes()), (".pem", chain)):
            (self.folder / "new").write_bytes(content)
            (self.folder / "new").replace(self.folder / f"{name}{suffix}")

    def file(self, name: str) -> str:
        return str(self.folder / name)

    @property
    def options(self) -> list[str]:
        return ["--tls-certificate-file", self.file("server.pem"), "--tls-key-file", self.file("server.key")]


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    return Certificates.made(tmp_path)


def secured(service: Running, certificates: Certificates, *, own: bool = False, token: str = "") -> ClientConfig:
    tls = Tls(
        ca_file=certificates.file("ca.pem"),
        certificate_file=certificates.file("client.pem") if own else None,
        key_file=certificates.file("client.key") if own else None,
    )
    return ClientConfig(address=f"localhost:{service.port}", tls=tls, token=token, max_attempts=1, timeout=20)


def logged_clients(service: Running) -> set[str]:
    return {line["client"] for line in service.logs() if line["event"] == "call"}


def test_an_encrypted_connection_and_its_new_certificate(tmp_path: Path, certificates: Certificates) -> None:
    wait = {"tls": Tls(ca_file=certificates.file("ca.pem"), server_name="localhost")}
    with running(tmp_path, *certificates.options, wait=wait) as service:
        with Client(config=secured(service, certificates)) as client:
            assert len(client.extract(TEXT).quotations) == 1
        with service.client(tls=None) as client, pytest.raises(UnavailableError):
            client.extract(TEXT, timeout=5)
        other = trustme.CA()
        certificates.issue("server", other, "localhost")
        other.cert_pem.write_to_path(certificates.file("ca.pem"))

        def renewed() -> bool:
            with Client(config=secured(service, certificates)) as client:
                try:
                    return len(client.extract(TEXT, timeout=5).quotations) == 1
                except QuothError:
                    return False

        eventually(renewed)
        assert "reloaded" in {line["event"] for line in service.logs()}


def test_the_command_asks_for_health_over_tls(tmp_path: Path, certificates: Certificates) -> None:
    wait = {"tls": Tls(ca_file=certificates.file("ca.pem"), server_name="localhost")}
    with running(tmp_path, *certificates.options, wait=wait) as service:
        command = [sys.executable, "-m", "quoth.client", "health", "--address", service.address, "--timeout", "5"]
        secure = {"QUOTH_TLS_CA_FILE": certificates.file("ca.pem"), "QUOTH_TLS_SERVER_NAME": "localhost"}
        for environment, status in ((secure, 0), ({}, 1)):
            ended = subprocess.run(
                command, env={**os.environ, **environment}, check=False, capture_output=True, text=True
            )
            assert ended.returncode == status, ended.stderr


def test_the_command_makes_tokens(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    command = [sys.executable, "-m", "quoth.service", "token", "--file", str(file)]
    made = [subprocess.run([*command, name], check=True, capture_output=True, text=True) for name in ("cms", "desk@uk")]
    tokens = {ended.stdout.strip() for ended in made}
    assert len(tokens) == 2
    assert [token.principal for token in read_tokens(file.read_text())] == ["cms", "desk@uk"]
    assert not any(token in file.read_text() for token in tokens)
    file.write_text(file.read_text().rstrip("\n"))  # as an editor may leave it
    subprocess.run([*command, "third"], check=True, capture_output=True)
    assert [token.principal for token in read_tokens(file.read_text())] == ["cms", "desk@uk", "third"]
    wrong = subprocess.run([*command, "two words"], check=False, capture_output=True, text=True)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "'two words'" in wrong.stderr
    (tmp_path / "letter").write_text("Dear reader,\n")
    other = subprocess.run(
        [*command[:-1], str(tmp_path / "letter"), "cms"], check=False, capture_output=True, text=True
    )
    assert (other.returncode, other.stdout) == (2, "")
    assert (tmp_path / "letter").read_text() == "Dear reader,\n"


def test_a_new_certificate_that_is_wrong_is_not_taken(tmp_path: Path, certificates: Certificates) -> None:
    wait = {"tls": Tls(ca_file=certificates.file("ca.pem"), server_name="localhost")}
    with running(tmp_path, *certificates.options, wait=wait) as service:
        (tmp_path / "server.pem").write_text("no certificate")

        def noticed() -> bool:
            with Client(config=secured(service, certificates)) as client:
                assert len(client.extract(TEXT).quotations) == 1
            return "not reloaded" in {line["event"] for line in service.logs()}

        eventually(noticed)


def test_with_mutual_tls_only_known_certificates_come_in(tmp_path: Path, certificates: Certificates) -> None:
    options = [*certificates.options, "--tls-client-ca-file", certificates.file("ca.pem")]
    tls = Tls(
        ca_file=certificates.file("ca.pem"),
        certificate_file=certificates.file("client.pem"),
        key_file=certificates.file("client.key"),
        server_name="localhost",
    )
    with running(tmp_path, *options, wait={"tls": tls}) as service:
        with Client(config=secured(service, certificates, own=True)) as client:
            assert len(client.extract(TEXT).quotations) == 1
        eventually(lambda: logged_clients(service) == {"news-desk"})
        with Client(config=secured(service, certificates)) as client, pytest.raises(UnavailableError):
            client.extract(TEXT, timeout=5)
        certificates.issue("client", trustme.CA(), "stranger@example.org", common_name="news-desk")
        with Client(config=secured(service, certificates, own=True)) as client, pytest.raises(UnavailableError):
            client.extract(TEXT, timeout=5)


def test_tokens_tell_who_calls_and_can_be_exchanged_while_it_runs(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    (old, line), (new, other) = new_token("cms"), new_token("cms")
    file.write_text(f"# the newsroom's CMS\n{line}\n")
    with running(tmp_path, "--tokens-file", str(file)) as service:
        with service.client(token=old) as client:
            assert len(client.extract(TEXT).quotations) == 1
            assert client.extract_batch([TEXT])[0].error is None
            assert [outcome.error for outcome in client.extract_stream([TEXT])] == [None]
            assert client.service_info().languages
        assert logged_clients(service) == {"cms"}
        with service.client() as client:
            assert client.is_serving()  # for load balancers, which have no token
        for token in ("", "wrong", old + "x", line.partition(":")[2]):
            with service.client(token=token) as client:
                for call in (
                    lambda: client.extract(TEXT),
                    client.service_info,
                    lambda: list(client.extract_stream([TEXT])),
                ):
                    with pytest.raises(NotAllowedError) as caught:
                        call()
                    assert caught.value.code == "UNAUTHENTICATED"
                    assert caught.value.details.reason == "TOKEN_INVALID"
        with service.client(token="stranger") as client, pytest.raises(NotAllowedError):
            client.extract(slow_text(200))  # refused before it is read
        with grpc.insecure_channel(service.address) as channel, pytest.raises(grpc.RpcError) as refused:
            ProtoReflectionDescriptorDatabase(channel).get_services()
        assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
        file.write_text(f"{line}\n{other}\n")
        with service.client(token=new) as client:
            eventually(lambda: can_call(client))
        file.write_text(f"{other}\n")
        with service.client(token=old) as client:
            eventually(lambda: not can_call(client))
        file.write_text("nonsense\n")
        with service.client(token=new) as client:
            eventually(lambda: can_call(client) and "not reloaded" in {line["event"] for line in service.logs()})
        assert old not in service.log_text()
        assert new not in service.log_text()


def can_call(client: Client) -> bool:
    try:
        return bool(client.service_info().languages)
    except NotAllowedError:
        return False


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--host", "0.0.0.0"], "QUOTH_ALLOW_PLAINTEXT"),  # noqa: S104
        (["--host", "::"], "QUOTH_ALLOW_PLAINTEXT"),
        (["--tls-key-file", "x.key"], "QUOTH_TLS_CERTIFICATE_FILE"),
        (["--tls-client-ca-file", "x.pem"], "QUOTH_TLS_CERTIFICATE_FILE"),
        (["--tls-certificate-file", "no.pem", "--tls-key-file", "no.key"], "QUOTH_TLS_CERTIFICATE_FILE"),
        (["--tokens-file", "no-such-file"], "QUOTH_TOKENS_FILE"),
        (["--tokens-file", os.devnull], "quoth-service token"),
    ],
)
def test_an_unsafe_or_wrong_setting_stops_the_start(options: list[str], named: str) -> None:
    ended = subprocess.run([*SERVE, *options], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert named in ended.stderr


def test_other_addresses_can_be_served_and_have_no_reflection(tmp_path: Path) -> None:
    with running(tmp_path, "--host", "0.0.0.0", "--allow-plaintext") as service:  # noqa: S104
        address = f"127.0.0.1:{service.port}"
        with Client(address) as client, grpc.insecure_channel(address) as channel:
            assert len(client.extract(TEXT).quotations) == 1
            with pytest.raises(grpc.RpcError) as caught:
                ProtoReflectionDescriptorDatabase(channel).get_services()
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


@pytest.mark.parametrize(
    "address", ["quoth.example.org:443", "10.0.0.7:50051", "dns:///quoth:50051", "127.example.org:1"]
)
def test_the_sdk_sends_no_token_in_the_clear(address: str) -> None:
    with pytest.raises(ValueError, match="unencrypted"):
        ClientConfig(address=address, token="t", tls=None)
    assert "secret" not in repr(ClientConfig(address="localhost:1", token="secret"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"address": "http://localhost:50051"}, "host:port"),
        ({"address": "localhost:99999"}, "host:port"),
        ({"address": "localhost"}, "host:port"),
        ({"address": ""}, "host:port"),
        ({"token": "a\nb"}, "white space"),
        ({"token": "é"}, "ASCII"),
    ],
)
def test_the_sdk_refuses_what_gRPC_would_misunderstand(wrong: dict[str, str], told: str) -> None:  # noqa: N802
    with pytest.raises(ValueError, match=told):
        ClientConfig(**wrong)


@pytest.mark.parametrize(
    ("environment", "used"),
    [
        ({}, None),
        ({"QUOTH_TLS": "true"}, Tls()),
        ({"QUOTH_TLS_SERVER_NAME": "quoth"}, Tls(server_name="quoth")),
        ({"QUOTH_TLS": "off", "QUOTH_TLS_CA_FILE": "ca.pem"}, None),
        ({"QUOTH_TLS_CA_FILE": "ca.pem"}, Tls(ca_file="ca.pem")),
    ],
)
def test_the_environment_turns_tls_on(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], used: Tls | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ClientConfig().tls == used
    monkeypatch.setenv("QUOTH_TLS", "maybe")
    with pytest.raises(ValueError, match="maybe"):
        ClientConfig()


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_the_command_names_a_wrong_file_of_certificates(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    ended = subprocess.run(
        [sys.executable, "-m", "quoth.client", "health", "--timeout", "1"],
        env={**os.environ, "QUOTH_TLS_CA_FILE": str(file)}, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 1
    assert str(file) in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_no_words_of_an_article_nor_stack_traces_leave_it_but_in_answers(tmp_path: Path) -> None:
    word = "xylophone"
    text = f'"The {word} plays," Ann {word.title()} told Reuters. '
    with running(tmp_path, "--log-level", "debug") as service, service.client() as client:
        assert client.extract(text).quotations[0].text == f"The {word} plays,"
        with pytest.raises(QuothError) as overdue:
            client.extract(text + slow_text(50), timeout=0.3)
        with pytest.raises(QuothError) as refused:
            client.extract(text + slow_text(430))
        told = [str(overdue.value), str(refused.value), service.log_text(), service.metrics_text()]
    assert all(word not in one.lower() for one in told)
    assert all("Traceback" not in one for one in told)
