"""Occasions that a noun states: in | an interview | with ..., at | a rally | in ..., Monday's | debate |."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quoth.engine.languages import OutletKind
from quoth.engine.model import VenueKind
from quoth.engine.venues.roles import Roles, read_roles
from quoth.engine.venues.rules.statement import MEDIA_KINDS, Statement

if TYPE_CHECKING:
    from quoth.engine.venues.scene import Scene

_LONGEST_NOUN_PHRASE = 10
_RECEIVER = 4
_PREDICATE = 5
_BORDERS = frozenset(("not", ",", ";", ":", "(", ")", "—", "–"))
_VAGUE = frozenset(("march", "protest", "launch", "dinner", "awards"))


def occasion_noun(scene: Scene, index: int) -> Statement | None:
    """In | an interview | with ..., at | a rally | in ..., Monday's | debate |."""
    found = scene.occasion_at(index)
    if found is None:
        return None
    length, kind = found
    head = index + length - 1
    first, bound, loose = governor(scene, index, kind)
    weak = scene.lower[index] in scene.words.weak
    if scene.is_headline_word(head) or (weak and first + 1 == index and not _stands_alone(scene, first, head)):
        return None
    if loose or (weak and not bound) or ((weak or not bound) and _is_followed_by_noun(scene, head)):
        return None
    if not bound and (_is_to_come(scene, head) or _is_one_of_many(scene, first, kind)):
        return None
    kind = public(scene, index, head, kind)
    roles = read_roles(scene, first, head, speaks_to_media=kind in MEDIA_KINDS)
    roles = _named_event(scene, head, roles)
    definite = any(scene.lower[i] in scene.words.definite for i in range(first, index))
    if kind is VenueKind.SPEECH and bound and roles.place is None and scene.lower[index] in _VAGUE:
        return None
    return Statement("occasion-noun", kind, first, max(head, roles.last), head, roles, bound, definite)


def _named_event(scene: Scene, head: int, roles: Roles) -> Roles:
    """The name of a broadcast event as its programme ("Commander-in-Chief | Forum |" on NBC), and whose a tweet is."""
    if scene.lower[head] in ("tweet", "tweets") and not roles.outlets:
        return replace(roles, outlets=(scene.platform_of_tweet(head),))
    if not roles.outlets or roles.programme is not None or not scene.tokens.words[head][0].isupper():
        return roles
    first = head
    while first and scene.tokens.words[first - 1][0].isupper() and first - 1 not in scene.outlets:
        first -= 1
    return roles if first == head else replace(roles, programme=scene.named(first, head))


def _is_to_come(scene: Scene, head: int) -> bool:
    """Whether an occasion is only planned, or is called off: the debate | is planned | for May."""
    return not scene.words.denials.isdisjoint(scene.lower[head + 1 : head + _PREDICATE])


def _is_one_of_many(scene: Scene, first: int, kind: VenueKind) -> bool:
    """Whether an occasion that nothing binds is any of its kind: a rally."""
    return scene.lower[first] in ("a", "an") and kind is not VenueKind.INTERVIEW


def _stands_alone(scene: Scene, governor: int, head: int) -> bool:
    """Whether an occasion needs no article: in court, in parliament, via email."""
    return scene.lower[head] in scene.words.place_heads or scene.lower[governor] in ("via", "by")


def public(scene: Scene, first: int, head: int, kind: VenueKind) -> VenueKind:
    """The kind of a message or a filing, which the one to whom it goes may make a public statement."""
    stop = min(scene.sentence_stop(head), head + _LONGEST_NOUN_PHRASE)
    behind = scene.lower[head + 1 : stop]
    platform = scene.outlet_at(head + 2) if behind[:1] == ["on"] else None
    if platform is not None and platform.outlet.kind is OutletKind.PLATFORM:
        return VenueKind.SOCIAL_MEDIA
    if kind is VenueKind.PRIVATE_COMMUNICATION and scene.lower[head] in scene.words.messages:
        before = scene.lower[max(0, first - 4) : first]
        if not scene.words.private.isdisjoint([*before, *behind]):
            return kind
        to_media = not scene.words.public.isdisjoint(behind) or any(i in scene.outlets for i in range(head + 1, stop))
        return VenueKind.STATEMENT if to_media or "to" not in behind[:4] else kind
    if scene.lower[head] in scene.words.appearances and "on" not in behind[:2]:
        return VenueKind.SPEECH
    if kind is VenueKind.TESTIMONY and scene.lower[head] in scene.words.filings:
        return kind if scene.words.markets.isdisjoint(behind) else VenueKind.STATEMENT
    return kind


def governor(scene: Scene, index: int, kind: VenueKind) -> tuple[int, bool, bool]:
    """What stands before an occasion's noun phrase: its first token, whether it binds, whether it loosens."""
    first = index
    lowest = max(scene.sentence_start(index), index - _LONGEST_NOUN_PHRASE)
    for position in range(index - 1, lowest - 1, -1):
        word = scene.lower[position]
        if word in scene.words.loosening:
            return first, False, True
        if word in scene.words.binding and not scene.is_said[position]:
            return position, _binds(scene, word, index, kind), is_negated(scene, position)
        if word == "," and scene.lower[position + 1].isdigit():
            continue
        if _ends_noun_phrase(scene, position):
            break
        first = position
        if word in scene.language.determiners:
            return _before_determiner(scene, position, lowest, index, kind)
    return first, False, False


def _before_determiner(scene: Scene, index: int, lowest: int, head: int, kind: VenueKind) -> tuple[int, bool, bool]:
    """The same, once the article of the noun phrase is found: ahead of | the | debate, at | the | debate."""
    position = index - 1
    if position > lowest and scene.lower[position] == "of":
        position -= 1
        if scene.lower[position] in scene.words.parts:
            position -= 1
    before = scene.lower[position] if position >= lowest else ""
    if before in scene.words.loosening:
        return index, False, True
    bound = before in scene.words.binding and (position == index - 1 or scene.lower[index - 1] == "of")
    if bound:
        return position, _binds(scene, before, head, kind), is_negated(scene, position)
    given = next((i for i in range(index - 1, max(lowest, index - _RECEIVER) - 1, -1) if _gives(scene, i)), None)
    return (index, False, False) if given is None else (given, True, is_negated(scene, given))


def _gives(scene: Scene, index: int) -> bool:
    """Whether a verb is one whose first object is who gets a text: sent | him a notice."""
    return scene.lower[index] in scene.words.giving and not scene.is_said[index]


def _ends_noun_phrase(scene: Scene, index: int) -> bool:
    """Whether a token stands before a noun phrase and is none of it."""
    word, language = scene.lower[index], scene.language
    if scene.is_said[index] or word in _BORDERS or word in language.prepositions or word in language.auxiliaries:
        return True
    return word in language.conjunctions or word in language.relatives or word in language.say_verbs


def _binds(scene: Scene, word: str, head: int, kind: VenueKind) -> bool:
    """Whether a word binds an occasion: "for" only interviews, "by" what is written or called, "on" what is aired."""
    if scene.lower[head] in scene.words.aired:
        return word in ("on", "in", "during", "at")
    if word == "for":
        return kind is VenueKind.INTERVIEW
    return word != "by" or kind in (VenueKind.PRIVATE_COMMUNICATION, VenueKind.STATEMENT)


def is_negated(scene: Scene, index: int) -> bool:
    """Whether what governs an occasion is denied or only asked for: declined to give an interview, a request for ..."""
    before = scene.lower[max(scene.sentence_start(index), index - 4) : index + 1]
    return not scene.words.denials.isdisjoint(before) or "not" in before


def _is_followed_by_noun(scene: Scene, head: int) -> bool:
    """Whether an unbound noun is only the first part of another: the interview request, the debate stage."""
    behind = scene.lower[head + 1] if head + 1 < len(scene) else ""
    return behind.isalpha() and not (
        behind in scene.language.function_words or behind in scene.language.speech_verbs
        or behind.endswith(("ed", "ing", "s")) or scene.tokens.words[head + 1][0].isupper()
        or behind in scene.words.behind_occasions
    )  # fmt: skip
