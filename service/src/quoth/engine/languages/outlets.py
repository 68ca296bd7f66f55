"""The gazetteer of outlets: a table of names that a deployment can extend by one of its own."""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLUMNS = ("name", "kind", "outlet", "aliases")
_ALIAS_SIGN = "|"
_LONGEST_ACRONYM = 5
_LEADING = re.compile(r"\w+")


class OutletKind(Enum):
    """What kind of outlet bears a name."""

    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    MAGAZINE = "magazine"
    BROADCASTER = "broadcaster"
    WEBSITE = "website"
    PLATFORM = "platform"
    PROGRAMME = "programme"


class GazetteerError(ValueError):
    """A table of outlets that cannot be read; the message names file, line, what was given and what is allowed."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet, a platform or a programme.

    Attributes:
        name: Canonical name, without a leading "The".
        kind: What it is.
        parent: Canonical name of the outlet that a programme belongs to; else empty.
    """

    name: str
    kind: OutletKind
    parent: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """Outlets by every name that articles print, without a leading "The"."""

    named: Mapping[str, Outlet]

    def find(self, name: str) -> Outlet | None:
        """The outlet that a printed name stands for; a leading "The" does not count, nor do capitals throughout."""
        name = name.removeprefix("The ").removeprefix("the ")
        found = self.named.get(name)
        if found is None and name.isupper() and len(name) > _LONGEST_ACRONYM:
            return self._folded.get(name.casefold())
        return found

    @functools.cached_property
    def _folded(self) -> Mapping[str, Outlet]:
        return {name.casefold(): outlet for name, outlet in self.named.items()}

    def may_begin(self, word: str) -> bool:
        """Whether an outlet's name may begin with a word, so that most words need no look-up."""
        leading = _LEADING.match(word)
        return leading is not None and leading.group().casefold() in self._beginnings

    @functools.cached_property
    def _beginnings(self) -> frozenset[str]:
        found = (_LEADING.match(name) for name in self.named)
        return frozenset(leading.group().casefold() for leading in found if leading is not None)

    def is_agency(self, name: str) -> bool:
        """Whether a printed name is a news agency's."""
        outlet = self.find(name)
        return outlet is not None and outlet.kind is OutletKind.AGENCY

    def extended(self, other: Gazetteer) -> Gazetteer:
        """Both together; where they name the same, the other counts."""
        return Gazetteer({**self.named, **other.named})


def read_gazetteer(lines: Iterable[str], source: str) -> Gazetteer:
    """Reads a table of outlets (CSV, RFC 4180, with a header).

    Columns: ``name``; ``kind``, one of ``OutletKind``; ``outlet``, the outlet a programme belongs to, or empty;
    ``aliases``, other names that articles print, parted by "|".

    Args:
        lines: Of the file.
        source: What to call it in errors.

    Raises:
        GazetteerError: A line is wrong.
    """
    reader = csv.DictReader(lines, strict=True)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        given = ",".join(reader.fieldnames or ())
        problem = f"{source}, line 1: the header is {given!r}; it must be {','.join(COLUMNS)!r}"
        raise GazetteerError(problem)
    named: dict[str, Outlet] = {}
    try:
        for row in reader:
            for name, outlet in _row(row, f"{source}, line {reader.line_num}"):
                if name in named:
                    problem = (
                        f"{source}, line {reader.line_num}: {name!r} already stands for {named[name].name!r}; "
                        "a name can stand for one outlet only"
                    )
                    raise GazetteerError(problem)
                named[name] = outlet
    except csv.Error as error:
        problem = f"{source}, line {reader.line_num}: {error}"
        raise GazetteerError(problem) from error
    return Gazetteer(named)


def _row(row: Mapping[str, str | None], where: str) -> Iterator[tuple[str, Outlet]]:
    if None in row or None in row.values():
        problem = (
            f"{where}: a line needs {len(COLUMNS)} columns ({', '.join(COLUMNS)}); put names with commas in quotes"
        )
        raise GazetteerError(problem)
    name, kind = (row["name"] or "").strip().removeprefix("The "), row["kind"] or ""
    if not name:
        problem = f"{where}: name is empty; give the outlet's name or remove the line"
        raise GazetteerError(problem)
    kinds = [known.value for known in OutletKind]
    if kind not in kinds:
        problem = f"{where}: kind is {kind!r}; it must be one of {', '.join(kinds)}"
        raise GazetteerError(problem)
    outlet = Outlet(name, OutletKind(kind), (row["outlet"] or "").strip())
    aliases = (alias.strip().removeprefix("The ") for alias in (row["aliases"] or "").split(_ALIAS_SIGN))
    for printed in (name, *filter(None, aliases)):
        yield printed, outlet
