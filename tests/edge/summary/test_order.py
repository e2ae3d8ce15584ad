"""The cards come in the order in which they matter."""

import json

import pytest

from tests.edge.answers import PROBLEM, WARNING, decisions, envelope, hint, identity, partial, state
from tests.edge.summary.summaries import a_question, card, kinds, summary


def test_visitor_and_offers_lead_a_good_answer() -> None:
    made = summary(envelope(), a_question("hero-banner"))
    assert kinds(made) == ["visitor", "offers", "stored", "region"]
    assert made.headline == "200 OK"
    assert not made.has_errors


def test_errors_come_before_everything() -> None:
    made = summary(partial(), a_question("hero"), status=207)
    assert kinds(made)[0] == "trouble"
    assert made.has_errors


def test_a_warning_that_explains_nothing_comes_after_the_offers() -> None:
    made = summary(envelope(warnings=[WARNING]), a_question("hero-banner"))
    assert kinds(made)[:3] == ["visitor", "offers", "trouble"]


def test_a_missing_consent_comes_first_since_it_explains_the_rest() -> None:
    ignored = {**WARNING, "type": "https://ns.adobe.com/aep/errors/EXEG-0301-200"}
    made = summary(envelope(hint(), warnings=[ignored]), a_question("hero"))
    assert kinds(made)[:2] == ["trouble", "consent"]


def test_a_problem_is_trouble_alone() -> None:
    made = summary(PROBLEM, a_question("hero"), status=400)
    assert kinds(made) == ["trouble"]
    assert made.has_errors


@pytest.mark.parametrize(
    ("body", "status", "found"),
    [
        (b"", 204, ["accepted"]),
        (b'{"requestId":"r"}', 202, ["accepted"]),
        (b"", 200, ["accepted"]),
        (b"", 503, ["trouble"]),
        (b"<html>Bad gateway</html>", 502, ["trouble", "other"]),
        (b"Hello", 200, ["other"]),
        (b"[1,2]", 200, ["other"]),
        (b"7", 200, ["other"]),
        (b"\xff\xfe", 200, ["other"]),
    ],
)
def test_whatever_comes_is_told(body: bytes, status: int, found: list[str]) -> None:
    assert kinds(summary(body, status=status)) == found


def test_records_of_a_stream_are_read_together() -> None:
    parts = [json.dumps(envelope(one)).encode() for one in (identity(), decisions(), state())]
    made = summary(b"".join(b"\x00" + part + b"\n" for part in parts), a_question("hero"))
    assert kinds(made) == ["visitor", "offers", "stored"]
    assert card(made, "stored").pointer == "/2/handle/0"
