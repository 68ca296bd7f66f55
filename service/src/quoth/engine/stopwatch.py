"""How long each stage of the pipeline took."""

from __future__ import annotations

import time


class Stopwatch:
    """Takes the time from one lap to the next.

    Attributes:
        seconds: The time of each lap by its name, in order.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Ends a stage; the next one begins."""
        now = time.perf_counter()
        self.seconds[stage] = now - self._last
        self._last = now
