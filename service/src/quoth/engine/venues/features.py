"""The features by which the occasions near a quotation are ranked; each is 0 or 1 unless its group says otherwise."""

from __future__ import annotations

from quoth.engine.model import VenueKind
from quoth.engine.venues.rules import RULE_NAMES

_PLACE = (
    "own_clause", "own_sentence", "own_paragraph_before", "own_paragraph_behind", "sentence_before", "sentence_behind",
    "paragraph_before", "paragraph_behind", "further_before", "further_behind", "headline", "in_lead",
    "begins_sentence", "ends_clause", "behind_cue", "before_cue", "behind_mention", "apart", "told_behind",
)  # fmt: skip
"""Where the words stand that state an occasion."""

_DISTANCE = ("paragraphs", "sentences", "quotations_since", "occasions_since")
"""How far off they are: the logarithm of a count, divided by 3."""

_SPEAKER = (
    "says_speaker", "says_other", "says_nobody", "says_several", "main_speaker", "main_other", "told_by_other",
    "told_by_speaker_before", "told_by_other_before", "speaker_went_on", "speaker_went_on_beside", "other_went_on",
    "speaker_states_next", "only_of_speaker", "nearest_of_speaker", "last_of_speaker", "same_speaker_since",
    "other_speaker_since", "joint_kind_other", "joint_so_far", "stranger", "stranger_joint", "crosses", "no_speaker",
)  # fmt: skip
"""Who speaks on an occasion, and who spoke since."""

_WORDING = (
    "bound", "unbound", "weak", "weak_away", "definite", "anaphoric", "anaphoric_behind", "refers_back",
    "refers_back_first", "has_outlet", "has_place", "repeated", "channel_away", "document_itself", "outlet_itself",
    "taken_up", "speaks_there", "quoted_there", "same_date", "other_date", "dated_year", "asker_near", "joins",
)  # fmt: skip
"""How an occasion is stated."""

_QUOTATION = (
    "continuing_cue", "break_words", "pronoun", "turn", "nested", "partial", "replies", "writes_written",
    "writes_spoken", "says_written",
)  # fmt: skip
"""How the quotation is introduced."""

_RIVALS = ("latest_before", "only_occasion", "only_stranger", "said_nearer")
"""What other occasions there are."""

_NONE = (
    "none", "none_own_sentence_free", "none_near", "none_went_on", "none_first", "none_pronoun", "none_partial",
    "none_continuing", "none_break", "none_nested", "none_document", "none_group", "none_headline", "none_no_speaker",
)  # fmt: skip
"""Of the answer that the article states no venue."""

_CROSSED = ("own_sentence", "speaker_went_on", "other_went_on", "stranger", "says_speaker")
OF_KIND = {kind: {name: f"{name}_{kind.value}" for name in _CROSSED} for kind in VenueKind}
"""For each kind of occasion the features that count for it apart, with their names for it."""

FEATURES = (
    *_PLACE, *_DISTANCE, *_SPEAKER, *_WORDING, *_QUOTATION, *_RIVALS, *_NONE, *RULE_NAMES,
    *(kind.value for kind in VenueKind), *(name for crossed in OF_KIND.values() for name in crossed.values()),
)  # fmt: skip
