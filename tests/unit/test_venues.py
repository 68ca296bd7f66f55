"""Where it was said: every kind, role, scope and guard, and the gazetteer."""

from __future__ import annotations

import pytest

from quoth.engine import Document, Engine, Quotation, Venue, VenueKind, VenueScope
from quoth.engine.languages import GazetteerError, read_gazetteer

KINDS = [
    ('"It rains," Ann Orr told Reuters.', VenueKind.INTERVIEW),
    ('"It rains," Ann Orr said in an interview with the Daily Globe.', VenueKind.INTERVIEW),
    ('"It rains," Ann Orr said on the Farm Hour podcast.', VenueKind.INTERVIEW),
    ('"It rains," Ann Orr told the Decatur Herald-Review.', VenueKind.INTERVIEW),
    ('"It rains," Ann Orr told Sky News host Bo Lund.', VenueKind.INTERVIEW),
    ('"It rains," Ann Orr said on CNN.', VenueKind.INTERVIEW),
    ('"It rains," Ann Orr told reporters.', VenueKind.PRESS_CONFERENCE),
    ('"It rains," Ann Orr said at a press conference in Leeds.', VenueKind.PRESS_CONFERENCE),
    ('"It rains," Ann Orr said, addressing mediapersons in Patna.', VenueKind.PRESS_CONFERENCE),
    ('"It rains," Ann Orr said at a rally in Leeds.', VenueKind.SPEECH),
    ('"It rains," Ann Orr told a crowd in Leeds.', VenueKind.SPEECH),
    ('"It rains," Ann Orr told supporters in Leeds.', VenueKind.SPEECH),
    ('"It rains," Ann Orr said during a debate on Sky News.', VenueKind.DEBATE),
    ('"It rains," Ann Orr wrote on X.', VenueKind.SOCIAL_MEDIA),
    ('"It rains," Ann Orr tweeted.', VenueKind.SOCIAL_MEDIA),
    ('"It rains," Ann Orr said in a post on Facebook.', VenueKind.SOCIAL_MEDIA),
    ('"It rains," Ann Orr said in a statement.', VenueKind.STATEMENT),
    ('"It rains," Ann Orr said in an email to reporters.', VenueKind.STATEMENT),
    ('"It rains," the company said in a filing to the exchanges.', VenueKind.STATEMENT),
    ('"It rains," Ann Orr told the court.', VenueKind.TESTIMONY),
    ('"It rains," Ann Orr said in an affidavit.', VenueKind.TESTIMONY),
    ('"It rains," Ann Orr told a Senate committee hearing.', VenueKind.TESTIMONY),
    ('"It rains," Ann Orr wrote in her memoir.', VenueKind.PUBLICATION),
    ('"It rains," Ann Orr wrote in the Daily Telegraph.', VenueKind.PUBLICATION),
    ('"It rains," the report said.', VenueKind.PUBLICATION),
    ('"It rains," Ann Orr wrote in a letter to her son.', VenueKind.PRIVATE_COMMUNICATION),
    ('"It rains," Ann Orr wrote in an internal memo.', VenueKind.PRIVATE_COMMUNICATION),
    ('"It rains," Ann Orr said when reached by Reuters.', VenueKind.INTERVIEW),
    ('"It rains," Ann Orr told Bo Lund on Sky News.', VenueKind.INTERVIEW),
    ('"It rains," Ann Orr told the Ledger-Dispatch.', VenueKind.INTERVIEW),
    ('"It rains," Ann Orr said to a scrum of reporters.', VenueKind.PRESS_CONFERENCE),
    ('"It rains," Ann Orr said at a fish fry in Leeds.', VenueKind.SPEECH),
    ('Speaking at a mill in Leeds, Ann Orr said: "It rains."', VenueKind.SPEECH),
    ('"It rains," Ann Orr said through her lawyer.', VenueKind.STATEMENT),
    ('"It rains," Ann Orr said by email.', VenueKind.STATEMENT),
    ('"It rains," Judge Ann Orr wrote in her opinion.', VenueKind.TESTIMONY),
    ('"It rains," the court ruled.', VenueKind.TESTIMONY),
    ('"It rains," Ann Orr said under questioning from the Senate Farm Committee.', VenueKind.TESTIMONY),
    ('"It rains," the ministry\'s report found.', VenueKind.PUBLICATION),
    ('"It rains," Ann Orr wrote in an op-ed for the Daily Telegraph.', VenueKind.PUBLICATION),
    ('Ann Orr had written to the minister. "It rains," she wrote.', VenueKind.PRIVATE_COMMUNICATION),
    ('"It rains," Ann Orr told police.', VenueKind.OTHER),
    ('"It rains," Ann Orr said on a call with analysts.', VenueKind.OTHER),
]
GUARDS = [
    '"It rains," Ann Orr said.',
    '"It rains," Ann Orr told her husband.',
    '"It rains," Ann Orr told Bo Lund.',
    '"It rains," Ann Orr said on Monday.',
    'LEEDS: "It rains," Ann Orr said.',
    '"It rains," Ann Orr said. Reuters reported the floods on Monday.',
    '"It rains," said Ann Orr, who works for the BBC.',
    'Ann Orr declined an interview with NDTV. "It rains," her son said.',
    '"It rains," Ann Orr said before the debate.',
    '"It rains," Ann Orr said. (Photo by Reuters)',
    'Ann Orr told NDTV. A blogger, Bo Lund, was asked in the street. "It rains," Lund said.',
]


def only(engine: Engine, text: str, publisher: str = "") -> Quotation:
    (quotation,) = engine.extract(Document(text, publisher=publisher)).quotations
    return quotation


def venue_of(engine: Engine, text: str, publisher: str = "") -> Venue:
    venue = only(engine, text, publisher).venue
    assert venue is not None
    return venue


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kinds(engine: Engine, text: str, kind: VenueKind) -> None:
    venue = venue_of(engine, text)
    assert venue.kind is kind
    assert venue.rule
    assert all(span.of(text) for span in venue.evidence)


@pytest.mark.parametrize("text", GUARDS)
def test_no_venue_is_invented(engine: Engine, text: str) -> None:
    assert [q.venue for q in engine.extract(Document(text)).quotations] == [None]


ROLES = (
    '"It rains," Ann Orr said in an interview with Preeti Sen and Kunal Deb for India Today and Aaj Tak on the show '
    "Seedha Sawal at the Great Eastern Hotel in Kolkata on Friday."
)


def test_roles(engine: Engine) -> None:
    venue = venue_of(engine, ROLES)
    assert [outlet.name for outlet in venue.outlets] == ["India Today", "Aaj Tak"]
    assert [person.name for person in venue.interviewers] == ["Preeti Sen", "Kunal Deb"]
    assert venue.programme is not None
    assert venue.programme.name == "Seedha Sawal"
    assert venue.place is not None
    assert venue.place.name == "the Great Eastern Hotel in Kolkata"
    assert venue.date is not None
    assert venue.date.name == "Friday"
    for named in (*venue.outlets, *venue.interviewers, venue.programme, venue.place, venue.date):
        assert named.span is not None
        assert named.span.of(ROLES) == named.name


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ('"It rains," Ann Orr told the NYT.', [("NYT", "New York Times")]),
        ('"It rains," Ann Orr told PTI.', [("PTI", "PTI")]),
        ('"It rains," Ann Orr told POLITICO.', [("POLITICO", "Politico")]),
        ('"It rains," Ann Orr told the Decatur Herald-Review.', [("Decatur Herald-Review", "")]),
        ('"It rains," Ann Orr told KOLN-TV.', [("KOLN-TV", "")]),
        ('"It rains," Ann Orr told CNN May 5.', [("CNN", "CNN")]),
        ('"It rains," Ann Orr told BBC\'s Bo Lund.', [("BBC", "BBC")]),
    ],
)
def test_outlets_are_named_as_printed_with_the_canonical_name_beside(
    engine: Engine, text: str, outlets: list[tuple[str, str]]
) -> None:
    assert [(outlet.name, outlet.canonical_name) for outlet in venue_of(engine, text).outlets] == outlets


@pytest.mark.parametrize("words", ["told this newspaper", "told us"])
def test_this_newspaper_is_the_publisher_and_a_publisher_is_never_assumed(engine: Engine, words: str) -> None:
    text = f'"It rains," Ann Orr {words}.'
    assert [outlet.name for outlet in venue_of(engine, text, "Garden City Post").outlets] == ["Garden City Post"]
    assert venue_of(engine, text).outlets == ()


def test_who_relayed_the_words(engine: Engine) -> None:
    text = '"It rains," Ann Orr told reporters, according to PTI.'
    assert [relay.name for relay in venue_of(engine, text).relayed_by] == ["PTI"]
    assert venue_of(engine, text).outlets == ()


@pytest.mark.parametrize(
    ("text", "programme", "outlets", "interviewers"),
    [
        (
            'In an interview with Harbour Matters Leeds with Eve Lund, Ann Orr said: "It rains."',
            "Harbour Matters Leeds",
            [],
            ["Eve Lund"],
        ),
        ('"It rains," Ann Orr told Bo Lund on CNN\'s State of the Union.', "State of the Union", ["CNN"], ["Bo Lund"]),
        ('"It rains," Ann Orr said on Meet the Press.', "Meet the Press", ["NBC"], []),
        ('"It rains," Ann Orr told the podcast Deep Water.', "Deep Water", [], []),
        ('"It rains," Ann Orr told NDTV, Mint and QQ News.', None, ["NDTV", "Mint", "QQ News"], []),
        ('"It rains," Ann Orr told NDTV. Asked by Bo Lund about hail, she laughed.', None, ["NDTV"], ["Bo Lund"]),
    ],
)
def test_programmes_outlets_and_those_who_ask(
    engine: Engine, text: str, programme: str | None, outlets: list[str], interviewers: list[str]
) -> None:
    venue = venue_of(engine, text)
    assert (venue.programme and venue.programme.name) == programme
    assert [outlet.name for outlet in venue.outlets] == outlets
    assert [person.name for person in venue.interviewers] == interviewers


def test_an_outlet_that_only_the_gazetteer_tells_has_no_span(engine: Engine) -> None:
    (outlet,) = venue_of(engine, '"It rains," Ann Orr said on Meet the Press.').outlets
    assert (outlet.name, outlet.span) == ("NBC", None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('"It rains," Ann Orr told reporters in Garden City.', "Garden City"),
        ('Speaking at a rally in Kisumu hours later, Ann Orr called it "a cheque without a bank".', "Kisumu"),
        ('"It rains," Ann Orr told NDTV at her farm.', "her farm"),
        ('"It rains," Ann Orr told the Lok Sabha.', "the Lok Sabha"),
        ('"It rains," Ann Orr told NDTV on the steps of the town hall.', "the steps of the town hall"),
        ('LEEDS: "It rains," Ann Orr told NDTV.', None),
    ],
)
def test_places(engine: Engine, text: str, place: str | None) -> None:
    venue = venue_of(engine, text)
    assert (venue.place and venue.place.name) == place


SCOPES = [
    ('"It rains," Ann Orr told NDTV.', VenueScope.SAME_CLAUSE),
    ('In an interview with NDTV at her farm, Ann Orr was blunt: "It rains."', VenueScope.SAME_SENTENCE),
    ('Ann Orr spoke to NDTV. "It rains," she said.', VenueScope.SAME_PARAGRAPH),
    ('Ann Orr sat down with NDTV at her farm.\n\n"It rains," she said.', VenueScope.INTRODUCED),
    ('"It rains," Ann Orr said.\n\nOrr made the comments in an interview with NDTV.', VenueScope.REFERRED_BACK),
]


@pytest.mark.parametrize(("text", "scope"), SCOPES)
def test_scopes(engine: Engine, text: str, scope: VenueScope) -> None:
    quotation = only(engine, text)
    assert quotation.venue is not None
    assert quotation.venue_scope is scope


def test_a_venue_goes_on_until_the_occasion_changes(engine: Engine) -> None:
    text = (
        '"It rains," Ann Orr told NDTV. "It pours," she added.\n\n"The dam will hold," she said.\n\n'
        'At a rally in Leeds on Monday, Orr told the crowd: "We build."'
    )
    kinds = [q.venue.kind if q.venue else None for q in engine.extract(Document(text)).quotations]
    assert kinds == [VenueKind.INTERVIEW] * 3 + [VenueKind.SPEECH]


def test_one_utterance_has_one_venue(engine: Engine) -> None:
    text = '"It rains," Ann Orr told NDTV. "It pours. We shall build," she added. "And soon."'
    venues = [q.venue for q in engine.extract(Document(text)).quotations]
    assert [venue and venue.kind for venue in venues] == [VenueKind.INTERVIEW] * 3
    assert len(set(map(id, venues))) == 1


@pytest.mark.parametrize("border", ["___", "* * *", "2:25 p.m."])
def test_a_venue_does_not_cross_a_section(engine: Engine, border: str) -> None:
    text = f'"It rains," Ann Orr told NDTV at her farm.\n\n{border}\n\nAnn Orr has a plan. "We build," she said.'
    kinds = [q.venue.kind if q.venue else None for q in engine.extract(Document(text)).quotations]
    assert kinds == [VenueKind.INTERVIEW, None]


def test_the_forum_is_the_one_that_was_named(engine: Engine) -> None:
    text = (
        '"It rains," Ann Orr said during a forum hosted by Sky News on Monday.\n\n"It pours," Ann Orr told the forum.'
    )
    first, second = engine.extract(Document(text)).quotations
    assert first.venue is second.venue


def test_an_occasion_that_the_own_sentence_states_goes_before_an_inherited_one(engine: Engine) -> None:
    text = 'Ann Orr told NDTV: "It rains." Speaking at her weekly briefing in Leeds, Orr said: "We build."'
    kinds = [q.venue.kind if q.venue else None for q in engine.extract(Document(text)).quotations]
    assert kinds == [VenueKind.INTERVIEW, VenueKind.PRESS_CONFERENCE]


def test_a_venue_does_not_cross_to_another_speaker(engine: Engine) -> None:
    text = '"It rains," Ann Orr told NDTV at her farm.\n\nIn London, Bo Lund disagreed. "It does not," he said.'
    assert [q.venue.kind if q.venue else None for q in engine.extract(Document(text)).quotations] == [
        VenueKind.INTERVIEW,
        None,
    ]


@pytest.mark.parametrize("end", ["reporters", "parliament", "a press conference", "voters", "on X", "in an"])
def test_a_text_may_end_anywhere(engine: Engine, end: str) -> None:
    assert len(engine.extract(Document(f'"It rains," Ann Orr told {end}')).quotations) == 1


def test_inferred_venues_carry_lower_confidence(engine: Engine) -> None:
    text = '"It rains," Ann Orr told NDTV.\n\n"The dam will hold," she said.\n\n"We shall see," she said.'
    stated, *inferred = engine.extract(Document(text)).quotations
    assert all(q.venue_scope is VenueScope.CONTINUED for q in inferred)
    assert all(q.venue_confidence <= stated.venue_confidence for q in inferred)


TABLE = "name,kind,outlet,aliases\nGarden Gazette,newspaper,,GG|Gazette of the Garden\nMorning Soil,programme,Garden Gazette,\n"


def test_a_deployment_adds_outlets_of_its_own() -> None:
    engine = Engine(read_gazetteer(TABLE.splitlines(), "own.csv"))
    venue = venue_of(engine, '"It rains," Ann Orr told GG on Morning Soil.')
    assert [(outlet.name, outlet.canonical_name) for outlet in venue.outlets] == [("GG", "Garden Gazette")]
    assert venue.programme is not None
    assert venue.programme.name == "Morning Soil"


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("name,kind\n", "own.csv, line 1: the header is 'name,kind'"),
        ("", "own.csv, line 1: the header is ''"),
        (TABLE + "Soil Weekly,paper,,\n", "own.csv, line 4: kind is 'paper'; it must be one of agency, newspaper"),
        (TABLE + ",newspaper,,\n", "own.csv, line 4: name is empty"),
        (TABLE + "Soil Weekly,newspaper\n", "own.csv, line 4: a line needs 4 columns"),
        (TABLE + "GG,newspaper,,\n", "own.csv, line 4: 'GG' already stands for 'Garden Gazette'"),
    ],
)
def test_a_wrong_table_of_outlets_names_the_line(table: str, problem: str) -> None:
    with pytest.raises(GazetteerError) as raised:
        read_gazetteer(table.splitlines(), "own.csv")
    assert str(raised.value).startswith(problem)
