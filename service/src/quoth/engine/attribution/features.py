"""What the models see of a quotation and of a mention that may speak it. No words, only where things stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.engine.model import MentionKind, QuotationKind
from quoth.engine.reading.categories import Category

if TYPE_CHECKING:
    from quoth.engine.attribution.layout import Layout, Place
    from quoth.engine.quotes import Quoted
    from quoth.engine.reading import Candidate

MOST_BEFORE = 8
MOST_AFTER = 4
FAR = 40
QUOTATION_FEATURES = (
    "kind", "words", "initial_upper", "final_sign", "before_1", "before_2", "after_1", "after_2", "begins_paragraph",
    "ends_paragraph", "nested", "segments", "previous_distance", "previous_same_paragraph", "next_distance",
    "cue_after", "cue_after_kind", "cue_before", "cue_before_kind", "capitals", "attached_before", "sentence_words",
    "first_persons", "pronouns", "auxiliaries", "stops",
)  # fmt: skip
WORD_SLOTS = ("before_2", "before_1", "after_1", "after_2", "first", "last")
"""Places whose words tell speech from titles and terms; the speech model sees the weights that training gave them."""
MENTION_FEATURES = (
    "side", "distance", "rank", "sentences", "paragraphs", "quotations_between", "mention_kind", "pronoun", "noun",
    "length", "plural", "role", "left_1", "left_2", "right_1", "right_2", "first_of_sentence", "frequency",
    "cue_right", "cue_right_kind", "mentions_to_cue", "cue_left", "cue_left_kind", "cue_right_to_quotation",
    "cue_left_to_quotation", "after_quotation", "before_quotation", "from_previous", "colon_between", "gap",
)  # fmt: skip

_MENTION_KINDS = {MentionKind.NAME: 0, MentionKind.NOMINAL: 1, MentionKind.PRONOUN: 2}
_PRONOUNS = {"he": 0, "she": 1, "they": 2, "it": 3, "who": 4, "we": 5, "i": 6}
_NOUNS = {"person": 0, "people": 1, "organization": 2, "document": 3}
_FINAL_SIGNS = {",": 1, ".": 2, "?": 3, "!": 3, "…": 4, "—": 4, "–": 4, "-": 4}
_COUNTED = 10
_COUNTED_CATEGORIES = (Category.FIRST_PERSON, Category.PRONOUN, Category.AUXILIARY, Category.STOP)


@dataclass(frozen=True, slots=True)
class _Own:
    """What is the same of a mention for every quotation near it.

    Attributes:
        words: What it is, and the categories of the words around it.
        cues: Of the cues beside it.
        quotations: Distances to the quoted words before and behind it.
        right: Where the cue behind it stands.
        left: Where the cue before it stands.
    """

    words: tuple[float, ...]
    cues: tuple[float, ...]
    quotations: tuple[float, ...]
    right: int | None
    left: int | None


class FeatureReader:
    """Reads the features of one article's quotations and mentions."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._reading = layout.reading
        self._categories = layout.reading.categories
        self._paragraph_of = layout.reading.paragraph_of
        self._sentence_of = layout.reading.sentence_of
        self._count = len(layout.reading.tokens)
        self._frequency = Counter(_last_word(mention) for mention in layout.reading.mentions)
        self._sentence_sizes = Counter(self._sentence_of)
        self._own: dict[Candidate, _Own] = {}

    def candidates(self, place: Place) -> list[Candidate]:
        """The mentions near a quotation that may speak it."""
        layout = self._layout
        inside = layout.mentions_from(place.segments[0][1], MOST_AFTER) if len(place.segments) > 1 else ()
        between = [mention for mention in inside if mention.first < place.stop]
        found = [
            *layout.mentions_before(place.first, MOST_BEFORE),
            *between,
            *layout.mentions_from(place.stop, MOST_AFTER),
        ]
        return list(dict.fromkeys(found))

    def quotation(self, item: Quoted, place: Place, kind: QuotationKind) -> list[float]:
        """The values of ``QUOTATION_FEATURES``."""
        text, layout = self._reading.text, self._layout
        words = item.words(text)
        letters = [word for word in words.split() if word[0].isalnum()]
        first, stop = place.first, place.stop
        cue_after, cue_after_kind = self._cue_after(stop, place.next_first)
        cue_before, cue_before_kind = self._cue_before(first, place.previous_stop)
        before = first - 1
        same_paragraph = place.previous_stop > 0 and self._paragraph(place.previous_stop - 1) == self._paragraph(first)
        return [
            kind is QuotationKind.DIRECT,
            min(len(letters), FAR),
            next((c.isupper() for c in words if c.isalnum()), False),
            _FINAL_SIGNS.get(words[-1], 0),
            self._category(before, first),
            self._category(before - 1, first),
            self._category(stop, first),
            self._category(stop + 1, first),
            first == 0 or self._paragraph(before) != self._paragraph(first),
            stop >= self._count or self._paragraph(stop) != self._paragraph(stop - 1),
            item.parent is not None,
            len(item.segments),
            min(layout.distance(place.previous_stop, first), FAR) if place.previous_stop else FAR,
            same_paragraph,
            min(layout.distance(stop, place.next_first), FAR) if place.next_first < self._count else FAR,
            cue_after,
            cue_after_kind,
            cue_before,
            cue_before_kind,
            sum(word[0].isupper() for word in letters) / max(len(letters), 1),
            bool(before >= 0 and self._reading.tokens.ends[before] == self._reading.tokens.starts[first])
            if first < self._count
            else False,
            min(self._sentence_sizes[self._sentence_of[min(first, self._count - 1)]], 2 * FAR),
            *self._counts(place),
        ]

    def words(self, place: Place) -> tuple[str, ...]:
        """The words of ``WORD_SLOTS``, lower case; "" beyond the paragraph, a quotation mark for quoted words."""
        words, segments = self._reading.tokens.words, place.segments
        first, last = segments[0][0], segments[-1][1]
        inside = [word.lower() for word in words[first : segments[0][1]] if word[0].isalnum()]
        final = [word.lower() for word in words[segments[-1][0] : last] if word[0].isalnum()]
        around = (first - 2, first - 1, last, last + 1)
        outside = [self._word(index, first) for index in around]
        return (*outside, inside[0] if inside else "", final[-1] if final else "")

    def _word(self, index: int, around: int) -> str:
        category = self._category(index, around)
        if category == Category.MARK:
            return '"'
        return self._reading.tokens.words[index].lower() if category else ""

    def _counts(self, place: Place) -> tuple[int, ...]:
        """How often some categories stand among the first quoted words."""
        first, stop = place.segments[0]
        inside = self._categories[first : min(stop, first + FAR)]
        return tuple(map(inside.count, _COUNTED_CATEGORIES))

    def mention(self, mention: Candidate, rank: int, place: Place) -> list[float]:
        """The values of ``MENTION_FEATURES``."""
        layout, first, last = self._layout, mention.first, mention.last
        own = self._own.get(mention) or self._own.setdefault(mention, self._read(mention))
        side, distance, edge = self._side(mention, place)
        between = (last + 1, place.first) if side < 0 else (edge, first)
        return [
            side,
            min(distance, FAR),
            rank,
            max(-8, min(8, self._sentence_of[first] - self._sentence_of[min(edge, self._count - 1)])),
            max(-5, min(5, self._paragraph(first) - self._paragraph(edge))),
            min(layout.quotations_between(*between), 5) if between[0] <= between[1] else 0,
            *own.words,
            *own.cues,
            self._to_quotation(own.right, place),
            self._to_quotation(own.left, place),
            *own.quotations,
            max(-FAR, min(layout.distance(place.previous_stop, first), FAR)) if first >= place.previous_stop else -1,
            side < 0 and self._category(place.first - 1, place.first) == Category.COLON,
            self._gap(mention, place),
        ]

    def _read(self, mention: Candidate) -> _Own:
        """What is the same for every quotation that a mention is near to."""
        layout, first, last = self._layout, mention.first, mention.last
        cue_right, cue_right_kind, right = self._cue_after_mention(last)
        cue_left, cue_left_kind, left = self._cue_before_mention(first)
        before, after = layout.segment_before(first), layout.segment_from(last + 1)
        words = (
            _MENTION_KINDS[mention.kind],
            _PRONOUNS.get(mention.text.lower(), -1) if mention.kind is MentionKind.PRONOUN else -1,
            _NOUNS[mention.noun.value] if mention.noun else -1,
            last - first + 1,
            mention.number == "p",
            bool(mention.role),
            self._category(first - 1, first),
            self._category(first - 2, first),
            self._category(last + 1, last),
            self._category(last + 2, last),
            self._first_of_sentence(mention),
            min(self._frequency[_last_word(mention)], _COUNTED),
        )
        cues = cue_right, cue_right_kind, self._mentions_between(last + 1, right), cue_left, cue_left_kind
        quotations = (
            min(layout.distance(before[1], first), FAR) if before else FAR,
            min(layout.distance(last + 1, after[0]), FAR) if after else FAR,
        )
        return _Own(words, cues, quotations, right, left)

    def _side(self, mention: Candidate, place: Place) -> tuple[int, int, int]:
        """Before (-1), between the segments (0) or behind (1); the distance; the nearest edge of the quotation."""
        distance = self._layout.distance
        if mention.last < place.first:
            return -1, distance(mention.last + 1, place.first), place.first
        if mention.first >= place.stop:
            return 1, distance(place.stop, mention.first), place.stop - 1
        edge = max(stop for _, stop in place.segments if stop <= mention.first or stop == place.segments[0][1])
        return 0, distance(edge, mention.first), edge - 1

    def _category(self, index: int, around: int) -> int:
        """Category of a token of the same paragraph as another; quoted tokens count as marks."""
        if not 0 <= index < self._count or self._paragraph_of[index] != self._paragraph(around):
            return Category.NONE
        return Category.MARK if self._layout.quoted_token[index] else self._categories[index]

    def _paragraph(self, index: int) -> int:
        """The paragraph of a token, or of the one next to it inside the text."""
        if 0 <= index < self._count:
            return self._paragraph_of[index]
        return self._paragraph_of[0 if index < 0 else self._count - 1]

    def _cue_after(self, token: int, stop: int) -> tuple[int, int]:
        """Distance and category of the first cue behind a quotation, in its sentence and before the next one."""
        cue = self._layout.cue_from(token)
        if cue is None or cue.first >= stop or token >= self._count or not self._same_sentence(cue.first, token):
            return FAR, Category.NONE
        return min(cue.first - token, FAR), self._categories[cue.first]

    def _cue_before(self, token: int, first: int) -> tuple[int, int]:
        """Distance and category of the last cue before a quotation, in its sentence and behind the last one."""
        cue = self._layout.cue_before(token)
        if cue is None or cue.first < first or token >= self._count or not self._same_sentence(cue.first, token):
            return FAR, Category.NONE
        return min(token - cue.first, FAR), self._categories[cue.first]

    def _cue_after_mention(self, last: int) -> tuple[int, int, int | None]:
        cue = self._layout.cue_from(last + 1)
        if cue is None or not self._same_sentence(cue.first, last) or self._crosses(last, cue.first):
            return FAR, Category.NONE, None
        return min(cue.first - last, FAR), self._categories[cue.first], cue.first

    def _cue_before_mention(self, first: int) -> tuple[int, int, int | None]:
        cue = self._layout.cue_before(first)
        if cue is None or not self._same_sentence(cue.first, first) or self._crosses(cue.first, first):
            return FAR, Category.NONE, None
        return min(first - cue.first, FAR), self._categories[cue.first], cue.first

    def _same_sentence(self, one: int, other: int) -> bool:
        return self._sentence_of[one] == self._sentence_of[other]

    def _crosses(self, one: int, other: int) -> bool:
        """Whether a quotation stands between two tokens outside quotations."""
        return self._layout.quotations_between(one, other) > 0

    def _first_of_sentence(self, mention: Candidate) -> bool:
        before = self._layout.mentions_before(mention.first, 1)
        return not before or not self._same_sentence(before[0].first, mention.first)

    def _mentions_between(self, first: int, stop: int | None) -> int:
        if stop is None:
            return -1
        return sum(mention.first < stop for mention in self._layout.mentions_from(first, MOST_AFTER))

    def _to_quotation(self, cue: int | None, place: Place) -> int:
        """Distance from a cue to the nearest edge of the quotation."""
        if cue is None:
            return FAR
        if cue < place.first:
            return min(self._layout.distance(cue, place.first), FAR)
        return min(self._layout.distance(place.segments[0][1], cue), FAR)

    def _gap(self, mention: Candidate, place: Place) -> int:
        """Category of what stands between a mention and a quotation that it touches; else NONE."""
        if mention.last < place.first:
            return self._category(mention.last + 1, mention.last) if place.first - mention.last <= 2 else Category.NONE  # noqa: PLR2004
        return Category.MARK if mention.first == place.stop else Category.NONE


def _last_word(mention: Candidate) -> str:
    return mention.text.rsplit(None, 1)[-1].casefold()
