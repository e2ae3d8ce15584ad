"""Answers of any size: read by their beginning first, then whole, and as far as they go."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_studio.edge.answer import Answer
from edge_studio.edge.exchange import Answered
from edge_studio.edge.history_row import envelope_counts
from edge_studio.edge.reading import first_look, read_answer, read_in_turns, takes_long
from tests.edge import answers as make


def in_turns(answered: Answered) -> tuple[Answer, list[float]]:
    reading, told = read_in_turns(answered), []
    while True:
        try:
            told.append(next(reading))
        except StopIteration as end:
            answer: Answer = end.value
            return answer, told


@pytest.fixture(scope="module")
def big() -> Answered:
    return make.answered(make.big_answer(2_000_000))


def test_the_beginning_of_a_large_answer_shows_its_first_handles(big: Answered) -> None:
    answer = first_look(big)
    assert answer.is_partial
    assert (answer.kind, answer.tone, answer.headline) == ("envelope", "success", "200 OK")
    assert [handle.type for handle in answer.handles] == ["identity:result", "personalization:decisions"]
    assert answer.handles[1].count > 20
    assert answer.sentence == "Reading the answer…"
    assert answer.request_id


def test_little_but_brackets_takes_as_long_as_a_large_answer() -> None:
    nested = make.answered("[" * 30_000 + "]" * 30_000)
    assert takes_long(nested.body)
    assert takes_long(make.big_answer(2_000_000))
    assert not takes_long(make.big_answer(100_000))
    first, (whole, _) = first_look(nested), in_turns(nested)
    assert (first.is_partial, whole.is_partial) == (True, False)
    assert first.json is not None
    assert len(first.json.data) < 10_000  # each bracket costs more than a byte of text


def test_a_large_answer_read_in_turns_is_the_whole(big: Answered) -> None:
    answer, told = in_turns(big)
    plain = json.loads(big.body)
    assert not answer.is_partial
    assert [handle.count for handle in answer.handles] == [
        len(handle["payload"]) for handle in plain["handle"]
    ]
    last = answer.handles[1].payload[-1]
    assert last.plain() == plain["handle"][1]["payload"][-1]
    assert len(told) > 20
    assert told == sorted(told)
    assert "offers for 50 scopes or more" in answer.sentence


def test_a_large_answer_is_counted_like_a_small_one(big: Answered) -> None:
    assert envelope_counts(big.body) == (4, 0, 0)


def test_an_envelope_that_breaks_off_shows_its_handles_and_says_where() -> None:
    body = json.dumps(make.envelope(), separators=(",", ":")).encode()[:-300]
    answer = read_answer(make.answered(body))
    assert (answer.kind, answer.tone) == ("envelope", "warning")
    assert [handle.type for handle in answer.handles][:2] == ["identity:result", "personalization:decisions"]
    assert answer.sentence.startswith(f"The JSON breaks off after {len(body):,} bytes: ")


def test_every_value_of_a_streamed_answer_has_its_bytes() -> None:
    one, two = (json.dumps(make.envelope(handle)).encode() for handle in (make.hint(), make.identity()))
    body = b"\x00" + one + b"\x00" + two
    answer = read_answer(make.answered(body))
    assert len(answer.handles) == 2
    assert answer.json is not None
    place = answer.json.locate([1, "handle", 0, "type"])
    assert place is not None
    assert body[slice(*place)] == b'"identity:result"'


def test_server_sent_events_are_records() -> None:
    events = b"".join(
        b"event: message\ndata: " + json.dumps(make.envelope(handle)).encode() + b"\n\n"
        for handle in (make.hint(), make.identity())
    )
    answer = read_answer(make.answered(events))
    assert answer.kind == "envelope"
    assert "It came in 2 records." in answer.sentence


def mutated(body: bytes, at: int, what: int, length: int) -> bytes:
    ways = (
        body[:at] + body[at + length :],
        body[:at] + b'"' + body[at:],
        body[:at] + body[at:] * 2,
        body[:at],
    )
    return ways[what % len(ways)]


SHAPES: list[dict[str, Any]] = [make.envelope(), make.partial(), make.PROBLEM, make.envelope(make.offers())]


@given(st.sampled_from(SHAPES), st.integers(0, 3_000), st.integers(0, 3), st.integers(1, 40))
def test_mutated_answers_are_read_and_show_only_what_came(
    shape: dict[str, Any], at: int, what: int, length: int
) -> None:
    body = mutated(json.dumps(shape).encode(), at, what, length)
    answer = read_answer(make.answered(body))
    assert answer.sentence or answer.errors
    for handle in answer.handles:
        for entry in handle.payload:
            assert entry.raw in body


@given(st.binary(max_size=80))
def test_any_bytes_are_read(body: bytes) -> None:
    answer = read_answer(make.answered(body))
    assert answer.headline == "200 OK"
    assert first_look(make.answered(body or b" ")).is_partial
