"""The command ``quoth-service``."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from quoth.service.settings import Settings
from quoth.service.versions import SERVICE_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        " variable: QUOTH_ and its name in capitals, for example QUOTH_PORT. The first line on standard output tells"
        " the address; logs go to standard error.",
    )
    for name, field in Settings.model_fields.items():
        if name == "reflection":
            serve.add_argument("--reflection", action="store_const", const=True, help=field.description)
            continue
        default = "" if field.default_factory else f" (default {field.default})"
        serve.add_argument(
            f"--{name.replace('_', '-')}", dest=name, metavar="VALUE", help=f"{field.description}{default}"
        )
    serve.set_defaults(run=_serve)

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


def _serve(options: argparse.Namespace) -> int:
    from quoth.service.server import serve
    from quoth.service.telemetry import configure_logs

    given = {name: getattr(options, name) for name in Settings.model_fields}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        for problem in error.errors():
            name = str(problem["loc"][0])
            print(
                f"QUOTH_{name.upper()} (--{name.replace('_', '-')}) is {problem['input']!r}: {problem['msg']}",
                file=sys.stderr,
            )
        return 2
    if not _outlets_can_be_read(settings):
        return 2
    configure_logs(settings.log_level)
    try:
        asyncio.run(serve(settings, lambda address: print(f"quoth-service listening on {address}", flush=True)))
    except RuntimeError as error:
        print(f"cannot serve on {settings.host}:{settings.port}: {error}", file=sys.stderr)
        return 1
    return 0


def _outlets_can_be_read(settings: Settings) -> bool:
    """Whether the file of own outlets is well; if it is, the workers are told of it, which read the environment."""
    from quoth.engine.languages import GazetteerError
    from quoth.service.workers import own_outlets

    try:
        own_outlets(settings)
    except (GazetteerError, OSError, UnicodeDecodeError) as error:
        print(f"QUOTH_OUTLETS_FILE (--outlets-file): {error}", file=sys.stderr)
        return False
    if settings.outlets_file is not None:
        os.environ["QUOTH_OUTLETS_FILE"] = str(settings.outlets_file.absolute())
    return True


def _extract(options: argparse.Namespace) -> int:
    from quoth.engine import Engine
    from quoth.service.jsonl import extract_lines
    from quoth.service.workers import own_outlets

    settings = Settings.from_environment()
    if not _outlets_can_be_read(settings):
        return 2
    engine, failed = Engine(own_outlets(settings)), 0
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
                progress.console.print(f"{options.source}:{line.number}: {line.error}", markup=False, highlight=False)
    return 1 if failed else 0


def _open(stack: ExitStack, name: str, mode: Literal["r", "w"], standard: TextIO) -> TextIO:
    if name == "-":
        return standard
    opened: TextIO = stack.enter_context(Path(name).open(mode, encoding="utf-8-sig" if mode == "r" else "utf-8"))  # noqa: SIM115
    return opened
