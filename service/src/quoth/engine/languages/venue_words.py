"""How a language states where words were said."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class VenueWords:
    """Words that state a venue; lower case unless it says otherwise. Kinds are the values of ``VenueKind``.

    Attributes:
        occasions: Nouns and phrases for an occasion or a channel, by first word, each with its kind; longest first.
        weak: Those nouns that often mean something else, so that they need a preposition before them.
        addressees: Nouns for those who are spoken to, with the kind of occasion.
        own: Phrases by which a newspaper names itself.
        addressing: Verbs whose object is spoken to.
        addressing_with: Verbs that need one of ``addressing_prepositions`` before those spoken to.
        addressing_prepositions: As said.
        verbs: Verbs that state the channel by themselves, with its kind.
        media_verbs: Verbs beside which a medium is named.
        media_prepositions: Prepositions before a medium.
        writing: Words that say that something was written.
        relaying: Verbs by which an agency passes words on.
        binding: Words before an occasion that bind it to what was said.
        loosening: Words before an occasion that only set it beside what was said.
        denials: Words that say that an occasion did not take place, or not yet.
        behind_occasions: Words right behind an occasion that is no part of another noun.
        anaphoric_determiners: Determiners of a noun that takes up what was said.
        anaphoric_nouns: Such nouns.
        anaphoric_verbs: The verbs behind them.
        joining: Words that set somebody beside another who speaks.
        document_verbs: Verbs with which a document is quoted, beside those of speech.
        appearing: Verbs of those who speak in public at a place.
        between_verb_and_place: Words that may stand between such a verb and the place.
        reporters: Nouns for journalists who are spoken to together.
        to_the_press: Words before them.
        asking: Verbs behind them when they ask.
        judges: Nouns for those who rule.
        ruling_verbs: Verbs by which they rule.
        writing_verbs: Forms of "write" with which a letter is meant if "to" follows.
        spokesmen: Nouns for those through whom others make statements.
        quoting: Verbs by which an outlet reports what somebody said.
        aired: Nouns for what is aired: one speaks "on" or "during" it.
        appearances: Nouns for occasions that are aired only if "on" follows.
        works: Nouns for what is written or made at length, and rarely says what a sentence that opens with it quotes.
        also_verbs: Forms of nouns for something written that are forms of verbs too.
        media_nouns: Last words of outlets' names that stand for no outlet by themselves; as written.
        replying: Verbs of those who answer or ask one another.
        interviews: Nouns behind which "with" names an outlet if it names no person.
        parts: Words before "of" that take a part of several occasions.
        giving: Verbs whose first object gets what the second names.
        reaching: Verbs by which an outlet gets hold of somebody.
        crews: Nouns behind an outlet for those who ask for it.
        whom: Pronouns for the one whom an outlet asks.
        before_bodies: Prepositions before a body that hears somebody.
        before_outlets: Prepositions between a person who asks and the outlet.
        surfaces: Nouns for places that one stands "on".
        breaks: Words that say that a quotation is from another occasion.
        definite: Words that take up an occasion that was stated before.
        interviewers: Nouns for those who ask.
        programmes: Nouns for shows and the like.
        place_prepositions: Prepositions before a place.
        clause_continues: Words behind a comma with which a clause goes on.
        place_heads: Last words of occasions that are places themselves: the High | Court |.
        time_nouns: Nouns behind a preposition of place that are no places.
        place_ends: Words at which a place ends.
        outlet_endings: Last words of outlets' names; as written.
        outlet_introductions: Words before the name of an outlet that is not known.
        outlet_beginnings: First words of outlets' names; as written.
        outlet_nouns: Nouns before the name of an outlet, whatever it looks like.
        programme_endings: Last words of programmes' names; as written.
        call_signs: How the call signs of stations look; a whole name.
        addressee_endings: Last words of names of audiences, with the kind of occasion; as written.
        messages: Nouns for messages that may be public.
        public: Those to whom a public message goes.
        private: Words beside a message that is not public.
        filings: Nouns for filings that may be public.
        markets: Those to whom a public filing goes.
        ambiguous_outlets: Outlets whose names are everyday words; as written.
    """

    occasions: Mapping[str, tuple[tuple[Phrase, str], ...]]
    weak: frozenset[str]
    addressees: Mapping[str, str]
    own: frozenset[Phrase]
    addressing: frozenset[str]
    addressing_with: frozenset[str]
    addressing_prepositions: frozenset[str]
    verbs: Mapping[str, str]
    media_verbs: frozenset[str]
    media_prepositions: frozenset[str]
    writing: frozenset[str]
    relaying: frozenset[str]
    binding: frozenset[str]
    loosening: frozenset[str]
    denials: frozenset[str]
    behind_occasions: frozenset[str]
    anaphoric_determiners: frozenset[str]
    anaphoric_nouns: frozenset[str]
    anaphoric_verbs: frozenset[str]
    joining: frozenset[str]
    document_verbs: frozenset[str]
    appearing: frozenset[str]
    between_verb_and_place: frozenset[str]
    reporters: frozenset[str]
    to_the_press: frozenset[str]
    asking: frozenset[str]
    judges: frozenset[str]
    ruling_verbs: frozenset[str]
    writing_verbs: frozenset[str]
    spokesmen: frozenset[str]
    quoting: frozenset[str]
    aired: frozenset[str]
    appearances: frozenset[str]
    works: frozenset[str]
    also_verbs: frozenset[str]
    media_nouns: frozenset[str]
    replying: frozenset[str]
    interviews: frozenset[str]
    parts: frozenset[str]
    giving: frozenset[str]
    reaching: frozenset[str]
    crews: frozenset[str]
    whom: frozenset[str]
    before_bodies: frozenset[str]
    before_outlets: frozenset[str]
    surfaces: frozenset[str]
    breaks: frozenset[str]
    definite: frozenset[str]
    interviewers: frozenset[str]
    programmes: frozenset[str]
    place_prepositions: frozenset[str]
    clause_continues: frozenset[str]
    place_heads: frozenset[str]
    time_nouns: frozenset[str]
    place_ends: frozenset[str]
    outlet_endings: frozenset[str]
    outlet_introductions: frozenset[str]
    outlet_beginnings: frozenset[str]
    outlet_nouns: frozenset[str]
    programme_endings: frozenset[str]
    call_signs: re.Pattern[str]
    addressee_endings: Mapping[str, str]
    messages: frozenset[str]
    public: frozenset[str]
    private: frozenset[str]
    filings: frozenset[str]
    markets: frozenset[str]
    ambiguous_outlets: frozenset[str]


def read_venue_words(data: Mapping[str, Any]) -> VenueWords:
    """Builds it from a language's file of venues."""
    addressing, media, governors, roles = data["addressing"], data["media"], data["governors"], data["roles"]
    anaphora, messages = data["anaphora"], data["public_messages"]
    return VenueWords(
        occasions=_occasions(data["occasions"]),
        weak=_words(data["weak"]["words"]),
        addressees=_by_word(data["addressees"]),
        own=frozenset(tuple(phrase.split()) for phrase in data["own"]["phrases"].split(";")),
        addressing=_words(addressing["verbs"]),
        addressing_with=_words(addressing["with_preposition"]),
        addressing_prepositions=_words(addressing["prepositions"]),
        verbs=_by_word(data["verbs"]),
        media_verbs=_words(media["verbs"]),
        media_prepositions=_words(media["prepositions"]),
        writing=_words(media["writing"]),
        relaying=_words(media["relaying"]),
        binding=_words(governors["binding"]),
        loosening=_words(governors["loosening"]),
        denials=_words(governors["denials"]),
        behind_occasions=_words(data["behind_occasions"]["words"]),
        anaphoric_determiners=_words(anaphora["determiners"]),
        anaphoric_nouns=_words(anaphora["nouns"]),
        anaphoric_verbs=_words(anaphora["verbs"]),
        joining=_words(data["joining"]["words"]),
        document_verbs=_words(data["documents"]["verbs"]),
        appearing=_words(data["appearing"]["verbs"]),
        between_verb_and_place=_words(data["appearing"]["before_place"]),
        reporters=_words(data["press"]["reporters"]),
        to_the_press=_words(data["press"]["before"]),
        asking=_words(data["press"]["asking"]),
        judges=_words(data["courts"]["judges"]),
        ruling_verbs=_words(data["courts"]["verbs"]),
        writing_verbs=_words(data["letters"]["verbs"]),
        spokesmen=_words(data["letters"]["spokesmen"]),
        quoting=_words(data["media"]["quoting"]),
        aired=_words(data["aired"]["words"]),
        appearances=_words(data["aired"]["appearances"]),
        works=_words(data["documents"]["works"]),
        also_verbs=_words(data["documents"]["also_verbs"]),
        media_nouns=_words(roles["media_nouns"]),
        replying=_words(data["joining"]["replying"]),
        interviews=_words(roles["interviews"]),
        parts=_words(governors["parts"]),
        giving=_words(governors["giving"]),
        reaching=_words(data["asking"]["reaching"]),
        crews=_words(data["asking"]["crews"]),
        whom=_words(data["asking"]["whom"]),
        before_bodies=_words(data["courts"]["before"]),
        before_outlets=_words(roles["before_outlets"]),
        surfaces=_words(roles["surfaces"]),
        breaks=_words(data["breaks"]["words"]),
        definite=_words(data["definite"]["words"]),
        interviewers=_words(roles["interviewers"]),
        programmes=_words(roles["programmes"]),
        place_prepositions=_words(roles["place_prepositions"]),
        clause_continues=_words(roles["clause_continues"]),
        place_heads=_words(roles["place_heads"]),
        time_nouns=_words(roles["time_nouns"]),
        place_ends=_words(roles["place_ends"]),
        outlet_endings=_words(roles["outlet_endings"]),
        outlet_introductions=_words(roles["outlet_introductions"]),
        outlet_beginnings=_words(roles["outlet_beginnings"]),
        outlet_nouns=_words(roles["outlet_nouns"]),
        programme_endings=_words(roles["programme_endings"]),
        call_signs=re.compile(roles["call_signs"]),
        addressee_endings=_by_word(data["addressee_endings"]),
        messages=_words(messages["nouns"]),
        public=_words(messages["addressees"]),
        private=_words(messages["private"]),
        filings=_words(data["public_filings"]["nouns"]),
        markets=_words(data["public_filings"]["addressees"]),
        ambiguous_outlets=_words(roles["ambiguous_outlets"]),
    )


def _occasions(listed: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    by_first: defaultdict[str, list[tuple[Phrase, str]]] = defaultdict(list)
    for kind, nouns in listed.items():
        phrases: list[Phrase] = [(word,) for word in nouns["words"].split()]
        phrases += [tuple(phrase.split()) for phrase in nouns["phrases"].split(";") if phrase.strip()]
        for phrase in phrases:
            by_first[phrase[0]].append((phrase, kind))
    return {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in by_first.items()}


def _by_word(listed: Mapping[str, str]) -> dict[str, str]:
    return {word: kind for kind, words in listed.items() for word in words.split()}


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())
