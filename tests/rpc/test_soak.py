"""Memory stays flat, whatever words come by; the long form is ``make soak``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil

from rpc.running import running
from rpc.soak import growth, late_growth, new_documents, soak

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = 5_000
# To keep the words of the second half of the documents would take each of two workers more than two.
LATE_GROWTH = 2**20


def test_words_never_seen_leave_no_trace_in_memory(tmp_path: Path) -> None:
    with running(tmp_path, "--workers", "2") as service:
        measured = soak(service.address, psutil.Process(service.process.pid), DOCUMENTS)
        assert service.metric("quoth_engine_seconds_count") == DOCUMENTS
        assert service.metric("quoth_worker_restarts_total") == 0
    assert growth(measured) <= 0.10
    assert late_growth(measured) <= LATE_GROWTH


def test_the_words_are_new_each_time() -> None:
    words = [word for text in new_documents(1, 50) for word in text.lower().split() if len(word) > 8]
    assert len(set(words)) > 0.95 * len(words)
