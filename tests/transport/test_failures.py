"""Whatever the network does ends in an outcome that says what happened, why probably, and what to do."""

import asyncio
import datetime
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from edge_studio.edge.exchange import (
    Answered,
    FailureReason,
    Header,
    Outcome,
    Phase,
    PreparedRequest,
    Unanswered,
)
from edge_studio.transport.client import EdgeClient
from edge_studio.transport.failures import cancelled_outcome
from edge_studio.transport.timing import Stopwatch
from tests.peers import Script, closed_port, hangs, hangs_up, http_answer, peer, resets, says, serves

pytestmark = pytest.mark.anyio


async def send(url: str, client: EdgeClient | None = None, headers: tuple[Header, ...] = ()) -> Outcome:
    client = client or EdgeClient()
    try:
        return await client.send(PreparedRequest("POST", url, headers, b'{"event":{}}'))
    finally:
        await client.aclose()


async def failure(url: str, client: EdgeClient | None = None) -> Unanswered:
    outcome = await send(url, client)
    assert isinstance(outcome, Unanswered), outcome
    assert outcome.happened.endswith(".")
    assert outcome.why.endswith(".")
    assert outcome.remedy.endswith(".")
    assert "{" not in outcome.happened + outcome.why + outcome.remedy
    assert outcome.timing.spans[-1].phase is outcome.phase
    return outcome


async def test_a_name_that_is_not_found() -> None:
    async def unknown(host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    outcome = await failure("https://edge.example/ee", EdgeClient(resolver=unknown))
    assert (outcome.reason, outcome.phase) == (FailureReason.NAME_NOT_FOUND, Phase.RESOLVE)
    assert "edge.example" in outcome.happened
    assert "Name or service not known" in outcome.detail


async def test_a_name_server_that_does_not_answer() -> None:
    async def offline(host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    outcome = await failure("http://edge.example", EdgeClient(resolver=offline))
    assert outcome.reason is FailureReason.NAME_NOT_FOUND
    assert "offline" in outcome.why


async def test_a_name_without_an_address() -> None:
    async def nothing(_host: str, _port: int) -> list[str]:
        return []

    outcome = await failure("http://edge.example", EdgeClient(resolver=nothing))
    assert (outcome.reason, outcome.phase) == (FailureReason.NAME_NOT_FOUND, Phase.RESOLVE)


async def test_a_name_server_that_takes_too_long() -> None:
    async def slow(_host: str, _port: int) -> list[str]:
        await asyncio.Event().wait()
        raise AssertionError

    outcome = await failure("http://edge.example", EdgeClient(connect_timeout=0.05, resolver=slow))
    assert (outcome.reason, outcome.phase) == (FailureReason.TIMED_OUT, Phase.RESOLVE)
    assert "within 0.05 s" in outcome.happened
    assert "name resolution" in outcome.happened


async def test_a_port_where_nothing_listens() -> None:
    port = closed_port()
    outcome = await failure(f"http://127.0.0.1:{port}")
    assert (outcome.reason, outcome.phase) == (FailureReason.REFUSED, Phase.CONNECT)
    assert f"127.0.0.1:{port}" in outcome.happened


async def test_an_address_that_cannot_be_reached() -> None:
    # the broadcast address cannot be connected to, and asking for it leaves this computer alone
    async def unreachable(_host: str, _port: int) -> list[str]:
        return ["127.255.255.255"]

    outcome = await failure("http://edge.example", EdgeClient(resolver=unreachable, connect_timeout=1))
    assert (outcome.reason, outcome.phase) == (FailureReason.UNREACHABLE, Phase.CONNECT)


async def test_a_server_that_does_not_answer_in_time() -> None:
    async with peer(hangs) as url:
        outcome = await failure(url, EdgeClient(connect_timeout=5, total_timeout=0.1))
    assert (outcome.reason, outcome.phase) == (FailureReason.TIMED_OUT, Phase.WAIT)
    assert "within 0.1 s" in outcome.happened
    assert "waiting" in outcome.happened


async def test_the_limit_for_connecting_ends_when_the_connection_stands() -> None:
    async def late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(0.2)
        writer.write(http_answer(b"{}"))

    async with peer(late) as url:
        outcome = await send(url, EdgeClient(connect_timeout=0.1, total_timeout=5))
    assert isinstance(outcome, Answered)


async def test_an_answer_that_does_not_end_in_time() -> None:
    reply = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n0123456789"
    async with peer(says(reply, then_hangs=True)) as url:
        outcome = await failure(url, EdgeClient(total_timeout=0.2))
    assert (outcome.reason, outcome.phase) == (FailureReason.TIMED_OUT, Phase.DOWNLOAD)
    assert "200 OK and 10 bytes of the body" in outcome.happened


async def test_a_handshake_that_does_not_end_in_time() -> None:
    async with peer(hangs) as url:
        outcome = await failure(url.replace("http:", "https:"), EdgeClient(connect_timeout=0.3))
    assert (outcome.reason, outcome.phase) == (FailureReason.TIMED_OUT, Phase.TLS)


@pytest.mark.parametrize("script", [hangs_up, resets()], ids=["closed", "reset"])
async def test_a_server_that_hangs_up_without_an_answer(script: Script) -> None:
    async with peer(script) as url:
        outcome = await failure(url)
    assert (outcome.reason, outcome.phase) == (FailureReason.RESET, Phase.WAIT)


HALF = b'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"handle"'


@pytest.mark.parametrize("script", [says(HALF), resets(HALF)], ids=["closed", "reset"])
async def test_a_server_that_hangs_up_midway(script: Script) -> None:
    async with peer(script) as url:
        outcome = await failure(url)
    assert outcome.reason is FailureReason.RESET
    assert outcome.phase in {Phase.DOWNLOAD, Phase.WAIT}  # a reset may overtake what was written before it
    if outcome.phase is Phase.DOWNLOAD:
        assert "after 200 OK and" in outcome.happened


async def test_an_answer_shorter_than_it_says_names_what_came() -> None:
    async with peer(says(HALF)) as url:
        outcome = await failure(url)
    assert "200 OK and 9 bytes of the body" in outcome.happened


async def test_chunks_that_end_early_count_as_hung_up() -> None:
    async with peer(says(b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"a')) as url:
        outcome = await failure(url)
    assert (outcome.reason, outcome.phase) == (FailureReason.RESET, Phase.DOWNLOAD)


async def test_a_kept_connection_that_the_server_drops() -> None:
    served = 0

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal served
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(12)
        writer.write(http_answer(b"{}"))
        await writer.drain()
        served += 1
        await reader.readuntil(b"\r\n\r\n")  # the second request: close instead of an answer

    client = EdgeClient()
    async with peer(once) as url:
        await client.send(PreparedRequest("POST", url, (), b'{"event":{}}'))
        outcome = await failure(url, client)
    assert served == 1  # a second connection would have been answered: nothing is sent twice unasked
    assert (outcome.reason, outcome.phase) == (FailureReason.RESET, Phase.WAIT)
    assert "kept open" in outcome.why


@pytest.mark.parametrize(
    "garbage",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"\x15\x03\x01\x00\x02\x02\x50" * 3,
        b"220 mail ready\r\n\r\n",
        b"\0" * 64,
    ],
    ids=["ssh", "tls alert", "smtp", "zeros"],
)
async def test_a_server_that_does_not_speak_http(garbage: bytes) -> None:
    async with peer(says(garbage)) as url:
        outcome = await failure(url)
    assert outcome.phase is Phase.WAIT
    assert outcome.reason in {FailureReason.NOT_HTTP, FailureReason.RESET}


async def test_a_banner_is_not_http() -> None:
    async with peer(says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")) as url:
        outcome = await failure(url)
    assert outcome.reason is FailureReason.NOT_HTTP


async def test_an_answer_that_stops_being_http() -> None:
    reply = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnot a chunk\r\n"
    async with peer(says(reply)) as url:
        outcome = await failure(url)
    assert (outcome.reason, outcome.phase) == (FailureReason.NOT_HTTP, Phase.DOWNLOAD)


async def test_plain_http_where_tls_was_expected() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(http_answer(b"", "400 Bad Request"))
        await writer.drain()

    async with peer(plain) as url:
        outcome = await failure(url.replace("http:", "https:"))
    assert (outcome.reason, outcome.phase) == (FailureReason.TLS_FAILED, Phase.TLS)
    assert "http://" in outcome.why


async def test_a_server_that_closes_the_handshake() -> None:
    async def closes(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read(100)

    async with peer(closes) as url:
        outcome = await failure(url.replace("http:", "https:"))
    assert (outcome.reason, outcome.phase) == (FailureReason.TLS_FAILED, Phase.TLS)


@pytest.mark.parametrize("url", ["http://[::1", "ftp://127.0.0.1/", "http:///nowhere", "127.0.0.1/ee"])
async def test_an_address_that_cannot_be_used(url: str) -> None:
    outcome = await failure(url)
    assert (outcome.reason, outcome.phase) == (FailureReason.BAD_REQUEST, Phase.PREPARE)


@pytest.mark.parametrize("value", ["secret\r\nX: y", "secret\N{SNOWMAN}"])
async def test_a_header_that_cannot_be_sent_is_not_repeated(value: str) -> None:
    async with peer(serves(http_answer(b"{}"))) as url:
        outcome = await send(url, headers=(Header("Authorization", value, secret=True),))
    assert isinstance(outcome, Unanswered)
    assert outcome.reason is FailureReason.BAD_REQUEST
    assert "secret" not in repr(outcome)


async def test_cancelling_says_where_it_ended() -> None:
    stopwatch = Stopwatch()
    client = EdgeClient()
    async with peer(hangs) as url:
        request = PreparedRequest("POST", url, (), b"{}")
        task = asyncio.get_running_loop().create_task(client.send(request, stopwatch=stopwatch))
        while stopwatch.phase is not Phase.WAIT:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await client.aclose()
    outcome = cancelled_outcome(stopwatch.phase, stopwatch.timing())
    assert (outcome.reason, outcome.phase) == (FailureReason.CANCELLED, Phase.WAIT)
    assert "waiting" in outcome.happened
    assert "may have received" in outcome.remedy


async def test_after_a_failure_the_next_request_is_sent_as_usual() -> None:
    client = EdgeClient(total_timeout=0.1)
    async with peer(hangs) as silent, peer(serves(http_answer(b"{}"))) as url:
        assert isinstance(await client.send(PreparedRequest("POST", silent, (), b"{}")), Unanswered)
        assert isinstance(await client.send(PreparedRequest("POST", url, (), b"{}")), Answered)
        await client.aclose()


LONG_AGO = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
FAR_AHEAD = datetime.datetime(2125, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this computer trusts for the length of the test."""
    authority = trustme.CA()
    bundle = tmp_path / "trusted.pem"
    authority.cert_pem.write_to_path(bundle)
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    return authority


def server_tls(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def test_a_trusted_certificate_is_answered_and_the_handshake_timed(authority: trustme.CA) -> None:
    tls = server_tls(authority.issue_cert("127.0.0.1"))
    async with peer(serves(http_answer(b"{}")), tls) as url:
        outcome = await send(url)
    assert isinstance(outcome, Answered)
    phases = [span.phase for span in outcome.timing.spans]
    assert phases == [Phase.PREPARE, Phase.CONNECT, Phase.TLS, Phase.SEND, Phase.WAIT, Phase.DOWNLOAD]


@pytest.mark.parametrize(
    ("issue", "words"),
    [
        (lambda ca: ca.issue_cert("127.0.0.1", not_before=LONG_AGO, not_after=LONG_AGO), "expired"),
        (lambda ca: ca.issue_cert("127.0.0.1", not_before=FAR_AHEAD, not_after=FAR_AHEAD), "not valid yet"),
        (lambda ca: ca.issue_cert("127.0.0.9"), "127.0.0.1"),
        (lambda _: trustme.CA().issue_cert("127.0.0.1"), "authority"),
    ],
    ids=["expired", "not yet valid", "another address", "unknown authority"],
)
async def test_a_certificate_that_is_not_trusted_says_why(
    authority: trustme.CA, issue: Callable[[trustme.CA], trustme.LeafCert], words: str
) -> None:
    async with peer(hangs, server_tls(issue(authority))) as url:
        outcome = await failure(url)
    assert (outcome.reason, outcome.phase) == (FailureReason.TLS_NOT_TRUSTED, Phase.TLS)
    assert words in outcome.why


async def test_a_certificate_for_another_name(authority: trustme.CA) -> None:
    async with peer(hangs, server_tls(authority.issue_cert("shop.example"))) as url:
        outcome = await failure(url.replace("127.0.0.1", "localhost"))
    assert outcome.reason is FailureReason.TLS_NOT_TRUSTED
    assert "another name than localhost" in outcome.why


async def test_a_self_signed_certificate(authority: trustme.CA, tmp_path: Path) -> None:
    itself = trustme.CA()
    pem = tmp_path / "self.pem"
    itself.cert_pem.write_to_path(pem)
    itself.private_key_pem.write_to_path(pem, append=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    async with peer(hangs, context) as url:
        outcome = await failure(url)
    assert outcome.reason is FailureReason.TLS_NOT_TRUSTED
    assert "self-signed" in outcome.why


async def test_a_server_that_wants_a_client_certificate(authority: trustme.CA) -> None:
    context = server_tls(authority.issue_cert("127.0.0.1"))
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    async with peer(serves(http_answer(b"{}")), context) as url:
        outcome = await failure(url)
    assert outcome.reason in {FailureReason.TLS_FAILED, FailureReason.RESET}
