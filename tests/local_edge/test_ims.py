"""The token endpoint issues tokens for the scenario's clients, and refuses others in OAuth's form."""

import json
from datetime import timedelta
from typing import Any

import pytest

from edge_studio.local_edge import tokens
from edge_studio.local_edge.ims import is_token_request, token_answer
from edge_studio.local_edge.messages import Answer, Request
from edge_studio.local_edge.scenario import Client, Scenario
from tests.local_edge.requests import ORGANISATION, SHOP, STATE

CLIENT = Client("a1b2c3", "p8e-secret", scopes=("openid", "acp.foundation"))
SCENARIO = Scenario("strict", ORGANISATION, clients=(CLIENT,))
GOOD = {
    "grant_type": "client_credentials",
    "client_id": "a1b2c3",
    "client_secret": "p8e-secret",
    "scope": "openid,acp.foundation",
}
FORM = "application/x-www-form-urlencoded"


def ask(
    given: dict[str, str] | None = None,
    *,
    scenario: Scenario = SCENARIO,
    query: dict[str, str] | None = None,
    method: str = "POST",
    body: bytes | None = None,
    content_type: str = FORM,
) -> Answer:
    form = "&".join(f"{name}={value}" for name, value in (GOOD if given is None else given).items())
    content = form.encode() if body is None else body
    headers = (("content-type", content_type),)
    request = Request(method, "/ims/token/v3", tuple((query or {}).items()), headers, content)
    return token_answer(request, scenario, STATE)


def content(answer: Answer) -> dict[str, Any]:
    assert dict(answer.headers)["content-type"] == "application/json;charset=UTF-8"
    value = json.loads(answer.body)
    assert isinstance(value, dict)
    return value


def test_a_known_client_gets_a_token_for_a_day() -> None:
    answer = ask()
    assert answer.status == 200
    value = content(answer)
    assert value["token_type"] == "bearer"
    assert value["expires_in"] == 86399
    claims = tokens.read(value["access_token"])
    assert claims is not None
    assert claims.client_id == "a1b2c3"
    assert claims.scopes == ("openid", "acp.foundation")
    assert claims.expires == (STATE.now + timedelta(seconds=86399)).timestamp()
    assert tokens.is_signed_by(value["access_token"], CLIENT)
    assert not tokens.is_signed_by(value["access_token"], Client("a1b2c3", "another"))


def test_parameters_may_stand_in_the_query_or_in_several_parts() -> None:
    assert ask({}, query=GOOD).status == 200
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in GOOD.items()
    )
    body = f"{parts}--b--\r\n".encode()
    assert ask(body=body, content_type="multipart/form-data; boundary=b").status == 200


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_id": ""}, 400, "invalid_request"),
        ({"client_secret": ""}, 400, "invalid_request"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"scope": ""}, 400, "invalid_scope"),
        ({"scope": "openid,everything"}, 400, "invalid_scope"),
    ],
)
def test_anything_else_is_refused_in_the_form_of_oauth(
    change: dict[str, str], status: int, error: str
) -> None:
    answer = ask({**GOOD, **change})
    assert answer.status == status
    value = content(answer)
    assert value["error"] == error
    assert value["error_description"]
    assert GOOD["client_secret"] not in answer.body.decode()


def test_a_scenario_without_clients_gives_a_token_to_whoever_asks() -> None:
    answer = ask({**GOOD, "client_id": "anyone", "client_secret": "any"}, scenario=SHOP)
    claims = tokens.read(content(answer)["access_token"])
    assert claims is not None
    assert claims.client_id == "anyone"


def test_only_posting_is_asking() -> None:
    answer = ask(method="GET")
    assert answer.status == 405
    assert ("allow", "POST") in answer.headers


def test_the_same_moment_and_chance_give_the_same_token() -> None:
    assert ask() == ask()


def test_only_the_two_versions_of_the_endpoint_are_its_address() -> None:
    assert is_token_request("/ims/token/v3")
    assert is_token_request("/ims/token/v2")
    assert not is_token_request("/ims/token/v1")
    assert not is_token_request("/ee/v2/interact")


@pytest.mark.parametrize(
    "junk", ["", "a", "a.b", "a.b.c", "....", "e30.e30.x", "W10.W10.x", "eyJhbGciOjF9.!!.x"]
)
def test_what_is_no_token_is_read_as_none(junk: str) -> None:
    assert tokens.read(junk) is None
