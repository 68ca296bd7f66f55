"""The command ``quoth``."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import unicodedata
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quoth.client import Client, ClientConfig, Document, QuothError, UnavailableError
from quoth.client.config import default_address
from quoth.client.testing import local_service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quoth.client import Extraction, Quotation, Speaker, Venue

_WIDTH_WITHOUT_TERMINAL = 120
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command.

    Returns:
        0 if all went well, 1 if the service could not answer, 2 if the command is wrong, 130 if it was interrupted.
    """
    options = _parser().parse_args(arguments)
    try:
        document = _document(options) if options.run is _extract else None
        config = ClientConfig(address=options.address, timeout=options.timeout)
    except (OSError, ValueError) as error:
        print(f"quoth: {error}", file=sys.stderr)
        return 2
    try:
        with ExitStack() as stack:
            if options.local:
                config = dataclasses.replace(config, address=stack.enter_context(local_service()), tls=None)
            client = stack.enter_context(Client(config=config))
            if options.local:
                client.wait_until_serving(options.timeout)
            options.run(client, document, options.format)
    except BrokenPipeError:
        sys.stdout = None  # who read it has gone: there is nothing to flush
        return 1
    except (QuothError, RuntimeError, OSError, ValueError) as error:
        print(f"quoth: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quoth",
        description="Who said what in a news article, and where.",
        epilog="Environment: QUOTH_ADDRESS; QUOTH_TOKEN, a bearer token; QUOTH_TLS=true or QUOTH_TLS_CA_FILE for an"
        " encrypted connection, QUOTH_TLS_SERVER_NAME if its certificate is for another name than the address;"
        " QUOTH_TLS_CLIENT_CERTIFICATE_FILE and QUOTH_TLS_CLIENT_KEY_FILE for mutual TLS.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    where = common.add_mutually_exclusive_group()
    where.add_argument(
        "--address", default=default_address(), help="the service (default: $QUOTH_ADDRESS, else %(default)s)"
    )
    where.add_argument("--local", action="store_true", help="start a service for this call (needs quoth-service)")
    common.add_argument("--timeout", type=float, default=30.0, metavar="SECONDS", help="longest time (default: 30)")

    extract = commands.add_parser("extract", parents=[common], help="print the quotations of an article")
    extract.add_argument("file", metavar="FILE", help="text file with the article, UTF-8; - for standard input")
    extract.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    extract.add_argument("--language", default="", help='language of the text, for example "en" (default: detected)')
    extract.set_defaults(run=_extract)

    info = commands.add_parser("info", parents=[common], help="print versions, languages and limits of the service")
    info.set_defaults(run=_info, format="json")

    health = commands.add_parser(
        "health", parents=[common], help="exit with 0 if the service is serving, with 1 if it is not"
    )
    health.set_defaults(run=_health, format="")
    return parser


def _document(options: argparse.Namespace) -> Document:
    raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{options.file} is not UTF-8 (byte {error.start}); convert it first, for example with iconv"
        raise ValueError(msg) from None
    return Document(text=text, id=options.file, language=options.language)


def _extract(client: Client, document: Document, form: str) -> None:
    extraction = client.extract(document)
    if form == "json":
        print(json.dumps(dataclasses.asdict(extraction), ensure_ascii=False, indent=2))
    else:
        _print_table(extraction)


def _info(client: Client, document: None, form: str) -> None:
    del document, form
    print(json.dumps(dataclasses.asdict(client.service_info()), indent=2))


def _health(client: Client, document: None, form: str) -> None:
    del document, form
    if not client.is_serving():
        message = "the service is there, and is starting or stopping"
        raise UnavailableError("UNAVAILABLE", message)
    print("serving")


def _print_table(extraction: Extraction) -> None:
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL, highlight=False)
    if not extraction.quotations:
        console.print("No quotations found.")
    else:
        table = Table(box=box.SIMPLE_HEAD, show_lines=True)
        table.add_column("Speaker", ratio=3)
        table.add_column("Words", ratio=6)
        table.add_column("Cue", ratio=2)
        table.add_column("Venue", ratio=4)
        for quotation in extraction.quotations:
            table.add_row(*(Text(_printable(cell)) for cell in _row(quotation)))
        console.print(table)
        count = len(extraction.quotations)
        console.print(f"{count} {'quotation' if count == 1 else 'quotations'}, language {extraction.language}")
    for warning in extraction.warnings:
        console.print(Text(f"Warning: {warning.message}"))


def _printable(cell: str) -> str:
    """The cell without control characters, which an article could use to command the terminal."""
    return "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else "\ufffd" for c in cell)


def _row(quotation: Quotation) -> tuple[str, str, str, str]:
    words = " [...] ".join(segment.text for segment in quotation.segments)
    cue = " ".join(part.text for part in (quotation.mention, quotation.cue) if part)
    return _speaker(quotation.speaker), words, cue or "-", _venue(quotation.venue)


def _speaker(speaker: Speaker | None) -> str:
    if speaker is None:
        return "-"
    return f"{speaker.name}\n{speaker.role}" if speaker.role else speaker.name


def _venue(venue: Venue | None) -> str:
    if venue is None:
        return "-"
    lines = [venue.kind.replace("_", " ")]
    lines += [f"outlets: {', '.join(outlet.name for outlet in venue.outlets)}"] if venue.outlets else []
    lines += [f"programme: {venue.programme.name}"] if venue.programme else []
    lines += [f"asked by: {', '.join(person.name for person in venue.interviewers)}"] if venue.interviewers else []
    lines += [f"place: {venue.place.name}"] if venue.place else []
    lines += [f"date: {venue.date.name}"] if venue.date else []
    lines += [f"relayed by: {', '.join(relay.name for relay in venue.relayed_by)}"] if venue.relayed_by else []
    return "\n".join(lines)
