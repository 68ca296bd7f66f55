"""Documents that end their workers."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from cachetools import LRUCache

from quoth.service.errors import DocumentQuarantinedError

if TYPE_CHECKING:
    from quoth.v1 import quotations_pb2 as pb

DEATHS_ALLOWED = 2
_REMEMBERED = 10_000


class Quarantine:
    """Counts the workers that each document has ended; the last 10,000 such documents are remembered, by digests."""

    def __init__(self) -> None:
        self._deaths: LRUCache[bytes, int] = LRUCache(_REMEMBERED)

    def check(self, document: pb.Document) -> None:
        """Refuses a document that has ended too many.

        Raises:
            DocumentQuarantinedError: As said.
        """
        if self._deaths and self._deaths.get(_digest(document), 0) >= DEATHS_ALLOWED:
            raise DocumentQuarantinedError

    def record(self, document: pb.Document) -> bool:
        """Counts one more.

        Returns:
            Whether the document may be tried again.
        """
        digest = _digest(document)
        self._deaths[digest] = self._deaths.get(digest, 0) + 1
        return self._deaths[digest] < DEATHS_ALLOWED


def _digest(document: pb.Document) -> bytes:
    return hashlib.sha256(document.text.encode()).digest()
