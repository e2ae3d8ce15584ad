"""From HTTP to the values of answering and back; adds nothing but the limits that keep Local Edge safe."""

import logging
from datetime import UTC, datetime

from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from edge_studio.local_edge.answering import answer, bug, misdirected
from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.messages import MAX_BODY, Reply, Request
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.state import State

_log = logging.getLogger(__name__)

DRAIN = 16 * 1024 * 1024
"""Bytes of a body too large that are read and dropped, so that its sender gets to read the answer."""

_LOOPBACK = {"127.0.0.1", "localhost", "[::1]", ""}


def application(scenario: Scenario) -> ASGIApp:
    """The ASGI application that plays ``scenario``."""
    memory = Memory()

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        http = HttpRequest(scope, receive)
        try:
            request = await _read(http)
        except ClientDisconnect:
            return
        reply = _answer(request, scenario, State(remembered=memory))
        memory.apply(reply.changes, datetime.now(UTC))
        outcome = reply.answer
        response = Response(outcome.body, outcome.status)
        for name, value in outcome.headers:
            response.headers.append(name, value)
        await response(scope, receive, send)

    return serve


def _answer(request: Request, scenario: Scenario, state: State) -> Reply:
    if not _is_for_this_computer(request):
        return misdirected(request, state)
    try:
        return answer(request, scenario, state)
    except Exception:  # noqa: BLE001  # a bug of ours is logged, and the next request is served
        _log.exception("Local Edge could not answer %s %s", request.method, request.path)
        return bug(request, scenario, state)


def _is_for_this_computer(request: Request) -> bool:
    """Whether the ``Host`` header names loopback.

    A web page can point a name of its own at 127.0.0.1 (DNS rebinding) and would then read the answers.
    """
    host = request.header("host").lower()
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host) in _LOOPBACK


async def _read(http: HttpRequest) -> Request:
    """The request as a value; of a body too large nothing is kept."""
    body = bytearray()
    size = 0
    announced = http.headers.get("content-length", "")
    too_large = announced.isdecimal() and int(announced) > MAX_BODY
    async for chunk in http.stream():
        size += len(chunk)
        if too_large or size > MAX_BODY:
            too_large = True
            body.clear()
            if size > DRAIN:
                break
        else:
            body += chunk
    return Request(
        http.method,
        http.scope["path"],
        tuple(http.query_params.multi_items()),
        tuple(http.headers.items()),
        bytes(body),
        too_large,
    )
