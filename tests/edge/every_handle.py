"""One answer for every type of handle and every kind of content, made by us after Adobe's documentation."""

from typing import Any

from edge_studio.edge.exchange import Answered
from tests.edge.answers import ECID, ORG, answered, decisions, envelope, hint, identity
from tests.edge.encodings import (
    adobe_token,
    base64_json,
    compact,
    consent_string,
    identity_entry,
    link,
    percent,
    scope,
    sha256,
)
from tests.edge.every_proposition import every_proposition

CORE = "83510094417282905576640192837465564738"
DESTINATION = "51a0d7f2-3c4b-4e1d-8f77-0aa9b2c3d4e5"
SEGMENT = "7e0b5c1a-94d2-4f38-b6e0-1d2c3b4a5968"

Handle = dict[str, Any]


def identities() -> Handle:
    """``identity:result`` with both ids that can be fetched."""
    payload = [
        {"id": ECID, "namespace": {"code": "ECID"}},
        {"id": CORE, "namespace": {"code": "CORE"}},
    ]
    return {"type": "identity:result", "payload": payload}


def exchanges() -> Handle:
    """``identity:exchange``: pixels that tell partners of the visitor."""
    url = f"https://partner.example/sync?uid={CORE}&back=https%3A%2F%2Fshop.example%2Fseen"
    return {
        "type": "identity:exchange",
        "payload": [
            {"type": "url", "id": 411, "spec": {"url": url, "hideReferrer": False, "ttlMinutes": 10080}},
            {"type": "url", "id": 771, "spec": {"url": "//other.example/s", "hideReferrer": True}},
        ],
    }


def persisted() -> Handle:
    """``identity:persist``, an ancestor of ``state:store``."""
    kept = {"key": f"kndctr_{ORG}_identity", "value": identity_entry(), "maxAge": 34128000}
    return {"type": "identity:persist", "payload": [kept]}


def states() -> Handle:
    """``state:store`` with every entry that a client is known to keep."""
    lasting = {"SameSite": "None"}
    first = f"kndctr_{ORG}_"
    migrated = f"AMCV_{ORG.replace('_AdobeOrg', '')}%40AdobeOrg"
    payload: list[dict[str, Any]] = [
        {"key": first + "identity", "value": identity_entry(), "maxAge": 34128000, "attrs": lasting},
        {"key": first + "cluster", "value": "or2", "maxAge": 1800},
        {"key": first + "consent", "value": "general=in", "maxAge": 15552000},
        {"key": first + "consent_check", "value": "1", "maxAge": 7200},
        {"key": first + "personalization_sessionId", "value": "0d6e5d0c-5c1f-4a0e-9f5b-7f2f6d4c3b2a"},
        {"key": first + "bc_session_id", "value": "b3f1a9c0-2f4d-4e6a-8b7c-9d0e1f2a3b4c", "maxAge": 1800},
        {"key": migrated, "value": f"MCMID|{ECID}", "maxAge": 34128000},
        {"key": "s_ecid", "value": f"MCMID|{ECID}", "maxAge": 63115200},
        {"key": "demdex", "value": CORE, "maxAge": 15552000},
        {"key": "mbox", "value": "session#5b1c#1777895590|PC#5b1c.35_0#1841138530", "maxAge": 63072000},
        {"key": "mboxEdgeCluster", "value": "35", "maxAge": 1860},
        {"key": "at_qa_mode", "value": percent(compact({"token": "qa", "listedActivitiesOnly": True}))},
        {"key": first + "old", "value": "", "maxAge": 0},
    ]
    return {"type": "state:store", "payload": payload}


def pulled() -> Handle:
    """``activation:pull``: audiences, and the attributes that authenticated calls are given."""
    one = {
        "type": "profileLookup",
        "destinationId": DESTINATION,
        "alias": "onsite",
        "attributes": {"tier": {"value": "gold"}, "score": {"value": 0.75}},
        "segments": [{"id": SEGMENT, "namespace": "ups"}, {"id": "1029384", "namespace": "aam"}],
    }
    nobody = {"type": "profileLookup", "destinationId": SEGMENT, "alias": "email", "segments": []}
    return {"type": "activation:pull", "eventIndex": 0, "payload": [one, nobody]}


def pushed_cookies() -> Handle:
    """``activation:push`` of Audience Manager's cookies."""
    spec = {"name": "aud", "value": "seg%3D77", "domain": "shop.example", "ttlDays": 30}
    shorter = {"name": "tier", "value": "gold", "domain": "shop.example"}
    payload = [{"type": "cookie", "spec": spec}, {"type": "cookie", "spec": shorter}]
    return {"type": "activation:push", "eventIndex": 0, "payload": payload}


def pushed_urls() -> Handle:
    """``activation:push`` of addresses to call."""
    spec = {"url": "https://partner.example/p?seg=77", "hideReferrer": True, "ttlMinutes": 10080}
    return {"type": "activation:push", "eventIndex": 0, "payload": [{"type": "url", "id": 1, "spec": spec}]}


def consents(val: str = "y") -> Handle:
    """``consent:preferences``: whether data may be collected, and since when."""
    time = "2026-05-04T11:25:00.000Z"
    value = {"collect": {"val": val}, "adID": {"val": "n", "idType": "IDFA"}, "metadata": {"time": time}}
    return {"type": "consent:preferences", "payload": [value]}


def media() -> Handle:
    """``media-analytics:new-session``, answered to the start of a media session."""
    session = sha256("a session of the media edge")
    return {"type": "media-analytics:new-session", "eventIndex": 0, "payload": [{"sessionId": session}]}


def conversation(state: str = "completed") -> Handle:
    """``brand-concierge:conversation``: a part of the assistant's answer."""
    element = {
        "id": "sku-77",
        "type": "product",
        "entityInfo": {"productName": "Trail shoe", "productPrice": "129.00", "productPageURL": "/p/77"},
    }
    response = {
        "message": "These **trail shoes** suit wet ground.",
        "promptSuggestions": ["Show me others", "Which size?"],
        "multimodalElements": {"elements": [element]},
    }
    one = {
        "conversationId": "c1a5",
        "interactionId": "i7",
        "request": {"message": "shoes for rain?"},
        "response": response,
        "state": state,
    }
    return {"type": "brand-concierge:conversation", "payload": [one]}


def assistant() -> Handle:
    """``brand-concierge:config``, seen in a prototype."""
    return {"type": "brand-concierge:config", "payload": [{"src": "https://assistant.example/main.js"}]}


def unknown() -> Handle:
    """A type that nobody has documented, with a bit of everything packed in texts."""
    payload = {
        "token": adobe_token(),
        "consentStringValue": consent_string(),
        "scope": scope(),
        "link": f"https://other.example/?adobe_mc={percent(link())}",
        "created": 1777893730,
        "Email_LC_SHA256": sha256("someone@example.com"),
        "settings": compact({"nested": {"inside": [1, 2, 3]}}),
        "packed": base64_json({"a": 1}),
        "image": "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    }
    return {"type": "novelty:announced", "eventIndex": 0, "payload": [payload, "a text", 7, None]}


def no_decisions() -> Handle:
    """``personalization:decisions`` of a provider that had nothing to say."""
    return {"type": "personalization:decisions", "eventIndex": 0, "payload": []}


def empty(handle_type: str) -> Handle:
    """A handle of this type with nothing in it."""
    return {"type": handle_type, "payload": []}


EVERY_HANDLE: dict[str, Handle] = {
    "identity:result": identities(),
    "identity:exchange": exchanges(),
    "identity:persist": persisted(),
    "state:store": states(),
    "locationHint:result": hint(),
    "personalization:decisions": decisions(*every_proposition().values()),
    "activation:pull": pulled(),
    "activation:push": pushed_cookies(),
    "consent:preferences": consents(),
    "media-analytics:new-session": media(),
    "brand-concierge:conversation": conversation(),
    "brand-concierge:config": assistant(),
    "novelty:announced": unknown(),
}
"""Each type of the catalogue with what it can hold, and one that is in no catalogue."""


def answer_with(*handles: Handle, **members: Any) -> Answered:
    """An answer of exactly these handles."""
    return answered(envelope(*handles, **members))


def answer_for(handle_type: str) -> Answered:
    """An answer whose one handle is of this type."""
    return answer_with(EVERY_HANDLE[handle_type])


def everything() -> Answered:
    """One answer with every type of handle; those that come several times do, and some are empty."""
    rest = [handle for name, handle in EVERY_HANDLE.items() if name != "identity:result"]
    return answer_with(identity(), *rest, pushed_urls(), no_decisions())


def streamed() -> Answered:
    """The same as records, one after the other, as mobile clients ask for them."""
    records = [envelope(handle) for handle in EVERY_HANDLE.values()]
    return answered("".join(f"\x00{compact(record)}\n" for record in records))


def accepted() -> Answered:
    """What ``collect`` answers: an id and nothing else."""
    return answered({"requestId": "6b1f0e52-8a3c-4b0f-9b55-2b7f4a0c9d10-91c2d4e6f8a0b3c5"}, 202, "Accepted")


def nothing() -> Answered:
    """What ``collect`` answers in silence."""
    return answered("", 204, "No Content")
