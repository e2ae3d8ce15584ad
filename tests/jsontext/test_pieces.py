"""JSON in pieces: their layouts, one after the other, are the layout of the whole."""

import json
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio.jsontext.cutting import Cutter
from edge_studio.jsontext.pieces import Piece, lay_out

TRICKY = st.text(alphabet='a",:{}[]\\ \n1é😀', max_size=40)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = TRICKY | NUMBERS | st.booleans() | st.none()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TRICKY, inner), max_leaves=15)
SPACINGS = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n ", "  :\t"), (",\r\n", ":")])
SIZES = st.sampled_from([8, 9, 13, 20, 64, 500])


def cut(body: bytes, size: int) -> tuple[list[Piece], Cutter]:
    cutter = Cutter(body, 0, len(body), size)
    return list(cutter.pieces()), cutter


def joined(body: bytes, pieces: list[Piece]) -> str:
    parts = []
    for at, piece in enumerate(pieces):
        parts.append("\n" if at and not piece.joined else "")
        parts.append(lay_out(body[piece.start : piece.end], piece).decode("utf-8", "replace"))
    return "".join(parts)


@given(VALUES, SPACINGS, st.booleans(), SIZES)
@settings(max_examples=60)
def test_the_pieces_make_the_layout_of_the_whole(
    value: object, spacing: tuple[str, str], escaped: bool, size: int
) -> None:
    body = json.dumps(value, separators=spacing, ensure_ascii=escaped).encode()
    body = b" " + body + b"\n"
    pieces, cutter = cut(body, size)
    whole = msgspec.json.format(body.replace(b"\\ud", b"\\u0"), indent=2)  # halves of pairs are refused
    assert joined(body, pieces).encode().replace(b"\\ud", b"\\u0") == whole
    assert cutter.trouble is None


@given(VALUES, SIZES)
@settings(max_examples=15)
def test_every_byte_is_in_one_piece(value: object, size: int) -> None:
    body = json.dumps(value).encode()
    pieces, _ = cut(body, size)
    assert pieces[0].start == 0
    assert pieces[-1].end == len(body)
    assert all(before.end == after.start for before, after in pairwise(pieces))


@given(VALUES, st.integers(0, 200), SIZES)
@settings(max_examples=40)
def test_cut_off_text_is_tidied_as_far_as_it_goes(value: object, length: int, size: int) -> None:
    body = json.dumps([value], separators=(",", ":")).encode()[:-1][:length]
    pieces, cutter = cut(body, size)
    if body:
        assert cutter.trouble is not None
        assert cutter.trouble.offset <= len(body)
    shown = joined(body, pieces).encode()
    until = pieces[-1].end if pieces else 0
    assert b"".join(shown.split()) == b"".join(body[:until].split())


@pytest.mark.parametrize(
    ("body", "offset", "words"),
    [
        (b'{"a":1 "b":2}', 7, "expected ',' or '}'"),
        (b"[1,]", 3, "trailing comma in array"),
        (b'{"a":[1,2}', 9, "expected ',' or ']'"),
        (b'["a\nb"]', 3, "invalid character"),
        (b'{"a":1}{"b":2}', 7, "trailing characters"),
        (b'{"a":[1,2', 9, "the text ends too early: 2 brackets are still open"),
        (b'{"a":"xyz', 9, "the text ends inside a string"),
    ],
)
def test_the_place_where_it_breaks_is_said(body: bytes, offset: int, words: str) -> None:
    _, cutter = cut(body, 10_000)
    assert cutter.trouble is not None
    assert (cutter.trouble.offset, cutter.trouble.words) == (offset, words)


def test_half_of_a_surrogate_pair_stays_as_it_is() -> None:
    body = b'{"a":"\\ud83d","b":["\\ud83d\\ude00"]}'
    pieces, cutter = cut(body, 1_000)
    assert cutter.trouble is None
    assert joined(body, pieces) == '{\n  "a": "\\ud83d",\n  "b": [\n    "\\ud83d\\ude00"\n  ]\n}'


def test_a_long_string_is_cut_between_its_escapes() -> None:
    body = json.dumps({"content": 'é"\\' * 400, "n": 1}).encode()
    pieces, _ = cut(body, 64)
    assert max(piece.end - piece.start for piece in pieces) <= 64
    assert sum(piece.inside for piece in pieces) > 40
    assert joined(body, pieces).encode() == msgspec.json.format(body, indent=2)


def test_a_long_key_is_cut_too() -> None:
    body = json.dumps({"k" * 500: {"a": 1}, "n": 1}).encode()
    pieces, _ = cut(body, 64)
    assert joined(body, pieces).encode() == msgspec.json.format(body, indent=2)


def test_the_deepest_nesting_is_laid_out_without_recursion() -> None:
    body = b"[" * 50_000 + b"]" * 50_000
    pieces, cutter = cut(body, 32_768)
    assert cutter.trouble is None
    assert cutter.is_deep
    assert joined(body, pieces).count("\n") == 99_998


def test_brackets_that_do_not_match_are_found_at_any_depth() -> None:
    _, cutter = cut(b"[" * 90 + b"}" + b"]" * 90, 32)
    assert cutter.trouble is not None
    assert cutter.trouble.offset == 90


def test_a_number_without_end_is_not_followed() -> None:
    pieces, cutter = cut(b'{"a":[1,' + b"7" * 400_000 + b"]}", 32_768)
    assert joined(b'{"a":[1,', pieces) == '{\n  "a": [\n    1,'
    assert cutter.trouble is not None
    assert (cutter.trouble.offset, cutter.trouble.words) == (
        8,
        "a token, or a gap, of more than 131,072 characters",
    )
