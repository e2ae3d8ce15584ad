"""Local Edge is not to be upset by anything it is sent: the right error, and the next request is served."""

import gzip
import json
import socket
from pathlib import Path

import pytest

from edge_studio.local_edge.crowd import Limits
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.nonsense import NONSENSE, post
from tests.local_edge.wire import (
    INTERACT,
    a_request,
    heard,
    plugged,
    running,
)

# Bodies


@pytest.mark.parametrize(
    ("size", "status"), [(65536, 200), (65537, 413), (10_000_000, 413)], ids=["64 KB", "more", "10 MB"]
)
def test_a_body_is_limited_and_the_connection_goes_on(quiet_edge: LocalEdge, size: int, status: int) -> None:
    body = b'{"event":{}' + b" " * (size - 12) + b"}"
    with plugged(quiet_edge.base_url) as plug:
        assert plug.send(a_request(body, close=False)).answer().status == status
        assert plug.send(a_request(close=False)).answer().status == 200


@pytest.mark.parametrize("length", ["65537", "999999999", "9" * 20])
def test_whoever_asks_before_sending_too_much_is_answered_at_once(quiet_edge: LocalEdge, length: str) -> None:
    asking = (("Content-Length", length), ("Expect", "100-continue"))
    with plugged(quiet_edge.base_url) as plug:
        answer = plug.send(a_request(b"", headers=asking, close=False)).rest()
    assert answer.status == 413
    assert answer.header("connection") == "close"
    assert b"EXEG-0112-413" in answer.body


def test_whoever_asks_before_sending_a_body_that_fits_may_go_on(quiet_edge: LocalEdge) -> None:
    asking = (("Content-Length", "13"), ("Expect", "100-continue"))
    with plugged(quiet_edge.base_url) as plug:
        plug.send(a_request(b"", headers=asking))
        assert plug.socket.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert plug.send(b'{"event": {}}').answer().status == 200


def test_a_body_of_gigabytes_is_refused_before_it_comes(quiet_edge: LocalEdge) -> None:
    with plugged(quiet_edge.base_url) as plug:
        answer = plug.send(a_request(b"{", headers=(("Content-Length", "5000000000"),))).answer()
    assert answer.status == 413


def test_an_endless_body_is_cut(tmp_path: Path) -> None:
    limits = Limits(drain_bytes=200_000, linger_seconds=0.05)
    with running(limits=limits) as edge, plugged(edge.base_url) as plug:
        plug.send(a_request(b"", headers=(("Transfer-Encoding", "chunked"),), close=False))
        chunk = b"2710\r\n" + b" " * 10_000 + b"\r\n"
        for _ in range(30):
            plug.send(chunk)
        assert plug.answer().status == 413
        assert heard(edge.base_url, a_request()).status == 200


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "identity, gzip"])
def test_a_coded_body_is_refused_with_words(quiet_edge: LocalEdge, coding: str) -> None:
    body = gzip.compress(b'{"event": {}}')
    answer = heard(quiet_edge.base_url, a_request(body, headers=(("Content-Encoding", coding),)))
    assert answer.status == 415
    assert b"Content-Encoding" in answer.body


@pytest.mark.parametrize("depth", [200, 900, 1100, 5000, 30_000])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_nesting_has_no_end_that_matters(
    quiet_edge: LocalEdge, depth: int, opening: bytes, closing: bytes
) -> None:
    depth = min(depth, 9000) if opening == b'{"a":' else depth
    inner = opening * depth + b"1" + closing * depth
    for body in (inner, b'{"event":{"xdm":{"a":' + inner + b"}}}", opening * depth):
        assert heard(quiet_edge.base_url, a_request(body)).status in {200, 400}


def test_a_hundred_thousand_levels_are_too_large(quiet_edge: LocalEdge) -> None:
    assert heard(quiet_edge.base_url, a_request(b"[" * 100_000)).status == 413


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b'{"event": "\xff"}', b"\0" * 100, b'{"event": {}}\0', b"\xed\xa0\x80"]
)
def test_bad_utf_8_is_bad_json(quiet_edge: LocalEdge, body: bytes) -> None:
    answer = heard(quiet_edge.base_url, a_request(body))
    assert (answer.status, json.loads(answer.body)["type"][-13:]) == (400, "EXEG-0101-400")


# Heads


@pytest.mark.parametrize(
    "head",
    [
        b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 40_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 8_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 300_000,
        b"a" * 300_000,
    ],
    ids=["target", "header", "headers", "no end", "one line"],
)
def test_heads_are_limited(quiet_edge: LocalEdge, head: bytes) -> None:
    with plugged(quiet_edge.base_url) as plug:
        assert plug.send(head).rest().status in {400, 431, 0}


def test_cookies_of_a_few_kilobytes_are_fine(quiet_edge: LocalEdge) -> None:
    cookie = "; ".join(f"kndctr_{number}=" + "x" * 100 for number in range(200))
    assert heard(quiet_edge.base_url, a_request(headers=(("Cookie", cookie),))).status == 200


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_after_nonsense_the_next_request_is_served(quiet_edge: LocalEdge, nonsense: bytes) -> None:
    answer = heard(quiet_edge.base_url, nonsense)
    assert answer.status in {0, 400, 404, 405, 415, 431, 501, 505}
    if answer.content:
        assert answer.content.startswith(b"HTTP/1.1 ")


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_may_come_byte_by_byte(nonsense: bytes) -> None:
    """With the little that a parser sees at once, and nobody left to read the answer."""
    with running() as edge:
        with plugged(edge.base_url) as plug:
            plug.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number in range(min(len(nonsense), 80)):
                plug.send(nonsense[number : number + 1])
        assert heard(edge.base_url, a_request()).status == 200


@pytest.mark.parametrize(
    ("nonsense", "status"),
    [
        ("no host", 400),
        ("HTTP/2", 505),
        ("HTTP/1.2", 505),
        ("unknown coding", 501),
        ("length of two", 400),
        ("chunk garbage", 400),
        ("TLS hello", 400),
    ],
)
def test_nonsense_is_told_what_it_is(quiet_edge: LocalEdge, nonsense: str, status: int) -> None:
    answer = heard(quiet_edge.base_url, NONSENSE[nonsense])
    assert answer.status == status
    assert answer.header("connection") == "close"
    assert answer.header("content-type") == "text/plain;charset=utf-8"


def test_folded_headers_are_one_header_and_hide_nothing(quiet_edge: LocalEdge) -> None:
    folded = post(b"X: a", b" Host: evil.example", b"Content-Length: 2", body=b"{}")
    assert heard(quiet_edge.base_url, folded).status in {400, 415}


def test_an_answer_never_repeats_a_line_that_was_smuggled_in(quiet_edge: LocalEdge) -> None:
    target = INTERACT.replace("mine", "a%0d%0aSet-Cookie:%20evil=1")
    answer = heard(quiet_edge.base_url, a_request(target=target, headers=(("Origin", "http://x\x7f"),)))
    assert "evil" not in "\n".join(answer.head)
