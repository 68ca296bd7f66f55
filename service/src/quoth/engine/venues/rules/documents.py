"""Words that a text says: the fund's | report | found, as a | memo | put it, the judge | wrote |."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.engine.model import VenueKind
from quoth.engine.venues.roles import read_roles
from quoth.engine.venues.rules.nouns import governor, public
from quoth.engine.venues.rules.statement import MEDIA_KINDS, Statement

if TYPE_CHECKING:
    from quoth.engine.venues.scene import Scene

_VERB_WITHIN = 9
_SUBJECT_BEHIND = 5
_SPOKESMAN_WITHIN = 5
_WRITTEN = frozenset((
    VenueKind.STATEMENT, VenueKind.PUBLICATION, VenueKind.TESTIMONY, VenueKind.PRIVATE_COMMUNICATION,
))  # fmt: skip


def _text_at(scene: Scene, index: int) -> tuple[int, int, VenueKind] | None:
    """The first token, the head and the kind of something written whose noun begins at a token.

    None if the noun is a verb (reports, notes), a headline's, or no phrase's.
    """
    found = scene.occasion_at(index)
    if found is None or found[1] not in _WRITTEN or scene.is_headline_word(index):
        return None
    first, _, loose = governor(scene, index, found[1])
    if loose or scene.lower[index] in scene.words.also_verbs:
        return None
    return first, index + found[0] - 1, found[1]


def document_opens(scene: Scene, index: int) -> Statement | None:
    """| A review by the auditors |, made public on Monday, ...: what a sentence begins with."""
    found = _text_at(scene, index)
    if found is None:
        return None
    first, head, written = found
    opens = first <= scene.sentence_start(index) + 1
    if not opens or scene.lower[head] in scene.words.place_heads | scene.words.works:
        return None
    kind = public(scene, index, head, written)
    roles = read_roles(scene, first, head, speaks_to_media=kind in MEDIA_KINDS)
    return Statement("document-opens", kind, first, max(head, roles.last), head, roles, bound=False)


def judge_writes(scene: Scene, index: int) -> Statement | None:
    """The magistrate | ruled |, Judge Eleanor Stroud | wrote |, the court | held |."""
    word = scene.lower[index]
    writes = word in scene.words.writing_verbs
    if not writes and word not in scene.words.ruling_verbs:
        return None
    start = max(scene.sentence_start(index), index - _VERB_WITHIN)
    subject = scene.lower[start:index]
    behind = scene.lower[index + 1 : index + _SUBJECT_BEHIND]
    if scene.words.judges.isdisjoint(subject) and (not writes or scene.words.judges.isdisjoint(behind)):
        return None
    roles = read_roles(scene, index, index, speaks_to_media=False)
    return Statement("judge-writes", VenueKind.TESTIMONY, index, max(index, roles.last), index, roles)


def wrote_to(scene: Scene, index: int) -> Statement | None:
    """Had | written to the ministry |, | wrote to Clinton |."""
    if scene.lower[index] not in scene.words.writing_verbs or index + 2 >= len(scene) or scene.is_said[index + 1]:
        return None
    if scene.lower[index + 1] != "to" or scene.outlet_at(index + 2) is not None:
        return None
    roles = read_roles(scene, index, index + 1, speaks_to_media=False)
    last = max(index + 2, roles.last)
    return Statement("wrote-to", VenueKind.PRIVATE_COMMUNICATION, index, last, index + 1, roles)


def said_through(scene: Scene, index: int) -> Statement | None:
    """Said | through his lawyer |, | via a spokesman |."""
    if scene.lower[index] not in ("through", "via") or scene.is_said[index]:
        return None
    stop = min(scene.sentence_stop(index), index + _SPOKESMAN_WITHIN)
    for head in range(index + 1, stop):
        if scene.lower[head] in scene.words.spokesmen:
            roles = read_roles(scene, index, head, speaks_to_media=False)
            return Statement("said-through", VenueKind.STATEMENT, index, max(head, roles.last), head, roles)
        if scene.is_said[head] or not scene.lower[head][0].isalnum():
            break
    return None


def document_says(scene: Scene, index: int) -> Statement | None:
    """The fund's | report | found, as a | memo | put it, according to a | complaint |, per the | bylaws |."""
    found = _text_at(scene, index)
    if found is None:
        return None
    first, head, written = found
    start = scene.sentence_start(index)
    source = " ".join(scene.lower[max(start, first - 2) : first])
    if not (source.endswith(("according to", "per", "by")) or says(scene, head)):
        return None
    roles = read_roles(scene, first, head, speaks_to_media=written in MEDIA_KINDS)
    kind = public(scene, index, head, written)
    return Statement("document-says", kind, first, max(head, roles.last), head, roles, bound=False)


def says(scene: Scene, head: int) -> bool:
    """Whether a verb of speech follows a noun in its clause."""
    stop = min(scene.sentence_stop(head), head + _VERB_WITHIN)
    for index in range(head + 1, stop):
        word = scene.lower[index]
        if scene.is_said[index] or word in scene.language.say_verbs or word in scene.words.document_verbs:
            return not scene.is_said[index]
        if word in (";", ":", ".") or (word == "," and scene.lower[index + 1 : index + 2] in (["and"], ["but"])):
            break
    return False
