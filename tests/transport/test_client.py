"""The client sends exactly what was prepared and times every phase of it."""

import asyncio
import gzip
import itertools
import subprocess
import sys
import zlib

import pytest

from edge_studio.edge.exchange import Answered, Header, Outcome, Phase, PreparedRequest
from edge_studio.transport.client import EdgeClient
from tests.peers import http_answer, peer, read_request, says, serves

pytestmark = pytest.mark.anyio


def a_request(url: str, body: bytes = b'{"event":{}}', headers: tuple[Header, ...] = ()) -> PreparedRequest:
    return PreparedRequest("POST", f"{url}/ee/v2/interact?dataStreamId=d", headers, body)


async def send_once(request: PreparedRequest, client: EdgeClient | None = None) -> Outcome:
    client = client or EdgeClient()
    try:
        return await client.send(request)
    finally:
        await client.aclose()


async def answer_of(request: PreparedRequest) -> Answered:
    outcome = await send_once(request)
    assert isinstance(outcome, Answered), outcome
    return outcome


async def test_the_answer_comes_back_with_status_headers_and_body() -> None:
    reply = http_answer(b'{"handle":[]}', headers="X-Adobe-Edge: OR2;9\r\nVary: a\r\nVary: b\r\n")
    async with peer(says(reply)) as url:
        answer = await answer_of(a_request(url))
    assert (answer.status, answer.reason, answer.http_version) == (200, "OK", "HTTP/1.1")
    assert answer.body == b'{"handle":[]}'
    assert answer.wire_size == 13
    assert answer.headers[:3] == (("X-Adobe-Edge", "OR2;9"), ("Vary", "a"), ("Vary", "b"))


async def test_what_goes_out_is_what_was_prepared() -> None:
    heard: list[tuple[bytes, bytes]] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await read_request(reader))
        writer.write(http_answer(b"{}"))

    headers = (Header("Content-Type", "application/json"), Header("X-Twice", "1"), Header("X-Twice", "2"))
    async with peer(listen) as url:
        await answer_of(a_request(url, b'{"a": 1.10,\r\n"a":2}', headers))
        port = url.rpartition(":")[2]
    ((head, body),) = heard
    assert body == b'{"a": 1.10,\r\n"a":2}'
    assert head.decode().splitlines() == [
        "POST /ee/v2/interact?dataStreamId=d HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Content-Type: application/json",
        "X-Twice: 1",
        "X-Twice: 2",
        "Content-Length: 19",
        "",
    ]


async def test_cookies_are_not_carried_to_the_next_request() -> None:
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            heard.append((await read_request(reader))[0])
            writer.write(http_answer(b"{}", headers="Set-Cookie: kndctr_x=1\r\n"))

    client = EdgeClient()
    async with peer(listen) as url:
        await client.send(a_request(url))
        await client.send(a_request(url))
        await client.aclose()
    assert len(heard) == 2
    assert b"ookie" not in heard[1]


async def test_a_redirect_is_an_answer() -> None:
    reply = http_answer(b"", "302 Found", "Location: http://127.0.0.1:1/\r\n")
    async with peer(says(reply)) as url:
        answer = await answer_of(a_request(url))
    assert answer.status == 302


async def test_the_environments_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    async with peer(says(http_answer(b"{}"))) as url:
        assert (await answer_of(a_request(url))).status == 200


async def test_phases_follow_each_other_without_gaps() -> None:
    seen: list[Phase] = []
    client = EdgeClient()
    async with peer(serves(http_answer(b"{}"))) as url:
        outcome = await client.send(a_request(url.replace("127.0.0.1", "localhost")), seen.append)
        await client.aclose()
    assert isinstance(outcome, Answered)
    expected = [Phase.RESOLVE, Phase.CONNECT, Phase.SEND, Phase.WAIT, Phase.DOWNLOAD]
    assert seen == expected
    spans = outcome.timing.spans
    assert [span.phase for span in spans] == [Phase.PREPARE, *expected]
    assert spans[0].start == 0.0
    assert spans[-1].end == outcome.timing.total
    assert all(before.end == after.start for before, after in itertools.pairwise(spans))
    assert not outcome.timing.reused_connection


async def test_an_address_needs_no_name_resolution() -> None:
    async with peer(says(http_answer(b"{}"))) as url:
        answer = await answer_of(a_request(url))
    assert Phase.RESOLVE not in {span.phase for span in answer.timing.spans}


async def test_a_second_request_goes_over_the_kept_connection() -> None:
    client = EdgeClient()
    async with peer(serves(http_answer(b"{}"))) as url:
        first = await client.send(a_request(url))
        second = await client.send(a_request(url))
        await client.aclose()
    assert isinstance(first, Answered)
    assert isinstance(second, Answered)
    assert not first.timing.reused_connection
    assert second.timing.reused_connection
    assert not {Phase.RESOLVE, Phase.CONNECT, Phase.TLS} & {span.phase for span in second.timing.spans}


async def test_every_address_of_a_name_is_tried() -> None:
    async def two_addresses(_host: str, _port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]  # the peer listens on the second alone

    async with peer(says(http_answer(b"{}"))) as url:
        request = a_request(url.replace("127.0.0.1", "edge.example"))
        outcome = await send_once(request, EdgeClient(resolver=two_addresses))
    assert isinstance(outcome, Answered)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b'{"handle":[]}')),
        ("GZIP", gzip.compress(b'{"han') + gzip.compress(b'dle":[]}')),
        ("deflate", zlib.compress(b'{"handle":[]}')),
        ("deflate", zlib.compress(b'{"handle":[]}')[2:-4]),
        ("deflate, gzip", gzip.compress(zlib.compress(b'{"handle":[]}'))),
    ],
    ids=["gzip", "gzip in two members", "deflate with zlib head", "deflate alone", "twice packed"],
)
async def test_a_packed_body_is_unpacked_and_counted_as_it_came(coding: str, packed: bytes) -> None:
    async with peer(says(http_answer(packed, headers=f"Content-Encoding: {coding}\r\n"))) as url:
        answer = await answer_of(a_request(url))
    assert answer.body == b'{"handle":[]}'
    assert answer.wire_size == len(packed)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "nonsense"])
async def test_a_body_that_is_not_packed_as_it_says_is_kept_as_it_came(coding: str) -> None:
    reply = http_answer(b'{"handle":[]}', headers=f"Content-Encoding: {coding}\r\n")
    async with peer(says(reply)) as url:
        answer = await answer_of(a_request(url))
    assert answer.body == b'{"handle":[]}'


async def test_a_large_packed_body_is_unpacked_too() -> None:
    body = bytes(range(256)) * 4000
    packed = gzip.compress(body, 0)
    async with peer(says(http_answer(packed, headers="Content-Encoding: gzip\r\n"))) as url:
        answer = await answer_of(a_request(url))
    assert answer.body == body
    assert answer.wire_size == len(packed)


async def test_a_body_in_chunks_arrives_whole() -> None:
    reply = b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n'
    async with peer(says(reply)) as url:
        answer = await answer_of(a_request(url))
    assert answer.body == b'{"a":1}'


async def test_two_requests_at_once_do_not_mix_their_phases() -> None:
    client = EdgeClient()
    async with peer(serves(http_answer(b"{}"))) as url:
        outcomes = await asyncio.gather(*(client.send(a_request(url)) for _ in range(5)))
        await client.aclose()
    for outcome in outcomes:
        assert isinstance(outcome, Answered)
        phases = [span.phase for span in outcome.timing.spans]
        assert phases == [Phase.PREPARE, Phase.CONNECT, Phase.SEND, Phase.WAIT, Phase.DOWNLOAD]


def test_importing_the_client_does_not_load_httpx() -> None:
    code = (
        "import sys, edge_studio.transport.client; print({'httpx', 'httpcore', 'anyio'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout == "set()\n"
