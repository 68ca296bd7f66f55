"""Measures memory over many documents of never-seen words: ``make soak``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import psutil
from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from rpc.running import running
from rpc.soak import growth, soak


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--output", type=Path, default=Path("bench-soak.json"))
    options = parser.parse_args()
    begun = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), "--workers", "2", "--log-level", "error") as service,
    ):
        measured = soak(service.address, psutil.Process(service.process.pid), options.documents)
    result = {
        "documents": options.documents,
        "seconds": round(time.perf_counter() - begun, 1),
        "megabytes_of_server_and_workers": [[round(bytes_ / 2**20, 1) for bytes_ in row] for row in measured],
        "growth": round(growth(measured), 4),
    }
    Console().print(result)
    options.output.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
