"""Requests of every kind for Local Edge: sound ones, slightly broken ones and hostile ones."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from msgspec import UNSET

from edge_studio.edge.endpoints import MEDIA_EVENTS
from edge_studio.local_edge.messages import MAX_BODY, Request
from tests.local_edge.contract import hostile
from tests.local_edge.contract.bodies import body, some
from tests.local_edge.contract.checking import Asked
from tests.local_edge.contract.client import Client

TAILS = {"set-consent": "v1/privacy/set-consent", "acquire": "v1/identity/acquire"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A request and what its answer depends on."""

    request: Request
    asked: Asked
    is_sound: bool
    """Whether nothing about it is wrong on purpose; forms for tokens may always be."""


@st.composite
def request(draw: DrawFn, client: Client) -> Drawn:
    """A request for ``client`` to send, sound or wrong in one place or in many."""
    wrong = draw(some(None, None, "body", "body", "raw", "path", "head", "all"))
    action, version, path = draw(addresses())
    form = draw(some("application/x-www-form-urlencoded", "multipart/form-data; boundary=b"))
    raw = draw(token_form(client, form)) if action == "token" else b""
    if not raw:
        whole = draw(body(client, action, version))
        for _ in range(draw(some(1, 1, 2)) if wrong in {"body", "all"} else 0):
            if places := hostile.places(whole):
                change = draw(some(UNSET, *hostile.VALUES))
                whole = hostile.broken(whole, draw(st.sampled_from(places)), change)
        raw = json.dumps(whole).encode()
    if wrong == "raw":
        raw = draw(
            some(*hostile.BODIES) | st.binary(max_size=20) | st.integers(0, len(raw)).map(lambda n: raw[:n])
        )
    if wrong in {"path", "all"}:
        path = draw(some(*hostile.PATHS, *[path] * 20))
    is_head_sound = wrong not in {"head", "all"}
    headers = draw(heads(client, is_sound=is_head_sound))
    if action == "token":
        headers["content-type"] = form
    is_too_large = len(raw) > MAX_BODY or (not is_head_sound and draw(some(False, False, False, True)))
    made = Request(
        "POST" if is_head_sound else draw(some("POST", "POST", *hostile.METHODS)),
        path,
        draw(queries(client, version, is_sound=is_head_sound)),
        tuple(headers.items()),
        b"" if is_too_large else raw,
        is_too_large,
        draw(some(True, False)),
    )
    return Drawn(made, asked_of(made), wrong is None and action != "token")


@st.composite
def addresses(draw: DrawFn) -> tuple[str, str, str]:
    """An action or media event, the version, and the path."""
    action = draw(
        some("interact", "interact", "interact", "collect", "set-consent", "acquire", "media", "token")
    )
    if action == "token":
        return action, "v1", draw(some("/ims/token/v3", "/ims/token/v2"))
    version = draw(some("v1", "v2")) if action in {"interact", "collect"} else "v1"
    base = draw(some("/ee", "/ee", "/ee-pre-prd")) + draw(some("", "", "/or2", "/irl1", "/t35", "/t7"))
    if action == "media":
        action = draw(some("sessionStart", "ping", *MEDIA_EVENTS))
        return action, version, f"{base}/va/v1/{action}"
    return action, version, f"{base}/{TAILS.get(action, f'{version}/{action}')}"


@st.composite
def token_form(draw: DrawFn, client: Client, content_type: str) -> bytes:
    """What the token endpoint is asked with."""
    id, secret = draw(some(*client.credentials))
    fields = {
        "grant_type": draw(some(*["client_credentials"] * 4, "password", "")),
        "client_id": id,
        "client_secret": draw(some(secret, secret, secret, "another", "\u2603")),
        "scope": draw(some(*["openid,AdobeID"] * 4, "openid", "no_such_scope", "")),
    }
    if content_type.startswith("multipart"):
        parts = (
            f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}\r\n' for key in fields
        )
        return f"{''.join(parts)}--b--\r\n".encode()
    return urlencode(fields).encode()


@st.composite
def queries(draw: DrawFn, client: Client, version: str, *, is_sound: bool) -> tuple[tuple[str, str], ...]:
    """The parameters of the address."""
    name = "configId" if version == "v1" else draw(some("dataStreamId", "datastreamId"))
    found: list[tuple[str, str]] = [(name, draw(some(*client.datastreams)))]
    if draw(some(True, False)):
        found.append(("requestId", "6b1f0e52-8a3c-4b0f-9b55-2b7f4a0c9d10"))
    if version == "v2" and draw(some(True, False)):
        found.append(("silent", draw(some("true", "false"))))
    if not is_sound:
        place = draw(st.integers(0, len(found) - 1))
        found[place] = (draw(some(name, "silent", "requestId", "zzz")), draw(some(*hostile.PARAMETERS)))
    return tuple(found)


@st.composite
def heads(draw: DrawFn, client: Client, *, is_sound: bool) -> dict[str, str]:
    """The headers."""
    kinds = (
        "application/json",
        "text/plain; charset=UTF-8",
        "text/javascript",
        "Application/JSON;charset=utf-8",
    )
    found = {"content-type": draw(some(*kinds)), "host": "localhost"}
    if draw(some(True, False)):
        found["origin"] = draw(some("https://www.shop.example", "null", "http://localhost:3000"))
    if draw(some(True, False)):
        found["x-request-id"] = "1c7b0e52-8a3c-4b0f-9b55-2b7f4a0c9d11"
    if client.entries and draw(some(True, False)):
        found["cookie"] = "; ".join(f"{key}={value}" for key, value in client.entries.items())
        found["host"] = draw(some("data.shop.example", "localhost"))
    if client.tokens and draw(some(False, False, True)):
        found |= draw(some(*client.tokens[-3:]))
    if not is_sound:
        found[draw(some(*hostile.HEADERS))] = draw(some(*hostile.HEADER_VALUES))
    return found


def asked_of(request: Request) -> Asked:
    """What a request asks for, as far as the shape of its answer depends on it."""
    given = request.parameter("requestId") or request.header("x-request-id")
    is_usable = 0 < len(given) <= 256 and all("\x21" <= character <= "\x7e" for character in given)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    events = _at(body, "events")
    streaming = _at(body, "meta", "konductorConfig", "streaming")
    separators = None
    if _at(streaming, "enabled") is True:
        record, line = _at(streaming, "recordSeparator"), _at(streaming, "lineFeed")
        separators = ("\x00" if record is None else record, "\n" if line is None else line)
    return Asked(
        request.method,
        request.path,
        given if is_usable else "",
        len(events) if isinstance(events, list) and not request.path.endswith("v2/interact") else 1,
        separators,
        request.parameter("silent").lower() == "true",
    )


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
