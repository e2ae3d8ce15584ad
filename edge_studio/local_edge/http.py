"""From HTTP's heads and bodies to the values of answering, and back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, unquote

import h11

from edge_studio.local_edge.messages import Answer, Request

_ABSOLUTE: Final = re.compile(rb"(?i:https?)://([^/?#]*)(.*)", re.DOTALL)
_STATUS_LINES: Final = {status.value: f"HTTP/1.1 {status.value} {status.phrase}" for status in HTTPStatus}
_FRAMING: Final = {"content-length", "transfer-encoding", "connection"}
"""Headers that belong to the connection; no answer says them."""


class BadTarget(Exception):
    """The first line of a request names no address that a server could have."""


class BadAnswer(Exception):
    """An answer that cannot be written; a bug of ours."""


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


@dataclass(frozen=True, slots=True)
class Framing:
    """How an answer is put so that its reader knows where it ends."""

    close: bool
    """Whether the connection ends with it."""
    chunks: bool = True
    """Whether the reader knows chunks."""
    body: bool = True
    """Whether the reader expects a body, which a HEAD does not."""

    @staticmethod
    def of(head: h11.Request, *, unread: bool = False) -> "Framing":
        """What fits a request; ``unread`` where its body will not be read to the end.

        Who speaks HTTP/1.0 gets a connection for each request.
        """
        is_new = head.http_version == b"1.1"
        close = unread or not is_new
        for name, value in head.headers:
            if name == b"connection" and b"close" in value.lower():
                close = True
        return Framing(close, is_new, head.method != b"HEAD")


def written(answer: Answer, framing: Framing) -> bytes:
    """A whole answer as it goes out; raises :class:`BadAnswer`."""
    parts = [start(answer, framing)]
    if framing.body and answer.status != 204:
        parts += [piece(record, answer, framing) for record in answer.records or (answer.body,)]
        parts.append(end(answer, framing))
    return b"".join(parts)


def start(answer: Answer, framing: Framing, length: int | None = None) -> bytes:
    """The status line and the headers; ``length`` instead of the body's.

    Raises :class:`BadAnswer` for headers that would not be read as they are meant.
    """
    lines = [_STATUS_LINES.get(answer.status) or f"HTTP/1.1 {answer.status} Unknown"]
    lines += [f"{name}: {value}" for name, value in answer.headers if name not in _FRAMING]
    if length is None and answer.records:
        if framing.chunks:
            lines.append("transfer-encoding: chunked")
    elif answer.status != 204:
        lines.append(f"content-length: {len(answer.body) if length is None else length}")
    if framing.close:
        lines.append("connection: close")
    lines += ("", "")
    text = "\r\n".join(lines)
    breaks = len(lines) - 1
    if text.count("\n") != breaks or text.count("\r") != breaks or "\0" in text:
        raise BadAnswer(f"The headers of an answer have line breaks in them: {answer.headers}")
    return text.encode("latin-1", "replace")


def piece(content: bytes, answer: Answer, framing: Framing) -> bytes:
    """A piece of the body, which is not empty but for an empty body."""
    if answer.records and framing.chunks:
        return b"%x\r\n%b\r\n" % (len(content), content) if content else b""
    return content


def end(answer: Answer, framing: Framing) -> bytes:
    """What follows the body."""
    return b"0\r\n\r\n" if answer.records and framing.chunks else b""


def refusal(status: int) -> Answer:
    """What is said to someone who does not speak HTTP well; the wording is ours."""
    phrase = HTTPStatus(status).phrase
    headers = (("content-type", "text/plain;charset=utf-8"), ("server", "jag"))
    return Answer(status, headers, f"{status} {phrase}\n".encode())


def pieces(answer: Answer, size: int) -> Iterator[bytes]:
    """The body in parts of so many bytes; none reaches over the end of a record."""
    for record in answer.records or (answer.body,):
        for begin in range(0, len(record), size):
            yield record[begin : begin + size]
