"""One exchange as Markdown: all that helps, nothing secret, and blocks that hold."""

import json
from dataclasses import replace

import pytest

from edge_studio.edge.exchange import Answered, Exchange, Header, PreparedRequest
from edge_studio.edge.handles import read_answer
from edge_studio.edge.markdown import fenced
from edge_studio.edge.ticket import MOST, ticket
from tests.edge import answers as make
from tests.ui.exchanges import FAILURE, REQUEST, exchange


def of(exchanged: Exchange) -> str:
    outcome = exchanged.outcome
    return ticket(exchanged, read_answer(outcome) if isinstance(outcome, Answered) else None)


def answered(body: object, status: int = 200, reason: str = "OK", **changes: object) -> str:
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    made = exchange(make.answered(text, status, reason))
    return of(replace(made, request=replace(made.request, **changes)))  # type: ignore[arg-type]  # fields of a request


def test_it_says_what_was_asked_when_and_what_came() -> None:
    text = answered(make.partial(), 207, "Multi-Status")
    assert text.startswith("## Page view: home — 207 Multi-Status\n")
    assert "- **Request:** `POST https://server.adobedc.net/ee/v2/interact?dataStreamId=3fb0a1de`" in text
    assert "- **Datastream:** `3fb0a1de`" in text
    assert "- **When:** 2026-05-04T11:22:10.000Z, took 184 ms" in text
    assert "- **Request ID:** `6b1f0e52-8a3c-4b0f-9b55-2b7f4a0c9d10-91c2d4e6f8a0b3c5`" in text
    assert "> Answered with 1 error and 1 warning" in text


def test_errors_come_with_code_and_remedy() -> None:
    text = answered(make.partial(), 207, "Multi-Status")
    assert "### Errors\n\n- `EXEG-0203-502` **Target: The service call has failed.**" in text
    assert "### Warnings\n\n- `EXEG-0303-200`" in text
    assert text.count("What to do:") == 2


def test_bodies_are_tidied_with_every_number_as_it_was() -> None:
    text = answered('{"big":7163309881222824984,"n":1.10}')
    assert '### Request\n\n```json\n{\n  "event": {\n    "n": 1.10\n  }\n}\n```' in text
    assert '### Answer\n\n```json\n{\n  "big": 7163309881222824984,\n  "n": 1.10\n}\n```' in text


def test_no_secret_is_in_it_wherever_it_is_repeated() -> None:
    text = answered({"echo": "Bearer very.secret.token", "other": "very.secret.token"})
    assert "very.secret" not in text
    assert "hidden" not in text
    assert "Authorization" not in text
    assert "••••••••" in text
    assert "Content-Type: application/json" in text


def test_a_token_in_the_address_is_masked() -> None:
    text = answered({}, url="http://x/ee/v2/interact?dataStreamId=a&access_token=abcdefgh12345678")
    assert "abcdefgh12345678" not in text
    assert "access_token=••••••••" in text


def test_cookies_of_the_answer_are_left_out() -> None:
    headers = (("Set-Cookie", "session=abcdefgh1234"), ("x-adobe-edge", "OR2;9"))
    text = of(exchange(make.answered({}, headers=headers)))
    assert "abcdefgh1234" not in text
    assert "x-adobe-edge: OR2;9" in text


def test_a_secret_at_the_cut_leaves_no_half_of_itself() -> None:
    token = "abcdefghijklmnopqrstuvwxyz" * 20
    request = PreparedRequest("POST", "http://x/", (Header("Authorization", f"Bearer {token}"),), b"{}")
    for start in (MOST - 30, 4 * MOST - 30):
        body = b'{"a":"' + b"-" * start + token.encode() + b"." * 300_000 + b'"}'
        text = of(replace(exchange(make.answered(body)), request=request))
        assert "abcdefghij" not in text


@pytest.mark.parametrize("size", [MOST + 5_000, 400_000])
def test_a_long_body_is_cut_and_that_is_said(size: int) -> None:
    body = json.dumps({"content": "x" * size})
    text = answered(body)
    assert f"*Cut: the first {MOST:,} characters of {len(body):,} bytes.*" in text
    assert len(text) < MOST + 3_000


@pytest.mark.parametrize("inside", ["a ``` b", "```json\n{}\n```", "````"])
def test_blocks_hold_whatever_backticks_are_in_them(inside: str) -> None:
    block = fenced(inside, "json").split("\n")
    fence = block[-1]
    assert set(fence) == {"`"}
    assert block[0] == f"{fence}json"
    assert fence not in inside
    assert fence in answered(json.dumps({"content": inside}))


def test_words_that_markdown_would_take_for_its_own_are_escaped() -> None:
    made = exchange(make.answered({}))
    assert of(replace(made, subtitle="*all* <b>")).startswith(r"## Page view: \*all\* \<b\> — 200 OK")


def test_what_is_not_json_is_quoted_as_it_is() -> None:
    text = answered("<html>502</html>", 502, "Bad Gateway")
    assert "### Answer\n\n```\n<html>502</html>\n```" in text
    assert "The answer has no body." in answered("", 204, "No Content")


def test_a_failure_says_why_there_is_no_answer() -> None:
    text = of(exchange(FAILURE))
    assert text.startswith("## Page view: home — no answer, TLS not trusted")
    assert "- **What to do:** Check the address." in text
    assert "CERTIFICATE" in text
    assert "### Request" in text


def test_what_is_still_awaited_has_its_request() -> None:
    text = of(exchange(None))
    assert "not answered yet" in text
    assert REQUEST.request_id in text
