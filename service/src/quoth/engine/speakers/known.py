"""Which of the caller's known speakers an entity is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quoth.engine.model import KnownSpeaker
    from quoth.engine.speakers.names import Key, Naming

_MOST_COMPARED = 50


class KnownSpeakers:
    """The known speakers of one request, by their names."""

    def __init__(self, known: Iterable[KnownSpeaker], naming: Naming) -> None:
        self._naming = naming
        self._by_key: defaultdict[Key, dict[str, None]] = defaultdict(dict)
        self._by_last: defaultdict[str, list[tuple[Key, str]]] = defaultdict(list)
        for speaker in known:
            for name in (speaker.name, *speaker.aliases):
                key = naming.key(name)
                self._by_key[key][speaker.id] = None
                if len(key) > 1:
                    self._by_last[key[-1]].append((key, speaker.id))

    def ids(self, names: Iterable[str]) -> tuple[str, ...]:
        """The ids of all whom an entity with these names can be.

        A name that is one of theirs decides; otherwise names of two words or more are compared as those of an article
        are (initials, middle names, short forms).
        """
        keys = dict.fromkeys(self._naming.key(name) for name in names)
        exact = dict.fromkeys(id_ for key in keys for id_ in self._by_key.get(key, ()))
        if exact:
            return tuple(exact)
        alike = (
            id_
            for key in keys
            if len(key) > 1
            for known, id_ in self._by_last.get(key[-1], ())[:_MOST_COMPARED]
            if self._naming.same(key, known)
        )
        return tuple(dict.fromkeys(alike))
