"""Answers go over the wire as they are meant: late, in pieces, cut, or not at all."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edge_studio.edge.received import ReceivedHit
from edge_studio.local_edge.authority import Authority
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.wire import Heard, a_request, a_scenario, heard, plugged, running

STREAMED = json.dumps(
    {
        "event": {},
        "query": {"personalization": {"decisionScopes": ["hero"]}},
        "meta": {"konductorConfig": {"streaming": {"enabled": True, "recordSeparator": "\0"}}},
    }
).encode()


@pytest.fixture(params=["http", "https"])
def secure(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "https")


@pytest.fixture
def hits() -> list[ReceivedHit]:
    return []


class Failing:
    """A Local Edge with one fault, and someone who asks it."""

    def __init__(self, folder: Path, secure: bool, hits: list[ReceivedHit]) -> None:
        self._folder = folder
        self._secure = secure
        self._hits = hits
        self._edge: LocalEdge | None = None

    def play(self, **fault: Any) -> None:
        scenario = a_scenario(self._folder, target={"offers": []}, faults=[{"name": "it fails", **fault}])
        self._edge = LocalEdge(
            scenario,
            secure_port=0 if self._secure else None,
            authority=Authority(self._folder / "authority") if self._secure else None,
            on_hit=self._hits.append,
        )
        self._edge.start()

    @property
    def address(self) -> tuple[str, str]:
        assert self._edge
        url = self._edge.secure_url if self._secure else self._edge.base_url
        return url, self._edge.status().authority_file

    def ask(self, request: bytes | None = None) -> Heard:
        url, cafile = self.address
        return heard(url, request or a_request(), cafile)

    def stop(self) -> None:
        if self._edge:
            self._edge.stop()


@pytest.fixture
def failing(tmp_path: Path, secure: bool, hits: list[ReceivedHit]) -> Iterator[Failing]:
    failing = Failing(tmp_path, secure, hits)
    yield failing
    failing.stop()


def test_an_answer_may_be_late(failing: Failing, hits: list[ReceivedHit]) -> None:
    failing.play(delay=0.05)
    began = time.perf_counter()
    assert failing.ask().status == 200
    assert time.perf_counter() - began >= 0.05
    failing.stop()
    assert hits[0].seconds >= 0.05


def test_a_reset_gives_no_byte(failing: Failing, hits: list[ReceivedHit]) -> None:
    failing.play(mishap="reset")
    assert failing.ask() == Heard(b"", broken=True)
    failing.stop()
    assert [hit.status for hit in hits] == [0]


def test_a_reset_may_be_late(failing: Failing) -> None:
    failing.play(mishap="reset", delay=0.02)
    assert failing.ask() == Heard(b"", broken=True)


def test_a_truncated_body_ends_before_its_length(failing: Failing, hits: list[ReceivedHit]) -> None:
    failing.play(mishap="truncated")
    answer = failing.ask()
    assert answer.status == 200
    assert 0 < len(answer.body) < int(answer.header("content-length"))
    failing.stop()
    assert [hit.status for hit in hits] == [200]


def test_a_wrong_length_is_not_the_bodys(failing: Failing) -> None:
    failing.play(mishap="wrong-length")
    answer = failing.ask()
    assert len(answer.body) > int(answer.header("content-length")) > 0
    assert json.loads(answer.body)["requestId"].startswith("mine-")


def test_a_body_may_drip(failing: Failing, hits: list[ReceivedHit]) -> None:
    failing.play(mishap="drip", bytesPerSecond=10_000)
    answer = failing.ask()
    assert len(answer.body) == int(answer.header("content-length"))
    assert json.loads(answer.body)["requestId"].startswith("mine-")
    failing.stop()
    assert hits[0].seconds >= len(answer.body) / 10_000 * 0.9


def test_records_go_out_as_chunks(failing: Failing) -> None:
    failing.play(on=False)
    answer = failing.ask(a_request(STREAMED))
    assert answer.header("transfer-encoding") == "chunked"
    chunks = answer.body.split(b"\r\n")[1::2]
    records = [json.loads(chunk.strip(b"\0\n")) for chunk in chunks if chunk]
    assert len(records) > 1
    assert len({record["requestId"] for record in records}) == 1


def test_records_may_drip_too(failing: Failing) -> None:
    failing.play(mishap="drip", bytesPerSecond=20_000)
    answer = failing.ask(a_request(STREAMED))
    assert answer.header("transfer-encoding") == "chunked"
    assert answer.content.endswith(b"0\r\n\r\n")


def test_an_old_client_gets_records_without_chunks(failing: Failing) -> None:
    failing.play(on=False)
    answer = failing.ask(a_request(STREAMED, version="1.0"))
    assert answer.header("transfer-encoding") == ""
    assert answer.body.startswith(b"\0{")


def test_the_connection_lives_on_after_a_late_answer(failing: Failing) -> None:
    failing.play(delay=0.01)
    with plugged(*failing.address) as plug:
        for _ in range(3):
            assert plug.send(a_request(close=False)).answer().status == 200


def test_what_is_asked_meanwhile_is_answered_after_it(failing: Failing) -> None:
    failing.play(delay=0.02, when={"first": 1})
    both = a_request(close=False) + a_request(target="/nowhere")
    with plugged(*failing.address) as plug:
        answers = plug.send(both).rest().content
    assert answers.index(b"HTTP/1.1 200") < answers.index(b"HTTP/1.1 404")


@pytest.mark.parametrize("fault", [{"delay": 300}, {"mishap": "drip", "bytesPerSecond": 1}])
def test_stopping_does_not_wait_for_what_is_under_way(
    failing: Failing, hits: list[ReceivedHit], fault: dict[str, Any]
) -> None:
    failing.play(**fault)
    with plugged(*failing.address) as plug:
        plug.send(a_request())
        if "mishap" in fault:
            assert plug.socket.recv(9) == b"HTTP/1.1 "
        else:
            plug.send(a_request()[:10])
            assert failing.ask(a_request(target="/nowhere")).status == 404
        began = time.perf_counter()
        failing.stop()
        assert time.perf_counter() - began < 0.5
    assert [hit.status for hit in hits] == [200 if "mishap" in fault else 0]


def test_a_client_that_leaves_during_a_delay_is_told_as_broken(
    failing: Failing, hits: list[ReceivedHit]
) -> None:
    failing.play(delay=300)
    with plugged(*failing.address) as plug:
        plug.send(a_request())
    failing.stop()
    assert [hit.status for hit in hits] in ([], [0])  # it may have left before it was read


def test_a_coded_body_is_kept_as_it_was_before(failing: Failing, hits: list[ReceivedHit]) -> None:
    failing.play(coding="gzip")
    answer = failing.ask()
    assert answer.header("content-encoding") == "gzip"
    assert int(answer.header("content-length")) == len(answer.body)
    failing.stop()
    assert hits[0].answer_body.startswith(b'{"requestId":"mine-')


def test_a_hit_tells_the_request_as_it_came_and_the_answer_as_it_went(
    tmp_path: Path, hits: list[ReceivedHit]
) -> None:
    with running(a_scenario(tmp_path), on_hit=hits.append) as edge:
        heard(edge.base_url, a_request(b'{"event": {"a": "\xc3\xa9"}}', headers=(("X-Mine", "1"),)))
        heard(edge.base_url, a_request(b"{"))
        heard(edge.base_url, a_request(method="OPTIONS"))
        heard(edge.base_url, a_request(b"client_secret=s", target="/ims/token/v3"))
        heard(edge.base_url, a_request(target="/favicon.ico"))
    good, bad = hits
    assert good.url.startswith("http://localhost/ee/v2/interact?dataStreamId=")
    assert (good.method, good.status, good.http_version) == ("POST", 200, "HTTP/1.1")
    assert good.body == b'{"event": {"a": "\xc3\xa9"}}'
    assert ("x-mine", "1") in good.headers
    assert good.answer_body.startswith(b'{"requestId":"mine-')
    assert ("content-type", "application/json;charset=utf-8") in good.answer_headers
    assert good.started.tzinfo is not None
    assert good.trace
    assert bad.status == 400
