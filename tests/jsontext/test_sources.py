"""Bodies as sources of lines: records, broken text, and which byte each character shows."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio.jsontext.pieces import Piece
from edge_studio.jsontext.sources import Received, Tidied

SIZES = st.sampled_from([8, 20, 64, 500])


def pieces(source: Received) -> list[Piece]:
    return list(source.pieces())


def shown(source: Received) -> str:
    found = pieces(source)
    return "".join(
        ("" if piece.joined or not at else "\n") + source.text(piece) for at, piece in enumerate(found)
    )


@given(st.text(alphabet='ab"\\é😀\n\r,', max_size=120), st.booleans(), SIZES)
@settings(max_examples=80)
def test_text_as_received_is_whole(text: str, is_json: bool, size: int) -> None:
    assert shown(Received(text.encode(), is_json, size)) == text


@given(
    st.recursive(st.text('a"\\é,', max_size=30) | st.integers(), lambda inner: st.lists(inner), max_leaves=8),
    SIZES,
)
@settings(max_examples=60)
def test_each_byte_of_a_token_is_found_in_the_text_and_back(value: object, size: int) -> None:
    body = json.dumps(value, ensure_ascii=False).encode()
    source = Tidied(body, None, size)
    for piece in pieces(source):
        text = source.text(piece)
        for byte in range(piece.start, piece.end):
            if body[byte : byte + 1].strip() and body[byte] & 0xC0 != 0x80:
                offset = source.offset_in(piece, byte)
                assert text[offset] == body[byte:].decode()[0]
                assert source.byte_in(piece, offset) == byte


def test_small_records_share_a_piece_and_large_ones_do_not() -> None:
    body = b'{"a":1}\0[2]\0\0"' + b"x" * 100 + b'"\0'
    source = Tidied(body, None, 80)
    assert [piece.kind for piece in pieces(source)][:2] == ["records", "json"]
    assert shown(source) == '{\n  "a": 1\n}\n[\n  2\n]\n"' + "x" * 100 + '"'


def test_a_broken_record_leaves_the_others_tidy() -> None:
    source = Tidied(b"[1]\0[2,}\0[3]")
    assert shown(source) == (
        "[\n  1\n]\n[\n  2,\n"
        "▲ The JSON breaks here (byte 8): invalid character; as received from here\n"
        "}\n[\n  3\n]"
    )
    assert source.trouble is not None
    assert source.trouble.offset == 7


@pytest.mark.parametrize("body", [b"a\xffb", b"\xc3", "é".encode()[1:] * 50])
def test_what_is_no_utf8_is_shown_and_remembered(body: bytes) -> None:
    source = Received(body, size=8)
    assert "�" in shown(source)
    assert source.has_strangers
    last = pieces(source)[-1]
    assert source.byte_in(last, source.offset_in(last, last.start)) == last.start
