"""A scenario with a value at every place that a scenario has."""

from typing import Any

from tests.local_edge.requests import DATASTREAM, ECID, ORGANISATION

HTML = "https://ns.adobe.com/personalization/html-content-item"
DEFAULT = "https://ns.adobe.com/personalization/default-content-item"

_GOLD = "gold-members"
_OFFER = {
    "audience": _GOLD,
    "cap": 3,
    "items": [
        {
            "id": "1",
            "schema": HTML,
            "name": "hero",
            "etag": "2",
            "data": {"format": "text/html", "content": "<b>ü</b>"},
            "trackingLabel": "hero",
        },
        {"id": "2", "schema": DEFAULT},
    ],
}
_DECISION = {"id": "socks", "name": "Socks", "score": 0.5, "content": {"a": [1]}, "audience": _GOLD, "cap": 1}

_FAULTS = [
    {
        "name": "unavailable",
        "description": "Now and then.",
        "on": False,
        "when": {
            "endpoint": "interact",
            "eventType": "web.webpagedetails.pageViews",
            "scope": "hero-banner",
            "datastream": DATASTREAM,
            "every": 2,
            "first": 10,
            "probability": 0.5,
        },
        "delay": 1.5,
        "problem": {"code": "EXEG-0000-503", "title": "No", "detail": "Not now.", "service": "target"},
        "status": 503,
        "headers": {"Retry-After": "5"},
        "mishap": "drip",
        "bytesPerSecond": 100,
        "charset": "utf-16",
        "coding": "gzip",
    },
    {"name": "front door", "frontDoor": {"text": "no\n", "contentType": "text/plain"}},
    {
        "name": "upstream",
        "upstream": [{"code": "EXEG-0203-502", "service": "com.adobe.target"}],
        "warnings": [{"code": "EXEG-0204-200"}],
    },
]


def whole_scenario() -> dict[str, Any]:
    """The scenario as the JSON of its file."""
    return {
        "$schema": "../schemas/scenario.json",
        "name": "whole",
        "description": "All that there is.",
        "organisation": ORGANISATION,
        "region": "irl1",
        "hosts": ["data.shop.example"],
        "strictDatastreams": True,
        "datastreams": [
            {
                "id": DATASTREAM,
                "name": "Shop",
                "organisation": ORGANISATION,
                "accessType": "mixed",
                "condition": "ok",
                "services": ["target"],
                "overrides": {
                    "eventDatasets": ["d1"],
                    "profileDatasets": ["d2"],
                    "reportSuites": ["shop.dev"],
                    "propertyTokens": ["t1"],
                    "idSyncContainerIds": [7],
                },
            }
        ],
        "clients": [
            {
                "id": "me",
                "secret": "invented",
                "scopes": ["openid"],
                "lifetime": 60,
                "hasProductContext": True,
                "mayWriteDataset": True,
            }
        ],
        "namespaces": ["crmId"],
        "consent": "in",
        "fpidCookie": "FPID",
        "thirdPartyCookies": True,
        "visitors": [
            {
                "name": "Ada",
                "identities": {"ECID": [ECID], "crmId": ["ada"]},
                "audiences": [_GOLD],
                "attributes": {"tier": "gold"},
                "consent": "pending",
            }
        ],
        "audiences": [
            {
                "id": _GOLD,
                "name": "Gold",
                "namespace": "ups",
                "when": [
                    {"at": "/xdm/eventType", "equals": "web.webpagedetails.pageViews"},
                    {"at": "/data/a~1b", "contains": "x"},
                ],
            }
        ],
        "target": {
            "offers": [
                {
                    "scope": "hero-banner",
                    "activity": {"id": "1", "name": "a"},
                    "experience": {"id": "0"},
                    "isView": False,
                    "responseTokens": {"geo.city": "Basel"},
                    **_OFFER,
                }
            ]
        },
        "offerDecisioning": {
            "offers": [{"activity": {"id": "a", "etag": "3"}, "placement": {"id": "p"}, **_OFFER}]
        },
        "journeyOptimizer": {
            "offers": [
                {
                    "surface": "web://shop.example/*",
                    "campaign": "c",
                    "action": "a",
                    "priority": 5,
                    "treatment": "t",
                    "policy": {"id": "p", "items": [_DECISION], "limit": 2, "fallback": {"id": "belt"}},
                    **_OFFER,
                }
            ]
        },
        "destinations": [
            {"type": "pull", "id": "1", "alias": "loyalty", "attributes": ["tier"], "audience": _GOLD},
            {"type": "cookie", "name": "c", "value": "v", "domain": ".shop.example", "ttlDays": 3},
            {"type": "url", "id": 3, "url": "https://a.example", "hideReferrer": False, "ttlMinutes": 5},
        ],
        "idSyncs": [{"id": 4, "url": "https://b.example", "hideReferrer": True, "ttlMinutes": 6}],
        "media": True,
        "seed": 42,
        "faults": _FAULTS,
    }
