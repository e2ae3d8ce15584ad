"""Each documented code that a request can cause is caused by a request, over HTTP."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from edge_studio import resources
from edge_studio.local_edge import tokens
from edge_studio.local_edge.problems import TITLES
from edge_studio.local_edge.scenario import Client
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.requests import DATASTREAM, ECID, ORGANISATION

CONDITIONS = {
    "disabled": "EXEG-0004-422",
    "unconfigured": "EXEG-0010-422",
    "no-sandbox": "EXEG-0011-422",
    "sandbox-gone": "EXEG-0012-422",
}
CLIENTS = {
    "good": Client("good", "secret"),
    "context": Client("context", "secret", has_product_context=False),
    "writing": Client("writing", "secret", may_write_dataset=False),
}
SCENARIO = {
    "name": "every code",
    "organisation": ORGANISATION,
    "strictDatastreams": True,
    "namespaces": ["ECID", "FPID", "CRMID", "CORE"],
    "datastreams": [
        {"id": DATASTREAM},
        {"id": "closed", "accessType": "authenticated"},
        *({"id": condition, "condition": condition} for condition in CONDITIONS),
    ],
    "clients": [
        {"id": "good", "secret": "secret"},
        {"id": "context", "secret": "secret", "hasProductContext": False},
        {"id": "writing", "secret": "secret", "mayWriteDataset": False},
    ],
}
UPSTREAM = {
    "EXEG-0000-503",
    "EXEG-0001-500",
    "EXEG-0100-500",
    "EXEG-0200-504",
    "EXEG-0201-503",
    "EXEG-0202-502",
    "EXEG-0203-502",
    "EXEG-0205-502",
    "EXEG-0300-502",
    "EXEG-0307-502",
    "EXEG-0400-403",
}
"""The codes that no request can cause: an upstream does, or where the visitor is. Faults have them."""

WORDS = {
    "EXEG-0002-400": "Missing datastream parameter",
    "EXEG-0003-400": "Invalid datastream ID",
    "EXEG-0004-422": "Datastream disabled",
    "EXEG-0010-422": "Invalid datastream configuration",
    "EXEG-0011-422": "Could not retrieve sandbox details",
    "EXEG-0012-422": "Referenced sandbox cannot be resolved",
    "EXEG-0013-422": "Identity namespace code cannot be resolved",
    "EXEG-0101-400": "Invalid JSON request",
    "EXEG-0102-400": "Invalid request field",
    "EXEG-0103-400": "Missing required value",
    "EXEG-0104-422": "Input validation error",
    "EXEG-0105-400": "Input validation error",
    "EXEG-0106-400": "Invalid Content-Type header",
    "EXEG-0107-400": "Missing required parameter",
    "EXEG-0108-400": "Invalid parameter type",
    "EXEG-0109-408": "Empty request",
    "EXEG-0110-400": "Missing parameter value",
    "EXEG-0111-415": "Invalid request",
    "EXEG-0112-413": "Invalid request",
    "EXEG-0113-400": "Invalid request",
    "EXEG-0204-200": "Completed with warning(s)",
    "EXEG-0301-200": "User consent missing",
    "EXEG-0302-409": "Update operation not supported",
    "EXEG-0303-200": "Unauthorized to fetch identities",
    "EXEG-0304-400": "Unexpected identities provided",
    "EXEG-0305-400": "Invalid identity provided",
    "EXEG-0306-400": "Event is missing primary identity",
    "EXEG-0308-400": "Invalid identity format",
    "EXEG-0500-401": "Unauthorized",
    "EXEG-0501-401": "Unauthorized",
    "EXEG-0502-401": "Unauthorized",
    "EXEG-0503-401": "Unauthorized",
    "EXEG-0504-401": "Unauthorized",
    "EXEG-0505-401": "Unauthorized",
    "EXEG-0506-401": "Unauthorized",
    "va-edge-0400-400": "Bad Request",
    "va-edge-0404-404": "Not Found",
}
"""The titles as Adobe's documentation and public samples have them; those of the 401s are our choice."""


@dataclass(frozen=True)
class Cause:
    """A request that causes a code, and what its report has beside the request ID and the organisation."""

    body: Any = field(default_factory=lambda: {"event": {}})
    path: str = "/ee/v2/interact"
    query: dict[str, str] = field(default_factory=lambda: {"dataStreamId": DATASTREAM})
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    report: str = ""


V1 = {"configId": DATASTREAM}
CONSENT_PATH = "/ee/v1/privacy/set-consent"
PING = {
    "eventType": "media.ping",
    "timestamp": "2026-05-04T11:22:10.004Z",
    "mediaCollection": {"playhead": 1, "sessionID": "ff" * 32},
}


def identities(**identity_map: Any) -> dict[str, Any]:
    return {"event": {"xdm": {"identityMap": identity_map}}}


def token(client: str, *scopes: str, ago: timedelta = timedelta()) -> dict[str, str]:
    issued = tokens.issue(CLIENTS[client], scopes or ("acp.foundation",), datetime.now(UTC) - ago, "1")
    return {"authorization": f"Bearer {issued}", "x-api-key": client, "x-gw-ims-org-id": ORGANISATION}


def off_by(signature: str) -> dict[str, str]:
    headers = token("good")
    return headers | {"authorization": headers["authorization"].rpartition(".")[0] + f".{signature}"}


FATAL = {
    "EXEG-0002-400": Cause(query={}),
    "EXEG-0003-400": Cause(query={"dataStreamId": "4fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41"}),
    **{code: Cause(query={"dataStreamId": name}) for name, code in CONDITIONS.items()},
    "EXEG-0013-422": Cause(identities(Unknown=[{"id": "1"}])),
    "EXEG-0101-400": Cause(raw=b"{"),
    "EXEG-0102-400": Cause({"event": []}),
    "EXEG-0103-400": Cause({"events": [{}]}),
    "EXEG-0104-422": Cause(
        {"consent": [{"standard": "IAB TCF", "version": "2.0", "value": ""}]},
        CONSENT_PATH,
        V1,
        report="errors",
    ),
    "EXEG-0105-400": Cause(
        {"event": {}, "query": {"personalization": {"decisionScopes": [f"s{n}" for n in range(31)]}}}
    ),
    "EXEG-0106-400": Cause(headers={"content-type": "json"}),
    "EXEG-0107-400": Cause({"events": [{}]}, "/ee/v2/collect", {"dataStreamId": DATASTREAM, "silent": ""}),
    "EXEG-0108-400": Cause(
        {"events": [{}]}, "/ee/v2/collect", {"dataStreamId": DATASTREAM, "silent": "maybe"}
    ),
    "EXEG-0109-408": Cause(raw=b""),
    "EXEG-0110-400": Cause({"event": {}, "meta": {"state": {"cookiesEnabled": True}}}),
    "EXEG-0111-415": Cause(headers={"content-type": "application/xml"}),
    "EXEG-0112-413": Cause(raw=b'{"event":{}}' + b" " * 65536),
    "EXEG-0113-400": Cause(
        {"event": {}, "meta": {"configOverrides": {"com_adobe_target": {"enabled": True}}}}, report="errors"
    ),
    "EXEG-0302-409": Cause(
        {"consent": [{"standard": "Adobe", "version": "2.0", "value": {"adID": {"val": "y"}}}]},
        CONSENT_PATH,
        V1,
        {"cookie": "demdex=NOTARGET"},
    ),
    "EXEG-0304-400": Cause(identities(CORE=[{"id": "1"}])),
    "EXEG-0305-400": Cause(identities(ECID=[{"id": "123456789012345678"}])),
    "EXEG-0306-400": Cause(headers=token("good")),
    "EXEG-0308-400": Cause(identities(FPID=[{"id": "no-uuid"}])),
    "EXEG-0500-401": Cause(query={"dataStreamId": "closed"}),
    "EXEG-0501-401": Cause(headers=token("good") | {"x-user-token": "x"}),
    "EXEG-0502-401": Cause(headers=off_by("AAAA")),
    "EXEG-0503-401": Cause(headers=token("good", ago=timedelta(days=1, seconds=1))),
    "EXEG-0504-401": Cause(headers=token("context")),
    "EXEG-0505-401": Cause(headers=token("good", "openid")),
    "EXEG-0506-401": Cause(headers=token("writing")),
    "va-edge-0400-400": Cause({"events": [{"xdm": {}}]}, "/ee/va/v1/ping", V1, report="details"),
    "va-edge-0404-404": Cause({"events": [{"xdm": PING}]}, "/ee/va/v1/ping", V1),
}
WARNINGS = {
    "EXEG-0204-200": Cause(identities(CRMID=[{"id": "1", "primary": "true"}])),
    "EXEG-0301-200": Cause(
        headers={"cookie": "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_consent=general=out"}
    ),
    "EXEG-0303-200": Cause({"event": {}, "query": {"identity": {"fetch": ["IDFA"]}}}),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = Path(tmp_path_factory.mktemp("scenario")) / "every_code.json"
    path.write_text(json.dumps(SCENARIO))
    edge = LocalEdge(path)
    with httpx.Client(base_url=edge.start(), trust_env=False) as client:
        yield client
    edge.stop()


def send(client: httpx.Client, cause: Cause) -> httpx.Response:
    content = json.dumps(cause.body).encode() if cause.raw is None else cause.raw
    headers = {"content-type": "application/json", "x-request-id": "mine", **cause.headers}
    return client.post(cause.path, params=cause.query, content=content, headers=headers)


@pytest.mark.parametrize("code", FATAL)
def test_a_fatal_problem_is_the_whole_answer(client: httpx.Client, code: str) -> None:
    cause = FATAL[code]
    answer = send(client, cause)
    assert answer.status_code == int(code[-3:])
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["type"] == f"https://ns.adobe.com/aep/errors/{code}"
    assert (said["status"], said["title"]) == (int(code[-3:]), WORDS[code])
    assert said["detail"].endswith((".", "again."))
    report = said["report"]
    assert report["requestId"].startswith("mine-")
    assert report["requestId"] == answer.headers["x-request-id"]
    assert report["orgId"] == ORGANISATION
    assert report.get("configId", "") == next(iter(cause.query.values()), "")
    assert bool(report.get(cause.report)) == bool(cause.report)


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_comes_with_an_answer(client: httpx.Client, code: str) -> None:
    answer = send(client, WARNINGS[code])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json;charset=utf-8"
    (said,) = answer.json()["warnings"]
    assert said["type"] == f"https://ns.adobe.com/aep/errors/{code}"
    assert (said["status"], said["title"]) == (200, WORDS[code])
    assert said["report"] == {"eventIndex": 0}


def test_every_documented_code_is_caused_here_or_by_an_upstream() -> None:
    documented = {entry["code"] for entry in json.loads(resources.text("errors.json"))}
    assert documented == set(FATAL) | set(WARNINGS) | UPSTREAM == set(TITLES)


def test_after_all_of_them_the_next_request_is_served(client: httpx.Client) -> None:
    body = {"event": {"xdm": {"identityMap": {"ECID": [{"id": ECID}]}}}}
    assert send(client, Cause(body)).status_code == 200
