"""Server-sent events: the JSON of each is tidied, and every byte is found in what is shown."""

import json

import pytest

from edge_studio.jsontext.tidied_events import TidiedEvents

ONE = b'event: chunk\nid: 1\ndata: {"a":[1,"\xc3\xa9"]}\n\n'
TIDY = 'event: chunk\nid: 1\ndata:\n{\n  "a": [\n    1,\n    "é"\n  ]\n}\n'
SIZES = [8, 64, 400, 65_536]


def shown(source: TidiedEvents) -> str:
    found = list(source.pieces())
    return "".join(
        ("" if piece.joined or not at else "\n") + source.text(piece) for at, piece in enumerate(found)
    )


@pytest.mark.parametrize("size", SIZES)
def test_the_data_of_each_event_is_tidied_below_its_name(size: int) -> None:
    assert shown(TidiedEvents(ONE * 3, size)) == "\n".join([TIDY] * 3)


@pytest.mark.parametrize("size", SIZES)
def test_each_byte_of_the_data_is_found_in_the_text_and_back(size: int) -> None:
    body = ONE * 3
    source = TidiedEvents(body, size)
    for piece in source.pieces():
        text = source.text(piece)
        for byte in range(piece.start, piece.end):
            if body[byte : byte + 1].strip() and body[byte] & 0xC0 != 0x80:
                offset = source.offset_in(piece, byte)
                assert text[offset] == body[byte:].decode()[0]
                assert source.byte_in(piece, offset) == byte


def test_small_events_share_a_piece_whatever_ends_their_lines() -> None:
    assert len(list(TidiedEvents(ONE * 500).pieces())) < 10
    assert len(list(TidiedEvents(ONE.replace(b"\n", b"\r\n") * 500).pieces())) < 10


def test_broken_data_leaves_the_other_events_tidy() -> None:
    source = TidiedEvents(b'data: {"a":[1,}\n\n' + ONE)
    text = shown(source)
    assert "▲ The JSON breaks here (byte 15)" in text
    assert text.endswith(TIDY)
    assert source.trouble is not None
    assert source.trouble.offset == 14


def test_data_in_several_lines_is_shown_as_it_came() -> None:
    spread = b'data: {"a":\ndata: 1}\n\n'
    source = TidiedEvents(spread + ONE)
    assert shown(source) == spread.decode() + TIDY
    assert source.trouble is None


def test_a_large_event_comes_in_many_pieces() -> None:
    body = b"data: " + json.dumps([{"at": at} for at in range(20_000)]).encode() + b"\n\n"
    source = TidiedEvents(body)
    assert len(list(source.pieces())) > 5
    assert '{\n    "at": 19999\n  }' in shown(source)
