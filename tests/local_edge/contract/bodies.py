"""Bodies in which everything is sound, for every address."""

import base64
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from edge_studio.edge.endpoints import MEDIA_EVENTS
from tests.local_edge.contract.client import Client
from tests.local_edge.requests import DATASTREAM, FPID

SCHEMAS = "https://ns.adobe.com/personalization/"
HTML, JSON, DEFAULT = (f"{SCHEMAS}{kind}-content-item" for kind in ("html", "json", "default"))
DOM = f"{SCHEMAS}dom-action"
TCF = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"


@dataclass(frozen=True, slots=True)
class Maybe:
    """A member that may be left out."""

    strategy: SearchStrategy[Any]


def some(*values: Any) -> SearchStrategy[Any]:
    """One of these values."""
    try:
        return _some(*values)
    except TypeError:  # a list or an object among them, which no cache can tell apart
        return st.sampled_from(values)


@lru_cache(typed=True)
def _some(*values: Any) -> SearchStrategy[Any]:
    return st.sampled_from(values)


def lists(*values: Any) -> SearchStrategy[list[Any]]:
    """Any of these values; a single draw is many times as fast as one for each."""
    return st.integers(0, 2 ** len(values) - 1).map(
        lambda mask: [value for place, value in enumerate(values) if mask >> place & 1]
    )


def members(**parts: SearchStrategy[Any] | Maybe) -> SearchStrategy[dict[str, Any]]:
    """An object; which of the members that may be left out are there is a single draw."""
    kept = lists(*(name for name, part in parts.items() if isinstance(part, Maybe)))

    @st.composite
    def drawn(draw: DrawFn) -> dict[str, Any]:
        there = draw(kept)
        found: dict[str, Any] = {}
        for name, part in parts.items():
            if not isinstance(part, Maybe):
                found[name] = draw(part)
            elif name in there:
                found[name] = draw(part.strategy)
        return found

    return drawn()


ODE_SCOPE = base64.b64encode(
    b'{"xdm:activityId":"xcore:offer-activity:15a2c0de00000001",'
    b'"xdm:placementId":"xcore:offer-placement:15b2c0de00000001"}'
).decode()

IDENTITY = members(id=some("C-1", "S-1001", "S-1002", "P-1", "gold@shop.example"), primary=Maybe(some(False)))
QUERY = members(
    identity=Maybe(members(fetch=lists("ECID", "CORE", "FPID"))),
    personalization=Maybe(
        members(
            schemas=Maybe(lists(HTML, JSON, DEFAULT, DOM)),
            decisionScopes=Maybe(lists("hero-banner", "__view__", "up-next", "no-such-scope", ODE_SCOPE)),
            surfaces=Maybe(
                lists(
                    "web://shop.example/#hero",
                    "web://www.stream.example/watch/1",
                    "mobileapp://com.shop/home",
                )
            ),
        )
    ),
)
OVERRIDES = members(
    com_adobe_experience_platform=Maybe(
        members(
            enabled=Maybe(st.just(False)),
            com_adobe_edge_ode=Maybe(st.just({"enabled": False})),
            com_adobe_edge_segmentation=Maybe(st.just({"enabled": False})),
            com_adobe_edge_destinations=Maybe(st.just({"enabled": False})),
            com_adobe_edge_ajo=Maybe(st.just({"enabled": False})),
        )
    ),
    com_adobe_target=Maybe(st.just({"enabled": False})),
    com_adobe_analytics=Maybe(st.just({"enabled": False})),
    com_adobe_audience_manager=Maybe(st.just({"enabled": False})),
)
STREAMING = members(
    enabled=some(True, True, False),
    recordSeparator=Maybe(some("\x00", "\x1e", "")),
    lineFeed=Maybe(some("\n", "\r\n", "")),
)
META = members(
    configOverrides=Maybe(OVERRIDES),
    konductorConfig=Maybe(members(streaming=STREAMING)),
    queueTimeMillis=Maybe(some(0, 300_000)),
    target=Maybe(st.just({"migration": True})),
    sdkConfig=Maybe(st.just({"datastream": {"original": DATASTREAM}})),
)
CONSENT = some(
    {"standard": "Adobe", "version": "1.0", "value": {"general": "in"}},
    {"standard": "Adobe", "version": "1.0", "value": {"general": "out"}},
    {"standard": "Adobe", "version": "2.0", "value": {"collect": {"val": "y"}}},
    {
        "standard": "Adobe",
        "version": "2.0",
        "value": {"collect": {"val": "n"}, "metadata": {"time": "2026-05-04T11:25:00.000Z"}},
    },
    {"standard": "Adobe", "version": "2.0", "value": {"collect": {"val": "p"}}},
    {
        "standard": "IAB TCF",
        "version": "2.0",
        "value": TCF,
        "gdprApplies": True,
    },
)
MEDIA_DETAILS: dict[str, dict[str, Any]] = {
    "adStart": {"advertisingDetails": {"name": "spot", "length": 15, "playerName": "web", "podPosition": 0}},
    "adBreakStart": {"advertisingPodDetails": {"index": 0, "offset": 0, "friendlyName": "pod"}},
    "chapterStart": {"chapterDetails": {"index": 1, "offset": 0, "length": 60, "friendlyName": "One"}},
    "error": {"errorDetails": {"name": "stall", "source": "player"}},
    "statesUpdate": {"statesStart": [{"name": "mute"}], "statesEnd": [{"name": "fullScreen"}]},
    "bitrateChange": {"qoeDataDetails": {"bitrate": 500, "droppedFrames": 1, "framesPerSecond": 30}},
}
SESSION_DETAILS = {
    "name": "Harbour Lights",
    "playerName": "web",
    "contentType": "vod",
    "length": 3600,
    "channel": "series",
}


@st.composite
def event(draw: DrawFn, client: Client, *, is_shared: bool) -> dict[str, Any]:
    """An event; ``is_shared`` where its identities and questions stand at the top of the request."""
    kind = draw(some("page", "page", "page", "report", "consent", "media"))
    xdm: dict[str, Any] = {"timestamp": "2026-05-04T11:22:10.004Z"}
    event: dict[str, Any] = {"xdm": xdm}
    if kind == "page":
        xdm["eventType"] = "web.webpagedetails.pageViews"
        url = draw(some("https://shop.example/sport/1", "https://stream.example/watch/2"))
        xdm["web"] = {"webPageDetails": {"URL": url, "siteSection": "sports"}}
        event["data"] = draw(
            some({}, {"__adobe": {"target": {"profile.tier": "gold"}, "ajo": {"dryRun": True}}})
        )
    elif kind == "report":
        done = draw(some("Display", "Interact", "Dismiss"))
        xdm["eventType"] = f"decisioning.proposition{done}"
        xdm["_experience"] = {
            "decisioning": {
                "propositions": draw(lists(*client.propositions[-4:])),
                "propositionEventType": {done.lower(): 1},
            }
        }
    elif kind == "consent":
        xdm["consentStrings"] = [
            {"consentStandard": "IAB TCF", "consentStandardVersion": "2.0", "consentStringValue": TCF}
        ]
    else:
        xdm["eventType"] = "media.sessionStart"
        xdm["mediaCollection"] = {"playhead": 0, "sessionDetails": SESSION_DETAILS}
    if not is_shared:
        if identities := draw(identity_map(client)):
            xdm["identityMap"] = identities
        if query := draw(QUERY):
            event["query"] = query
    return event


@st.composite
def identity_map(draw: DrawFn, client: Client) -> dict[str, Any]:
    names = draw(lists("ECID", "FPID", "Email", "SubscriberID"))
    found: dict[str, Any] = {}
    for name in names:
        if name == "ECID":
            found[name] = [{"id": draw(some(*client.ecids[-3:]))}]
        elif name == "FPID":
            found[name] = [{"id": FPID}]
        else:
            found[name] = [draw(IDENTITY) | {"authenticatedState": draw(some("ambiguous", "authenticated"))}]
    return found


@st.composite
def meta(draw: DrawFn, client: Client) -> dict[str, Any]:
    state: dict[str, Any] = draw(
        some({}, {"domain": "shop.example", "cookiesEnabled": True}, {"domain": "www.shop.example"})
    )
    if client.entries and draw(some(True, False)):
        state = {**state, "entries": [{"key": key, "value": value} for key, value in client.entries.items()]}
    given: dict[str, Any] = draw(META)
    return {**given, "state": state} if state else given


@st.composite
def media_event(draw: DrawFn, client: Client, name: str) -> dict[str, Any]:
    collection: dict[str, Any] = {"playhead": draw(some(0, 10, 11)), **MEDIA_DETAILS.get(name, {})}
    xdm: dict[str, Any] = {"eventType": f"media.{name}", "timestamp": "2026-05-04T11:22:10.004Z"}
    if name == "sessionStart":
        xdm["mediaCollection"] = {"playhead": 0, "sessionDetails": SESSION_DETAILS}
    elif name == "downloaded":
        xdm["mediaDownloadedEvents"] = [
            {
                "mediaEventTimestamp": "2026-05-04T11:22:10.004Z",
                "mediaEventType": "media.sessionStart",
                "mediaCollection": {"playhead": 0, "sessionDetails": SESSION_DETAILS},
            }
        ]
    else:
        xdm["mediaCollection"] = {**collection, "sessionID": draw(some(*client.sessions[-2:]))}
    return {"xdm": xdm}


@st.composite
def body(draw: DrawFn, client: Client, action: str, version: str) -> dict[str, Any]:
    """A body in which everything is sound."""
    whole: dict[str, Any] = {}
    if given := draw(meta(client)):
        whole["meta"] = given
    if action == "set-consent":
        whole["consent"] = draw(st.lists(CONSENT, min_size=1, max_size=2))
        if identities := draw(identity_map(client)):
            whole["identityMap"] = identities
        if draw(some(True, False)):
            whole["query"] = {"consent": {"operation": "update"}}
        return whole
    if action in MEDIA_EVENTS:
        return {**whole, "events": [draw(media_event(client, action))]}
    if action == "interact" and version == "v2":
        whole["event"] = draw(event(client, is_shared=False))
    elif action in {"interact", "collect"}:
        is_shared = draw(some(True, False)) and version == "v1"
        whole["events"] = draw(st.lists(event(client, is_shared=is_shared), min_size=1, max_size=3))
    if version == "v1" and (identities := draw(identity_map(client))):
        next(iter(identities.values()))[0]["primary"] = draw(some(True, False))
        whole["xdm"] = {"identityMap": identities}
    if query := draw(QUERY):
        whole["query"] = query
    return whole
