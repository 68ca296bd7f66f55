"""Reads a language's folder of TOML files."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from quoth.engine.languages.outlets import Gazetteer, read_gazetteer
from quoth.engine.languages.people import People, read_people
from quoth.engine.languages.venue_words import VenueWords, read_venue_words

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_LANGUAGE = "en"
LANGUAGES: Mapping[str, re.Pattern[str]] = {"en": re.compile(r"[A-Za-z\u00c0-\u024f]")}
"""The languages that are served, each with the letters of its script."""

_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 4096
_LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Language:
    """What the engine knows of one language. Words are lower case unless it says otherwise.

    Attributes:
        code: Primary subtag of BCP 47.
        elisions: Words that begin with an apostrophe, without it; as written.
        speech_verbs: Forms of verbs whose subject speaks.
        say_verbs: Those of them that hardly ever do anything else.
        addressing_verbs: Those of them whose object is the person addressed.
        judgement_verbs: Forms of verbs that take a few quoted words as complement.
        utterances: Nouns for something said or written.
        according: Phrases that name the speaker behind them.
        pronouns: Each pronoun with its number ("s", "p") and gender ("m", "f"), as far as it tells them.
        first_person: Words by which speakers speak of themselves and to others.
        determiners: Words that begin a noun phrase.
        prepositions: Words before a noun phrase that is no subject.
        conjunctions: Words between clauses.
        auxiliaries: Auxiliary verbs, and adverbs that stand among them.
        relatives: Words that begin a clause within a sentence.
        place_prepositions: Words before the name of a place.
        addressee_marks: Words before the one who is spoken to or asks.
        question_labels: What heads the questions of a printed conversation.
        answer_labels: What heads its answers.
        person_nouns: Heads of noun phrases for one person.
        person_suffix: How other nouns for persons end.
        people_nouns: Heads for several people.
        organization_nouns: Heads for a body.
        document_nouns: Heads for a written text.
        kinds_of_documents: Other nouns for a text, each with the one that stands for its kind.
        issuing_verbs: Verbs whose object is a text that the subject issues.
        verbs_of_documents: Nouns for a text with the verb that tells who issued it.
        within_documents: Words between a verb of speech and the text in which something is said.
        titles: Titles and offices before a name; as written.
        common_words: Words that are no name where they begin a sentence; as written.
        calendar: Months, days and the like; as written.
        name_connectors: Words that join the parts of a person's name.
        body_connectors: Words that join the parts of a body's name.
        body_endings: Last words of names of bodies; as written.
        joined_in_bodies: Words of such names that "and" may follow; as written.
        venue_words: How the language states a venue.
        outlets: Outlets, platforms and programmes by their names.
        people: What tells who somebody is.
    """

    code: str
    elisions: frozenset[str]
    speech_verbs: frozenset[str]
    say_verbs: frozenset[str]
    addressing_verbs: frozenset[str]
    judgement_verbs: frozenset[str]
    utterances: frozenset[str]
    according: tuple[str, ...]
    pronouns: Mapping[str, str]
    first_person: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    auxiliaries: frozenset[str]
    relatives: frozenset[str]
    place_prepositions: frozenset[str]
    addressee_marks: frozenset[str]
    question_labels: frozenset[str]
    answer_labels: frozenset[str]
    person_nouns: frozenset[str]
    person_suffix: re.Pattern[str]
    people_nouns: frozenset[str]
    organization_nouns: frozenset[str]
    document_nouns: frozenset[str]
    kinds_of_documents: Mapping[str, str]
    issuing_verbs: frozenset[str]
    verbs_of_documents: Mapping[str, str]
    within_documents: frozenset[str]
    titles: frozenset[str]
    common_words: frozenset[str]
    calendar: frozenset[str]
    name_connectors: frozenset[str]
    body_connectors: frozenset[str]
    body_endings: frozenset[str]
    joined_in_bodies: frozenset[str]
    venue_words: VenueWords
    outlets: Gazetteer
    people: People

    @functools.cached_property
    def mention_beginnings(self) -> frozenset[str]:
        """Words in small letters with which a mention may begin."""
        return frozenset(self.pronouns) | self.determiners | self.people_nouns

    @functools.cached_property
    def phrase_borders(self) -> frozenset[str]:
        """Words that stand in no noun phrase."""
        return (self.auxiliaries | self.conjunctions | self.prepositions | self.relatives) - {"of"}

    @functools.cached_property
    def person_plurals(self) -> frozenset[str]:
        """The plurals of nouns for persons."""
        nouns = self.person_nouns
        return frozenset(
            [f"{noun}s" for noun in nouns]
            + [f"{noun[:-1]}ies" for noun in nouns if noun.endswith("y")]
            + [f"{noun[:-2]}en" for noun in nouns if noun.endswith("an")]
        )

    @functools.cached_property
    def never_in_names(self) -> frozenset[str]:
        """Words that end a name even where a headline capitalises them; in small letters."""
        return (self.prepositions | self.conjunctions | self.relatives) - {"of", "for"}

    @functools.cached_property
    def function_words(self) -> frozenset[str]:
        """Words that belong to no name and no office."""
        return self.determiners | self.prepositions | self.conjunctions | self.auxiliaries | self.relatives


@functools.cache
def load_language(code: str) -> Language:
    """Reads the data of a served language.

    Raises:
        KeyError: The language is not one of ``LANGUAGES``.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    cues, mentions = _toml(code, "cues"), _toml(code, "mentions")
    return Language(
        code=code,
        elisions=_words(_toml(code, "marks")["elisions"]),
        speech_verbs=_words(cues["speech"]),
        say_verbs=_words(cues["say"]),
        addressing_verbs=_words(cues["addressing"]),
        judgement_verbs=_words(cues["judgement"]),
        utterances=_words(cues["utterance"]),
        according=tuple(cues["according"]),
        pronouns=mentions["pronouns"],
        first_person=_words(mentions["first_person"]["words"]),
        determiners=_words(mentions["determiners"]["words"]),
        prepositions=_words(mentions["function_words"]["prepositions"]),
        conjunctions=_words(mentions["function_words"]["conjunctions"]),
        auxiliaries=_words(mentions["function_words"]["auxiliaries"]),
        relatives=_words(mentions["function_words"]["relatives"]),
        place_prepositions=_words(mentions["function_words"]["place_prepositions"]),
        addressee_marks=_words(mentions["function_words"]["addressee_marks"]),
        question_labels=_words(mentions["turns"]["questions"]),
        answer_labels=_words(mentions["turns"]["answers"]),
        person_nouns=_words(mentions["person"]["words"]),
        person_suffix=re.compile(mentions["person"]["suffix"]),
        people_nouns=_words(mentions["people"]["words"]),
        organization_nouns=_words(mentions["organization"]["words"]),
        document_nouns=_words(mentions["document"]["words"]),
        kinds_of_documents={
            word: kind for kind, words in mentions["documents"]["kinds"].items() for word in words.split()
        },
        issuing_verbs=_words(mentions["documents"]["issuing"]),
        verbs_of_documents=mentions["documents"]["verbs"],
        within_documents=_words(mentions["documents"]["within"]),
        titles=_words(mentions["titles"]["words"]),
        common_words=_words(mentions["common"]["words"]),
        calendar=_words(mentions["calendar"]["words"]),
        name_connectors=_words(mentions["connectors"]["person"]),
        body_connectors=_words(mentions["connectors"]["body"]),
        body_endings=_words(mentions["body_endings"]["words"]),
        joined_in_bodies=_words(mentions["joined_in_bodies"]["words"]),
        venue_words=read_venue_words(_toml(code, "venues")),
        outlets=read_gazetteer(_text(code, "outlets.csv").splitlines(), f"{code}/outlets.csv"),
        people=read_people(_toml(code, "people"), _toml(code, "first_names"), _toml(code, "places")),
    )


def detect_language(text: str) -> str | None:
    """The served language whose script most letters at the text's beginning belong to; ``None`` if there is none."""
    letters = len(_LETTER.findall(text[:_SAMPLE]))
    for code, script in LANGUAGES.items():
        if len(script.findall(text[:_SAMPLE])) > _LEAST_SHARE * letters:
            return code
    return None


def _toml(code: str, name: str) -> dict[str, Any]:
    return tomllib.loads(_text(code, f"{name}.toml"))


def _text(code: str, name: str) -> str:
    return resources.files(__package__).joinpath(code, name).read_text("utf-8")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())
