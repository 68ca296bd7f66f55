"""How the service is run: command-line options, ``QUOTH_*`` environment variables, a TOML file, defaults."""

from __future__ import annotations

import difflib
import ipaddress
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

PREFIX = "QUOTH_"
CONFIG_FILE_VARIABLE = f"{PREFIX}CONFIG_FILE"
_DAY = 86_400
_OF_CLIENTS = frozenset(
    f"{PREFIX}{name}"
    for name in (
        "ADDRESS",
        "TOKEN",
        "TLS",
        "TLS_CA_FILE",
        "TLS_CLIENT_CERTIFICATE_FILE",
        "TLS_CLIENT_KEY_FILE",
        "TLS_SERVER_NAME",
    )
)


class SettingsError(ValueError):
    """Settings with which the service cannot run.

    Attributes:
        problems: One a wrong setting: its name, what was given, what is allowed.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems

    @classmethod
    def of(cls, name: str, value: object, problem: str) -> SettingsError:
        """The error about one setting."""
        return cls(f"{variable(name)} ({option(name)}) is {value!r}: {problem}")


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class Settings(BaseSettings):
    """The service's settings; each description gives the unit, and nothing is read from elsewhere."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(50051, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    workers: int = Field(
        default_factory=lambda: len(os.sched_getaffinity(0)),
        ge=1,
        le=256,
        description="Processes that read documents; default one a core.",
    )

    max_queued_documents: int = Field(
        64,
        ge=0,
        le=100_000,
        description="Documents that may wait for a worker; a call beyond it is refused at once, streams wait.",
    )
    max_held_bytes: int = Field(
        2**27,
        ge=2**12,
        description="Bytes of unary requests and batches that may be held; a call beyond it is refused at once.",
    )
    default_deadline_seconds: float = Field(
        60.0,
        gt=0,
        le=_DAY,
        description="Time for a document, waiting included, where the client set no deadline, in seconds.",
    )
    document_timeout_seconds: float = Field(
        30.0, gt=0, le=_DAY, description="Longest time a worker may take for one document, in seconds."
    )
    stop_delay_seconds: float = Field(
        0.0,
        ge=0,
        le=_DAY,
        description="Time from SIGTERM, when health turns to NOT_SERVING, until new calls are refused, in seconds.",
    )
    stop_grace_seconds: float = Field(
        30.0, ge=0, le=_DAY, description="Time that running calls get after that before they are cancelled, in seconds."
    )
    max_connection_age_seconds: float | None = Field(
        None,
        gt=0,
        le=_DAY,
        description="Age at which a connection is asked to close once its calls are done, so that clients find new"
        " replicas, in seconds; default never.",
    )

    max_text_bytes: int = Field(2**20, ge=1, le=2**24, description="Largest article text, in bytes of UTF-8.")
    max_words_per_document: int = Field(250_000, ge=1, le=2**24, description="Most words in one article.")
    max_requests_per_batch: int = Field(100, ge=1, le=10_000, description="Most articles in one batch.")
    max_known_speakers: int = Field(1000, ge=0, le=100_000, description="Most known speakers in one request.")
    max_in_flight_per_call: int | None = Field(
        None,
        ge=1,
        le=1024,
        description="Articles of one stream or batch that wait or are read at once; default one more than workers,"
        " which keeps all of them busy and leaves room for others.",
    )
    max_message_bytes: int = Field(2**23, ge=2**12, le=2**30, description="Largest gRPC message, in bytes.")
    max_calls_per_client: int = Field(
        256, ge=1, le=100_000, description="Calls that one client (token, certificate or address) may have open."
    )
    max_streams_per_client: int = Field(16, ge=1, le=100_000, description="Streams that one client may have open.")

    tls_certificate_file: Path | None = Field(
        None, description="Certificate chain of the service (PEM); read again when it changes. Turns TLS on."
    )
    tls_key_file: Path | None = Field(None, description="Private key of the certificate (PEM).")
    tls_client_ca_file: Path | None = Field(
        None,
        description="Authorities (PEM) that sign client certificates; every client must then show one (mutual TLS).",
    )
    tokens_file: Path | None = Field(
        None,
        description="File of hashed bearer tokens, made by `quoth-service token`; read again when it changes. Every"
        " call but health checks must then carry one.",
    )
    allow_plaintext: bool = Field(
        default=False, description="Whether other addresses than loopback may be served without TLS."
    )
    reflection: bool | None = Field(
        None, description="Whether gRPC server reflection is served; default only on loopback."
    )

    metrics_host: str = Field("127.0.0.1", description="Address of the Prometheus metrics.")
    metrics_port: int | None = Field(
        None, ge=0, le=65535, description="Port of the Prometheus metrics; 0 takes a free one; default none."
    )
    otlp_endpoint: str | None = Field(
        None,
        pattern=r"^https?://[^/]",
        description="OpenTelemetry collector (OTLP over gRPC, http:// or https://) to send traces to; default none.",
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = Field(
        "info", description="Least severe level that is logged."
    )
    build: str = Field("", max_length=200, description="What was deployed, for GetServiceInfo; for example a revision.")

    outlets_file: Path | None = Field(
        None, description="CSV file of outlets of your own, beside the built-in gazetteer; README says how to write it."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the interface of pydantic-settings
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options before the environment before the file."""
        file = os.environ.get(CONFIG_FILE_VARIABLE) or None
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can connect."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def in_flight_per_call(self) -> int:
        """Articles of one stream or batch that wait or are read at once."""
        return self.max_in_flight_per_call or self.workers + 1

    @property
    def serves_reflection(self) -> bool:
        """Whether gRPC server reflection is served."""
        return self.on_loopback if self.reflection is None else self.reflection


def load_settings(options: Mapping[str, Any]) -> Settings:
    """The settings of this process.

    Args:
        options: Those given on the command line, by name.

    Raises:
        SettingsError: A setting is wrong, two contradict each other, the file cannot be read, or a variable that
            begins like a setting is none, for a misspelt one could leave the service open.
    """
    unknown = [_unknown(name, name, map(variable, Settings.model_fields)) for name in unknown_variables()]
    if unknown:
        raise SettingsError(*unknown)
    file = os.environ.get(CONFIG_FILE_VARIABLE)
    if file and not Path(file).is_file():
        raise SettingsError(f"{CONFIG_FILE_VARIABLE} (--config-file) is {file!r}: there is no such file")
    elsewhere = {*options, *(name for name in Settings.model_fields if os.environ.get(variable(name)))}
    try:
        settings = Settings(**options)
    except ValidationError as error:
        raise SettingsError(*(_problem(problem, elsewhere, file) for problem in error.errors())) from None
    except (OSError, ValueError) as error:  # not TOML, not UTF-8
        raise SettingsError(f"{CONFIG_FILE_VARIABLE} (--config-file) is {file!r}: {error}") from None
    _check_security(settings)
    _check_agreement(settings)
    return settings


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"{PREFIX}{name.upper()}"


def option(name: str) -> str:
    """The command-line option of a setting."""
    return f"--{name.replace('_', '-')}"


def unknown_variables() -> list[str]:
    """Variables that look like settings of the service and are none."""
    known = {variable(name) for name in Settings.model_fields} | {CONFIG_FILE_VARIABLE}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known | _OF_CLIENTS)


def _problem(details: Mapping[str, Any], elsewhere: Collection[str], file: str | None) -> str:
    """One line about a wrong setting, which comes from the file unless it was given elsewhere, too."""
    name = str(details["loc"][0])
    if details["type"] == "extra_forbidden":
        return _unknown(f"{name} in {file}", name.replace("-", "_"), Settings.model_fields)
    if name in elsewhere:
        return str(SettingsError.of(name, details["input"], details["msg"]))
    return f"{name} in {file} is {details['input']!r}: {details['msg']}"


def _unknown(where: str, name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    meant = f"did you mean {near[0]}?" if near else "`quoth-service settings` lists them"
    return f"{where} is no setting; {meant}"


def _check_agreement(settings: Settings) -> None:
    if settings.max_held_bytes < settings.max_message_bytes:
        problem = f"less than one message may have ({variable('max_message_bytes')}: {settings.max_message_bytes})"
        raise SettingsError.of("max_held_bytes", settings.max_held_bytes, problem)
    if settings.port and settings.port == settings.metrics_port:
        raise SettingsError.of("metrics_port", settings.metrics_port, "the port of the service; give it one of its own")


def _check_security(settings: Settings) -> None:
    certificate, key = settings.tls_certificate_file, settings.tls_key_file
    if (certificate is None) is not (key is None):
        given, missing = ("tls_certificate_file", "tls_key_file")[:: 1 if certificate else -1]
        raise SettingsError.of(given, str(certificate or key), f"{variable(missing)} is not set; TLS needs both")
    if settings.tls_client_ca_file and not certificate:
        value = str(settings.tls_client_ca_file)
        raise SettingsError.of("tls_client_ca_file", value, f"{variable('tls_certificate_file')} is not set")
    if not (certificate or settings.on_loopback or settings.allow_plaintext):
        problem = (
            f"others than this machine could listen in; set {variable('tls_certificate_file')} and"
            f" {variable('tls_key_file')}, or, if something else protects the connection,"
            f" {variable('allow_plaintext')}=true"
        )
        raise SettingsError.of("host", settings.host, problem)
