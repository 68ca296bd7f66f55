"""The place of an occasion, as the article words it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import NamedSpan
from quoth.engine.venues.dates import Found, is_date_at

if TYPE_CHECKING:
    from quoth.engine.venues.scene import Scene

_LONGEST_PLACE = 14
_LONGEST_ABBREVIATION = 4
_SURFACE_WITHIN = 4
_AT = frozenset(("at", "in", "outside", "inside", "from", "aboard", "near"))


def find_place(scene: Scene, first: int, head: int, stop: int) -> Found | None:
    """The place that a statement names: behind its head, the occasion itself, before its head, or in front of all."""
    return (
        _place(scene, head + 1, stop)
        or _place_itself(scene, first, head)
        or _place_within(scene, first, head)
        or _place_in_front(scene, first)
    )


def place_behind(scene: Scene, preposition: int, stop: int) -> Found | None:
    """The words behind a preposition of place, up to the next adverbial."""
    word, begin = scene.lower[preposition], preposition + 1
    if is_date_at(scene, begin) or scene.outlet_at(begin) is not None or scene.lower[begin].isdigit():
        return None
    surface = _is_place_head(scene, begin, stop)
    if word == "on" and not surface:
        return None
    last = _place_end(scene, begin, stop)
    if last < begin or _is_time(scene, begin, last):
        return None
    if not surface and any(_is_occasion(scene, i) for i in range(begin, last + 1)):
        return None
    named = any(scene.tokens.words[i][0].isupper() for i in range(begin, last + 1))
    described = last > begin and scene.lower[begin] in scene.language.determiners
    return (last, scene.named(begin, last)) if named or described else None


def _place(scene: Scene, first: int, stop: int) -> Found | None:
    """The first place that is named between two tokens."""
    prepositions = (i for i in range(first, stop - 1) if scene.lower[i] in scene.words.place_prepositions)
    return next(filter(None, (place_behind(scene, i, stop) for i in prepositions)), None)


def _is_time(scene: Scene, begin: int, last: int) -> bool:
    """Whether words behind a preposition are a time: in | the past days |, at | the weekend |."""
    times = scene.words.time_nouns
    return scene.lower[last] in times or not times.isdisjoint(scene.lower[begin : min(begin + 2, last + 1)])


def _is_occasion(scene: Scene, index: int) -> bool:
    """Whether a noun stands for an occasion that is no place."""
    return scene.occasion_at(index) is not None and scene.lower[index] not in scene.words.place_heads


def _place_itself(scene: Scene, first: int, head: int) -> Found | None:
    """An occasion that is a place: in | the Commons |, at | Leeds Crown Court |."""
    if scene.lower[head] not in scene.words.place_heads or first >= head or scene.lower[first] not in _AT:
        return None
    return head, scene.named(first + 1, head)


def _place_within(scene: Scene, first: int, head: int) -> Found | None:
    """The name of a place before the noun: at a | Michigan | rally."""
    for index in range(first, head):
        name = scene.names.get(index)
        if name is not None and name.last < head and scene.is_place(name):
            return head, NamedSpan(name.text, name.span)
    return None


def _place_in_front(scene: Scene, first: int) -> Found | None:
    """A place with which the sentence begins: Outside the courthouse, ..."""
    start = scene.sentence_start(first)
    if start >= first or scene.is_said[start] or scene.lower[start] not in _AT:
        return None
    return place_behind(scene, start, first)


def _is_place_head(scene: Scene, begin: int, stop: int) -> bool:
    """Whether what follows "on" is a place: the steps, the pitch."""
    return any(scene.lower[i] in scene.words.surfaces for i in range(begin, min(begin + _SURFACE_WITHIN, stop)))


def _place_end(scene: Scene, begin: int, stop: int) -> int:
    end = begin - 1
    for index in range(begin, min(stop, begin + _LONGEST_PLACE)):
        word = scene.lower[index]
        ends = word in scene.words.place_ends and not (
            word == "and" and index > begin and scene.tokens.words[index - 1][0].isupper()
        )
        if _is_time_at(scene, index, stop):
            break
        if index > begin and (ends or is_date_at(scene, index) or word in scene.language.speech_verbs):
            break
        if index > begin and word in scene.words.time_nouns and scene.tokens.words[index - 1][0].isupper():
            break
        if word == ",":
            if not _continues_place(scene, index + 1, stop):
                break
        elif not (word[0].isalnum() or word in ("'s", "’s", "'", "’", "&", "-", ".")):
            break
        if word != "." or (index + 1 < stop and len(scene.lower[index - 1]) <= _LONGEST_ABBREVIATION):
            end = index
    while end >= begin and (not scene.lower[end][0].isalnum() or scene.lower[end] in scene.language.determiners):
        end -= 1
    return end


def _is_time_at(scene: Scene, index: int, stop: int) -> bool:
    """Whether a month, a year or a time follows at a token, behind a preposition or not."""
    if scene.lower[index] in ("in", "at", "of") and index + 1 < stop:
        index += 1
    return scene.tokens.words[index] in scene.language.calendar or scene.lower[index].isdigit()


def _continues_place(scene: Scene, index: int, stop: int) -> bool:
    """Whether a comma within a place is followed by the larger place: Toledo, | Ohio |, ..."""
    if index >= stop or not scene.tokens.words[index][0].isupper() or is_date_at(scene, index):
        return False
    name = scene.names.get(index)
    behind = (name.last if name else index) + 1
    follows = scene.lower[behind] if behind < len(scene) else "."
    if name is not None and scene.is_person(name):
        return False
    return follows in (",", ".", ";", ")", "on", "and") or is_date_at(scene, behind)
