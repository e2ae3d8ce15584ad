"""Whatever stands in the place of a value, and whatever is missing, an answer of a known status comes."""

import copy
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.scenario import Datastream, IdSync, Overrides, Scenario
from edge_studio.local_edge.state import State
from tests.local_edge.requests import DATASTREAM, ECID, FPID, ORGANISATION, SHOP, STATE, a_request, reply

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1.5,
    1e308,
    10**30,
    "",
    "x",
    "\0",
    "\u2028",
    [],
    {},
    [None],
    [[]],
    {"a": None},
    [{}],
)
TCF = "CO052kmO052kmAHABBENAiCAAAAAAAAAAAAAAAAAAAAA"

EVENT: dict[str, Any] = {
    "xdm": {
        "eventType": "decisioning.propositionDisplay",
        "timestamp": "2026-05-04T11:22:10.004Z",
        "identityMap": {"ECID": [{"id": ECID, "primary": True}], "FPID": [{"id": FPID}]},
        "consentStrings": [
            {"consentStandard": "IAB TCF", "consentStringValue": TCF, "gdprApplies": False},
        ],
        "_experience": {
            "decisioning": {
                "propositions": [
                    {
                        "id": "AT:x",
                        "scope": "hero-banner",
                        "scopeDetails": {
                            "decisionProvider": "TGT",
                            "activity": {"id": "410017"},
                            "characteristics": {"eventToken": "x"},
                        },
                        "items": [{"id": "88021"}],
                    }
                ],
                "propositionEventType": {"display": 1},
                "propositionAction": {"id": "x", "tokens": ["y"]},
            }
        },
        "web": {"webPageDetails": {"URL": "https://shop.example/", "name": "Home"}},
        "environment": {"type": "browser"},
        "mediaCollection": {"playhead": 0},
    },
    "data": {
        "__adobe": {
            "target": {"profile.tier": "gold"},
            "ajo": {"dryRun": True, "allowDuplicateDecisionItems": False},
        }
    },
    "query": {
        "identity": {"fetch": ["ECID", "CORE"]},
        "personalization": {
            "schemas": ["https://ns.adobe.com/personalization/html-content-item"],
            "decisionScopes": ["hero-banner", "eyJhY3Rpdml0eUlkIjoieCIsInBsYWNlbWVudElkIjoieSJ9"],
            "surfaces": ["web://shop.example/#hero"],
        },
    },
    "meta": {"collect": {"datasetId": "x"}},
}
REST: dict[str, Any] = {
    "query": {"identity": {"fetch": ["ECID"]}, "consent": {"operation": "update"}},
    "meta": {
        "state": {
            "domain": "shop.example",
            "cookiesEnabled": True,
            "entries": [
                {"key": "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_identity", "value": "CiYyMDQx"},
                {"key": "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_consent", "value": "general=in"},
            ],
        },
        "configOverrides": {
            "com_adobe_analytics": {"reportSuites": ["main"]},
            "com_adobe_identity": {"idSyncContainerId": 3},
            "com_adobe_experience_platform": {
                "datasets": {"event": {"datasetId": "x"}},
                "com_adobe_edge_ode": {"enabled": False},
            },
        },
        "konductorConfig": {"streaming": {"enabled": True, "recordSeparator": "\0", "lineFeed": "\n"}},
    },
}
CONSENT: list[dict[str, Any]] = [
    {"standard": "Adobe", "version": "1.0", "value": {"general": "in"}},
    {
        "standard": "Adobe",
        "version": "2.0",
        "value": {
            "collect": {"val": "y"},
            "adID": {"val": "n", "idType": "IDFA"},
            "marketing": {"any": {"val": "n", "reason": "short"}},
            "metadata": {"time": "2026-05-04T11:22:10.004Z"},
        },
    },
    {"standard": "IAB TCF", "version": "2.0", "value": TCF, "gdprApplies": True},
]


def media(event: str) -> dict[str, Any]:
    details = {"name": "film", "playerName": "player", "contentType": "vod", "length": 90, "channel": "one"}
    xdm = {
        "eventType": f"media.{event}",
        "timestamp": "2026-05-04T11:22:10.004Z",
        "mediaCollection": {
            "playhead": 1,
            "sessionID": "ff" * 32,
            "sessionDetails": details,
            "errorDetails": {"name": "broken", "source": "player"},
            "statesStart": [{"name": "mute"}],
            "customMetadata": [{"name": "a", "value": "b"}],
        },
        "mediaDownloadedEvents": [
            {
                "mediaEventTimestamp": "2026-05-04T11:22:10.004Z",
                "mediaEventType": "media.sessionStart",
                "mediaCollection": {"playhead": 0, "sessionDetails": details},
            }
        ],
    }
    return {"events": [{"xdm": xdm}], **REST}


BODIES: dict[str, dict[str, Any]] = {
    "/ee/v2/interact": {"event": EVENT, **REST},
    "/ee/v1/interact": {"events": [{}, EVENT], "xdm": {"environment": {"type": "browser"}}, **REST},
    "/ee/v2/collect": {"events": [EVENT], **REST},
    "/ee/v1/privacy/set-consent": {
        "identityMap": {"ECID": [{"id": ECID}]},
        "consent": CONSENT,
        **REST,
    },
    "/ee/v1/identity/acquire": {"xdm": {"identityMap": {"ECID": [{"id": ECID}]}}, **REST},
    **{
        f"/ee/va/v1/{event}": media(event)
        for event in ("sessionStart", "ping", "error", "statesUpdate", "downloaded")
    },
}
DECLARED = Overrides(event_datasets=("x",), report_suites=("main",), id_sync_container_ids=(3,))
SCENARIO = msgspec.structs.replace(
    SHOP,
    organisation=ORGANISATION,
    datastreams=(Datastream(DATASTREAM, overrides=DECLARED),),
    id_syncs=(IdSync(1, "https://pixel.example/"),),
)
GOOD = {200, 202, 204, 207, 404}
"""No session was started: a sound media event is answered with 404."""


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every value of a body stands, as the keys that lead there."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*way, key)
        yield from places(one, (*way, key))


def changed(body: dict[str, Any], way: tuple[Any, ...], *odd: Any) -> dict[str, Any]:
    """A body with an odd value at a place, or with none there."""
    copied = copy.deepcopy(body)
    holder: Any = copied
    for key in way[:-1]:
        holder = holder[key]
    if odd:
        holder[way[-1]] = odd[0]
    else:
        del holder[way[-1]]
    return copied


def answered(body: dict[str, Any], path: str, scenario: Scenario = SCENARIO) -> int:
    """The status of the answer; what it leaves is remembered, as a server does."""
    headers = {"host": "data.shop.example", "user-agent": "Mozilla/5.0"}
    memory = Memory()
    given = reply(
        a_request(body, path=path, headers=headers), scenario, State(STATE.now, STATE.entropy, memory)
    )
    memory.apply(given.changes, STATE.now)
    assert all("\n" not in value and value.encode("latin-1") for _, value in given.answer.headers)
    return given.answer.status


@pytest.mark.parametrize("path", BODIES)
def test_the_request_is_sound_as_it_stands(path: str) -> None:
    assert answered(BODIES[path], path) in GOOD


@pytest.mark.parametrize("path", BODIES)
def test_any_value_may_be_odd_or_missing(path: str) -> None:
    for way in places(BODIES[path]):
        assert answered(changed(BODIES[path], way), path) in {*GOOD, 400, 422}, way
        for odd in ODD:
            assert answered(changed(BODIES[path], way, odd), path) in {*GOOD, 400, 422}, (way, odd)
