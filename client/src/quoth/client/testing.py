"""A real service for tests and demonstrations."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ANNOUNCEMENT = "quoth-service listening on "
_STOP_SECONDS = 30


@contextmanager
def local_service(options: Sequence[str] = (), *, logs: bool = False) -> Iterator[str]:
    """Runs ``quoth-service serve`` on a free loopback port for as long as the context lasts.

    Args:
        options: Further options of ``quoth-service serve``, for example ``["--workers", "1"]``.
        logs: Whether the service's logs go to standard error; else they are dropped.

    Yields:
        The address, "127.0.0.1:port". It is listened on, but may not be serving yet: see ``Client.wait_until_serving``.

    Raises:
        RuntimeError: The service is not installed or does not start.
    """
    if find_spec("quoth.service") is None:
        msg = "the service is not installed here; install quoth-service, or give the address of a running one"
        raise RuntimeError(msg)
    command = [sys.executable, "-m", "quoth.service", "serve", "--host", "127.0.0.1", "--port", "0", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=None if logs else subprocess.DEVNULL, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith(_ANNOUNCEMENT):
                msg = f"the service did not start; run `{' '.join(command[1:])}` to see why"
                raise RuntimeError(msg)
            yield line.removeprefix(_ANNOUNCEMENT).strip()
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
