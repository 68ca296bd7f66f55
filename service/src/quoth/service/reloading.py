"""Files that are read again when they change."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic, TypeVar

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_T = TypeVar("_T")
_LOOK_SECONDS = 1.0
_log = structlog.get_logger()


class Reloading(Generic[_T]):
    """What some files hold, at most a second old.

    A new version that is wrong or incomplete is logged, and the last good one kept.

    Args:
        paths: The files.
        parse: Makes the value from their bytes.

    Raises:
        OSError: A file cannot be read at first.
        ValueError: ``parse`` raises it at first.
    """

    def __init__(self, paths: Sequence[Path], parse: Callable[[Sequence[bytes]], _T]) -> None:
        self._paths = paths
        self._parse = parse
        self._stamps = self._look()
        self._looked = time.monotonic()
        self._value = parse([path.read_bytes() for path in paths])

    @property
    def value(self) -> _T:
        """The value of the files as they are now."""
        now = time.monotonic()
        if now - self._looked >= _LOOK_SECONDS:
            self._looked = now
            self._refresh()
        return self._value

    def _refresh(self) -> None:
        names = [str(path) for path in self._paths]
        try:
            stamps = self._look()
            if stamps == self._stamps:
                return
            self._value = self._parse([path.read_bytes() for path in self._paths])
        except (OSError, ValueError) as error:
            _log.error("not reloaded", files=names, error=str(error))
            return
        self._stamps = stamps
        _log.info("reloaded", files=names)

    def _look(self) -> list[tuple[int, int, int]]:
        return [(stat.st_mtime_ns, stat.st_size, stat.st_ino) for stat in (path.stat() for path in self._paths)]
