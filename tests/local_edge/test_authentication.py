"""Calls that need credentials are judged by their headers and their token, the first thing wrong told."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from edge_studio.local_edge import tokens
from edge_studio.local_edge.answering import answer
from edge_studio.local_edge.scenario import Client, Datastream, Scenario
from edge_studio.local_edge.state import State
from tests.local_edge.requests import DATASTREAM, ORGANISATION, SHOP, STATE, a_request

GOOD = Client("a1b2c3", "secret", scopes=("openid", "acp.foundation"))
NO_CONTEXT = Client("no-context", "secret", has_product_context=False)
NO_WRITING = Client("no-writing", "secret", may_write_dataset=False)
STRICT = Scenario("strict", ORGANISATION, clients=(GOOD, NO_CONTEXT, NO_WRITING))
PRIMARY = {"event": {"xdm": {"identityMap": {"CRMID": [{"id": "C-1", "primary": True}]}}}}


def a_token(client: Client = GOOD, *scopes: str, state: State = STATE) -> str:
    return tokens.issue(client, scopes or ("openid", "acp.foundation"), state.now, "1")


def credentials(token: str, **change: str) -> dict[str, str]:
    headers = {
        "authorization": f"Bearer {token}",
        "x-api-key": "a1b2c3",
        "x-gw-ims-org-id": ORGANISATION,
    }
    headers |= {name.replace("_", "-"): value for name, value in change.items()}
    return {name: value for name, value in headers.items() if value}


def code(headers: dict[str, str], scenario: Scenario = STRICT, body: Any = PRIMARY) -> str:
    """The code of the problem that a call gets; empty where it is served."""
    given = answer(a_request(body, headers=headers), scenario, STATE).answer
    if given.status == 200:
        return ""
    said = msgspec.json.decode(given.body)
    assert said["status"] == given.status == 401
    assert said["report"]["orgId"] == ORGANISATION
    assert "secret" not in str(said)
    return str(said["type"]).rpartition("/")[2]


OLD = State(STATE.now - timedelta(days=1))
CHANGED = a_token().rpartition(".")[0] + ".c2lnbmF0dXJl"
CASES = {
    "good credentials": (credentials(a_token()), ""),
    "no Bearer": (credentials("x", authorization="Basic eDp5"), "EXEG-0500-401"),
    "Bearer without a token": (credentials("x", authorization="Bearer "), "EXEG-0500-401"),
    "no key": (credentials(a_token(), x_api_key=""), "EXEG-0500-401"),
    "no organisation": (credentials(a_token(), x_gw_ims_org_id=""), "EXEG-0500-401"),
    "no JSON Web Token": (credentials("abc"), "EXEG-0500-401"),
    "a malformed user token": (credentials(a_token(), x_user_token="x"), "EXEG-0501-401"),
    "a good user token": (credentials(a_token(), x_user_token="Bearer x"), ""),
    "another signature": (credentials(CHANGED), "EXEG-0502-401"),
    "an unknown client": (credentials(a_token(Client("z", "z"))), "EXEG-0502-401"),
    "a token of yesterday": (credentials(a_token(state=OLD)), "EXEG-0503-401"),
    "no product context": (credentials(a_token(NO_CONTEXT)), "EXEG-0504-401"),
    "another scope": (credentials(a_token(GOOD, "openid")), "EXEG-0505-401"),
    "no permission to write": (credentials(a_token(NO_WRITING)), "EXEG-0506-401"),
}


@pytest.mark.parametrize("what", CASES)
def test_credentials_are_judged_in_their_order(what: str) -> None:
    headers, expected = CASES[what]
    assert code(headers) == expected


def test_without_credentials_a_call_is_no_server_call() -> None:
    assert code({}) == ""


def test_an_authenticated_datastream_needs_them_of_everybody() -> None:
    closed = Scenario(
        "closed", ORGANISATION, datastreams=(Datastream(DATASTREAM, access_type="authenticated"),)
    )
    assert code({}, closed) == "EXEG-0500-401"
    assert code({"authorization": "Bearer x"}, closed) == "EXEG-0500-401"
    assert code(credentials("x"), closed) == ""


def test_a_scenario_without_clients_takes_any_token() -> None:
    assert code({"authorization": "Bearer anything"}, SHOP) == ""
    assert code({"authorization": "anything"}, SHOP) == "EXEG-0500-401"


def test_credentials_come_before_the_body() -> None:
    assert code(credentials("abc"), body={}) == "EXEG-0500-401"
