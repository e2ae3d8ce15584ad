"""Why there is no answer: every way the network can fail, in sentences for a person."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from edge_studio.edge.amounts import plural
from edge_studio.edge.exchange import FailureReason, Phase, Timing, Unanswered


@dataclass(frozen=True, slots=True)
class _Words:
    """What to say of one failure; ``{server}`` and the like stand for the facts of the exchange."""

    reason: FailureReason
    happened: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an exchange when it fails."""

    host: str
    server: str
    """Host and port, as a person would write them."""
    timing: Timing
    phase: Phase
    limit: float = 0.0
    """Seconds of the time limit that ran out, where one did."""
    status_line: str = ""
    """Such as ``200 OK``, where the head of an answer had come."""
    received: int = 0
    """Bytes of the answer's body that had come."""


_WORDS = {
    "name not found": _Words(
        FailureReason.NAME_NOT_FOUND,
        "The name {host} was not found.",
        "It may be misspelled, or this computer is offline or needs a VPN to know the name.",
        "Check the server address of the connection and the network, then send again.",
    ),
    "no name server": _Words(
        FailureReason.NAME_NOT_FOUND,
        "The name {host} could not be looked up.",
        "No name server answered: this computer is probably offline, or its VPN or DNS settings are wrong.",
        "Check the network, then send again.",
    ),
    "refused": _Words(
        FailureReason.REFUSED,
        "{server} refused the connection.",
        "The computer is there, but nothing listens at this port: the server may have stopped, or the port "
        "is another one.",
        "Check the port in the server address, and whether the server runs.",
    ),
    "unreachable": _Words(
        FailureReason.UNREACHABLE,
        "{server} cannot be reached.",
        "There is no way to it from this network: a firewall, a VPN that is off, or no connection at all.",
        "Check the network, the VPN and the firewall, then send again.",
    ),
    "TLS not trusted": _Words(
        FailureReason.TLS_NOT_TRUSTED,
        "The certificate of {server} is not trusted, so nothing was sent.",
        "{certificate}",
        "{certificate_remedy}",
    ),
    "TLS failed": _Words(
        FailureReason.TLS_FAILED,
        "No encrypted connection to {server} came about.",
        "The server closed the handshake or speaks versions of TLS that this computer refuses.",
        "Check that the address and the port are those of an HTTPS server; ask its owner which TLS it has.",
    ),
    "plain text where TLS was expected": _Words(
        FailureReason.TLS_FAILED,
        "No encrypted connection to {server} came about.",
        "Something without encryption answers at this port, so the address should probably begin with http://.",
        "Check the scheme and the port of the server address.",
    ),
    "client certificate": _Words(
        FailureReason.TLS_FAILED,
        "{server} ended the encrypted connection.",
        "It probably asks for a client certificate, which Edge Studio does not send.",
        "Ask the server's owner, or use an address that needs no client certificate.",
    ),
    "timed out while connecting": _Words(
        FailureReason.TIMED_OUT,
        "No connection to {server} within {limit}; it ended during {phase}.",
        "The server or a firewall before it does not react, or the network is very slow.",
        "Check the address and the network, or raise the limit for connecting, then send again.",
    ),
    "timed out while waiting": _Words(
        FailureReason.TIMED_OUT,
        "No answer from {server} within {limit}; it ended during {phase}.",
        "The connection stood, but the server did not answer in time; it may still have received the event.",
        "Send again later, or raise the limit for the whole exchange.",
    ),
    "timed out while downloading": _Words(
        FailureReason.TIMED_OUT,
        "The answer of {server} was not complete within {limit}; it ended during {phase}, after "
        "{status_line} and {received}.",
        "The answer is very large, or the network or the server is slow.",
        "Send again, or raise the limit for the whole exchange.",
    ),
    "closed without an answer": _Words(
        FailureReason.RESET,
        "{server} ended the connection without an answer.",
        "The server crashed, restarted or refuses such requests; a proxy or firewall may have stepped in.",
        "Send again; if it happens every time, look into the server's log.",
    ),
    "closed a kept connection": _Words(
        FailureReason.RESET,
        "{server} ended the connection without an answer.",
        "The connection was kept open from an earlier request, and the server closed it just now.",
        "Send again: a new connection will be made.",
    ),
    "closed midway": _Words(
        FailureReason.RESET,
        "{server} ended the connection in the middle of its answer, after {status_line} and {received}.",
        "The server or something on the way failed while sending, or announced more than it sent.",
        "Send again; the event was probably received, so look before you send one that counts.",
    ),
    "not HTTP": _Words(
        FailureReason.NOT_HTTP,
        "{server} answered, but not in HTTP.",
        "Another kind of server listens at this port, or the port expects https:// instead of http://.",
        "Check the scheme and the port of the server address.",
    ),
    "broken HTTP": _Words(
        FailureReason.NOT_HTTP,
        "The answer of {server} broke off being HTTP after {status_line} and {received}.",
        "The server or a proxy on the way wrote its answer wrongly.",
        "Send again; if it happens every time, tell the server's owner.",
    ),
    "cannot be sent": _Words(
        FailureReason.BAD_REQUEST,
        "The request was not sent: it cannot be written as HTTP.",
        "The address or a header holds something that HTTP does not allow.",
        "Check the server address and the headers of the request.",
    ),
    "cancelled": _Words(
        FailureReason.CANCELLED,
        "Cancelled during {phase}.",
        "You cancelled it, or closed its tab.",
        "Send again whenever you like{may_have_arrived}.",
    ),
}

_OWN_CERTIFICATE = (
    "If the server is your own, add its authority's certificate to this computer's trust store, then restart."
)
_CERTIFICATES = {
    # OpenSSL's verification results, X509_V_ERR_…
    9: (
        "The certificate is not valid yet; the clock of this computer or of the server may be wrong.",
        "Check this computer's date and time.",
    ),
    10: (
        "The certificate has expired; or the clock of this computer is wrong.",
        "Ask the server's owner to renew it, and check this computer's date and time.",
    ),
    18: (
        "The certificate is self-signed: the server vouches only for itself.",
        _OWN_CERTIFICATE,
    ),
    19: (
        "The certificate comes from an authority that this computer does not know: a company proxy that "
        "opens encrypted connections, or a test server.",
        _OWN_CERTIFICATE,
    ),
    20: (
        "Nothing on this computer vouches for the certificate: its authority is unknown here, or the "
        "server does not send the certificates in between.",
        _OWN_CERTIFICATE + " On a bare Linux, install the package ca-certificates.",
    ),
    23: ("The certificate was revoked by its authority.", "Do not send; tell the server's owner."),
    62: (
        "The certificate is for another name than {host}.",
        "Check the host in the server address: it must be one that the certificate names.",
    ),
    64: (
        "The certificate does not name the address {host}.",
        "Use the server's name instead of its IP address.",
    ),
}
_CERTIFICATES[21] = _CERTIFICATES[20]
_REACHED_SERVER = {Phase.SEND, Phase.WAIT, Phase.DOWNLOAD}


def timed_out(facts: Facts) -> Unanswered:
    """The outcome of an exchange that reached a time limit; the phase tells which limit."""
    if facts.phase is Phase.DOWNLOAD:
        return _say("timed out while downloading", facts)
    waited = facts.phase in _REACHED_SERVER
    return _say("timed out while waiting" if waited else "timed out while connecting", facts)


def cancelled_outcome(phase: Phase, timing: Timing) -> Unanswered:
    """The outcome of an exchange that the person cancelled during ``phase``."""
    return _say("cancelled", Facts("", "", timing, phase))


def failed(error: BaseException, facts: Facts) -> Unanswered:
    """The outcome of an exchange that ended in ``error``, an exception of httpx or of the layers below it."""
    causes = list(_causes(error))
    detail = _detail(causes)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _not_trusted(cause, facts, detail)
    kind = _kind(causes, facts)
    if kind == "cannot be sent":  # h11 quotes the header that it refuses, and that may be the token
        detail = "\n".join(dict.fromkeys(type(cause).__name__ for cause in causes))
    return _say(kind, facts, detail)


def _kind(causes: list[BaseException], facts: Facts) -> str:
    """The row of the table that a chain of exceptions belongs to."""
    names = {type(cause).__name__ for cause in causes}  # by name: httpx and httpcore are not loaded here
    tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if names & {"InvalidURL", "UnsupportedProtocol", "LocalProtocolError", "UnicodeEncodeError"}:
        return "cannot be sent"
    if facts.phase is Phase.RESOLVE:
        again = any(
            isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN for cause in causes
        )
        return "no name server" if again else "name not found"
    if tls is not None and facts.phase in {Phase.TLS, Phase.WAIT}:
        return _tls_kind(tls, facts.phase)
    if facts.phase is Phase.TLS:
        return "TLS failed"
    if facts.phase is Phase.CONNECT:
        return "refused" if "ConnectionRefusedError" in names else "unreachable"
    if "RemoteProtocolError" in names and not _is_early_end(causes):
        return "broken HTTP" if facts.phase is Phase.DOWNLOAD else "not HTTP"
    if facts.phase is Phase.DOWNLOAD:
        return "closed midway"
    if facts.phase is Phase.PREPARE:
        return "cannot be sent"
    return "closed a kept connection" if facts.timing.reused_connection else "closed without an answer"


def _tls_kind(error: ssl.SSLError, phase: Phase) -> str:
    if phase is Phase.WAIT:
        # TLS 1.3 servers refuse a missing client certificate only after the handshake
        return "client certificate" if "CERTIFICATE" in (error.reason or "") else "closed without an answer"
    plain = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "PACKET_LENGTH_TOO_LONG"}
    return "plain text where TLS was expected" if error.reason in plain else "TLS failed"


def _is_early_end(causes: list[BaseException]) -> bool:
    """Whether the peer closed too early, which h11 and httpcore report as a breach of protocol."""
    words = " ".join(map(str, causes))
    return "peer closed connection" in words or "Server disconnected" in words


def _not_trusted(error: ssl.SSLCertVerificationError, facts: Facts, detail: str) -> Unanswered:
    why, remedy = _CERTIFICATES.get(
        # on macOS and Windows the system's own verdict comes without OpenSSL's number
        getattr(error, "verify_code", 0),
        (f"This computer's verdict is: {getattr(error, 'verify_message', '') or error}.", _OWN_CERTIFICATE),
    )
    words = {"certificate": why.format(host=facts.host), "certificate_remedy": remedy}
    return _say("TLS not trusted", facts, detail, words)


def _say(kind: str, facts: Facts, detail: str = "", extra: dict[str, str] | None = None) -> Unanswered:
    words = _WORDS[kind]
    values = {
        "host": facts.host,
        "server": facts.server,
        "phase": f"{facts.phase}",
        "limit": f"{facts.limit:g} s",
        "status_line": facts.status_line or "the head",
        "received": _bytes(facts.received),
        "may_have_arrived": "; the server may have received it all the same"
        if facts.phase in _REACHED_SERVER
        else "",
        **(extra or {}),
    }
    return Unanswered(
        facts.phase,
        words.reason,
        words.happened.format_map(values),
        words.why.format_map(values),
        words.remedy.format_map(values),
        facts.timing,
        detail,
    )


def _bytes(count: int) -> str:
    return f"{plural(count, 'byte')} of the body"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, what caused it, and what caused that; inside groups too."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
        waiting.extend(cause for cause in (current.__cause__, current.__context__) if cause is not None)


def _detail(causes: list[BaseException]) -> str:
    """The libraries' own words, outermost first, each once."""
    words = (f"{type(cause).__name__}: {cause}".rstrip(": ") for cause in causes)
    return "\n".join(dict.fromkeys(words))
