"""What a packed body holds, whatever it says of itself, and where unpacking is stopped."""

import gzip
import zlib

import pytest

from edge_studio.edge.exchange import Answered, Timing
from edge_studio.transport import decoding
from edge_studio.transport.decoding import unpack, unpack_on

BODY = b'{"handle":[]}' * 20
GZIP = (("Content-Encoding", "gzip"),)


def test_what_is_packed_as_it_says_is_unpacked_without_a_word() -> None:
    found = unpack(gzip.compress(BODY), GZIP)
    assert (found.body, found.note, found.packed) == (BODY, "", None)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "deflate, gzip"])
def test_what_is_not_packed_though_it_says_so_is_kept_and_told(coding: str) -> None:
    found = unpack(BODY, (("content-encoding", coding),))
    assert found.body == BODY
    assert "but it is not" in found.note


def test_what_is_packed_in_silence_is_unpacked_and_told() -> None:
    found = unpack(gzip.compress(BODY), (("content-type", "application/json"),))
    assert found.body == BODY
    assert "does not say so" in found.note


def test_a_packed_file_stays_a_file() -> None:
    packed = gzip.compress(BODY)
    assert unpack(packed, (("content-type", "application/gzip"),)).body == packed


def test_an_unknown_packing_is_named() -> None:
    found = unpack(BODY, (("content-encoding", "br"),))
    assert found.body == BODY
    assert "packed with br" in found.note


def test_a_packed_body_that_breaks_off_shows_what_came() -> None:
    plain = bytes(zlib.crc32(str(at).encode()) % 251 for at in range(9_000))
    found = unpack(gzip.compress(plain)[:-2_000], GZIP)
    assert found.body
    assert plain.startswith(found.body)
    assert "breaks off" in found.note


def test_padding_after_a_packed_body_is_left_alone() -> None:
    assert unpack(gzip.compress(BODY) + b"\x00" * 512, GZIP).body == BODY


def test_a_bomb_is_stopped_and_can_be_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "SUSPICIOUS", 2_000_000)
    plain = b" " * 20_000_000
    packed = gzip.compress(plain)
    found = unpack(packed, GZIP)
    assert 2_000_000 <= len(found.body) < 4_000_000
    assert found.packed is not None
    assert f"{len(packed):,} bytes unpack to more than {len(found.body):,}" in found.note
    answered = Answered(200, "OK", GZIP, found.body, len(packed), Timing(0.1), packed=found.packed)
    further = unpack_on(answered, 8_000_000)
    assert 8_000_000 <= len(further.body) < 10_000_000
    assert further.packed is not None
    kept = f"The history keeps the first {len(found.body):,} bytes."
    assert further.coding_note.startswith("Unpacking was stopped: ")
    assert further.coding_note.endswith(kept)
    whole = unpack_on(further, 100_000_000)
    assert whole.body == plain
    assert (whole.packed, whole.coding_note) == (None, kept)


def test_what_grows_honestly_is_not_stopped_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "SUSPICIOUS", 1_000)
    plain = b"".join(str(at * 7919).encode() for at in range(20_000))
    assert unpack(gzip.compress(plain), GZIP).body == plain


def test_nothing_is_unpacked_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LIMIT", 50_000)
    plain = b"".join(str(at * 7919).encode() for at in range(400_000))
    found = unpack(gzip.compress(plain), GZIP)
    assert len(found.body) < len(plain)
    assert found.packed is not None
