"""Every error and warning says what it means, what to do, and whether to try again."""

from typing import Any

import pytest

from tests.edge.answers import envelope, partial
from tests.edge.every_error import all_codes, is_warning, problem, refused, within_envelope
from tests.edge.summary.summaries import card, kinds, summary


@pytest.mark.parametrize("code", all_codes())
def test_every_code_is_explained_inside_an_answer(code: str) -> None:
    made = summary(within_envelope(code))
    [trouble] = card(made, "trouble").troubles
    assert trouble.code == code
    assert trouble.severity == ("warning" if is_warning(code) else "error")
    assert trouble.meaning
    assert trouble.remedy
    assert trouble.retry
    assert trouble.pointer in {"/errors/0", "/warnings/0"}
    assert made.has_errors is not is_warning(code)


@pytest.mark.parametrize("code", [code for code in all_codes() if not is_warning(code)])
def test_every_code_is_explained_as_a_problem(code: str) -> None:
    made = summary(refused(code))
    assert kinds(made)[0] == "trouble"
    assert card(made, "trouble").tone == "danger"
    assert card(made, "trouble").troubles[0].code == code


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("EXEG-0201-503", "Yes, the same again may work."),
        ("EXEG-0103-400", "No, the same again fails again."),
        ("EXEG-0202-502", "Perhaps: first check the input and the settings of the service."),
        ("EXEG-0503-401", "Yes, but only after getting a new access token."),
        ("EXEG-0301-200", "No, the same again fails again."),
        ("EXEG-0303-200", "Not needed: the rest was done."),
        ("EXEG-9999-500", "No, the same again fails again."),
        ("EXEG-9999-503", "Yes, the same again may work."),
        ("EXEG-0204-502", "Yes, the same again may work."),
    ],
)
def test_whether_to_retry_is_said_in_words(code: str, words: str) -> None:
    key = "warnings" if code.endswith("200") else "errors"
    told = {"type": f"https://ns.adobe.com/aep/errors/{code}", "title": "x"}
    body = envelope(**{key: [told]})
    [trouble] = card(summary(body), "trouble").troubles
    assert trouble.retry == words


@pytest.mark.parametrize(("status", "again"), [(429, "Yes"), (503, "Yes"), (500, "No"), (404, "No")])
def test_a_bare_status_says_whether_to_retry(status: int, again: str) -> None:
    [trouble] = card(summary(b"", status=status), "trouble").troubles
    assert trouble.retry.startswith(again)
    assert trouble.remedy


@pytest.mark.parametrize(
    ("error", "title", "again"),
    [
        ({"title": "x", "status": 418}, "x", "No, the same again fails again."),
        ({"title": "x", "status": 429}, "x", "Yes, the same again may work."),
        ({"title": "x"}, "x", "Perhaps: the answer does not say whether it would fail again."),
        ({}, "Without words", "Perhaps: the answer does not say whether it would fail again."),
    ],
)
def test_an_unknown_error_goes_by_its_own_status(error: Any, title: str, again: str) -> None:
    [trouble] = card(summary(envelope(errors=[error]), status=207), "trouble").troubles
    assert (trouble.title, trouble.retry) == (title, again)


def test_a_failed_answer_without_handles_is_not_called_accepted() -> None:
    body = {"requestId": "r", "handle": [], "errors": [problem("va-edge-0400-400")]}
    assert summary(body, status=207).sentence.endswith("The answer brings no handles.")
    empty = {"requestId": "r", "handle": [{"type": "x:y", "payload": []}]}
    assert summary({"requestId": "r", "handle": []}).sentence == "Accepted; the answer brings no handles."
    assert summary(empty).sentence == "1 handle of other types (x:y)."


def test_an_error_points_to_its_event_and_lists_its_causes() -> None:
    body = envelope(errors=[problem("va-edge-0400-400"), {**problem("EXEG-0203-502")}])
    first, second = card(summary(body, status=207), "trouble").troubles
    assert first.causes == ("$.events[0].xdm.mediaCollection.playhead: Missing required field",)
    assert second.causes == ("Bad Gateway (502)",)
    assert second.event_index == 0
    assert second.title.startswith("Target: ")


def test_the_card_counts_errors_and_warnings() -> None:
    made = card(summary(partial(), status=207), "trouble")
    assert made.title == "1 error and 1 warning"
    assert made.said.startswith("Target: The service call has failed. ")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            {"error_code": "401013", "message": "Oauth token is not valid"},
            "Oauth token is not valid (401013)",
        ),
        (
            {"error": "invalid_client", "error_description": "invalid client_secret"},
            "invalid client_secret (invalid_client)",
        ),
    ],
)
@pytest.mark.parametrize("status", [200, 401])
def test_an_error_of_the_gateway_or_the_sign_in_is_quoted(body: Any, said: str, status: int) -> None:
    made = summary(body, status=status)
    assert made.has_errors
    assert [trouble.detail for trouble in card(made, "trouble").troubles] == [said]
    assert "other" in kinds(made)
