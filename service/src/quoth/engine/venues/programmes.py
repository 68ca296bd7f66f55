"""The show, column or podcast of an occasion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.languages import OutletKind
from quoth.engine.model import NamedSpan
from quoth.engine.venues.dates import Found, is_date_at

if TYPE_CHECKING:
    from quoth.engine.venues.scene import OutletMention, Scene

_BEFORE_TITLES = frozenset(("with", "on", "to", "told"))


def find_programme(scene: Scene, first: int, stop: int, outlets: list[OutletMention]) -> Found | None:
    """A known programme, or a name beside a noun such as "show" or "podcast", or behind an outlet's 's."""
    known = next((o for o in outlets if o.outlet.kind is OutletKind.PROGRAMME), None)
    if known is not None:
        return known.last, known.named
    for outlet in outlets:
        last = _run_end(scene, outlet.last, stop)
        if last > outlet.last and not any(scene.people_between(outlet.last, last + 1)):
            return last, scene.named(outlet.first, last)
    for index in range(first, stop):
        if scene.lower[index] in scene.words.programmes:
            found = _title_from(scene, index + 1, stop) or _title_before(scene, index, first)
            if found is not None:
                return found
    for outlet in outlets:
        if scene.is_possessive(outlet.last + 1):
            found = _title_from(scene, outlet.last + 2, stop)
            if found is not None and not may_be_person(scene, outlet.last + 2, found[0]):
                return found
    return (_title_behind_on(scene, first, stop) if outlets else None) or _title_with_host(scene, first, stop)


def may_be_person(scene: Scene, first: int, last: int) -> bool:
    """Whether words behind an outlet's 's may be the name of somebody who asks for it: CNN's | Jake Tapper |."""
    if any(scene.people_between(first, last + 1)):
        return True
    name = scene.names.get(first)
    plain = scene.tokens.words[first] not in ("The", '"', "“", "‘", "'")
    known = name is not None and scene.language.outlets.find(name.text) is not None
    return (
        plain and name is not None and not known and len(name.text.split()) > 1 and not scene.looks_like_programme(name)
    )


def _run_end(scene: Scene, index: int, stop: int) -> int:
    """The last token of the capitalised words that go on behind a token: BBC Radio Wales | Breakfast |."""
    words, end = scene.tokens.words, index
    while end + 1 < stop and words[end + 1][0].isupper() and scene.tokens.starts[end + 1] - scene.tokens.ends[end] == 1:
        if words[end + 1] in scene.language.calendar or words[end + 1] in scene.language.titles:
            break
        end += 1
    return end


def _title_behind_on(scene: Scene, first: int, stop: int) -> Found | None:
    """What is named behind "on" beside an outlet: with the Star and the Sun for an exclusive on | Question Hour |."""
    for index in range(first, stop - 1):
        if scene.lower[index] != "on" or is_date_at(scene, index + 1) or scene.outlet_at(index + 1):
            continue
        found = _title_from(scene, index + 1, stop)
        if found is not None and not any(scene.people_between(index + 1, found[0] + 1)):
            return found
    return None


def _title_with_host(scene: Scene, first: int, stop: int) -> Found | None:
    """A name that "with" joins to its host's: in an interview with | Morning in Mombasa | with Ann Orr."""
    for index in range(first + 1, stop):
        name = scene.names.get(index)
        if name is None or scene.lower[index - 1] not in _BEFORE_TITLES or scene.is_person(name):
            continue
        host = scene.names.get(name.last + 2)
        hosted = host is not None and scene.lower[name.last + 1] == "with" and scene.is_person(host)
        if hosted and " " in name.text and not any(i in scene.outlets for i in range(index, name.last + 1)):
            return name.last, NamedSpan(name.text, name.span)
    return None


def _title_from(scene: Scene, index: int, stop: int) -> Found | None:
    """A run of capitalised words at a token, behind a comma, a mark or "the"."""
    words = scene.tokens.words
    while index < stop and (words[index] in ",'\"“‘" or scene.lower[index] in ("called", "titled", "of", "named")):
        index += 1
    if index >= stop or not (words[index][0].isupper() or words[index][0].isdigit()) or index in scene.outlets:
        return None
    last = index
    while last + 1 < stop and (
        words[last + 1][0].isupper()
        or words[last + 1][0].isdigit()
        or (
            words[last + 1] in ("the", "of", "with", "&", "and", "in", "'s", "’s", "for")
            and last + 2 < stop
            and words[last + 2][0].isupper()
        )
    ):
        last += 1
    return last, scene.named(index, last)


def _title_before(scene: Scene, index: int, first: int) -> Found | None:
    """A run of capitalised words right before "show" or "podcast"."""
    words, start = scene.tokens.words, index
    if start - 1 > first and words[start - 1] in "\"”’'":
        start -= 1
    end = start
    while start > first and words[start - 1][0].isupper():
        start -= 1
    if scene.lower[start] in scene.language.determiners and scene.lower[start] != "the":
        start += 1
    if start >= end or start in scene.outlets or (scene.lower[start] == "the" and end - start == 1):
        return None
    return end - 1, scene.named(start, end - 1)
