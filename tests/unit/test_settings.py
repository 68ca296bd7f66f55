"""Settings: where they come from, and what is said of wrong ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from quoth.service.settings import Settings, SettingsError, load_settings, unknown_variables

CHECK = [sys.executable, "-m", "quoth.service", "check"]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("QUOTH_"):
            monkeypatch.delenv(name)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "quoth.toml"
    monkeypatch.setenv("QUOTH_CONFIG_FILE", str(path))
    return path


def test_options_come_before_variables_before_the_file_before_defaults(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('port = 1\nworkers = 3\nlog_level = "error"\n')
    monkeypatch.setenv("QUOTH_PORT", "2")
    monkeypatch.setenv("QUOTH_WORKERS", "4")
    settings = load_settings({"port": "5"})
    assert (settings.port, settings.workers, settings.log_level) == (5, 4, "error")
    assert settings.max_requests_per_batch == Settings.model_fields["max_requests_per_batch"].default


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_METRICS_PORT", "")
    assert load_settings({}).metrics_port is None


WRONG = [
    ("port = 70000", ["port in", "quoth.toml", "70000", "65535"]),
    ('port = "http"', ["port in", "'http'", "integer"]),
    ("workers = 0", ["workers in", "0", "1"]),
    ('log_level = "loud"', ["log_level", "'loud'", "'debug', 'info'"]),
    ("ports = 1", ["ports in", "quoth.toml", "no setting", "did you mean port?"]),
    ("log-level = 1", ["did you mean log_level?"]),
    ("zzz = 1", ["quoth-service settings"]),
    ('otlp_endpoint = "collector:4317"', ["otlp_endpoint", "https?://"]),
    ("port = 7\nmetrics_port = 7", ["QUOTH_METRICS_PORT", "7", "of its own"]),
    ("max_held_bytes = 5000", ["QUOTH_MAX_HELD_BYTES", "5000", "QUOTH_MAX_MESSAGE_BYTES"]),
    ("max_connection_age_seconds = inf", ["max_connection_age_seconds", "inf"]),
    ("stop_delay_seconds = 1e99", ["stop_delay_seconds", "86400"]),
    ("port = ", ["QUOTH_CONFIG_FILE", "Invalid value"]),
    ("port = 70000\nworkers = 0", ["port in", "workers in"]),
    ('host = "0.0.0.0"', ["QUOTH_HOST", "'0.0.0.0'", "QUOTH_TLS_CERTIFICATE_FILE", "QUOTH_ALLOW_PLAINTEXT"]),
]


@pytest.mark.parametrize(("content", "told"), WRONG)
def test_a_wrong_setting_is_named_with_its_value_and_what_is_allowed(file: Path, content: str, told: list[str]) -> None:
    file.write_text(content)
    with pytest.raises(SettingsError) as caught:
        load_settings({})
    for part in told:
        assert part in str(caught.value)


def test_a_wrong_variable_is_named_as_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("port = 1")
    monkeypatch.setenv("QUOTH_PORT", "70000")
    with pytest.raises(SettingsError, match=r"QUOTH_PORT .--port. is '70000'"):
        load_settings({})


def test_a_file_of_settings_that_is_not_there(file: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        load_settings({})
    assert not file.exists()


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), ("::", False)],
)
def test_reflection_is_for_loopback_unless_it_is_asked_for(host: str, loopback: bool) -> None:
    settings = load_settings({"host": host, "allow_plaintext": True})
    assert settings.serves_reflection is loopback
    assert (
        load_settings({"host": host, "allow_plaintext": True, "reflection": not loopback}).serves_reflection
        is not loopback
    )


def test_variables_that_are_no_settings_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_WORKER", "2")
    monkeypatch.setenv("QUOTH_TOKEN", "of the client")
    monkeypatch.setenv("QUOTH_PORT", "1")
    assert unknown_variables() == ["QUOTH_WORKER"]
    with pytest.raises(SettingsError, match=r"QUOTH_WORKER is no setting; did you mean QUOTH_WORKERS\?"):
        load_settings({})


def check(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CHECK, *options], capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **environment}
    )


def test_check_prints_what_would_be_and_serves_nothing(tmp_path: Path) -> None:
    config = tmp_path / "quoth.toml"
    config.write_text("workers = 3\n")
    ended = check("--config-file", str(config), "--port", "7", "--reflection", QUOTH_STOP_DELAY_SECONDS="2.5")
    assert ended.returncode == 0
    lines = ended.stdout.splitlines()
    for line in ("port = 7", "workers = 3", "stop_delay_seconds = 2.5", "reflection = True", "host = 127.0.0.1"):
        assert line in lines
    assert len(lines) == len(Settings.model_fields)
    assert ended.stderr == ""


@pytest.mark.parametrize(
    ("options", "named"), [(["--workers", "x"], "QUOTH_WORKERS"), (["--tokens-file", "none"], "QUOTH_TOKENS_FILE")]
)
def test_check_of_a_wrong_setting(options: list[str], named: str) -> None:
    ended = check(*options)
    assert ended.returncode == 2
    assert named in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_table_of_the_documentation_has_every_setting() -> None:
    documented = (Path(__file__).resolve().parents[2] / "service" / "SETTINGS.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        assert f"| `{name}` |" in documented
        assert field.description
