"""Bodies in which everything is sound, for every address."""

import base64
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from msgspec import UNSET

from edge_studio.edge.endpoints import MEDIA_EVENTS
from tests.local_edge.contract.client import Client
from tests.local_edge.requests import DATASTREAM, FPID

SCHEMAS = "https://ns.adobe.com/personalization/"
HTML, JSON, DEFAULT = (f"{SCHEMAS}{kind}-content-item" for kind in ("html", "json", "default"))
DOM = f"{SCHEMAS}dom-action"
TCF = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"
ORGANISATIONS = ["0A1B2C3D4E5F60718293A4B5", "FFFFFFFFFFFFFFFFFFFFFFFF", "5BFE274A5F6980A50A495C08"]


def some(*values: Any) -> SearchStrategy[Any]:
    return st.sampled_from(values)


def maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """A value, or :data:`UNSET` for a member to be left out."""
    return st.just(UNSET) | strategy


def members(**strategies: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    """An object of those members that are not left out."""
    return st.fixed_dictionaries(strategies).map(
        lambda drawn: {key: value for key, value in drawn.items() if value is not UNSET}
    )


def lists(*values: Any, most: int = 3) -> SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


ODE_SCOPE = base64.b64encode(
    b'{"xdm:activityId":"xcore:offer-activity:15a2c0de00000001",'
    b'"xdm:placementId":"xcore:offer-placement:15b2c0de00000001"}'
).decode()

IDENTITY = members(id=some("C-1", "S-1001", "S-1002", "P-1", "gold@shop.example"), primary=maybe(some(False)))
QUERY = members(
    identity=maybe(members(fetch=lists("ECID", "CORE", most=2))),
    personalization=maybe(
        members(
            schemas=maybe(lists(HTML, JSON, DEFAULT, DOM)),
            decisionScopes=maybe(lists("hero-banner", "__view__", "up-next", "no-such-scope", ODE_SCOPE)),
            surfaces=maybe(
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
    com_adobe_experience_platform=maybe(
        members(
            enabled=maybe(st.just(False)),
            com_adobe_edge_ode=maybe(st.just({"enabled": False})),
            com_adobe_edge_segmentation=maybe(st.just({"enabled": False})),
            com_adobe_edge_destinations=maybe(st.just({"enabled": False})),
            com_adobe_edge_ajo=maybe(st.just({"enabled": False})),
        )
    ),
    com_adobe_target=maybe(st.just({"enabled": False})),
    com_adobe_analytics=maybe(st.just({"enabled": False})),
    com_adobe_audience_manager=maybe(st.just({"enabled": False})),
)
STREAMING = members(
    enabled=some(True, True, False),
    recordSeparator=maybe(some("\x00", "\x1e", "")),
    lineFeed=maybe(some("\n", "\r\n", "")),
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
    "adStart": {
        "advertisingDetails": {"name": "spot", "length": 15, "podPosition": 0, "friendlyName": "Spot"}
    },
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
        chosen = draw(lists(*range(len(client.propositions)), most=3)) if client.propositions else []
        xdm["_experience"] = {
            "decisioning": {
                "propositions": [client.propositions[index] for index in chosen],
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
    names = draw(lists("ECID", "FPID", "Email", "SubscriberID", most=2))
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
    return draw(
        members(
            state=maybe(st.just(state)),
            configOverrides=maybe(OVERRIDES),
            konductorConfig=maybe(STREAMING.map(lambda streaming: {"streaming": streaming})),
            queueTimeMillis=maybe(some(0, 300_000)),
            target=maybe(st.just({"migration": True})),
            sdkConfig=maybe(st.just({"datastream": {"original": DATASTREAM}})),
        )
    )


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
