"""From HTTP's heads and bodies to the values of answering, and back."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, unquote

import h11

from edge_studio.local_edge.messages import Answer, Request

_ABSOLUTE: Final = re.compile(rb"(?i:https?)://([^/?#]*)(.*)", re.DOTALL)
_REASONS: Final = {status.value: status.phrase.encode() for status in HTTPStatus}
_FRAMING: Final = {"content-length", "transfer-encoding", "connection"}
"""Headers that belong to the connection; no answer says them."""


class BadTarget(Exception):
    """The first line of a request names no address that a server could have."""


def request_of(head: h11.Request, body: bytes, *, too_large: bool, secure: bool) -> Request:
    """One request as a value; raises :class:`BadTarget`.

    A target in absolute form names the host that counts, whatever the ``Host`` header says (RFC 9112, 3.2.2).
    """
    headers = tuple((name.decode("ascii"), value.decode("latin-1")) for name, value in head.headers)
    target = head.target
    if absolute := _ABSOLUTE.fullmatch(target):
        host = absolute[1].decode("latin-1")
        headers = (("host", host), *(header for header in headers if header[0] != "host"))
        target = absolute[2] if absolute[2].startswith(b"/") else b"/" + absolute[2]
    elif not target.startswith(b"/") and (target, head.method) != (b"*", b"OPTIONS"):
        raise BadTarget
    path, _, query = target.partition(b"#")[0].partition(b"?")
    return Request(
        head.method.decode("ascii"),
        unquote(path.decode("latin-1")),
        tuple(parse_qsl(query.decode("latin-1"), keep_blank_values=True)) if query else (),
        headers,
        body,
        too_large,
        secure,
    )


def announced(head: h11.Request) -> int:
    """The length of the body that the headers announce; 0 where they announce none."""
    return next((int(value) for name, value in head.headers if name == b"content-length"), 0)


def size(head: h11.Request) -> int:
    """About how many bytes the head had on the wire."""
    return len(head.target) + sum(len(name) + len(value) + 4 for name, value in head.headers)


def response(answer: Answer, *, length: int | None, close: bool = False) -> h11.Response:
    """The head of an answer; without a ``length`` the body goes out in chunks."""
    headers = [
        (name.encode("ascii"), value.encode("latin-1", "replace"))
        for name, value in answer.headers
        if name not in _FRAMING
    ]
    if length is not None and answer.status != 204:
        headers.append((b"content-length", b"%d" % length))
    if close:
        headers.append((b"connection", b"close"))
    return h11.Response(
        status_code=answer.status, headers=headers, reason=_REASONS.get(answer.status, b"Unknown")
    )


def refusal(status: int) -> Answer:
    """What is said to someone who does not speak HTTP well; the wording is ours."""
    phrase = _REASONS[status].decode()
    headers = (("content-type", "text/plain;charset=utf-8"), ("server", "jag"))
    return Answer(status, headers, f"{status} {phrase}\n".encode())


def pieces(answer: Answer, size: int | None = None) -> Iterator[bytes]:
    """The body in the pieces in which it goes out: its records, each cut into parts of so many bytes."""
    for record in answer.records or (answer.body,):
        step = size or len(record) or 1
        for start in range(0, len(record), step):
            yield record[start : start + step]
