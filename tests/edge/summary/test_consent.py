"""The card of consent: what it says of preferences in every form."""

import pytest

from tests.edge.answers import ECID, envelope, identity
from tests.edge.encodings import consent_string
from tests.edge.every_handle import answer_with, consents, empty
from tests.edge.summary.summaries import a_fact, card, kinds, summary, told


@pytest.mark.parametrize(
    ("val", "words", "tone"),
    [("y", "agrees", "success"), ("n", "refuses", "warning"), ("p", "has not decided", "warning")],
)
def test_consent_is_told_in_words(val: str, words: str, tone: str) -> None:
    made = card(summary(answer_with(consents(val))), "consent")
    assert words in made.said
    assert made.tone == tone
    assert told(made)["Using the advertising ID"] == "no (IDFA)"
    assert told(made)["Last changed"] == "2026-05-04T11:25:00.000Z"


def test_preferences_of_every_depth_are_told() -> None:
    value = {
        "collect": {"val": "y"},
        "marketing": {"preferred": "email", "any": {"val": "n", "reason": "too many"}},
        "personalize": {"content": {"val": "li"}},
        "brandNew": {"deep": {"val": "zz"}},
    }
    found = told(card(summary(answer_with({"type": "consent:preferences", "payload": [value]})), "consent"))
    assert found["Marketing · of any kind"] == "no, because: too many"
    assert found["Marketing · preferred way"] == "email"
    assert found["Personalization · Personalized content"] == "legitimate interest"
    assert found["brandNew · deep"] == "zz"


@pytest.mark.parametrize(
    ("general", "said", "headline"),
    [
        ("in", "The visitor agrees to data collection.", "Collection allowed."),
        (
            "out",
            "The visitor refuses data collection: events are dropped and nothing is decided.",
            "Collection refused.",
        ),
        ("pending", "The visitor has not decided about data collection yet.", "Collection pending."),
    ],
)
def test_the_first_version_of_the_standard_is_understood(general: str, said: str, headline: str) -> None:
    made = summary(answer_with({"type": "consent:preferences", "payload": [{"general": general}]}))
    assert (card(made, "consent").said, made.sentence) == (said, headline)
    assert a_fact(card(made, "consent"), "All purposes").exact == general


def test_a_consent_string_among_preferences_is_read() -> None:
    value = {
        "consentStandard": "IAB TCF",
        "consentStringValue": consent_string(),
        "gdprApplies": True,
    }
    made = summary(answer_with({"type": "consent:preferences", "payload": [value]}))
    found = a_fact(card(made, "consent"), "Consent string")
    assert "vendor 565" in found.words
    assert found.exact == value["consentStringValue"]
    assert made.sentence == "Consent by IAB TCF."


def test_no_preferences_are_not_called_preferences() -> None:
    made = card(summary(answer_with(empty("consent:preferences"))), "consent")
    assert made.said == "The answer holds no preferences of the visitor."


def test_what_a_purpose_holds_beside_its_value_is_told() -> None:
    value = {"marketing": {"email": {"val": "y", "time": "2026-05-04T11:22:10.004Z"}}}
    made = card(summary(answer_with({"type": "consent:preferences", "payload": [value]})), "consent")
    assert told(made)["Marketing · email · last changed"] == "2026-05-04T11:22:10.004Z"


def test_a_consent_request_is_about_consent_first() -> None:
    asked = {"consent": [], "identityMap": {"ECID": [{"id": ECID}]}}
    made = summary(envelope(identity(), consents()), asked, path="/ee/v1/privacy/set-consent")
    assert kinds(made)[0] == "consent"
    assert "offers" not in kinds(made)
