"""Local Edge is safe to run: for this computer only, and not to be upset by anything it is sent."""

import gzip
import json
import logging
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from edge_studio.local_edge.authority import Authority
from edge_studio.local_edge.crowd import Limits
from edge_studio.local_edge.hosts import is_served, netloc, reachable, served_names
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.wire import (
    INTERACT,
    SHORT,
    Plug,
    a_request,
    a_scenario,
    heard,
    plugged,
    running,
)


@pytest.fixture
def edge(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[LocalEdge]:
    """One that has to serve the next request, and to keep quiet."""
    caplog.set_level(logging.DEBUG, "edge_studio")
    caplog.set_level(logging.INFO, "asyncio")
    with running() as edge:
        yield edge
        assert heard(edge.base_url, a_request()).status == 200
    assert capfd.readouterr() == ("", "")
    assert not [record.getMessage() for record in caplog.records if record.name != "asyncio"]


# Whom a request is for

OURS = [
    "localhost",
    "LOCALHOST:80",
    "localhost.",
    "shop.localhost:8080",
    "127.0.0.1",
    "127.0.0.1:1234",
    "127.1.2.3",
    "[::1]",
    "[::1]:80",
    "",
]
OTHERS = [
    "evil.example",
    "evil.example:80",
    "localhost.evil.example:80",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "evil.example@localhost",
    "evil.example:localhost",
    "localhost:80:80",
    "localhost:80a",
    "[::1",
    "::1",
    "[::1].evil.example",
    "[::1]evil.example",
    "[evil.example]",
    "[localhost]:80 evil.example",
    "localhost evil.example",
    "localhost,evil.example",
    "localhost/evil.example",
    "0.0.0.0",
    "192.168.1.9",
    "notlocalhost",
    ".localhost.evil",
    "127.0.0.1\u3002evil",
    "l\u00f6calhost",
]


@pytest.mark.parametrize("host", OURS)
def test_this_computers_names_are_served(host: str) -> None:
    assert is_served(host, frozenset())


@pytest.mark.parametrize("host", OTHERS)
def test_other_names_are_not_served(host: str) -> None:
    assert not is_served(host, frozenset())


def test_who_lets_others_in_is_called_by_any_address_and_this_computers_name() -> None:
    names = served_names("0.0.0.0", ())
    assert is_served("192.168.1.9:80", names, any_address=True)
    assert is_served("[fe80::1]", names, any_address=True)
    assert is_served(socket.gethostname(), names, any_address=True)
    assert not is_served("evil.example", names, any_address=True)
    assert not is_served(socket.gethostname() + ".evil.example", served_names("127.0.0.1", ()))


def test_addresses_are_written_as_clients_take_them() -> None:
    assert netloc("127.0.0.1", 80) == "127.0.0.1:80"
    assert netloc("::1", 80) == "[::1]:80"
    assert [reachable(host) for host in ("0.0.0.0", "::", "192.168.1.9")] == [
        "127.0.0.1",
        "::1",
        "192.168.1.9",
    ]


@pytest.mark.parametrize(("host", "status"), [("[::1]:80", 200), ("", 200), ("evil.example", 421)])
def test_the_host_header_is_checked(edge: LocalEdge, host: str, status: int) -> None:
    assert heard(edge.base_url, a_request(host=host)).status == status


@pytest.mark.parametrize("second", ["localhost", "evil.example"])
def test_two_host_headers_are_refused(edge: LocalEdge, second: str) -> None:
    assert heard(edge.base_url, a_request(headers=(("Host", second),))).status == 400
    assert heard(edge.base_url, a_request(headers=(("host", second),))).status == 400


def test_the_scenarios_hosts_are_served_too(tmp_path: Path) -> None:
    with running(a_scenario(tmp_path, hosts=["Data.Shop.example"])) as edge:
        assert heard(edge.base_url, a_request(host="data.shop.example:8080")).status == 200
        assert heard(edge.base_url, a_request(host="shop.example")).status == 421
        (tmp_path / "other").mkdir()
        edge.play(a_scenario(tmp_path / "other"))
        assert heard(edge.base_url, a_request(host="data.shop.example")).status == 421


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"http://127.0.0.1:9{INTERACT}", 200),
        (f"HTTPS://[::1]{INTERACT}", 200),
        (f"http://evil.example{INTERACT}", 421),
        ("http://evil.example", 421),
        ("http://localhost@evil.example/", 421),
        ("http://localhost?", 404),
        ("ftp://localhost/", 400),
        ("localhost:443", 400),
        ("ee/v2/interact", 400),
        ("*", 400),
        (f"/{INTERACT}", 404),
        ("/%00", 404),
        ("/%ff%fe", 404),
        ("/../../etc/passwd", 404),
    ],
)
def test_targets_of_any_form_lead_only_here(edge: LocalEdge, target: str, status: int) -> None:
    assert heard(edge.base_url, a_request(target=target)).status == status


def test_it_is_no_tunnel(edge: LocalEdge) -> None:
    answer = heard(edge.base_url, b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    assert answer.status == 400


def test_options_may_be_asked_of_the_whole_server(edge: LocalEdge) -> None:
    assert heard(edge.base_url, a_request(b"", target="*", method="OPTIONS")).status in {200, 204, 404}


def test_it_listens_on_loopback_only() -> None:
    with running() as edge:
        assert edge.base_url.startswith("http://127.0.0.1:")
    with running(host="::1") as edge:
        assert edge.base_url.startswith("http://[::1]:")
        assert heard(edge.base_url, a_request(host="[::1]")).status == 200


# Bodies


@pytest.mark.parametrize(
    ("size", "status"), [(65536, 200), (65537, 413), (10_000_000, 413)], ids=["64 KB", "more", "10 MB"]
)
def test_a_body_is_limited_and_the_connection_goes_on(edge: LocalEdge, size: int, status: int) -> None:
    body = b'{"event":{}' + b" " * (size - 12) + b"}"
    with plugged(edge.base_url) as plug:
        assert plug.send(a_request(body, close=False)).answer().status == status
        assert plug.send(a_request(close=False)).answer().status == 200


@pytest.mark.parametrize("length", ["65537", "999999999", "9" * 20])
def test_whoever_asks_before_sending_too_much_is_answered_at_once(edge: LocalEdge, length: str) -> None:
    asking = (("Content-Length", length), ("Expect", "100-continue"))
    with plugged(edge.base_url) as plug:
        answer = plug.send(a_request(b"", headers=asking, close=False)).rest()
    assert answer.status == 413
    assert answer.header("connection") == "close"
    assert b"EXEG-0112-413" in answer.body


def test_whoever_asks_before_sending_a_body_that_fits_may_go_on(edge: LocalEdge) -> None:
    asking = (("Content-Length", "13"), ("Expect", "100-continue"))
    with plugged(edge.base_url) as plug:
        plug.send(a_request(b"", headers=asking))
        assert plug.socket.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert plug.send(b'{"event": {}}').answer().status == 200


def test_a_body_of_gigabytes_is_refused_before_it_comes(edge: LocalEdge) -> None:
    with plugged(edge.base_url) as plug:
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
def test_a_coded_body_is_refused_with_words(edge: LocalEdge, coding: str) -> None:
    body = gzip.compress(b'{"event": {}}')
    answer = heard(edge.base_url, a_request(body, headers=(("Content-Encoding", coding),)))
    assert answer.status == 415
    assert b"Content-Encoding" in answer.body


@pytest.mark.parametrize("depth", [200, 900, 1100, 5000, 30_000])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_nesting_has_no_end_that_matters(edge: LocalEdge, depth: int, opening: bytes, closing: bytes) -> None:
    depth = min(depth, 9000) if opening == b'{"a":' else depth
    inner = opening * depth + b"1" + closing * depth
    for body in (inner, b'{"event":{"xdm":{"a":' + inner + b"}}}", opening * depth):
        assert heard(edge.base_url, a_request(body)).status in {200, 400}


def test_a_hundred_thousand_levels_are_too_large(edge: LocalEdge) -> None:
    assert heard(edge.base_url, a_request(b"[" * 100_000)).status == 413


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b'{"event": "\xff"}', b"\0" * 100, b'{"event": {}}\0', b"\xed\xa0\x80"]
)
def test_bad_utf_8_is_bad_json(edge: LocalEdge, body: bytes) -> None:
    answer = heard(edge.base_url, a_request(body))
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
def test_heads_are_limited(edge: LocalEdge, head: bytes) -> None:
    with plugged(edge.base_url) as plug:
        assert plug.send(head).rest().status in {400, 431, 0}


def test_cookies_of_a_few_kilobytes_are_fine(edge: LocalEdge) -> None:
    cookie = "; ".join(f"kndctr_{number}=" + "x" * 100 for number in range(200))
    assert heard(edge.base_url, a_request(headers=(("Cookie", cookie),))).status == 200


def post(*lines: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join((b"POST /ee/v2/interact HTTP/1.1", b"Host: localhost", *lines)) + b"\r\n\r\n" + body


NONSENSE = {
    "TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
    "HTTP/0.9": b"GET /\r\n\r\n",
    "HTTP/0.9 bare": b"GET /ee/v2/interact\n",
    "HTTP/1.2": b"GET / HTTP/1.2\r\nHost: localhost\r\n\r\n",
    "HTTP/3.0": b"GET / HTTP/3.0\r\nHost: localhost\r\n\r\n",
    "no version": b"GET / HTTP/\r\nHost: localhost\r\n\r\n",
    "no method": b" / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "spaces": b"GET  /  HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "tab": b"GET\t/\tHTTP/1.1\r\nHost: localhost\r\n\r\n",
    "space in target": b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "NUL in target": b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "bytes in target": b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "NULs": bytes(1000),
    "bytes": bytes(range(256)) * 8,
    "empty lines": b"\r\n" * 1000,
    "line feeds": b"\n" * 1000,
    "redis": b"*1\r\n$4\r\nPING\r\n",
    "SSH": b"SSH-2.0-OpenSSH_9.2\r\n",
    "SMTP": b"EHLO evil.example\r\n",
    "no host": b"POST / HTTP/1.1\r\n\r\n",
    "NUL in header": post(b"X: a\0b"),
    "CR in header": post(b"X: a\rb"),
    "header without colon": post(b"nonsense"),
    "space before colon": post(b"Content-Length : 2", body=b"{}"),
    "header without name": post(b": x"),
    "obs-fold first": b"POST / HTTP/1.1\r\n folded: x\r\nHost: localhost\r\n\r\n",
    "length of two": post(b"Content-Length: 2", b"Content-Length: 3", body=b"{}x"),
    "lengths": post(b"Content-Length: 2, 3", body=b"{}x"),
    "length below 0": post(b"Content-Length: -1"),
    "length with sign": post(b"Content-Length: +2", body=b"{}"),
    "length in words": post(b"Content-Length: two", body=b"{}"),
    "length in hexadecimal": post(b"Content-Length: 0x2", body=b"{}"),
    "length of other digits": post("Content-Length: \u0662".encode(), body=b"{}"),
    "length without end": post(b"Content-Length: " + b"9" * 5000),
    "unknown coding": post(b"Transfer-Encoding: gzip", body=b"{}"),
    "two codings": post(b"Transfer-Encoding: chunked, gzip", body=b"0\r\n\r\n"),
    "chunked twice": post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"),
    "chunk garbage": post(b"Transfer-Encoding: chunked", body=b"garbage\r\n\r\n"),
    "chunk below 0": post(b"Transfer-Encoding: chunked", body=b"-1\r\n{}\r\n0\r\n\r\n"),
    "chunk too long": post(b"Transfer-Encoding: chunked", body=b"f" * 40 + b"\r\n{}"),
    "chunk without end": post(b"Transfer-Encoding: chunked", body=b"2\r\n{}garbage"),
    "chunk extension": post(
        b"Transfer-Encoding: chunked", body=b"2;" + b"x" * 70_000 + b"\r\n{}\r\n0\r\n\r\n"
    ),
    "trailers": post(b"Transfer-Encoding: chunked", body=b"2\r\n{}\r\n0\r\n" + b"X: x\r\n" * 20_000),
    "half a request": post(b"Content-Length: 100", body=b"{"),
    "garbage after": post(b"Content-Type: application/json", b"Content-Length: 2", body=b"{}garbage\r\n\r\n"),
    "a proxy": b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n",
    "an upgrade": post(b"Connection: Upgrade", b"Upgrade: websocket", b"Content-Length: 0"),
    "h2c": post(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AA"),
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_after_nonsense_the_next_request_is_served(edge: LocalEdge, nonsense: bytes) -> None:
    answer = heard(edge.base_url, nonsense)
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
def test_nonsense_is_told_what_it_is(edge: LocalEdge, nonsense: str, status: int) -> None:
    answer = heard(edge.base_url, NONSENSE[nonsense])
    assert answer.status == status
    assert answer.header("connection") == "close"
    assert answer.header("content-type") == "text/plain;charset=utf-8"


def test_folded_headers_are_one_header_and_hide_nothing(edge: LocalEdge) -> None:
    folded = post(b"X: a", b" Host: evil.example", b"Content-Length: 2", body=b"{}")
    assert heard(edge.base_url, folded).status in {400, 415}


def test_an_answer_never_repeats_a_line_that_was_smuggled_in(edge: LocalEdge) -> None:
    target = INTERACT.replace("mine", "a%0d%0aSet-Cookie:%20evil=1")
    answer = heard(edge.base_url, a_request(target=target, headers=(("Origin", "http://x\x7f"),)))
    assert "evil" not in "\n".join(answer.head)


# Connections


def test_requests_sent_in_one_go_are_answered_in_order(edge: LocalEdge) -> None:
    many = b"".join(
        a_request(target=INTERACT.replace("mine", f"number-{number}."), close=number == 99)
        for number in range(100)
    )
    content = heard(edge.base_url, many).content
    assert content.count(b"HTTP/1.1 200") == 100
    places = [content.index(f'"requestId":"number-{number}.'.encode()) for number in range(100)]
    assert places == sorted(places)


def test_a_client_that_reads_nothing_is_left(tmp_path: Path) -> None:
    data = {"format": "text/html", "content": "x" * 100_000}
    item = {"id": "1", "schema": "https://ns.adobe.com/personalization/html-content-item", "data": data}
    activity = {"id": "1", "name": "large"}
    offer = {"scope": "large", "activity": activity, "experience": activity, "items": [item]}
    scenario = a_scenario(tmp_path, target={"offers": [offer]})
    body = b'{"event": {}, "query": {"personalization": {"decisionScopes": ["large"]}}}'
    with running(scenario, limits=SHORT) as edge, plugged(edge.base_url) as plug:
        plug.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            plug.socket.sendall(a_request(body, close=False) * 50_000)
        assert heard(edge.base_url, a_request()).status == 200


def test_one_that_sends_without_end_does_not_keep_others_waiting(edge: LocalEdge) -> None:
    with plugged(edge.base_url) as plug:
        plug.send(a_request(close=False) * 500)
        began = time.perf_counter()
        assert heard(edge.base_url, a_request()).status == 200
        assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("begun", "status"),
    [
        (b"POST /ee/v2/interact HT", 408),
        (a_request(b"", headers=(("Content-Length", "20"),)), 408),
        (b"", 0),
        (a_request(b"", headers=(("Content-Length", "20"),)) + b"{", 408),
    ],
    ids=["head", "body", "nothing", "half a body"],
)
def test_the_slow_are_not_waited_for(begun: bytes, status: int) -> None:
    with running(limits=SHORT) as edge, plugged(edge.base_url) as plug:
        assert plug.send(begun).rest().status == status


def test_a_kept_connection_is_closed_when_it_is_idle_for_long() -> None:
    with running(limits=SHORT) as edge, plugged(edge.base_url) as plug:
        assert plug.send(a_request(close=False)).answer().status == 200
        assert plug.rest().content == b""


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_of_too_many_connections_those_idle_longest_go(tmp_path: Path, scheme: str) -> None:
    limits = Limits(connections=40)
    with running(limits=limits, secure_port=0, authority=Authority(tmp_path)) as edge:
        secure = scheme == "https"
        url = edge.secure_url if secure else edge.base_url
        cafile = edge.status().authority_file if secure else ""
        with plugged(url, cafile) as first:
            plugs = []
            for number in range(100):
                plugs.append(Plug(url))  # over TLS, they never say hello
                if number % 10 == 0:
                    assert first.send(a_request(close=False)).answer().status == 200
            assert heard(url, a_request(), cafile).status == 200
            assert first.send(a_request(close=False)).answer().status == 200
        assert plugs[0].rest().content == b""
        for plug in plugs:
            plug.close()


def test_thousands_of_connections_opened_slowly_keep_nobody_out() -> None:
    with running(limits=Limits(connections=100)) as edge:
        plugs = []
        for number in range(2000):
            plug = Plug(edge.base_url)
            plug.send(b"POST /ee/v2/interact HTTP/1.1\r\nHost: loc")
            plugs.append(plug)
            if number % 400 == 0:
                assert heard(edge.base_url, a_request()).status == 200
            if len(plugs) > 300:
                plugs.pop(0).close()
        assert heard(edge.base_url, a_request()).status == 200
        for plug in plugs:
            plug.close()


# TLS


def test_plain_http_at_the_port_of_tls_is_closed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with running(secure_port=0, authority=Authority(tmp_path)) as edge:
        plain = edge.secure_url.replace("https", "http")
        for nonsense in (a_request(), b"\x16\x03\x01", bytes(100), b""):
            assert b"200" not in heard(plain, nonsense).content
        cafile = edge.status().authority_file
        assert heard(edge.secure_url, a_request(), cafile).status == 200
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["TLS hello", "HTTP/2", "NULs", "chunk garbage", "half a request"])
def test_nonsense_over_tls_does_no_harm_either(tmp_path: Path, name: str) -> None:
    with running(secure_port=0, authority=Authority(tmp_path), limits=SHORT) as edge:
        cafile = edge.status().authority_file
        assert heard(edge.secure_url, NONSENSE[name], cafile).status in {400, 408, 505}
        assert heard(edge.secure_url, a_request(), cafile).status == 200


def test_a_handshake_that_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    limits = replace(SHORT, head_seconds=0.05)
    with running(secure_port=0, authority=Authority(tmp_path), limits=limits) as edge:
        with plugged(edge.secure_url.replace("https", "http")) as plug:
            assert plug.send(b"\x16\x03\x01").rest().content == b""
        assert heard(edge.secure_url, a_request(), edge.status().authority_file).status == 200
