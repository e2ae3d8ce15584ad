"""Texts for every decoder: where they stand, and what is to be said of them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from edge_studio.edge.decoding import Decoded, decode
from tests.edge.answers import ECID, ORG
from tests.edge.encodings import (
    MADE,
    adobe_token,
    at_id,
    base64_json,
    compact,
    consent_string,
    identity_entry,
    link,
    percent,
    scope,
    sha256,
    token,
)
from tests.edge.every_proposition import event_token, sub_propositions

NOW = datetime(2026, 5, 4, 14, 22, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Sample:
    """A text, the name it stands under, the one decoder it is for and what that says."""

    id: str
    text: str
    key: str
    words: str
    also: frozenset[str] = frozenset()
    """Which decoders may find something in it too."""


FIRST = f"kndctr_{ORG}_"
SAMPLES = [
    Sample(
        "identity",
        identity_entry(),
        "value",
        "ECID 2041…3928, made 4 May 2026 11:22 UTC at random in Oregon (OR2), on a browser",
    ),
    Sample("mcmid", f"MCMID|{ECID}", "value", f"ECID {ECID}"),
    Sample("mcmid", f"-1124106680|MCIDTS|19|MCMID|{ECID}|MCAAMLH-1|9", "AMCV_x", f"ECID {ECID}"),
    Sample(
        "adobe-mc",
        link(),
        "adobe_mc",
        "ECID 2041…3928, handed over 4 May 2026 11:22:10 UTC (run out: it is good for 5 min)",
    ),
    Sample(
        "adobe-mc",
        f"https://other.example/?adobe_mc={percent(link(MADE // 1000 + 10_740))}",
        "url",
        "ECID 2041…3928, handed over 4 May 2026 14:21:10 UTC (still good)",
        frozenset({"percent"}),
    ),
    Sample("region", "or2", "hint", "Oregon, a region of the Edge Network"),
    Sample("region", "irl1", FIRST + "cluster", "Ireland, a region of the Edge Network"),
    Sample("region", "35", "hint", "Target's number for Oregon (or2)"),
    Sample("region", "9", "hint", "Audience Manager's number for Oregon (or2)"),
    Sample("region", "t38", "hint", "cluster 38 of Target in Singapore"),
    Sample("edge", "OR2;9", "x-adobe-edge", "answered in Oregon (OR2); region 9 of Audience Manager"),
    Sample(
        "sha256",
        sha256("someone@example.com"),
        "Email_LC_SHA256",
        "SHA-256 of an e-mail address in lower case: it cannot be read back",
    ),
    Sample("target-id", at_id(), "id", "activity 410017, experience 1"),
    Sample(
        "scope",
        scope(),
        "scope",
        "activity xcore:offer-activity:15a, placement xcore:offer-placement:15b",
    ),
    Sample(
        "scope",
        base64_json({"activityId": "a", "placementId": "p", "itemCount": 2}),
        "scope",
        "activity a, placement p, 2 items",
    ),
    Sample(
        "event-token",
        event_token(),
        "eventToken",
        "campaign 8f1c2d3e-4b5a-4697-8879-6a5b4c3d2e1f, action 0a9b8c7d-6e5f-4d3c-a2b1-c0d9e8f7a6b5, "
        "message 5c4d3e2f",
    ),
    Sample("sub-propositions", sub_propositions(), "subPropositions", "1 decision: Gold offer"),
    Sample(
        "analytics-token",
        "410017:1:0|2,410017:1:0|1",
        "analyticsToken",
        "activity 410017, experience 1; goal 2, 1",
    ),
    Sample(
        "token",
        token(),
        "anything",
        "issued by https://login.example, for visitor, expires 5 May 2026 11:22 UTC (in 21 h)",
    ),
    Sample(
        "token",
        adobe_token(),
        "access_token",
        "issued by ims-na1, for example-client, expires 5 May 2026 11:22 UTC (in 21 h)",
    ),
    Sample("epoch", "1777893730", "created", "4 May 2026 11:22:10 UTC, 3 h ago"),
    Sample("epoch", "1777893730004", "createdAt", "4 May 2026 11:22:10 UTC, 3 h ago"),
    Sample("epoch", "1777980130", "exp", "5 May 2026 11:22:10 UTC, in 21 h"),
    Sample("span", "34128000", "maxAge", "395 days"),
    Sample("span", "0", "maxAge", "deleted now"),
    Sample("span", "1800", "ttlSeconds", "30 min"),
    Sample("span", "10080", "ttlMinutes", "7 days"),
    Sample("span", "30", "ttlDays", "30 days"),
    Sample("span", "86400000", "expires_in", "1 day"),
    Sample("span", "86399", "expires_in", "24 h"),
    Sample("span", "250", "queueTimeMillis", "250 ms"),
    Sample("iso-span", "P13M", "cookieLifetime", "13 months"),
    Sample("iso-span", "P1DT2H30M", "wait", "1 day 2 hours 30 minutes"),
    Sample("consent", "general=in", FIRST + "consent", "collection allowed"),
    Sample("consent", "general=out", "value", "collection refused"),
    Sample(
        "consent-check",
        "1",
        FIRST + "consent_check",
        "the service looks the visitor's consent up itself",
    ),
    Sample(
        "tcf",
        consent_string(),
        "value",
        "purposes 1, 2, 3, 4, 7, 10 consented to, Adobe (vendor 565) allowed, 4 May 2026 11:23 UTC",
    ),
    Sample(
        "tcf",
        consent_string((), vendors=(10, 20), ranges=True, disclosed=False),
        "consentStringValue",
        "no purpose consented to, Adobe (vendor 565) not allowed, 4 May 2026 11:23 UTC",
    ),
    Sample("packed-json", base64_json({"a": 1, "b": [2]}), "settings", "a, b"),
    Sample("packed-json", base64_json([{"a": 1}, 2]), "settings", "a list of 2"),
    Sample("json", compact({"cta": "Try", "n": 1}), "content", "cta, n"),
    Sample("html", "<h2>Hello <b>gold</b> member</h2><p>Welcome &amp; enjoy</p>", "x", ""),
    Sample("html", "Hello <b>gold</b> member", "content", "Hello gold member"),
    Sample("data", "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "src", "image/gif, 14 bytes"),
    Sample("data", "data:,Hello%20there", "src", "text/plain, 11 bytes: Hello there"),
    Sample("percent", "spring%20sale%20%E2%82%AC", "value", "spring sale €"),
]
HTML_WORDS = "Hello gold member Welcome & enjoy"


def decoded(text: str, key: str = "", **where: object) -> list[Decoded]:
    """All that a text is decoded to, at one present."""
    path = where.get("path", ())
    assert isinstance(path, tuple)
    return list(decode(text, key=key, path=path, now=NOW))
