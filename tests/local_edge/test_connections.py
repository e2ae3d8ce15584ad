"""Connections: in any number, of any slowness, and with whatever they speak."""

import gc
import resource
import socket
import ssl
import time
from asyncio.sslproto import SSLProtocol
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from edge_studio.local_edge.authority import Authority
from edge_studio.local_edge.crowd import Limits
from edge_studio.local_edge.server import LocalEdge
from edge_studio.local_edge.troubles import NOT_HTTPS, NOT_TRUSTED
from tests.local_edge.nonsense import NONSENSE
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

# Connections


def test_requests_sent_in_one_go_are_answered_in_order(quiet_edge: LocalEdge) -> None:
    many = b"".join(
        a_request(target=INTERACT.replace("mine", f"number-{number}."), close=number == 99)
        for number in range(100)
    )
    content = heard(quiet_edge.base_url, many).content
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


def test_one_that_sends_without_end_does_not_keep_others_waiting(quiet_edge: LocalEdge) -> None:
    with plugged(quiet_edge.base_url) as plug:
        plug.send(a_request(close=False) * 500)
        began = time.perf_counter()
        assert heard(quiet_edge.base_url, a_request()).status == 200
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
    limits = Limits(connections=20)
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


def test_those_who_asked_once_and_stay_keep_nobody_out() -> None:
    with running(limits=Limits(connections=10)) as edge:
        plugs = []
        for _ in range(30):
            plugs.append(Plug(edge.base_url))
            assert plugs[-1].send(a_request(close=False)).answer().status == 200
        assert plugs[-1].send(a_request(close=False)).answer().status == 200
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


def test_handshakes_that_fail_leave_nothing_behind(tmp_path: Path) -> None:
    limits = Limits(connections=10)
    with running(secure_port=0, authority=Authority(tmp_path), limits=limits) as edge:
        plain = edge.secure_url.replace("https", "http")
        gc.collect()
        gc.disable()  # each has a quarter megabyte, and nobody collects garbage for a few objects
        try:
            for plug in [Plug(plain) for _ in range(40)]:
                plug.close()
            for _ in range(20):
                heard(plain, a_request())
            heard(edge.secure_url, a_request(), edge.status().authority_file)
            alive = [each for each in gc.get_objects() if isinstance(each, SSLProtocol)]
        finally:
            gc.enable()
    assert len(alive) < 30


# What is told of clients that mean well


@pytest.fixture
def troubles() -> list[str]:
    return []


def test_a_client_that_does_not_trust_the_certificate_is_told_of(tmp_path: Path, troubles: list[str]) -> None:
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        troubles.clear()
        authority = Authority(tmp_path / "mine")
        with running(secure_port=0, authority=authority, on_trouble=troubles.append) as edge:
            context = ssl.create_default_context()
            context.maximum_version = version
            address = httpx.URL(edge.secure_url)
            with (
                socket.create_connection((address.host, address.port or 0), timeout=10) as plain,
                pytest.raises(ssl.SSLCertVerificationError),
            ):
                context.wrap_socket(plain, server_hostname="localhost")
            heard(edge.secure_url, a_request(), edge.status().authority_file)
        assert troubles == [NOT_TRUSTED]


def test_the_wrong_port_is_told_of(tmp_path: Path, troubles: list[str]) -> None:
    with running(secure_port=0, authority=Authority(tmp_path), on_trouble=troubles.append) as edge:
        heard(edge.secure_url.replace("https", "http"), a_request())
        heard(edge.base_url, NONSENSE["TLS hello"])
    assert ["spoke HTTP at the port of HTTPS" in troubles[0], troubles[1:]] == [True, [NOT_HTTPS]]


def test_nonsense_needs_no_word(troubles: list[str]) -> None:
    with running(on_trouble=troubles.append) as edge:
        for nonsense in (NONSENSE["NULs"], NONSENSE["half a request"], b""):
            heard(edge.base_url, nonsense)
    assert troubles == []


def test_there_are_never_more_connections_than_the_system_has_files_for() -> None:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert 1 <= Limits().connections <= min(500, files // 2)
