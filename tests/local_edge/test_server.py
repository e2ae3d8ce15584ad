"""Local Edge over HTTP: quick to start, loopback only, and not to be upset by anything."""

import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from edge_studio.local_edge.scenario_file import ScenarioError
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.requests import DATASTREAM, sample

INTERACT = f"/ee/v2/interact?dataStreamId={DATASTREAM}&requestId=mine"


@pytest.fixture
def edge() -> Iterator[LocalEdge]:
    edge = LocalEdge()
    edge.start()
    yield edge
    edge.stop()


@pytest.fixture
def client(edge: LocalEdge) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=edge.base_url, trust_env=False) as client:
        yield client


def raw(edge: LocalEdge, request: bytes) -> bytes:
    """Whatever comes back for these bytes until the server closes."""
    host, _, port = edge.base_url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as plug:
        plug.sendall(request)
        plug.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: plug.recv(65536), b""))


def test_a_page_view_is_answered(client: httpx.Client) -> None:
    answer = client.post(INTERACT, json=sample("page_view"))
    assert answer.status_code == 200
    assert answer.json()["requestId"].startswith("mine-")
    assert answer.headers["x-adobe-edge"] == "OR2;9"
    assert answer.headers["server"] == "jag"
    assert answer.headers.get_list("date") == [answer.headers["date"]]


def test_a_refusal_is_problem_json(client: httpx.Client) -> None:
    answer = client.post(INTERACT, content=b"{", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("size", [65536, 65537, 3_000_000])
def test_bodies_are_limited(client: httpx.Client, size: int) -> None:
    body = b'{"event":{}' + b" " * (size - 12) + b"}"
    answer = client.post(INTERACT, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == (200 if size == 65536 else 413)
    assert client.post(INTERACT, json={"event": {}}).status_code == 200


def test_a_body_too_large_in_chunks_is_refused_too(client: httpx.Client) -> None:
    chunks = iter([b'{"event":{}'] + [b" " * 10_000] * 10 + [b"}"])
    answer = client.post(INTERACT, content=chunks, headers={"content-type": "application/json"})
    assert answer.status_code == 413


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1234", "[::1]:80", "LOCALHOST:80"])
def test_this_computers_names_are_served(client: httpx.Client, host: str) -> None:
    assert client.post(INTERACT, json={"event": {}}, headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example"])
def test_other_hosts_are_not_served(client: httpx.Client, host: str) -> None:
    assert client.post(INTERACT, json={"event": {}}, headers={"host": host}).status_code == 421


def test_it_listens_on_loopback_only(edge: LocalEdge) -> None:
    assert edge.base_url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01\x00\xff" * 20,
        b"GET\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        b"\r\n" * 100,
    ],
)
def test_after_nonsense_the_next_request_is_served(
    edge: LocalEdge, client: httpx.Client, nonsense: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    raw(edge, nonsense)
    assert client.post(INTERACT, json={"event": {}}).status_code == 200
    assert capfd.readouterr() == ("", "")


def test_a_client_that_leaves_midway_does_no_harm(edge: LocalEdge, client: httpx.Client) -> None:
    raw(edge, b"POST /ee/v2/interact HTTP/1.1\r\nHost: localhost\r\ncontent-length: 100\r\n\r\n{")
    assert client.post(INTERACT, json={"event": {}}).status_code == 200


def test_it_starts_and_stops_as_often_as_one_likes() -> None:
    edge = LocalEdge()
    for _ in range(3):
        url = edge.start()
        assert edge.start() == url
        assert httpx.get(url, trust_env=False).status_code == 404
        edge.stop()
        edge.stop()
        with pytest.raises(httpx.ConnectError):
            httpx.get(url, trust_env=False)
    assert "Local Edge" not in {thread.name for thread in threading.enumerate()}


def test_it_may_be_stopped_at_once() -> None:
    edge = LocalEdge()
    edge.start()
    edge.stop()
    assert edge.base_url == ""


def test_stopping_closes_connections_that_are_kept(edge: LocalEdge, client: httpx.Client) -> None:
    client.post(INTERACT, json={"event": {}})
    edge.stop()
    with pytest.raises(httpx.HTTPError):
        client.post(INTERACT, json={"event": {}})


def test_a_port_that_is_taken_is_told(edge: LocalEdge) -> None:
    with pytest.raises(OSError, match="in use"):
        LocalEdge(port=int(edge.base_url.rpartition(":")[2])).start()


def test_a_bad_scenario_is_told_before_it_listens(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    edge = LocalEdge(tmp_path / "bad.json")
    with pytest.raises(ScenarioError):
        edge.start()
    assert not edge.is_running


def test_it_plays_the_scenario_it_is_given(tmp_path: Path) -> None:
    mine = tmp_path / "mine.json"
    mine.write_text('{"name": "mine", "organisation": "FFFFFFFFFFFFFFFFFFFFFFFF@AdobeOrg", "region": "irl1"}')
    edge = LocalEdge(mine)
    answer = httpx.post(edge.start() + INTERACT, json={"event": {}}, trust_env=False)
    edge.stop()
    assert answer.headers["x-adobe-edge"] == "IRL1;6"


def test_it_does_not_touch_the_programs_logging(edge: LocalEdge, client: httpx.Client) -> None:
    client.post(INTERACT, json={"event": {}})
    assert not logging.getLogger("uvicorn").handlers


LEFT_RUNNING = """
from edge_studio.local_edge.server import LocalEdge
import sys
print({"h11", "cryptography", "msgspec"} & set(sys.modules))
print(LocalEdge().start().startswith("http://127.0.0.1:"))
"""


def test_a_program_that_forgets_to_stop_it_ends_quietly() -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", LEFT_RUNNING], capture_output=True, text=True, timeout=30
    )
    assert (run.stdout, run.stderr, run.returncode) == ("set()\nTrue\n", "", 0)
