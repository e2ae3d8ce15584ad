"""Answers to read in tests: factories with complete defaults."""

import base64
import json
from typing import Any

from edge_studio.edge.exchange import Answered, Phase, Span, Timing

ECID = "20418833956102774451930286647715503928"
ORG = "0A1B2C3D4E5F60718293A4B5_AdobeOrg"
HEADERS = (
    ("date", "Mon, 04 May 2026 11:22:10 GMT"),
    ("content-type", "application/json;charset=utf-8"),
    ("x-request-id", "6b1f0e52-8a3c-4b0f-9b55-2b7f4a0c9d10"),
    ("x-rate-limit-remaining", "599"),
    ("x-konductor", "26.6.14:1a2b3c4d"),
    ("x-adobe-edge", "OR2;9"),
    ("server", "jag"),
    ("cache-control", "no-cache, no-store, max-age=0, no-transform, private"),
)
TIMING = Timing(
    0.184,
    (
        Span(Phase.PREPARE, 0.0, 0.0004),
        Span(Phase.RESOLVE, 0.0004, 0.0124),
        Span(Phase.CONNECT, 0.0124, 0.041),
        Span(Phase.TLS, 0.041, 0.0821),
        Span(Phase.SEND, 0.0821, 0.083),
        Span(Phase.WAIT, 0.083, 0.179),
        Span(Phase.DOWNLOAD, 0.179, 0.184),
    ),
)


def answered(
    body: bytes | str | dict[str, Any],
    status: int = 200,
    reason: str = "OK",
    headers: tuple[tuple[str, str], ...] = HEADERS,
    timing: Timing = TIMING,
) -> Answered:
    """An answer with this body, as :mod:`edge_studio.transport` gives it."""
    if isinstance(body, dict):
        body = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    data = body.encode() if isinstance(body, str) else body
    return Answered(status, reason, headers, data, len(data), timing)


def identity_cookie(ecid: str = ECID, is_new: bool = True) -> str:
    """The value of an identity entry: a protocol buffer in base64url."""
    metadata = b"\x10" + bytes([is_new]) + b"\x2a\x03OR2"
    message = b"\x0a" + bytes([len(ecid)]) + ecid.encode() + b"\x52" + bytes([len(metadata)]) + metadata
    return base64.urlsafe_b64encode(message).decode().rstrip("=")


def identity() -> dict[str, Any]:
    return {"type": "identity:result", "payload": [{"id": ECID, "namespace": {"code": "ECID"}}]}


def hint() -> dict[str, Any]:
    scopes = (("Target", "35"), ("AAM", "9"), ("EdgeNetwork", "or2"))
    payload = [{"scope": scope, "hint": value, "ttlSeconds": 1800} for scope, value in scopes]
    return {"type": "locationHint:result", "payload": payload}


def state() -> dict[str, Any]:
    kept = {"key": f"kndctr_{ORG}_identity", "value": identity_cookie(), "maxAge": 34128000}
    cluster = {"key": f"kndctr_{ORG}_cluster", "value": "or2", "maxAge": 1800}
    return {"type": "state:store", "payload": [{**kept, "attrs": {"SameSite": "None"}}, cluster]}


def html_item(meta: bool = True, content: str = "<h2>Hello gold member</h2>") -> dict[str, Any]:
    names = {"activity.name": "Spring hero", "experience.name": "B", "offer.name": "hero-b"}
    return {
        "id": "88021",
        "schema": "https://ns.adobe.com/personalization/html-content-item",
        **({"meta": names} if meta else {}),
        "data": {"id": "88021", "format": "text/html", "content": content},
    }


def proposition(
    scope: str = "hero-banner", provider: str = "TGT", items: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    details = {
        "decisionProvider": provider,
        "activity": {"id": "410017"},
        "experience": {"id": "1"},
        "strategies": [{"trafficType": "0"}],
        "correlationID": "410017:1:0",
    }
    return {
        "id": "AT:eyJhY3Rpdml0eUlkIjoiNDEwMDE3In0",
        "scope": scope,
        "scopeDetails": details,
        "items": [html_item()] if items is None else items,
    }


def plain_item(kind: str) -> dict[str, Any]:
    return {"id": "1", "schema": f"https://ns.adobe.com/personalization/{kind}"}


def decisions(*propositions: dict[str, Any]) -> dict[str, Any]:
    return {"type": "personalization:decisions", "eventIndex": 0, "payload": list(propositions)}


def offers() -> dict[str, Any]:
    """Three propositions for two scopes from two products."""
    return decisions(
        proposition(),
        proposition("hero-banner", "AJO", [plain_item("default-content-item")]),
        proposition("__view__", "TGT", [plain_item("dom-action")]),
    )


def envelope(*handles: dict[str, Any], **members: Any) -> dict[str, Any]:
    """An envelope of these handles; without any, of the usual four."""
    usual = (identity(), offers(), hint(), state())
    request_id = "6b1f0e52-8a3c-4b0f-9b55-2b7f4a0c9d10-91c2d4e6f8a0b3c5"
    return {"requestId": request_id, "handle": list(handles or usual), **members}


UPSTREAM_ERROR = {
    "type": "https://ns.adobe.com/aep/errors/EXEG-0203-502",
    "status": 502,
    "title": "The service call has failed.",
    "detail": "An error occurred while calling the 'com.adobe.target' service for this request. Try again.",
    "report": {"eventIndex": 0},
}
WARNING = {
    "type": "https://ns.adobe.com/aep/errors/EXEG-0303-200",
    "status": 200,
    "title": "Unauthorized to fetch identities",
    "report": {"eventIndex": 0},
}
PROBLEM = {
    "type": "https://ns.adobe.com/aep/errors/EXEG-0306-400",
    "status": 400,
    "title": "Event is missing primary identity",
    "detail": "There was no primary identity provided for event #0. "
    "Update the request according to your schema and try again.",
    "report": {"requestId": "1c7b-aa55aa55aa55aa55", "configId": "3fb0a1de"},
}


def partial() -> dict[str, Any]:
    """The body of a 207: a region, an error and a warning."""
    return envelope(hint(), errors=[UPSTREAM_ERROR], warnings=[WARNING])


def big_answer(size: int = 10_000_000, indent: int | None = None) -> bytes:
    """An answer of about so many bytes: the usual handles and as many propositions as it takes."""
    one = proposition(items=[html_item(content='<div class="offer">Hello gold member</div>\n' * 20)])
    length = len(json.dumps(one, separators=(",", ":")))
    propositions = []
    for at in range(size // length):
        details = {**one["scopeDetails"], "activity": {"id": str(410_000 + at)}, "score": at * 1.1}
        propositions.append({**one, "scope": f"scope-{at % 50}", "scopeDetails": details})
    body = envelope(identity(), decisions(*propositions), hint(), state())
    separators = (",", ":") if indent is None else None
    return json.dumps(body, indent=indent, separators=separators).encode()
