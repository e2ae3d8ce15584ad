"""The identity entry is read whole where it is one, and nothing that clients send makes reading fail."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_studio.edge.client_state import IdentityCookie, read_identity

ECID = "51910389753901685456014889838591030721"
OTHER = "91440892103233771780315063637131041947"

PUBLIC = {
    "CiY1MTkxMDM4OTc1MzkwMTY4NTQ1NjAxNDg4OTgzODU5MTAzMDcyMVIPCKKt8KnsMBgBKgRJUkwx8AGirfCp7DA=": (
        IdentityCookie(ECID, False, 1678346294946, 1678346294946, "IRL1", 0, 1)
    ),
    "CiY5MTQ0MDg5MjEwMzIzMzc3MTc4MDMxNTA2MzYzNzEzMTA0MTk0N1IOCPmsht7JLxgBKgNWQTagAfmsht7JL_AB-ayG3skv": (
        IdentityCookie(OTHER, False, 1634700727929, 1634700727929, "VA6", 0, 1, synced=1634700727929)
    ),
}
"""Entries in public samples of the service's answers."""


def encoded(message: bytes) -> str:
    return base64.urlsafe_b64encode(message).decode()


@pytest.mark.parametrize("value", PUBLIC)
def test_public_samples_are_read(value: str) -> None:
    assert read_identity(value) == PUBLIC[value]
    assert read_identity(value.rstrip("=")) == PUBLIC[value]
    assert read_identity(value.replace("=", "%3D")) == PUBLIC[value]


def test_an_entry_with_the_ecid_alone_is_enough() -> None:
    read = read_identity(encoded(b"\x0a\x26" + ECID.encode()))
    assert read == IdentityCookie(ECID, False)


def test_fields_of_every_wire_type_that_nobody_knows_are_passed_over() -> None:
    unknown = b"\xa1\x06" + bytes(8) + b"\xad\x06" + bytes(4) + b"\xb0\x06\xff\x01" + b"\xba\x06\x03abc"
    assert read_identity(encoded(unknown + b"\x0a\x26" + ECID.encode())) == IdentityCookie(ECID, False)


@pytest.mark.parametrize(
    "message",
    [
        b"\x0b\x26" + ECID.encode(),
        b"\x0a\x27" + ECID.encode(),
        b"\x0a\x26" + ECID.encode() + b"\xf0",
        b"\x0a\x26" + ECID.encode() + b"\xf0\x01" + b"\xff" * 11,
        b"\x0a\x26" + ECID.encode() + b"\xf1\x01\x00",
        b"\x08\x01",
    ],
)
def test_a_message_that_is_broken_is_no_entry(message: bytes) -> None:
    assert read_identity(encoded(message)) is None


@given(
    st.text() | st.binary().map(encoded) | st.binary().map(lambda tail: encoded(b"\x0a\x01" + b"1" + tail))
)
def test_nothing_makes_reading_fail(value: str) -> None:
    read = read_identity(value)
    assert read is None or read.ecid.isdigit()
