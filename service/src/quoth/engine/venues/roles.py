"""Reads the parts of a venue: outlets, programme, interviewers, place, date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.languages import OutletKind
from quoth.engine.model import NamedSpan, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.engine.reading import Candidate
    from quoth.engine.venues.scene import OutletMention, Scene

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_PART = r"(?:morning|afternoon|evening|night|noon)"
_DATE = re.compile(
    rf"\b(?:(?:late |early )?(?:on |last |this |next )?{_DAY}(?: {_PART})?"
    rf"|{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?"
    rf"|(?:late )?(?:yesterday|today|tonight)|over the weekend|in \d{{4}}"
    rf"|(?:last|this|earlier this) (?:week|month|year|{_PART}|spring|summer|autumn|fall|winter))\b"
)
_LONGEST_PLACE = 14
_NEAR_OUTLET = 6
_LONGEST_ABBREVIATION = 4
_WITHIN = 40
_AT = frozenset(("at", "in", "outside", "inside", "from", "aboard", "near"))


@dataclass(frozen=True, slots=True)
class Roles:
    """The parts of a venue that a statement names.

    Attributes:
        outlets: Outlets and platforms.
        programme: The show, column or podcast.
        interviewers: Who asked.
        place: Where.
        date: When.
        last: The last token that belongs to one of them.
    """

    outlets: tuple[NamedSpan, ...] = ()
    programme: NamedSpan | None = None
    interviewers: tuple[NamedSpan, ...] = ()
    place: NamedSpan | None = None
    date: NamedSpan | None = None
    last: int = -1

    def joined(self, other: Roles) -> Roles:
        """The parts of both; what this one names counts first."""
        return Roles(
            outlets=_distinct((*self.outlets, *other.outlets)),
            programme=self.programme or other.programme,
            interviewers=_distinct((*self.interviewers, *other.interviewers)),
            place=self.place or other.place,
            date=self.date or other.date,
            last=max(self.last, other.last),
        )


def _distinct(named: tuple[NamedSpan, ...]) -> tuple[NamedSpan, ...]:
    return tuple({part.canonical_name or part.name: part for part in reversed(named)}.values())[::-1]


def read_roles(scene: Scene, first: int, head: int, *, speaks_to_media: bool) -> Roles:
    """The roles in the clause of a statement.

    Args:
        scene: The article.
        first: First token of the statement.
        head: Its head: roles are read from ``first`` to the end of the head's clause.
        speaks_to_media: Whether outlets and those who ask belong to such an occasion.
    """
    first = min(first, len(scene) - 1)
    stop = _clause_stop(scene, head)
    outlets: list[OutletMention] = []
    interviewers: list[tuple[int, NamedSpan]] = []
    programme: tuple[int, NamedSpan] | None = None
    if speaks_to_media:
        outlets = [
            o for i in range(first, stop) if (o := scene.outlets.get(i)) and (o.certain or _introduced(scene, i))
        ]
        programme = _programme(scene, first, stop, outlets)
        interviewers = list(_interviewers(scene, first, stop))
    place = (
        _place(scene, head + 1, stop)
        or _place_itself(scene, first, head)
        or _place_within(scene, first, head)
        or _place_in_front(scene, first)
    )
    date = _date(scene, first, stop)
    named = [(o.first, o.named) for o in outlets if o.outlet.kind is not OutletKind.PROGRAMME]
    if speaks_to_media:
        named += _unknown_outlets(scene, first, stop)
    ends = [o.last for o in outlets] + [last for last, _ in interviewers]
    ends += [part[0] for part in (programme, place, date) if part is not None and part[0] < stop]
    return Roles(
        outlets=_distinct(tuple(outlet for _, outlet in sorted(named, key=lambda item: item[0]))),
        programme=programme[1] if programme else None,
        interviewers=tuple(person for _, person in interviewers),
        place=place[1] if place else None,
        date=date[1] if date else None,
        last=max([head, *ends]),
    )


def _unknown_outlets(scene: Scene, first: int, stop: int) -> Iterator[tuple[int, NamedSpan]]:
    """Names that look like outlets' behind "with", "to", "and" or a possessive: with Mongolia's | Eagle News |."""
    for index in range(first, stop):
        name = scene.names.get(index)
        if name is None or any(i in scene.outlets for i in range(index, name.last + 1)):
            continue
        before = scene.lower[index - 1] if index else ""
        introduced = before in scene.words.outlet_introductions or scene.is_possessive(index - 1)
        interviewed = (
            before == "with" and scene.lower[index - 2] in scene.words.interviews and not scene.is_person(name)
        )
        called = before in scene.words.outlet_nouns or not scene.words.outlet_nouns.isdisjoint(name.role.split())
        if called or (introduced and scene.looks_like_outlet(name)) or (interviewed and " " in name.text):
            yield index, NamedSpan(name.text, name.span)


def _introduced(scene: Scene, index: int) -> bool:
    """Whether an everyday word is an outlet's name by what stands before it: with The Week, told Mint."""
    before = scene.lower[index - 1] if index else ""
    return before in ("the", "with", "to", "and", "by") or before in scene.words.addressing


def _clause_stop(scene: Scene, head: int) -> int:
    """Where the clause of a token ends: with its sentence, with quoted words, or with a comma that begins another."""
    stop = min(scene.sentence_stop(head), head + _WITHIN)
    for index in range(head + 1, stop):
        word = scene.lower[index]
        if scene.is_said[index] or word in (";", ":"):
            return index
        if word in scene.language.relatives or (word in scene.language.say_verbs and index > head + 1):
            return index
        if word == "," and not _continues(scene, index + 1):
            return index
    return stop


def _continues(scene: Scene, index: int) -> bool:
    """Whether a clause goes on behind a comma: with a preposition, or a name without a verb."""
    if index >= len(scene):
        return False
    word = scene.tokens.words[index]
    if scene.lower[index] in scene.words.clause_continues or index in scene.outlets or _DATE.match(word):
        return True
    if not word[0].isupper():
        return False
    name = scene.names.get(index)
    behind = (name.last if name else index) + 1
    follows = scene.lower[behind] if behind < len(scene) else ""
    return follows in (",", ".", ")", "on", "in", "for", "at", "and", "during") and not (name and scene.is_person(name))


def _programme(scene: Scene, first: int, stop: int, outlets: list[OutletMention]) -> tuple[int, NamedSpan] | None:
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
            if found is not None and not _may_be_person(scene, outlet.last + 2, found[0]):
                return found
    return _title_behind_on(scene, first, stop) if outlets else None


def _may_be_person(scene: Scene, first: int, last: int) -> bool:
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


def _title_behind_on(scene: Scene, first: int, stop: int) -> tuple[int, NamedSpan] | None:
    """What is named behind "on" beside an outlet: with the Star and the Sun for an exclusive on | Question Hour |."""
    for index in range(first, stop - 1):
        if scene.lower[index] != "on" or _is_date_at(scene, index + 1) or scene.outlet_at(index + 1):
            continue
        found = _title_from(scene, index + 1, stop)
        if found is not None and not any(scene.people_between(index + 1, found[0] + 1)):
            return found
    return None


def _title_from(scene: Scene, index: int, stop: int) -> tuple[int, NamedSpan] | None:
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


def _title_before(scene: Scene, index: int, first: int) -> tuple[int, NamedSpan] | None:
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


def _interviewers(scene: Scene, first: int, stop: int) -> Iterator[tuple[int, NamedSpan]]:
    """Persons behind "with", "to" or "by", behind an outlet's 's, or called host, editor and the like."""
    asking = False
    for person in _askers(scene, first, stop):
        begin = person.first
        before = scene.lower[begin - 1] if begin else ""
        role = {word.lower() for word in person.role.replace("-", " ").split()} | {
            word.lower() for word in person.role.split()
        }
        behind_outlet = any(
            o.last + 1 < begin and scene.is_possessive(o.last + 1) and begin - o.last <= _NEAR_OUTLET
            for o in _outlets_before(scene, first, begin)
        )
        titled = not role.isdisjoint(scene.words.interviewers) or before in scene.words.interviewers
        addressed = before in ("with", "to", "by") or (before in scene.words.addressing and (titled or behind_outlet))
        joined = asking and before in ("and", ",")
        on_air = before == "to" and scene.lower[person.last + 1 : person.last + 2] in (["on"], ["for"], ["of"])
        asking = behind_outlet or titled or (addressed and before in ("with", "by")) or joined or on_air
        if asking and not scene.is_possessive(person.last + 1):
            yield person.last, NamedSpan(person.text, person.span)


def _askers(scene: Scene, first: int, stop: int) -> Iterator[Candidate]:
    """The names that may be those of persons who ask: persons, and unknown names of two words or more."""
    for index in range(first, stop):
        name = scene.names.get(index)
        if name is not None and (
            scene.is_person(name)
            or (index in scene.names and _may_be_person(scene, index, name.last) and scene.is_possessive(index - 1))
        ):
            yield name


def _outlets_before(scene: Scene, first: int, stop: int) -> Iterator[OutletMention]:
    return (scene.outlets[index] for index in range(first, stop) if index in scene.outlets)


def _place(scene: Scene, first: int, stop: int) -> tuple[int, NamedSpan] | None:
    """The words behind a preposition of place, up to the next adverbial."""
    for index in range(first, stop - 1):
        word = scene.lower[index]
        if word not in scene.words.place_prepositions:
            continue
        begin = index + 1
        if (
            _is_date_at(scene, begin)
            or begin in scene.outlets
            or scene.outlet_at(begin)
            or scene.lower[begin].isdigit()
        ):
            continue
        if word == "on" and not _is_place_head(scene, begin, stop):
            continue
        last = _place_end(scene, begin, stop)
        if (
            last < begin
            or any(_is_occasion(scene, i) for i in range(begin, last + 1))
            or scene.lower[last] in scene.words.time_nouns
        ):
            continue
        if any(scene.lower[i] in scene.words.time_nouns for i in range(begin, min(begin + 2, last + 1))):
            continue
        if (last >= begin and any(scene.tokens.words[i][0].isupper() for i in range(begin, last + 1))) or (
            last > begin and scene.lower[begin] in ("a", "an", "the", "his", "her", "their", "its")
        ):
            return last, scene.named(begin, last)
    return None


def _is_occasion(scene: Scene, index: int) -> bool:
    """Whether a noun stands for an occasion that is no place."""
    return scene.occasion_at(index) is not None and scene.lower[index] not in scene.words.place_heads


def _place_itself(scene: Scene, first: int, head: int) -> tuple[int, NamedSpan] | None:
    """An occasion that is a place: in | the Commons |, at | Leeds Crown Court |."""
    if scene.lower[head] not in scene.words.place_heads or first >= head or scene.lower[first] not in _AT:
        return None
    return head, scene.named(first + 1, head)


def _place_within(scene: Scene, first: int, head: int) -> tuple[int, NamedSpan] | None:
    """The name of a place before the noun: at a | Michigan | rally."""
    for index in range(first, head):
        name = scene.names.get(index)
        if name is not None and name.last < head and scene.is_place(name):
            return head, NamedSpan(name.text, name.span)
    return None


def _place_in_front(scene: Scene, first: int) -> tuple[int, NamedSpan] | None:
    """A place with which the sentence begins: Outside the courthouse, ..."""
    start = scene.sentence_start(first)
    if start >= first or scene.is_said[start] or scene.lower[start] not in _AT:
        return None
    found = _place(scene, start, first)
    return (
        found if found is not None and scene.tokens.starts[start + 1] == (found[1].span or Span(-1, -1)).start else None
    )


def _is_place_head(scene: Scene, begin: int, stop: int) -> bool:
    return any(
        scene.lower[i]
        in ("steps", "floor", "grounds", "campus", "lawns", "lawn", "stage", "hill", "island", "beach", "ship")
        for i in range(begin, min(begin + 4, stop))
    )


def _place_end(scene: Scene, begin: int, stop: int) -> int:
    end = begin - 1
    for index in range(begin, min(stop, begin + _LONGEST_PLACE)):
        word = scene.lower[index]
        ends = word in scene.words.place_ends and not (
            word == "and" and index > begin and scene.tokens.words[index - 1][0].isupper()
        )
        if _is_time_at(scene, index, stop):
            break
        if index > begin and (ends or _is_date_at(scene, index) or word in scene.language.speech_verbs):
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
    if index >= stop or not scene.tokens.words[index][0].isupper() or _is_date_at(scene, index):
        return False
    name = scene.names.get(index)
    behind = (name.last if name else index) + 1
    follows = scene.lower[behind] if behind < len(scene) else "."
    if name is not None and scene.is_person(name):
        return False
    return follows in (",", ".", ";", ")", "on", "and") or _is_date_at(scene, behind)


def is_date_word(scene: Scene, index: int) -> bool:
    """Whether a token is of the calendar: a day, a month, a number."""
    word = scene.tokens.words[index]
    return word in scene.language.calendar or word[0].isdigit()


def _is_date_at(scene: Scene, index: int) -> bool:
    return index < len(scene) and _DATE.match(scene.reading.text, scene.tokens.starts[index]) is not None


def _date(scene: Scene, first: int, stop: int) -> tuple[int, NamedSpan] | None:
    """A date in the clause, or else right behind the verb before it ("said Monday in an interview")."""
    text = scene.reading.text
    begin = max(scene.sentence_start(first), first - 6)
    stop = max(stop, first + 1)
    dates = [
        *_DATE.finditer(text, scene.tokens.starts[first], scene.tokens.ends[stop - 1]),
        *_DATE.finditer(text, scene.tokens.starts[begin], scene.tokens.ends[stop - 1]),
    ]
    found = next((date for date in dates if scene.reading.token_at(date.start()) not in scene.outlets), None)
    if found is None:
        return None
    words = found.group()
    shift = len(words) - len(words.removeprefix("on ").removeprefix("in "))
    span = Span(found.start() + shift, found.end())
    return scene.reading.token_at(span.end) - 1, NamedSpan(span.of(text), span)
