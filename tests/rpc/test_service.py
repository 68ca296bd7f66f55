"""The contract over a real socket."""

from __future__ import annotations

import pickle
import threading
from typing import TYPE_CHECKING

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status

from quoth.client import (
    CallCancelledError,
    Client,
    Document,
    FieldViolation,
    InvalidRequestError,
    KnownSpeaker,
    QuotationKind,
    SpeakerBasis,
    SpeakerKind,
    UnavailableError,
    VenueKind,
    VenueScope,
)
from quoth.v1 import quotations_pb2 as pb
from rpc.conftest import MAX_KNOWN, MAX_REQUESTS, MAX_TEXT_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from quoth.v1.quotations_pb2_grpc import QuotationServiceStub

ARTICLE = 'Headline 🎙\n\n"L\'été 🌞 est là," Mayor Zoë Petit told Reuters in Nice.'


def request(**fields: object) -> pb.ExtractQuotationsRequest:
    return pb.ExtractQuotationsRequest(document=pb.Document(**fields))  # type: ignore[arg-type]


BAD_REQUESTS = [
    (pb.ExtractQuotationsRequest(), "document"),
    (request(), "document.text"),
    (request(text=""), "document.text"),
    (request(text="é" * (MAX_TEXT_BYTES // 2 + 1)), "document.text"),
    (request(text="Hello.", language_code="xx"), "document.language_code"),
    (pb.ExtractQuotationsRequest(document=pb.Document(text="Hello."), offset_encoding=99), "offset_encoding"),
    (
        pb.ExtractQuotationsRequest(document=pb.Document(text="Hello."), options=pb.ExtractionOptions(kinds=[1, 77])),
        "options.kinds[1]",
    ),
]
BAD_REQUESTS += [
    (
        pb.ExtractQuotationsRequest(document=pb.Document(text="Hello."), options=pb.ExtractionOptions(kinds=[1] * 101)),
        "options.kinds",
    ),
    (request(text="Hello.", title="x" * 1001), "document.title"),
    (request(text="Hello.", language_code="She said it rains."), "document.language_code"),
    (
        pb.ExtractQuotationsRequest(
            document=pb.Document(text="Hello."),
            known_speakers=[pb.KnownSpeaker(id="1", name="Ann Orr", aliases=["Orr"] * 101)],
        ),
        "known_speakers[0].aliases",
    ),
]
BAD_REQUESTS += [
    (pb.ExtractQuotationsRequest(document=pb.Document(text="Hello."), known_speakers=known), field)
    for known, field in (
        ([pb.KnownSpeaker(id="1")], "known_speakers[0].name"),
        ([pb.KnownSpeaker(name="Ann Orr")], "known_speakers[0].id"),
        ([pb.KnownSpeaker(id="1", name="Ann Orr", aliases=["A", " "])], "known_speakers[0].aliases[1]"),
        ([pb.KnownSpeaker(id="1", name=name) for name in ("Ann Orr", "Bo Lund")], "known_speakers[1].id"),
        ([pb.KnownSpeaker(id=str(n), name="Ann Orr") for n in range(MAX_KNOWN + 1)], "known_speakers"),
    )
]
GOOD = request(id="good", text=ARTICLE)


def fields_of(status: object) -> list[str]:
    bad_request = error_details_pb2.BadRequest()
    assert any(detail.Unpack(bad_request) for detail in status.details)  # type: ignore[attr-defined]
    return [violation.field for violation in bad_request.field_violations]


@pytest.mark.parametrize(("bad", "field"), BAD_REQUESTS)
def test_a_bad_request_names_its_field(
    stub: QuotationServiceStub, bad: pb.ExtractQuotationsRequest, field: str
) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        stub.ExtractQuotations(bad)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert fields_of(rpc_status.from_call(caught.value)) == [field]


@pytest.mark.parametrize(("bad", "field"), BAD_REQUESTS)
def test_in_a_batch_it_costs_only_its_own_document(
    stub: QuotationServiceStub, bad: pb.ExtractQuotationsRequest, field: str
) -> None:
    outcomes = stub.BatchExtractQuotations(pb.BatchExtractQuotationsRequest(requests=[GOOD, bad, GOOD])).outcomes
    assert [outcome.WhichOneof("result") for outcome in outcomes] == ["response", "error", "response"]
    assert [outcome.index for outcome in outcomes] == [0, 1, 2]
    assert fields_of(outcomes[1].error) == [f"requests[1].{field}"]


@pytest.mark.parametrize(("bad", "field"), BAD_REQUESTS)
def test_in_a_stream_it_costs_only_its_own_document(
    stub: QuotationServiceStub, bad: pb.ExtractQuotationsRequest, field: str
) -> None:
    sent = (pb.StreamExtractQuotationsRequest(request=item) for item in (GOOD, bad, GOOD))
    outcomes = {r.outcome.index: r.outcome for r in stub.StreamExtractQuotations(sent)}
    assert [outcomes[i].WhichOneof("result") for i in range(3)] == ["response", "error", "response"]
    assert fields_of(outcomes[1].error) == [f"request.{field}"]


@pytest.mark.parametrize("count", [0, MAX_REQUESTS + 1])
def test_a_batch_of_a_wrong_size_is_refused(client: Client, count: int) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        client.extract_batch(["Hello."] * count)
    assert [violation.field for violation in caught.value.violations] == ["requests"]


ENCODINGS = [
    (pb.OFFSET_ENCODING_UNSPECIFIED, lambda text, start, end: text[start:end]),
    (pb.OFFSET_ENCODING_UTF32, lambda text, start, end: text[start:end]),
    (pb.OFFSET_ENCODING_UTF8, lambda text, start, end: text.encode()[start:end].decode()),
    (
        pb.OFFSET_ENCODING_UTF16,
        lambda text, start, end: text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le"),
    ),
]


@pytest.mark.parametrize(("encoding", "cut"), ENCODINGS)
def test_offsets_come_in_the_unit_that_was_asked_for(
    stub: QuotationServiceStub, encoding: pb.OffsetEncoding.ValueType, cut: Callable[[str, int, int], str]
) -> None:
    wanted = pb.ExtractQuotationsRequest(document=pb.Document(text=ARTICLE), offset_encoding=encoding)
    response = stub.ExtractQuotations(wanted)
    (quotation,), (speaker,), (venue,) = response.quotations, response.speakers, response.venues
    parts = [(quotation.segments[0].span, "L'été 🌞 est là,"), (quotation.cue.span, "told")]
    parts += [(quotation.mention.span, "Zoë Petit"), (speaker.mentions[0].span, "Zoë Petit")]
    parts += [
        (venue.outlets[0].span, "Reuters"),
        (venue.place.span, "Nice"),
        (venue.evidence[0], "told Reuters in Nice"),
    ]
    assert [cut(ARTICLE, span.start, span.end) for span, _ in parts] == [words for _, words in parts]


def test_the_same_text_gives_the_same_bytes(stub: QuotationServiceStub) -> None:
    first, second = (stub.ExtractQuotations(GOOD).SerializeToString(deterministic=True) for _ in range(2))
    assert first == second


def test_the_sdk_returns_typed_values(client: Client) -> None:
    extraction = client.extract(Document(text=ARTICLE, id="a-1"))
    (quotation,) = extraction.quotations
    assert extraction.document_id == "a-1"
    assert quotation.text == "L'été 🌞 est là,"
    assert quotation.kind is QuotationKind.DIRECT
    assert quotation.speaker is not None
    assert (quotation.speaker.name, quotation.speaker.kind, quotation.speaker.role) == (
        "Zoë Petit",
        SpeakerKind.PERSON,
        "Mayor",
    )
    assert quotation.venue is not None
    assert quotation.venue.kind is VenueKind.INTERVIEW
    assert [outlet.name for outlet in quotation.venue.outlets] == ["Reuters"]
    assert quotation.venue_scope is VenueScope.SAME_CLAUSE


def test_a_known_speaker_carries_the_callers_id(client: Client) -> None:
    known = [KnownSpeaker("z1", "Zoë Petit"), KnownSpeaker("z2", "Zoe Grand", ("ZG",))]
    (speaker,) = client.extract(ARTICLE, known_speakers=known).speakers
    assert (speaker.known_id, speaker.ambiguous_known_ids) == ("z1", ())
    assert speaker.resolved_by == (SpeakerBasis.EXACT_NAME,)
    (outcome,) = client.extract_batch([ARTICLE], known_speakers=known)
    assert outcome.unwrap().speakers[0].known_id == "z1"
    assert client.extract(ARTICLE).speakers[0].known_id is None


def test_the_publisher_is_this_newspaper(client: Client) -> None:
    article = Document(text='"It rains," Ann Orr told this newspaper.', publisher="Garden City Post")
    (venue,) = client.extract(article).venues
    assert [(outlet.name, outlet.span) for outlet in venue.outlets] == [("Garden City Post", None)]


def test_the_sdk_filters_kinds(client: Client) -> None:
    assert client.extract(ARTICLE, kinds=[QuotationKind.PARTIAL]).quotations == ()


def test_the_sdk_streams_any_number(client: Client) -> None:
    outcomes = list(client.extract_stream(Document(text=ARTICLE, id=str(i)) for i in range(40)))
    assert sorted(outcome.index for outcome in outcomes) == list(range(40))
    assert all(outcome.document_id == str(outcome.index) for outcome in outcomes)
    assert all(len(outcome.unwrap().quotations) == 1 for outcome in outcomes)


def test_a_stream_answers_before_the_next_article_is_there(client: Client) -> None:
    answered = threading.Event()

    def articles() -> Iterator[str]:
        yield ARTICLE
        assert answered.wait(20)
        yield ARTICLE

    indexes = []
    for outcome in client.extract_stream(articles(), timeout=30):
        indexes.append(outcome.index)
        answered.set()
    assert indexes == [0, 1]


def test_a_stream_raises_what_reading_the_articles_raised(client: Client) -> None:
    def articles() -> Iterator[str]:
        yield ARTICLE
        raise LookupError("no more articles")

    outcomes = client.extract_stream(articles())
    assert next(outcomes).index == 0
    with pytest.raises(LookupError, match="no more articles"):
        next(outcomes)


def test_a_stream_that_is_left_early_leaves_the_service_well(client: Client) -> None:
    for _ in client.extract_stream([ARTICLE] * 50):
        break
    assert len(client.extract(ARTICLE).quotations) == 1


def test_the_sdk_refuses_what_cannot_be_sent(client: Client) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        client.extract("a \ud800 b")
    assert [violation.field for violation in caught.value.violations] == ["document.text"]


def test_in_a_batch_what_cannot_be_sent_costs_only_itself(client: Client) -> None:
    outcomes = client.extract_batch([ARTICLE, "\ud800", Document(text=ARTICLE, id="c")])
    assert [outcome.index for outcome in outcomes] == [0, 1, 2]
    assert [outcome.error is None for outcome in outcomes] == [True, False, True]
    assert outcomes[2].document_id == "c"
    with pytest.raises(InvalidRequestError):
        outcomes[1].unwrap()


@pytest.mark.parametrize("wrong", [None, b"text", 7])
def test_a_document_of_a_wrong_type_is_a_type_error(client: Client, wrong: object) -> None:
    with pytest.raises(TypeError, match="document is a"):
        client.extract(wrong)  # type: ignore[arg-type]


def test_one_string_is_no_batch(client: Client) -> None:
    with pytest.raises(TypeError, match="several articles"):
        client.extract_batch("abc")


def test_a_closed_client_says_so(address: str) -> None:
    client = Client(address)
    client.close()
    for call in (
        lambda: client.extract("Hello."),
        client.service_info,
        client.wait_until_serving,
        lambda: client.extract_batch(["a"]),
    ):
        with pytest.raises(CallCancelledError, match="closed"):
            call()


def test_errors_survive_pickling() -> None:
    error = InvalidRequestError(
        "INVALID_ARGUMENT", "document.text: is empty", (FieldViolation("document.text", "is empty"),)
    )
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.code, again.message, again.violations) == (
        type(error),
        error.code,
        error.message,
        error.violations,
    )


def test_the_service_tells_versions_languages_and_limits(client: Client) -> None:
    info = client.service_info()
    assert info.engine.schema_version == "quoth.v1"
    assert info.languages[0] == "en"
    assert (info.limits.max_text_bytes, info.limits.max_requests_per_batch) == (MAX_TEXT_BYTES, MAX_REQUESTS)
    assert info.limits.max_known_speakers == MAX_KNOWN


def test_reflection_lists_the_service(address: str) -> None:
    with grpc.insecure_channel(address) as channel:
        services = ProtoReflectionDescriptorDatabase(channel).get_services()
    assert "quoth.v1.QuotationService" in services


def test_a_service_that_is_not_there_is_unavailable() -> None:
    with Client("127.0.0.1:1") as client, pytest.raises(UnavailableError):
        client.extract("Hello.", timeout=20)


def test_the_real_article(client: Client, shared: Path) -> None:
    text = (shared / "seed" / "putin-interview.txt").read_text("utf-8")
    extraction = client.extract(text)
    assert [len(q.segments) for q in extraction.quotations] == [1] * 5
    assert {q.kind for q in extraction.quotations} == {QuotationKind.DIRECT}
    starts = [(q.segments[0].span.start, q.segments[0].span.end) for q in extraction.quotations]
    assert starts == [(369, 605), (1087, 1264), (1390, 1602), (1714, 1881), (2387, 2499)]
    mentions = [(q.mention.text, q.mention.span.start) for q in extraction.quotations if q.mention]
    assert mentions == [("He", 354), ("he", 1266), ("he", 1604), ("he", 1883), ("he", 2501)]
    (speaker,), (venue,) = extraction.speakers, extraction.venues
    assert (speaker.name, speaker.kind) == ("Vladimir Putin", SpeakerKind.PERSON)
    assert "Russian President" in speaker.role
    assert (venue.kind, [o.name for o in venue.outlets]) == (VenueKind.INTERVIEW, ["India Today", "Aaj Tak"])
    assert venue.place is not None
    assert venue.place.name == "the Kremlin"
    (evidence,) = venue.evidence
    assert text[evidence.start : evidence.end] == "in an interview with India Today and Aaj Tak at the Kremlin"
    assert all(q.speaker is speaker and q.venue is venue for q in extraction.quotations)
