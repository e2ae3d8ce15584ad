"""What a client should not send."""

from typing import Any

from msgspec import UNSET

from edge_studio.local_edge.messages import MAX_BODY
from tests.local_edge.requests import ECID, FPID

VALUES: list[Any] = [
    *(None, True, False, 0, -1, 3, 10**30, 1e308, 0.5),
    *("", " ", "x", "x" * 300, "\x00", "\ud800", "\U0001f600", "$.event", "{}", "%00%ff"),
    *("../../etc/passwd", "a\r\nset-cookie: b=c"),
    *([], {}, [[]], [None], [{}], {"": {}}, {"__proto__": 1}, ["x"] * 40, {"a": {"b": [1, {"c": None}]}}),
]
"""JSON that is where something else should be."""

BODIES = [
    *(b"", b" ", b"{", b"}", b"null", b"[]", b'""', b"0", b"{}{}", b'{"event":{}', b"event=1", b"\x00" * 100),
    *(b"\xff\xfe{}", b'{"event":"\xff"}', b'{"\\ud800":1}', b'\xef\xbb\xbf{"event":{}}'),
    *(b'{"event":' * (MAX_BODY // 9), b"[" * MAX_BODY),
    *(b'{"a":1e999}', b'{"a":NaN}', b'{"events":[{}],"xdm":1e1000000}', b'{"event":{},"event":[]}'),
]
"""What is no sound JSON, or none that can be read."""

PATHS = [
    *("", "/", "*", "/ee", "/ee/", "/ee/v1", "/ee/v3/interact", "/EE/v2/interact", "/ee/v2/interact\x00"),
    *(
        "/ee//v1/interact",
        "/ee/v1/interact/",
        "/ee/v1/Interact",
        "/ee/../ee/v2/interact",
        "/ee/t/v1/interact",
    ),
    *("/ee/or2/or2/v1/interact", "/ee/mars/v2/interact", "/ee/t99999999999999999999/v1/interact"),
    *("/ee/v2/privacy/set-consent", "/ee/v1/privacy/get-consent", "/ee/va/v1/unknown", "/ims/token/v9"),
]
"""Addresses that lead nowhere, or where a client should not go."""

METHODS = ["OPTIONS", "GET", "HEAD", "PUT", "DELETE", "pOST"]

HEADERS = [
    *("content-type", "origin", "referer", "host", "cookie", "x-request-id"),
    *("authorization", "x-api-key", "x-gw-ims-org-id"),
    *("access-control-request-headers", "access-control-request-private-network"),
]

HEADER_VALUES = [
    *(
        "",
        " ",
        ";",
        "*",
        "true",
        "a/b",
        "image/png",
        "application/json;charset=utf-16",
        "x" * 5_000,
        "\xff\xfe",
    ),
    *(
        "Bearer",
        "Bearer a.b.c",
        "Basic eA==",
        "=;=;=",
        f"FPID={FPID}",
        "FPID=x",
        f"demdex={ECID}",
        "demdex=NOTARGET",
    ),
    *("kndctr_X_AdobeOrg_identity=Ci", "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_identity=%%%"),
    "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_consent=general%3Dout",
    f"AMCV_0A1B2C3D4E5F60718293A4B5%40AdobeOrg=MCMID%7C{ECID}; s_ecid=MCMID%7C{ECID}",
]

PARAMETERS = ["", "x", "'", "0", "\u2603", "x" * 400, "true", "maybe", "a\r\nb"]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value but the root."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path] if path else []
    for key, child in inner:
        found += places(child, (*path, key))
    return found


def broken(value: Any, place: tuple[Any, ...], change: Any) -> Any:
    """``value`` with something else at a place, or without what was there (:data:`UNSET`)."""
    key, *rest = place
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    if rest:
        copy[key] = broken(value[key], tuple(rest), change)
    elif change is UNSET:
        del copy[key]
    else:
        copy[key] = change
    return copy
