"""What is fuzzed bears its own seeds, and every input that ever broke it."""

import base64

import pytest

from tests.fuzz.targets import TARGETS, seeds

BROKE: dict[str, list[str]] = {
    "decoders": [
        "QRAg",  # percent-encoding of nothing but a blank: it was put in no words at all
    ],
    "reading": [
        # a hint that says nothing: the handle was put in no words at all
        "AHsiaGFuZGxlIjpbeyJ0eXBlIjoibG9jYXRpb25IaW50OnJlc3VsdCIsInBheWxvYWQiOlt7fV19XX0=",
    ],
    "summary": [
        "AHsilpYiOjEsImV2ZW50Ijp7IpYiOjJ9fQ==",  # a request with a name in bad UTF-8: reading it raised
    ],
    "compare": [],
}
"""Inputs that once broke a target, in base64."""


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_bears_the_shapes_that_the_search_begins_with(name: str) -> None:
    for seed in seeds(name):
        TARGETS[name](seed)


@pytest.mark.parametrize("name", BROKE)
def test_a_target_bears_what_once_broke_it(name: str) -> None:
    for data in BROKE[name]:
        TARGETS[name](base64.b64decode(data))


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"\x00\x00\x00", b"\xff" * 40, b"\x00{", b"\x00[[[[", b'\x00{"handle":']
)
def test_a_target_bears_next_to_nothing(name: str, data: bytes) -> None:
    TARGETS[name](data)
