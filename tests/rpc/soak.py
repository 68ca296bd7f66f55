"""Documents of words that no document had before, and what memory becomes of them."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import grpc

from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psutil

_IN_FLIGHT = 8
_SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "ke",
    "li",
    "mo",
    "nu",
    "pa",
    "re",
    "si",
    "to",
    "vu",
    "wa",
    "xe",
    "zi",
)
_MEASUREMENTS = 20


def new_documents(seed: int, count: int) -> Iterator[str]:
    """Short articles whose names, outlets and other words are made up anew for each."""
    dice = random.Random(seed)

    def word() -> str:
        return "".join(dice.choices(_SYLLABLES, k=dice.randrange(3, 7)))

    for _ in range(count):
        first, last, outlet, town = (word().title() for _ in range(4))
        filler = " ".join(word() for _ in range(40))
        yield (
            f'"The {word()} will {word()} the {word()}," {first} {last} told the {outlet} Gazette in {town}.\n\n'
            f'{filler.capitalize()}. "We {word()}," he said. {last} and {word().title()} {word().title()} {word()}.\n'
        )


def workers_memory(server: psutil.Process) -> list[int]:
    """Bytes that each worker and the server have for themselves or share, in order of their ids."""
    workers = [worker for child in server.children() for worker in child.children()]
    return [process.memory_info().rss for process in (server, *sorted(workers, key=lambda process: process.pid))]


async def _send(address: str, texts: Iterator[str]) -> None:
    async with grpc.aio.insecure_channel(address) as channel:
        stub = quotations_pb2_grpc.QuotationServiceStub(channel)

        async def caller() -> None:
            for text in texts:
                await stub.ExtractQuotations(pb.ExtractQuotationsRequest(document=pb.Document(text=text)))

        await asyncio.gather(*(caller() for _ in range(_IN_FLIGHT)))


def soak(address: str, server: psutil.Process, documents: int) -> list[list[int]]:
    """Sends documents and measures memory after each twentieth part of them.

    Returns:
        For each measurement the bytes of the server and of each worker.
    """
    measured = []
    for part in range(_MEASUREMENTS):
        asyncio.run(_send(address, new_documents(part, documents // _MEASUREMENTS)))
        measured.append(workers_memory(server))
    return measured


def growth(measured: list[list[int]]) -> float:
    """How much larger a process became, at most, after a fifth of the documents; 0.1 is 10 %."""
    settled, last = measured[len(measured) // 5 - 1], measured[-1]
    return max(after / before - 1 for before, after in zip(settled, last, strict=True))


def late_growth(measured: list[list[int]]) -> int:
    """How many bytes a process gained, at most, over the second half of the documents."""
    half, last = measured[len(measured) // 2 - 1], measured[-1]
    return max(after - before for before, after in zip(half, last, strict=True))
