"""Measures the running service under load, prints tables and writes JSON: ``make bench-service``.

Real processes on the loopback interface, each cell bounded in time. The load, the service and the prober of health share
the machine's cores, so absolute figures are low and drift; ratios of one run hold.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import psutil
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from rich.console import Console
from rich.table import Table

from quoth.client import Client
from quoth.client.testing import local_service
from quoth.v1 import quotations_pb2 as pb
from quoth.v1 import quotations_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

HERE = Path(__file__).resolve().parent
CONCURRENCY = (1, 2, 4)
BATCH = 10  # documents of a batch
IN_FLIGHT = 4  # documents of a stream that are not answered yet
PROBES_A_SECOND = 100
MESSAGE_OPTIONS = [("grpc.max_receive_message_length", 2**25)]


@dataclass
class Load:
    """What is sent, until when, and how long each answer took."""

    requests: list[pb.ExtractQuotationsRequest]
    ends: float
    seconds: list[float] = field(default_factory=list)
    sent: int = 0
    failed: int = 0

    def next(self) -> pb.ExtractQuotationsRequest | None:
        if time.perf_counter() >= self.ends:
            return None
        self.sent += 1
        return self.requests[self.sent % len(self.requests)]


async def unary(stub: quotations_pb2_grpc.QuotationServiceAsyncStub, load: Load) -> None:
    while (request := load.next()) is not None:
        begun = time.perf_counter()
        await stub.ExtractQuotations(request)
        load.seconds.append(time.perf_counter() - begun)


async def batch(stub: quotations_pb2_grpc.QuotationServiceAsyncStub, load: Load) -> None:
    while True:
        requests = [request for _ in range(BATCH) if (request := load.next()) is not None]
        if not requests:
            return
        begun = time.perf_counter()
        reply = await stub.BatchExtractQuotations(pb.BatchExtractQuotationsRequest(requests=requests))
        load.failed += sum(outcome.HasField("error") for outcome in reply.outcomes)
        load.seconds += [time.perf_counter() - begun] * len(requests)


async def stream(stub: quotations_pb2_grpc.QuotationServiceAsyncStub, load: Load) -> None:
    begun: dict[int, float] = {}
    slots = asyncio.Semaphore(IN_FLIGHT)

    async def requests() -> AsyncIterator[pb.StreamExtractQuotationsRequest]:
        while await slots.acquire() and (request := load.next()) is not None:
            begun[len(begun)] = time.perf_counter()
            yield pb.StreamExtractQuotationsRequest(request=request)

    async for reply in stub.StreamExtractQuotations(requests()):
        load.failed += reply.outcome.HasField("error")
        load.seconds.append(time.perf_counter() - begun[reply.outcome.index])
        slots.release()


MODES: dict[str, Callable[[Any, Load], Coroutine[Any, Any, None]]] = {"unary": unary, "batch": batch, "stream": stream}


async def drive(address: str, mode: str, callers: int, load: Load) -> None:
    async with grpc.aio.insecure_channel(address, options=MESSAGE_OPTIONS) as channel:
        stub = quotations_pb2_grpc.QuotationServiceStub(channel)
        await asyncio.gather(*(MODES[mode](stub, load) for _ in range(callers)))


def measure(
    address: str, mode: str, callers: int, requests: list[pb.ExtractQuotationsRequest], seconds: float
) -> dict[str, float]:
    load = Load(requests, time.perf_counter() + seconds)
    begun = time.perf_counter()
    asyncio.run(drive(address, mode, callers, load))
    spent = time.perf_counter() - begun
    cuts = statistics.quantiles(load.seconds, n=100)
    return {
        "documents_per_second": len(load.seconds) / spent,
        "milliseconds_p50": 1000 * cuts[49],
        "milliseconds_p99": 1000 * cuts[98],
        "failed": load.failed,
    }


@contextmanager
def service(workers: int) -> Iterator[tuple[str, psutil.Process]]:
    before = {child.pid for child in psutil.Process().children()}
    with local_service(["--workers", str(workers)]) as address:
        with Client(address) as client:
            client.wait_until_serving(60)
        (process,) = (child for child in psutil.Process().children() if child.pid not in before)
        yield address, process


def memory(process: psutil.Process) -> dict[str, float]:
    """Megabytes of a service's processes together; what they share counts once (PSS)."""
    processes = (process, *process.children(recursive=True))
    return {"megabytes": sum(one.memory_full_info().pss for one in processes) / 2**20, "processes": len(processes)}


def cpu_seconds(process: psutil.Process) -> float:
    """Of a process and all that it started, by user and system."""
    return sum(sum(one.cpu_times()[:2]) for one in (process, *process.children(recursive=True)))


ENGINE = """
import json, sys, time
from quoth.engine import Document, Engine
engine, documents = Engine(), [Document(text) for text in json.loads(sys.stdin.readline())]
for _ in sys.stdin:
    begun = time.process_time()
    for document in documents:
        engine.extract(document)
    print(time.process_time() - begun, flush=True)
"""


def overhead(texts: list[str], requests: list[pb.ExtractQuotationsRequest], pairs: int = 5) -> dict[str, float]:
    """CPU time through the service beside the engine alone, over the same documents, in turns.

    Some processes are slower than others all their life, by where their memory lies; so there are several pairs.
    """
    measured = [turn for _ in range(pairs) for turn in _engine_and_service(texts, requests)]
    ratios = sorted(served / alone for alone, served in measured)
    return {
        "engine_milliseconds": 1000 * statistics.median(alone for alone, _ in measured) / len(texts),
        "service_milliseconds": 1000 * statistics.median(served for _, served in measured) / len(texts),
        "overhead": statistics.median(ratios) - 1,
        "lowest": ratios[0] - 1,
        "highest": ratios[-1] - 1,
    }


def _engine_and_service(
    texts: list[str], requests: list[pb.ExtractQuotationsRequest], turns: int = 4
) -> Iterator[tuple[float, float]]:
    """CPU seconds of a new engine and of a new service in each turn after the first, in which both warm up."""
    with (
        service(1) as (address, process),
        grpc.insecure_channel(address) as channel,
        subprocess.Popen(
            [sys.executable, "-c", ENGINE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as engine,
    ):
        assert engine.stdin is not None
        assert engine.stdout is not None
        stub = quotations_pb2_grpc.QuotationServiceStub(channel)
        engine.stdin.write(json.dumps(texts) + "\n")
        for turn in range(turns + 1):
            print(file=engine.stdin, flush=True)
            alone = float(engine.stdout.readline())
            before = cpu_seconds(process)
            for request in requests:
                stub.ExtractQuotations(request)
            if turn:
                yield alone, cpu_seconds(process) - before
        engine.stdin.close()


def scaling(requests: list[pb.ExtractQuotationsRequest], seconds: float, rounds: int = 5) -> dict[str, Any]:
    """Throughput of one and of two workers, measured in turns, at two callers a worker."""
    found: dict[int, list[float]] = {1: [], 2: []}
    with service(1) as (one, _), service(2) as (two, _):
        for address, workers in ((one, 1), (two, 2)):
            measure(address, "unary", 2 * workers, requests, 1)
        for _ in range(rounds):
            for address, workers in ((one, 1), (two, 2)):
                figures = measure(address, "unary", 2 * workers, requests, seconds)
                found[workers].append(figures["documents_per_second"])
    ratios = sorted(two / one for one, two in zip(found[1], found[2], strict=True))
    return {
        "ratio": statistics.median(ratios),
        "lowest": ratios[0],
        "highest": ratios[-1],
        "documents_per_second": found,
    }


def probe(address: str, seconds: float) -> dict[str, float]:
    """Milliseconds at p99 of health checks, info and reflection, each in turn; runs in a process of its own."""
    taken: dict[str, list[float]] = {"health": [], "info": [], "reflection": []}
    with grpc.insecure_channel(address) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        info = quotations_pb2_grpc.QuotationServiceStub(channel)
        calls = {
            "health": lambda: health.Check(health_pb2.HealthCheckRequest(service="quoth.v1.QuotationService")),
            "info": lambda: info.GetServiceInfo(pb.GetServiceInfoRequest()),
            "reflection": ProtoReflectionDescriptorDatabase(channel).get_services,
        }
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends:
            for name, call in calls.items():
                begun = time.perf_counter()
                call()
                taken[name].append(time.perf_counter() - begun)
                time.sleep(1 / PROBES_A_SECOND)
    return {f"{name}_milliseconds_p99": 1000 * statistics.quantiles(times, n=100)[98] for name, times in taken.items()}


def saturated(
    address: str, requests: list[pb.ExtractQuotationsRequest], workers: int, seconds: float
) -> dict[str, float]:
    """The probes beside eight callers a worker."""
    command = [sys.executable, str(HERE / "service.py"), "--probe", address, "--seconds", str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as prober:
        measure(address, "unary", 8 * workers, requests, seconds + 1)
        output, _ = prober.communicate()
    figures: dict[str, float] = json.loads(output)
    return figures


def table(console: Console, cells: list[dict[str, Any]]) -> None:
    columns = ("workers", "mode", "callers", "documents_per_second", "milliseconds_p50", "milliseconds_p99", "failed")
    shown = Table(*columns, title="Load")
    for cell in cells:
        shown.add_row(*(f"{cell[name]:.1f}" if isinstance(cell[name], float) else str(cell[name]) for name in columns))
    console.print(shown)


def markdown(result: dict[str, Any]) -> str:
    """The result as the documentation shows it."""
    lines = ["| workers | calls | callers | documents/s | p50, ms | p99, ms |", "|---|---|---|---|---|---|"]
    for cell in result["cells"]:
        figures = (f"{cell[name]:.0f}" for name in ("documents_per_second", "milliseconds_p50", "milliseconds_p99"))
        lines.append(f"| {cell['workers']} | {cell['mode']} | {cell['callers']} | {' | '.join(figures)} |")
    scale, cost = result["scaling_from_one_to_two_workers"], result["overhead_of_the_service"]
    one, two = (result["at_saturation"][workers] for workers in ("1", "2"))
    lines += [
        "",
        "| figure | target | reached |",
        "|---|---|---|",
        f"| two workers to one, documents/s | 1.8 | {scale['ratio']:.2f} ({scale['lowest']:.2f} to {scale['highest']:.2f}) |",
        (
            f"| CPU a document, service to engine alone | at most + 15 % | + {100 * cost['overhead']:.0f} %"
            f" ({100 * cost['lowest']:.0f} to {100 * cost['highest']:.0f}) |"
        ),
    ]
    for name in ("health", "info", "reflection"):
        reached = " and ".join(f"{figures[f'{name}_milliseconds_p99']:.0f}" for figures in (one, two))
        lines.append(f"| {name} at saturation, p99, one and two workers | below 50 ms | {reached} ms |")
    lines.append(f"| memory of all processes (PSS) | | {one['megabytes']:.0f} and {two['megabytes']:.0f} MB |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=HERE.parents[2] / "shared" / "bench" / "data" / "polnear-dev.jsonl"
    )
    parser.add_argument("--seconds", type=float, default=4.0, help="of each cell (default: 4)")
    parser.add_argument("--output", type=Path, default=Path("bench-service.json"))
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="also write the tables of the documentation")
    parser.add_argument("--probe", metavar="ADDRESS", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.probe:
        print(json.dumps(probe(options.probe, options.seconds)))
        return 0
    texts = [json.loads(line)["text"] for line in options.data.read_text("utf-8").splitlines()]
    requests = [pb.ExtractQuotationsRequest(document=pb.Document(text=text)) for text in texts]
    cells: list[dict[str, Any]] = []
    probes: dict[str, dict[str, float]] = {}
    for workers in (1, 2):
        with service(workers) as (address, process):
            measure(address, "unary", workers, requests, 1)
            for mode in MODES:
                for times in CONCURRENCY:
                    figures = measure(address, mode, times * workers, requests, options.seconds)
                    cells.append({"workers": workers, "mode": mode, "callers": times * workers, **figures})
            probes[str(workers)] = saturated(address, requests, workers, 5 * options.seconds) | memory(process)
    result = {
        "cells": cells,
        "scaling_from_one_to_two_workers": scaling(requests, options.seconds),
        "overhead_of_the_service": overhead(texts, requests),
        "at_saturation": probes,
    }
    console = Console()
    table(console, cells)
    console.print({name: value for name, value in result.items() if name != "cells"})
    options.output.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    console.print(f"wrote {options.output}")
    if options.markdown:
        options.markdown.write_text(markdown(result), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
