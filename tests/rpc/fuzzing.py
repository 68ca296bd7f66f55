"""Hostile bytes for the service, the same ones for the same seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from quoth.v1 import quotations_pb2 as pb
from rpc.running import TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

METHODS = ("ExtractQuotations", "BatchExtractQuotations", "StreamExtractQuotations", "GetServiceInfo")


def valid_messages() -> list[bytes]:
    """Serialized requests to begin from."""
    document = pb.Document(id="1", text=TEXT * 3, language_code="en", title="Rain", publisher="Island Post")
    document.publish_time.FromSeconds(1_700_000_000)
    request = pb.ExtractQuotationsRequest(
        document=document,
        options=pb.ExtractionOptions(kinds=[1, 2]),
        offset_encoding=2,
        known_speakers=[pb.KnownSpeaker(id="k", name="Ann Orr", aliases=["Orr"])],
    )
    batch = pb.BatchExtractQuotationsRequest(requests=[request, request])
    stream = pb.StreamExtractQuotationsRequest(request=request)
    return [message.SerializeToString() for message in (request, batch, stream, pb.GetServiceInfoRequest())]


def field(number: int, content: bytes) -> bytes:
    """A length-delimited field."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value: int) -> bytes:
    groups = []
    while value > 127:
        groups.append(value & 127 | 128)
        value >>= 7
    return bytes([*groups, value])


def random_bytes(dice: random.Random, message: bytes) -> bytes:
    return dice.randbytes(dice.randrange(2 * len(message) + 2))


def flipped(dice: random.Random, message: bytes) -> bytes:
    changed = bytearray(message or b"\0")
    for _ in range(dice.randrange(1, 9)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(dice: random.Random, message: bytes) -> bytes:
    return message[: dice.randrange(len(message) + 1)]


def doubled(dice: random.Random, message: bytes) -> bytes:
    return message * dice.randrange(2, 6)


def wrong_utf8(dice: random.Random, message: bytes) -> bytes:
    bad = dice.choice([b"\xff\xfe", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x80"])
    return message + field(1, field(2, TEXT.encode() + bad))


def strange_text(dice: random.Random, message: bytes) -> bytes:
    signs = "\"“”‘’'«»() \n\t\0\u200b\u202e\ufeff𝒜é.,:-Aa1"
    return message + field(1, field(2, "".join(dice.choices(signs, k=dice.randrange(2_000))).encode()))


def huge_count(dice: random.Random, message: bytes) -> bytes:
    length = varint(dice.choice([2**31 - 1, 2**32, 2**63, 2**64 - 1]))
    return message + varint(dice.randrange(1, 8) << 3 | 2) + length


def many_entries(dice: random.Random, message: bytes) -> bytes:
    entry = dice.choice([field(4, b""), field(1, b""), field(2, b"\x0a\x01\x01")])
    return message + entry * dice.randrange(20_000)


def deep(dice: random.Random, message: bytes) -> bytes:
    depth = dice.randrange(1, 5_000)
    if dice.random() < 0.5:
        return message + b"\x7b" * depth + b"\x7c" * depth  # groups of an unknown field
    nested = b""
    for _ in range(min(depth, 300)):
        nested = field(1, nested)
    return message + nested


MUTATIONS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    random_bytes, flipped, cut, doubled, wrong_utf8, strange_text, huge_count, many_entries, deep,
)  # fmt: skip


def hostile_calls(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Methods and the bytes to send to them."""
    dice, messages = random.Random(seed), valid_messages()
    for _ in range(count):
        which = dice.randrange(len(METHODS))
        message = dice.choice(messages) if dice.random() < 0.1 else messages[which]
        yield METHODS[which], dice.choice(MUTATIONS)(dice, message)
