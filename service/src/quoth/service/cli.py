"""The command ``quoth-service``."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from pydantic_core import PydanticUndefined
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from quoth.service.settings import (
    CONFIG_FILE_VARIABLE,
    Settings,
    SettingsError,
    load_settings,
    option,
    variable,
)
from quoth.service.versions import SERVICE_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

ANNOUNCEMENT = "quoth-service listening on "
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command.

    Returns:
        0 if all went well, 1 if something could not be done, 2 if the command or a setting is wrong,
        130 if interrupted.
    """
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # who read it has gone: there is nothing to flush
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quoth-service", description="Finds quotations, their speakers and venues.")
    parser.add_argument("--version", action="version", version=SERVICE_VERSION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser(
        "serve",
        help="run the gRPC service",
        description="Runs the gRPC service until SIGTERM or SIGINT. Every setting is also read from an environment"
        " variable (QUOTH_ and its name in capitals, for example QUOTH_PORT) and from a TOML file (its name, for"
        " example port = 50051); options come before variables, variables before the file. The first line on standard"
        " output tells the address; logs go to standard error.",
    )
    _add_settings(serve)
    serve.set_defaults(run=_serve)

    check = commands.add_parser(
        "check",
        help="check the settings without serving",
        description="Reads all settings and the files that they name, and prints them. Exit code 2 if one is wrong.",
    )
    _add_settings(check)
    check.set_defaults(run=_check)

    settings = commands.add_parser("settings", help="print a table of all settings (Markdown)")
    settings.set_defaults(run=_describe_settings)

    token = commands.add_parser(
        "token",
        help="make a bearer token for a client",
        description="Prints a new token, for the client, on standard output, and its line for the service's"
        " tokens file on standard error.",
    )
    token.add_argument("principal", help="whose it is: 1 to 63 letters, digits and . _ @ -")
    token.add_argument("--file", type=Path, metavar="TOKENS", help="append the line to this file instead")
    token.set_defaults(run=_token)

    extract = commands.add_parser(
        "extract",
        help="run the engine over a file, without a server",
        description='Reads lines of {"id", "text"[, "language_code", "title", "publisher"]} and writes one answer a'
        " line: the JSON form of ExtractQuotationsResponse, offsets in code points, with elapsed_seconds; or an error"
        " with its field. Exit code 1 if any line had an error.",
    )
    extract.add_argument("source", metavar="IN.jsonl", help="file to read; - for standard input")
    extract.add_argument(
        "-o", "--output", metavar="OUT.jsonl", default="-", help="file to write (default: standard output)"
    )
    extract.set_defaults(run=_extract)
    return parser


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config-file", metavar="FILE", help="TOML file of settings")
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, PydanticUndefined, "") else f" (default {field.default})"
        text = f"{field.description}{default}".replace("%", "%%")
        if field.annotation in (bool, bool | None):
            parser.add_argument(option(name), dest=name, action=argparse.BooleanOptionalAction, help=text)
        else:
            parser.add_argument(option(name), dest=name, metavar="VALUE", help=text)


def _settings(options: argparse.Namespace) -> Settings:
    if options.config_file is not None:
        os.environ[CONFIG_FILE_VARIABLE] = options.config_file
    given = {name: getattr(options, name) for name in Settings.model_fields}
    return load_settings({name: value for name, value in given.items() if value is not None})


def _serve(options: argparse.Namespace) -> int:
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # gRPC's core writes lines that are not JSON
    from quoth.service.server import CannotServeError, check, serve
    from quoth.service.telemetry import configure_logs

    try:
        settings = _settings(options)
        check(settings)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    configure_logs(settings.log_level)
    try:
        asyncio.run(serve(settings, lambda address: print(f"{ANNOUNCEMENT}{address}", flush=True)))
    except CannotServeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _check(options: argparse.Namespace) -> int:
    from quoth.service.server import check

    try:
        settings = _settings(options)
        check(settings)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    for name in Settings.model_fields:
        value = getattr(settings, name)
        print(f"{name} = {'none' if value is None else value}")
    return 0


def _describe_settings(options: argparse.Namespace) -> int:
    del options
    print("| setting | variable | default | what it is |\n|---|---|---|---|")
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, PydanticUndefined, "") else f"`{field.default}`".lower()
        print(f"| `{name}` | `{variable(name)}` | {default} | {field.description} |")
    return 0


def _token(options: argparse.Namespace) -> int:
    from quoth.service.auth import add_token, new_token

    try:
        if options.file is None:
            token, line = new_token(options.principal)
            print(line, file=sys.stderr)
        else:
            token = add_token(options.principal, options.file)
    except (OSError, ValueError) as error:
        print(f"quoth-service token: {error}", file=sys.stderr)
        return 2
    print(token)
    return 0


def _extract(options: argparse.Namespace) -> int:
    from quoth.engine import Engine
    from quoth.service.jsonl import extract_lines
    from quoth.service.work import own_outlets

    try:
        engine, failed = Engine(own_outlets(load_settings({}).outlets_file)), 0
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    with ExitStack() as stack:
        try:
            source = _open(stack, options.source, "r", sys.stdin)
            lines = source.readlines()
            target = _open(stack, options.output, "w", sys.stdout)
        except (OSError, UnicodeDecodeError) as error:
            print(f"quoth-service extract: {error}", file=sys.stderr)
            return 2
        columns = (TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        progress = Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
        task = progress.add_task("", total=len(lines))
        stack.enter_context(progress)
        for line in extract_lines(engine, lines):
            target.write(line.json + "\n")
            progress.update(task, completed=line.number)
            if line.error:
                failed += 1
                message = f"{options.source}:{line.number}: {line.error}"
                progress.console.print(message, markup=False, highlight=False, soft_wrap=True)
    return 1 if failed else 0


def _open(stack: ExitStack, name: str, mode: Literal["r", "w"], standard: TextIO) -> TextIO:
    if name == "-":
        return standard
    opened: TextIO = stack.enter_context(Path(name).open(mode, encoding="utf-8-sig" if mode == "r" else "utf-8"))  # noqa: SIM115
    return opened
