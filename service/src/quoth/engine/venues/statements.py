"""The rules that find where an article states an occasion or a channel. Each rule looks at one token."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoth.engine.languages import OutletKind
from quoth.engine.model import NamedSpan, VenueKind
from quoth.engine.venues.roles import Roles, is_date_word, read_roles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from quoth.engine.reading import Candidate
    from quoth.engine.venues.scene import OutletMention, Scene

_LONGEST_NOUN_PHRASE = 10
_LONGEST_ADDRESSEE = 7
_VERB_WITHIN = 9
_TAKEN_UP = (VenueKind.SPEECH.value, VenueKind.TESTIMONY.value, VenueKind.DEBATE.value)
_AUDIENCE = "audience"
_TWITTER = "Twitter"
_MEDIA_KINDS = frozenset((
    VenueKind.INTERVIEW, VenueKind.DEBATE, VenueKind.SOCIAL_MEDIA, VenueKind.STATEMENT, VenueKind.PUBLICATION,
    VenueKind.PRESS_CONFERENCE, VenueKind.SPEECH,
))  # fmt: skip
_PRINT = frozenset((OutletKind.NEWSPAPER, OutletKind.MAGAZINE, OutletKind.WEBSITE))
_AIR = frozenset((OutletKind.BROADCASTER, OutletKind.PROGRAMME))


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """Words that state an occasion or a channel.

    Attributes:
        rule: Name of the rule that found them.
        kind: What kind of occasion.
        first: First token.
        last: Last token, with the roles.
        head: The token by which the rule found it.
        roles: What they name.
        bound: Whether a preposition or a verb binds the occasion to what was said.
        definite: Whether they may take up an occasion stated before.
        own: Whether the occasion is an interview of the newspaper itself.
    """

    rule: str
    kind: VenueKind
    first: int
    last: int
    head: int
    roles: Roles
    bound: bool = True
    definite: bool = False
    own: bool = False


def find_statements(scene: Scene) -> Iterator[Statement]:
    """The statements of an article, in the order of their heads; those that begin within another are left out."""
    covered = -1
    for index in range(len(scene)):
        if scene.is_said[index] or index <= covered:
            continue
        for rule in _RULES:
            found = rule(scene, index)
            if found is not None:
                covered = max(covered, found.head)
                yield found
                break


def _occasion_noun(scene: Scene, index: int) -> Statement | None:
    """In | an interview | with ..., at | a rally | in ..., Monday's | debate |."""
    found = _noun_at(scene, index)
    if found is None:
        return None
    length, kind = found
    head = index + length - 1
    first, bound, loose = _governor(scene, index, kind)
    weak = scene.lower[index] in scene.words.weak
    if scene.is_headline_word(head) or (weak and first + 1 == index and not _stands_alone(scene, first, head)):
        return None
    if loose or (weak and not bound) or ((weak or not bound) and _is_followed_by_noun(scene, head)):
        return None
    if not bound and scene.lower[first] in ("a", "an") and kind is not VenueKind.INTERVIEW:
        return None
    kind = _public(scene, index, head, kind)
    roles = read_roles(scene, first, head, speaks_to_media=kind in _MEDIA_KINDS)
    definite = any(scene.lower[i] in scene.words.definite for i in range(first, index))
    if kind is VenueKind.SPEECH and bound and roles.place is None and scene.lower[index] in _VAGUE:
        return None
    return Statement("occasion-noun", kind, first, max(head, roles.last), head, roles, bound, definite)


def _stands_alone(scene: Scene, governor: int, head: int) -> bool:
    """Whether an occasion needs no article: in court, in parliament, via email."""
    return scene.lower[head] in scene.words.place_heads or scene.lower[governor] in ("via", "by")


def _public(scene: Scene, first: int, head: int, kind: VenueKind) -> VenueKind:
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
    if kind is VenueKind.TESTIMONY and scene.lower[head] in scene.words.filings:
        return kind if scene.words.markets.isdisjoint(behind) else VenueKind.STATEMENT
    return kind


def _document_says(scene: Scene, index: int) -> Statement | None:
    """The fund's | report | found, as a | memo | put it, according to a | complaint |, per the | bylaws |."""
    found = _noun_at(scene, index)
    if found is None or found[1] not in _WRITTEN or scene.is_headline_word(index):
        return None
    head = index + found[0] - 1
    first, _, loose = _governor(scene, index, found[1])
    start = scene.sentence_start(index)
    source = " ".join(scene.lower[max(start, first - 2) : first])
    if loose or not (source.endswith(("according to", "per", "by")) or _says(scene, head)):
        return None
    roles = read_roles(scene, first, head, speaks_to_media=found[1] in _MEDIA_KINDS)
    kind = _public(scene, index, head, found[1])
    return Statement("document-says", kind, first, max(head, roles.last), head, roles, bound=False)


def _says(scene: Scene, head: int) -> bool:
    """Whether a verb of speech follows a noun in its clause."""
    stop = min(scene.sentence_stop(head), head + _VERB_WITHIN)
    for index in range(head + 1, stop):
        word = scene.lower[index]
        if scene.is_said[index] or word in scene.language.say_verbs or word in scene.words.document_verbs:
            return not scene.is_said[index]
        if word in (";", ":", "."):
            break
    return False


def _spoke_at_place(scene: Scene, index: int) -> Statement | None:
    """Speaking | at a factory in Warren |, said Monday | in Cheyenne |."""
    word = scene.lower[index]
    speaks = word in scene.words.appearing
    if not speaks and word not in scene.language.say_verbs:
        return None
    at = index + 1
    stop = min(scene.sentence_stop(index), index + _ADVERBIAL)
    while at < stop and scene.lower[at] not in scene.words.place_prepositions:
        if scene.is_said[at] or not (is_date_word(scene, at) or scene.lower[at].endswith("ly") or scene.lower[at] in _ADVERBS):
            return None
        at += 1
    if at >= stop or scene.is_said[at]:
        return None
    roles = read_roles(scene, at, at, speaks_to_media=False)
    if roles.place is None or roles.place.span is None or scene.reading.token_at(roles.place.span.start) - at > 1:
        return None
    if not speaks and not _is_named_place(scene, scene.reading.token_at(roles.place.span.start)):
        return None
    return Statement("spoke-at-place", VenueKind.SPEECH, index, max(at, roles.last), at, roles)


def _is_named_place(scene: Scene, index: int) -> bool:
    name = scene.names.get(index)
    return name is not None and scene.is_place(name)


_ADVERBIAL = 7
_ADVERBS = frozenset((",", "on", "last", "this", "earlier", "night", "morning", "afternoon", "evening", "week", "month", "year", "the", "other", "day", "to", "a", "crowd", "supporters", "later", "recently"))
_WRITTEN = frozenset((
    VenueKind.STATEMENT, VenueKind.PUBLICATION, VenueKind.TESTIMONY, VenueKind.PRIVATE_COMMUNICATION,
))  # fmt: skip
_BORDERS = frozenset(("not", ",", ";", ":", "(", ")", "—", "–"))
_VAGUE = frozenset(("march", "protest", "launch", "dinner", "awards"))


def _noun_at(scene: Scene, index: int) -> tuple[int, VenueKind] | None:
    """The occasion whose noun or phrase begins at a token: number of its tokens, and kind."""
    for phrase, kind in scene.words.occasions.get(scene.lower[index], ()):
        if tuple(scene.lower[index : index + len(phrase)]) == phrase:
            return len(phrase), VenueKind(kind)
    return None


def _governor(scene: Scene, index: int, kind: VenueKind) -> tuple[int, bool, bool]:
    """What stands before an occasion's noun phrase: its first token, whether it binds, whether it loosens."""
    first = index
    lowest = max(scene.sentence_start(index), index - _LONGEST_NOUN_PHRASE)
    for position in range(index - 1, lowest - 1, -1):
        word = scene.lower[position]
        if word in scene.words.loosening:
            return first, False, True
        if word in scene.words.binding and not scene.is_said[position]:
            return position, _binds(word, kind), _is_negated(scene, position)
        if word == "," and scene.lower[position + 1].isdigit():
            continue
        if _ends_noun_phrase(scene, position):
            break
        first = position
        if word in scene.language.determiners:
            return _before_determiner(scene, position, lowest, kind)
    return first, False, False


def _before_determiner(scene: Scene, index: int, lowest: int, kind: VenueKind) -> tuple[int, bool, bool]:
    """The same, once the article of the noun phrase is found: ahead of | the | debate, at | the | debate."""
    before = scene.lower[index - 1] if index > lowest else ""
    governor = scene.lower[index - 2] if before == "of" and index - 1 > lowest else before
    if governor in scene.words.loosening:
        return index, False, True
    if before in scene.words.binding:
        return index - 1, _binds(before, kind), _is_negated(scene, index - 1)
    return index, False, False


def _ends_noun_phrase(scene: Scene, index: int) -> bool:
    """Whether a token stands before a noun phrase and is none of it."""
    word, language = scene.lower[index], scene.language
    if scene.is_said[index] or word in _BORDERS or word in language.prepositions or word in language.auxiliaries:
        return True
    return word in language.conjunctions or word in language.relatives or word in language.say_verbs


def _binds(governor: str, kind: VenueKind) -> bool:
    """Whether a word binds an occasion of a kind: "for" only interviews, "by" only what is written or called."""
    if governor == "for":
        return kind is VenueKind.INTERVIEW
    return governor != "by" or kind in (VenueKind.PRIVATE_COMMUNICATION, VenueKind.STATEMENT)


def _is_negated(scene: Scene, index: int) -> bool:
    """Whether what governs an occasion is denied or only asked for: declined to give an interview, a request for ..."""
    before = scene.lower[max(scene.sentence_start(index), index - 4) : index + 1]
    return not scene.words.denials.isdisjoint(before) or "not" in before


def _is_followed_by_noun(scene: Scene, head: int) -> bool:
    """Whether an unbound noun is only the first part of another: the interview request, the debate stage."""
    behind = scene.lower[head + 1] if head + 1 < len(scene) else ""
    return behind.isalpha() and not (
        behind in scene.language.function_words or behind in scene.language.speech_verbs or behind.endswith(("ed", "ing", "s"))
        or scene.tokens.words[head + 1][0].isupper() or behind in scene.words.behind_occasions
    )  # fmt: skip


def _told(scene: Scene, index: int) -> Statement | None:
    """Told | NDTV |, speaking to | reporters |, told | a crowd |, told | this newspaper |."""
    word = scene.lower[index]
    start = index + 1
    if word in scene.words.addressing_with:
        while start < len(scene) and scene.lower[start] in (
            "exclusively",
            "separately",
            "later",
            "also",
            "earlier",
            "down",
        ):
            start += 1
        if start >= len(scene) or scene.lower[start] not in scene.words.addressing_prepositions:
            return None
        start += 1
    elif word in scene.language.speech_verbs and scene.lower[start : start + 1] == ["to"]:
        start += 1
    elif word not in scene.words.addressing or _is_subject(scene, index):
        return None
    if start >= len(scene) or scene.is_said[start]:
        return None
    return _told_itself(scene, index, start) or _told_outlet(scene, index, start) or _told_audience(scene, index, start)


def _is_subject(scene: Scene, index: int) -> bool:
    """Whether the one who is told stands before the verb: was told."""
    return index > 0 and scene.lower[index - 1] in ("was", "were", "been", "being", "are", "is")


def _told_itself(scene: Scene, index: int, start: int) -> Statement | None:
    if not any(tuple(scene.lower[start : start + len(phrase)]) == phrase for phrase in scene.words.own):
        return None
    end = start if scene.lower[start] == "us" else start + 1
    roles = read_roles(scene, end + 1, end, speaks_to_media=True)
    return Statement("told-this-newspaper", VenueKind.INTERVIEW, index, max(end, roles.last), end, roles, own=True)


def _told_outlet(scene: Scene, index: int, start: int) -> Statement | None:
    """An outlet, one of its people, or a body whose name ends as outlets' names do."""
    outlet = scene.outlet_at(start)
    name = _name_from(scene, start)
    if outlet is None and (name is None or not _asks(scene, start, name)):
        return _told_unknown_outlet(scene, index, start, name)
    head = outlet.last if outlet else start
    if outlet is not None and _is_only_owner(scene, outlet):
        return None
    platform = outlet is not None and outlet.outlet.kind is OutletKind.PLATFORM
    head = max(head, name.last) if outlet is None and name is not None else head
    roles = read_roles(scene, start, head, speaks_to_media=True)
    last = max(head, roles.last)
    kind = VenueKind.SOCIAL_MEDIA if platform else VenueKind.INTERVIEW
    definite = not roles.outlets and roles.programme is None
    return Statement("told-outlet", kind, index, last, head, roles, definite=definite)


def _name_from(scene: Scene, start: int) -> Candidate | None:
    """The name of the one who is spoken to, behind words in small letters that tell what he or she is."""
    for index in range(start, min(start + _LONGEST_ADDRESSEE, len(scene))):
        if index in scene.names:
            return scene.names[index]
        if not scene.lower[index][0].isalnum() or scene.lower[index] in scene.language.prepositions:
            return None
    return None


def _is_only_owner(scene: Scene, outlet: OutletMention) -> bool:
    """Whether an outlet only owns what is spoken to: told the BBC's lawyers."""
    behind = outlet.last + 2
    if not scene.is_possessive(outlet.last + 1) or behind >= len(scene):
        return False
    words = scene.lower[behind : behind + 4]
    named = any(
        scene.tokens.words[i][0].isupper() or scene.tokens.words[i][0] in "\"“‘'"
        for i in range(behind, min(behind + 4, len(scene)))
    )
    return not named and scene.words.interviewers.isdisjoint(words) and scene.words.programmes.isdisjoint(words)


def _asks(scene: Scene, start: int, name: Candidate) -> bool:
    """Whether somebody who is spoken to asks for an outlet: Fox News host Tricia Lowe."""
    between = scene.lower[start : name.first]
    entity = scene.speakers.bearers.of.get(name)
    known = scene.speakers.facts.of[entity].words if entity is not None else set()
    asks = not scene.words.interviewers.isdisjoint([*between, *name.role.lower().split(), *known])
    behind = name.last + 1
    of_outlet = behind < len(scene) and scene.lower[behind] in ("of", "from") and scene.outlet_at(behind + 1)
    return scene.is_person(name) and (asks or bool(of_outlet))


def _told_unknown_outlet(scene: Scene, index: int, start: int, name: Candidate | None) -> Statement | None:
    if name is None or scene.is_person(name) or not scene.is_body(name):
        return None
    ending = name.text.split()[-1]
    audience = scene.words.addressee_endings.get(ending)
    if audience is not None:
        roles = read_roles(scene, name.last + 1, name.last, speaks_to_media=False)
        return Statement(
            "told-named-audience", VenueKind(audience), index, max(name.last, roles.last), name.last, roles
        )
    if scene.looks_like_programme(name):
        roles = replace(
            read_roles(scene, start, name.last, speaks_to_media=True), programme=NamedSpan(name.text, name.span)
        )
        return Statement("told-programme", VenueKind.INTERVIEW, index, max(name.last, roles.last), name.last, roles)
    if not scene.looks_like_outlet(name):
        return None
    roles = read_roles(scene, start, name.last, speaks_to_media=True)
    roles = Roles(outlets=(NamedSpan(name.text, name.span),)).joined(roles)
    return Statement("told-unknown-outlet", VenueKind.INTERVIEW, index, max(name.last, roles.last), name.last, roles)


def _told_audience(scene: Scene, index: int, start: int) -> Statement | None:
    """The last noun of the addressee tells the kind: told | a Senate committee hearing |."""
    found = _audience(scene, start)
    if found is None:
        return None
    head, kind = found
    roles = read_roles(scene, head + 1, head, speaks_to_media=kind == VenueKind.INTERVIEW.value)
    if kind == _AUDIENCE:
        if roles.place is None:
            return None
        kind = VenueKind.SPEECH.value
    taken_up = kind in _TAKEN_UP or (kind == VenueKind.INTERVIEW.value and not roles.outlets)
    definite = taken_up and (scene.lower[start] == "the" or kind == VenueKind.TESTIMONY.value)
    return Statement("told-audience", VenueKind(kind), index, max(head, roles.last), head, roles, definite=definite)


def _audience(scene: Scene, start: int) -> tuple[int, str] | None:
    """The head of those who are spoken to, and the kind of occasion that it stands for."""
    found: tuple[int, str] | None = None
    for position in range(start, min(start + _LONGEST_ADDRESSEE, len(scene))):
        word = scene.lower[position]
        phrase = _noun_at(scene, position)
        if phrase is not None and phrase[0] > 1:
            return position + phrase[0] - 1, phrase[1].value
        if _ends_addressee(scene, position, start):
            break
        if word in scene.words.addressees:
            occasion = _noun_at(scene, position - 1) if position > start else None
            found = position, occasion[1].value if occasion else scene.words.addressees[word]
        elif scene.is_possessive(position) or word in scene.language.person_nouns:
            found = None
    return found


def _ends_addressee(scene: Scene, index: int, start: int) -> bool:
    word, language = scene.lower[index], scene.language
    if scene.is_said[index] or not (word[0].isalnum() or scene.is_possessive(index)):
        return True
    closed = language.function_words
    return index > start and (word in closed or scene.tokens.words[index] in language.calendar)


def _channel_verb(scene: Scene, index: int) -> Statement | None:
    """| tweeted |, | testified |."""
    kind = scene.words.verbs.get(scene.lower[index])
    if kind is None or _is_subject(scene, index):
        return None
    roles = read_roles(scene, index, index, speaks_to_media=kind == VenueKind.SOCIAL_MEDIA.value)
    if "tweet" in scene.lower[index]:
        named = NamedSpan(_TWITTER, scene.span(index, index), _TWITTER)
        roles = replace(roles, outlets=(named,))
    elif kind == VenueKind.SOCIAL_MEDIA.value and not roles.outlets:
        return None
    return Statement("channel-verb", VenueKind(kind), index, max(index, roles.last), index, roles)


def _on_medium(scene: Scene, index: int) -> Statement | None:
    """Wrote | on X |, said | on CNN's Newsroom |, writing | in the Daily Mail |."""
    if scene.lower[index] not in scene.words.media_prepositions or index + 1 >= len(scene):
        return None
    outlet = scene.outlet_at(index + 2 if scene.lower[index + 1] == "both" else index + 1)
    verb = _verb_before(scene, index)
    if outlet is None:
        return _on_unknown_medium(scene, index)
    if verb is None:
        freely = outlet.outlet.kind in (*_AIR, OutletKind.PLATFORM) and scene.lower[index] == "on"
        if not freely or scene.is_possessive(outlet.last + 1):
            return None
        verb = index
    kind = _kind_of_medium(outlet, scene.lower[index], scene.lower[verb], scene)
    if kind is None or (scene.is_possessive(outlet.last + 1) and kind is VenueKind.PUBLICATION):
        return None
    roles = read_roles(scene, index, outlet.last, speaks_to_media=True)
    if not roles.outlets and outlet.outlet.kind is not OutletKind.PROGRAMME:
        roles = replace(roles, outlets=(outlet.named,))
    return Statement("on-medium", kind, index, max(outlet.last, roles.last), outlet.last, roles)


def _on_unknown_medium(scene: Scene, index: int) -> Statement | None:
    """Said | on Prairie Public Radio |."""
    name = scene.names.get(index + 1) or (scene.names.get(index + 2) if scene.lower[index + 1] == "the" else None)
    if scene.lower[index] != "on" or name is None:
        return None
    named = NamedSpan(name.text, name.span)
    if scene.looks_like_programme(name):
        roles = replace(read_roles(scene, index, name.last, speaks_to_media=True), programme=named)
    elif not scene.is_person(name) and scene.looks_like_outlet(name):
        roles = read_roles(scene, index, name.last, speaks_to_media=True)
        roles = Roles(outlets=(named,)).joined(roles)
    else:
        return None
    return Statement("on-unknown-medium", VenueKind.INTERVIEW, index, max(name.last, roles.last), name.last, roles)


def _verb_before(scene: Scene, index: int) -> int | None:
    """The verb beside which a medium is named: in the same clause before it, or else behind it."""
    start = max(scene.sentence_start(index), index - _VERB_WITHIN)
    for position in range(index - 1, start - 1, -1):
        if scene.lower[position] in scene.words.media_verbs or scene.lower[position] in scene.words.writing:
            return position
        if scene.lower[position] in (";", ":"):
            break
    stop = min(scene.sentence_stop(index), index + _VERB_WITHIN)
    return next((i for i in range(index + 1, stop) if scene.lower[i] in scene.words.media_verbs), None)


def _kind_of_medium(outlet: OutletMention, preposition: str, verb: str, scene: Scene) -> VenueKind | None:
    kind = outlet.outlet.kind
    if kind is OutletKind.PLATFORM:
        return VenueKind.SOCIAL_MEDIA if preposition in ("on", "in", "via", "to", "through", "over") else None
    if kind in _AIR and preposition in ("on", "to", "with", "during", "at"):
        return VenueKind.INTERVIEW if preposition == "on" or verb in scene.words.addressing_with else None
    if (
        kind in _PRINT
        and preposition in ("in", "for")
        and verb in scene.words.writing
        and outlet.certain | (preposition == "in")
    ):
        return VenueKind.PUBLICATION
    return None


_RULES: tuple[Callable[[Scene, int], Statement | None], ...] = (
    _told, _channel_verb, _on_medium, _occasion_noun, _document_says, _spoke_at_place,
)  # fmt: skip
