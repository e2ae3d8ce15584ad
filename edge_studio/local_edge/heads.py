"""The heads of answers: the headers that captures of the service show, and what browsers need (CORS)."""

import re
from email.utils import formatdate
from functools import lru_cache
from typing import Final

from edge_studio.local_edge.messages import Answer, Request
from edge_studio.local_edge.state import State

Headers = tuple[tuple[str, str], ...]

BUILD: Final = "26.6.0-LOCAL:1edd6e00"
"""``x-konductor``: year, month and number of the build, branch, commit; the shape is the service's."""

_ALWAYS: Final = (
    ("server", "jag"),
    ("vary", "Origin"),
    ("cache-control", "no-cache, no-store, max-age=0, no-transform, private"),
    ("x-content-type-options", "nosniff"),
    ("x-xss-protection", "1; mode=block"),
)
_HTTPS_ONLY: Final = ("strict-transport-security", "max-age=31536000; includeSubDomains")
_ORIGIN: Final = re.compile(r"null|[a-z][a-z0-9+.-]*://[\x21-\x7e]+", re.IGNORECASE)
_PREFLIGHT_LIFETIME: Final = "7200"
"""Seconds for which a browser need not ask again: our choice, the most that any browser grants."""


def common(request: Request, state: State) -> Headers:
    """The headers of every answer, as captures show them; the names exposed to scripts are our inference.

    That the site is to be called over HTTPS alone is only said where browsers do not listen, over HTTP: they
    would refuse everything else that this computer serves by the same name, such as a site in development.
    """
    headers: Headers = (("date", _date(int(state.now.timestamp()))), *_ALWAYS)
    if not request.secure:
        headers += (_HTTPS_ONLY,)
    origin = request.header("origin")
    if _ORIGIN.fullmatch(origin):
        headers += (
            ("access-control-allow-origin", origin),
            ("access-control-allow-credentials", "true"),
            ("access-control-expose-headers", "Retry-After, X-Adobe-Edge, X-Request-ID"),
        )
    return headers


@lru_cache(4)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)


def edge(request_id: str, region: str, audience_manager: str) -> Headers:
    """The headers that the Edge Network itself adds, behind its front door."""
    return (
        ("x-request-id", request_id),
        ("x-rate-limit-remaining", "599"),  # constant: nothing is limited here
        ("x-konductor", BUILD),
        ("x-adobe-edge", f"{region.upper()};{audience_manager}"),
    )


def preflight(request: Request, state: State) -> Answer:
    """What a browser wants to know before it sends: that any site may, with cookies.

    Whatever header it asks for is allowed, and that a page of the internet calls this computer (Private
    Network Access) as well: our choice, as the service's own list is not known.
    """
    headers = (
        *common(request, state),
        ("access-control-allow-methods", "POST, OPTIONS"),
        ("access-control-max-age", _PREFLIGHT_LIFETIME),
    )
    wanted = request.header("access-control-request-headers")
    if wanted and wanted.isascii() and wanted.isprintable():
        headers += (("access-control-allow-headers", wanted),)
    if request.header("access-control-request-private-network") == "true":
        headers += (("access-control-allow-private-network", "true"),)
    return Answer(204, headers)


def front_door(request: Request, state: State, status: int, text: str, headers: Headers = ()) -> Answer:
    """What is said in plain text before the Edge Network proper has a say; the wording is ours."""
    plain = ("content-type", "text/plain;charset=utf-8")
    return Answer(status, (*common(request, state), *headers, plain), f"{status} {text}\n".encode())
