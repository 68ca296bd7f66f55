"""Documents that end their workers."""

from __future__ import annotations

import hashlib

from cachetools import LRUCache

from quoth.service.errors import DocumentQuarantinedError
from quoth.v1 import quotations_pb2 as pb

_DEATHS_ALLOWED = 2
_REMEMBERED = 10_000


class Quarantine:
    """Counts the workers that each document has ended since it was last read; remembers 10,000 of them, by digests."""

    def __init__(self) -> None:
        self._deaths: LRUCache[bytes, int] = LRUCache(_REMEMBERED)

    def check(self, request: pb.ExtractQuotationsRequest) -> None:
        """Refuses a document that has ended too many.

        Raises:
            DocumentQuarantinedError: As said.
        """
        if self._deaths and self._deaths.get(_key(request), 0) >= _DEATHS_ALLOWED:
            raise DocumentQuarantinedError

    def record_death(self, request: pb.ExtractQuotationsRequest) -> bool:
        """Counts one more.

        Returns:
            Whether the document may be tried again.
        """
        key = _key(request)
        self._deaths[key] = self._deaths.get(key, 0) + 1
        return self._deaths[key] < _DEATHS_ALLOWED

    def forgive(self, request: pb.ExtractQuotationsRequest) -> None:
        """Forgets what a document did that has been read by now: its worker died of something else."""
        if self._deaths:
            self._deaths.pop(_key(request), None)


def _key(request: pb.ExtractQuotationsRequest) -> bytes:
    """What tells one document from others: all that is sent of it but its id."""
    nameless = pb.ExtractQuotationsRequest()
    nameless.CopyFrom(request)
    nameless.document.ClearField("id")
    return hashlib.sha256(nameless.SerializeToString(deterministic=True)).digest()
