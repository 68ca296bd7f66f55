"""The engine's answers: who speaks, and where."""

from __future__ import annotations

import pytest

from notation import parse
from quoth.engine import (
    Document,
    Engine,
    InvalidDocumentError,
    QuotationKind,
    SpeakerKind,
    VenueKind,
    VenueScope,
    WarningCode,
)

SPEAKERS = [
    '"⟦The well is dry,⟧{Maria Lopez}" said Maria Lopez.',
    '"⟦The well is dry,⟧{Maria Lopez}" Maria Lopez said. "⟦We carry water now.⟧{Maria Lopez}"',
    'Maria Lopez said: "⟦The well is dry.⟧{Maria Lopez}"',
    'Maria Lopez, who farms here, shrugged. "⟦The well is dry,⟧{Maria Lopez}" she said.',
    'According to Maria Lopez, "⟦the well has been dry since spring⟧{Maria Lopez}".',
    '"⟦The well is dry,⟧{Maria Lopez}" Lopez told the council. Maria Lopez has farmed here for years.',
    "'⟦The well is dry⟧{Maria Lopez}': Maria Lopez on a year without rain\n\nThe council met on Monday.",
    '"⟦The well,⟧{Maria Lopez}" said Maria Lopez, "⟦has been dry since spring.⟧{Maria Lopez}"',
    'Mayor Tom Bell met Maria Lopez. "⟦The well is dry,⟧{Maria Lopez}" Lopez told Bell.',
    'The rain stayed away. "⟦The well is dry,⟧{farmer}" a farmer said.',
    'The Post quoted Maria Lopez of Leeds as saying: "⟦The well is dry.⟧{Maria Lopez}"',
    'Maria Lopez was quoted by the Post as saying, "⟦The well is dry.⟧{Maria Lopez}"',
    '"⟦The wells are dry,⟧{officials}" officials said.',
    'The film "The Dry Well" was shown in the hall.',
    'Devi "Dabbu" Rao spoke last. "⟦The well is dry,⟧{Devi "Dabbu" Rao}" Rao said.',
]
SPEAKERS += [
    'Congress leader Meera Joshi said the bill was "⟦a licence to loot⟧{Meera Joshi}".',
    '"⟦Yes⟧{Kim}", said Kim. "⟦No⟧{Lee}", said Lee.',
    'Asked whether he would resign, Khan replied with a curt "⟦no⟧{Khan}".',
    "“⟦The well is dry.⟧{Ann Orr}” — Ann Orr, farmer.\n\n“⟦It is not.⟧{Bo Lund}” — Bo Lund, mayor.",
    'Ann Orr looked at the map.\n\n"⟦The well is dry,⟧{Ann Orr}" she said.\n\n"⟦We carry water now.⟧{Ann Orr}"',
    '"⟦The well is dry,⟧{Water Authority}" the Water Authority said in a statement.',
    '"⟦The wells are dry,⟧{residents}" residents told reporters. The song "Blue River" was played.',
    "Orr: ⟦The well is dry.⟧{Ann Orr}\n\nLund: ⟦Is it?⟧{Bo Lund}\n\nOrr: ⟦Look.⟧{Ann Orr}\n\nLund: ⟦I see.⟧{Bo Lund}\n\nAnn Orr met Bo Lund.",
]


@pytest.mark.parametrize(
    "example",
    SPEAKERS,
)
def test_speakers(engine: Engine, example: str) -> None:
    text, expected = parse(example)
    quotations = engine.extract(Document(text)).quotations
    found = [(s.text, q.speaker.name if q.speaker else "") for q in quotations for s in q.segments]
    assert found == [(e.words(text), e.speaker) for e in expected]


VENUES = [
    (
        '"It rains," Ann Orr said in an interview with Daily Globe and Radio Nine.',
        VenueKind.INTERVIEW,
        ["Daily Globe", "Radio Nine"],
    ),
    ('"It rains," Ann Orr told Reuters.', VenueKind.INTERVIEW, ["Reuters"]),
    ('"It rains," Ann Orr told BBC\'s Radio 4.', VenueKind.INTERVIEW, ["BBC's Radio 4"]),
    ('"It rains," Ann Orr told the NYT\'s Bo Lund.', VenueKind.INTERVIEW, ["NYT"]),
    ('"It rains," Ann Orr told reporters.', VenueKind.PRESS_CONFERENCE, []),
    ('"It rains," Ann Orr said at a rally in Leeds.', VenueKind.SPEECH, []),
    ('"It rains," Ann Orr said during a debate on Sky News.', VenueKind.DEBATE, ["Sky News"]),
    ('"It rains," Ann Orr wrote in a post on X.', VenueKind.SOCIAL_MEDIA, ["X"]),
    ('"It rains," Ann Orr said in a statement.', VenueKind.STATEMENT, []),
    ('"It rains," Ann Orr told the court.', VenueKind.TESTIMONY, []),
    ('"It rains," Ann Orr wrote in her memoir.', VenueKind.PUBLICATION, []),
    ('"It rains," Ann Orr wrote in a letter.', VenueKind.PRIVATE_COMMUNICATION, []),
    ('"It rains," Ann Orr told her husband.', None, []),
    ('"It rains," Ann Orr said. Reuters reported the floods on Monday.', None, []),
]


@pytest.mark.parametrize(("text", "kind", "outlets"), VENUES)
def test_venues(engine: Engine, text: str, kind: VenueKind | None, outlets: list[str]) -> None:
    (quotation,) = engine.extract(Document(text)).quotations
    venue = quotation.venue
    assert (venue.kind if venue else None) == kind
    assert [outlet.name for outlet in (venue.outlets if venue else ())] == outlets
    if venue:
        assert all(outlet.span and outlet.span.of(text) == outlet.name for outlet in venue.outlets)
        assert all(span.of(text) for span in venue.evidence)


REFERRED_BACK = (
    '"The first dam leaks," Ann Orr said. "The second will not," she added.\n\n'
    "Orr made the comments in an interview with Mint and Aaj Tak at the Taj Hotel on Friday.\n\n"
    '"I checked the walls myself," she said.\n\n"They are wet," Bo Lund told reporters.'
)


def test_a_sentence_that_refers_back_gives_its_venue_to_that_speaker_alone(engine: Engine) -> None:
    extraction = engine.extract(Document(REFERRED_BACK))
    kinds = [(q.speaker.name if q.speaker else "", q.venue.kind if q.venue else None) for q in extraction.quotations]
    assert kinds == [("Ann Orr", VenueKind.INTERVIEW)] * 3 + [("Bo Lund", VenueKind.PRESS_CONFERENCE)]
    venue = extraction.venues[0]
    assert [outlet.name for outlet in venue.outlets] == ["Mint", "Aaj Tak"]
    assert venue.place is not None
    assert venue.place.name == "the Taj Hotel"
    assert venue.date is not None
    assert venue.date.name == "Friday"
    assert extraction.quotations[0].venue_scope is VenueScope.REFERRED_BACK


def test_without_that_sentence_there_is_no_venue(engine: Engine) -> None:
    text = "\n\n".join(part for part in REFERRED_BACK.split("\n\n") if "interview" not in part)
    assert [q.venue for q in engine.extract(Document(text)).quotations][:3] == [None] * 3


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"We won," said Ann Orr.', SpeakerKind.PERSON),
        ('"We won," the company said.', SpeakerKind.ORGANIZATION),
        ('"We won," residents said.', SpeakerKind.GROUP),
        ('"We won," officials said.', SpeakerKind.UNNAMED),
        ('"We won," a senior aide said.', SpeakerKind.UNNAMED),
        ('"We won," the report said.', SpeakerKind.DOCUMENT),
        ('"We won," the Acme Corporation said.', SpeakerKind.ORGANIZATION),
    ],
)
def test_speaker_kinds(engine: Engine, text: str, kind: SpeakerKind) -> None:
    (quotation,) = engine.extract(Document(text)).quotations
    assert quotation.speaker is not None
    assert quotation.speaker.kind is kind


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ('"We won," said Congress leader Meera Joshi.', "Congress leader"),
        ('"We won," said finance minister Meera Joshi.', "finance minister"),
        ('"We won," said Foreign Minister Meera Joshi.', "Foreign Minister"),
        ('"We won," said Sen. Meera Joshi.', "Sen."),
        ('"We won," said Meera Joshi.', ""),
    ],
)
def test_roles(engine: Engine, text: str, role: str) -> None:
    (quotation,) = engine.extract(Document(text)).quotations
    assert quotation.speaker is not None
    assert (quotation.speaker.name, quotation.speaker.role) == ("Meera Joshi", role)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"We won the match," said Ann Orr.', QuotationKind.DIRECT),
        ('Ann Orr called it "a slow and muddy match".', QuotationKind.PARTIAL),
    ],
)
def test_quotation_kinds(engine: Engine, text: str, kind: QuotationKind) -> None:
    assert [q.kind for q in engine.extract(Document(text)).quotations] == [kind]


def test_nested_and_repeated_quotations_point_to_the_other(engine: Engine) -> None:
    text = '"They shouted \'go home at once\' to us," Ann Orr said.\n\n"We stayed," Orr said.\n\n"We stayed," she said.'
    first, inner, second, third = engine.extract(Document(text)).quotations
    assert inner.parent_id == first.id
    assert third.repeats_id == second.id
    assert first.repeats_id is None


def test_only_the_wanted_kinds_remain(engine: Engine) -> None:
    text = '"We won the match," said Ann Orr. Bo Lund called it "a slow and muddy match".'
    extraction = engine.extract(Document(text)).only({QuotationKind.PARTIAL})
    assert [q.kind for q in extraction.quotations] == [QuotationKind.PARTIAL]
    assert [s.name for s in extraction.speakers] == ["Bo Lund"]


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (Document(""), "text"),
        (Document("a \ud800 b"), "text"),
        (Document("Bonjour", language_code="fr"), "language_code"),
        (Document("Hello", language_code="english"), "language_code"),
    ],
)
def test_a_document_that_cannot_be_read_names_its_field(engine: Engine, document: Document, field: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        engine.extract(document)
    assert caught.value.field == field
    assert document.text not in str(caught.value) or not document.text


@pytest.mark.parametrize("code", ["en", "EN", "en-IN", "en_GB"])
def test_only_the_primary_language_counts(engine: Engine, code: str) -> None:
    assert engine.extract(Document("Hello.", language_code=code)).language_code == "en"


def test_an_unserved_script_is_read_with_the_default_language_and_a_warning(engine: Engine) -> None:
    extraction = engine.extract(Document("Он сказал: «Мост построен»."))
    assert [w.code for w in extraction.warnings] == [WarningCode.LANGUAGE_ASSUMED]
