"""The card of the visitor: who it is, since when, from where, and under which other IDs."""

from datetime import timedelta
from typing import Any

from edge_studio.edge.exchange import Answered
from tests.edge.answers import ECID, ORG, envelope, hint, identity, identity_cookie
from tests.edge.encodings import identity_entry
from tests.edge.every_handle import CORE, answer_with, exchanges, identities
from tests.edge.summary.summaries import RECEIVED, a_fact, a_question, card, kinds, summary, told

MADE = 1777893730004


def keeping(value: str, *handles: dict[str, Any]) -> Answered:
    kept = {"key": f"kndctr_{ORG}_identity", "value": value, "maxAge": 34128000}
    return answer_with(*handles, {"type": "state:store", "payload": [kept]})


def test_a_new_visitor_is_told_with_when_where_and_how() -> None:
    made = card(summary(keeping(identity_entry(), identity())), "visitor")
    assert made.said == "A new visitor: the ECID was made for this request."
    assert told(made)["ECID"] == ECID
    assert told(made)["Made how"] == "in Oregon (OR2), at random"
    assert "4 May 2026 11:22 UTC" in told(made)["Made"]
    assert a_fact(made, "ECID").pointer == "/handle/0/payload/0/id"
    assert a_fact(made, "Made").exact == str(MADE)
    assert a_fact(made, "Made").pointer == "/handle/1/payload/0"


def test_a_visitor_made_days_ago_is_known() -> None:
    later = identity_entry(written=MADE + 3 * 86_400_000)
    made = card(summary(keeping(later), received=RECEIVED + timedelta(days=3)), "visitor")
    assert made.said.startswith("A known visitor, made 3 days ago (4 May 2026 11:22 UTC)")
    assert a_fact(made, "ECID").pointer == "/handle/0/payload/0"


def test_an_ecid_without_a_new_entry_belongs_to_a_known_visitor() -> None:
    cluster = {"key": f"kndctr_{ORG}_cluster", "value": "or2", "maxAge": 1800}
    made = card(summary(answer_with(identity(), {"type": "state:store", "payload": [cluster]})), "visitor")
    assert "known already" in told(made)["Known"]


def test_an_entry_for_somebody_else_is_noticed() -> None:
    other = "9" * 38
    made = card(summary(keeping(identity_cookie(other), identity())), "visitor")
    assert other in told(made)["Contradiction"]
    assert a_fact(made, "Contradiction").tone == "warning"


def test_other_ids_and_those_of_the_request_are_told_in_words() -> None:
    asked = a_question("hero")
    asked["event"]["xdm"] = {
        "identityMap": {
            "CRMID": [{"id": "C-1", "authenticatedState": "authenticated", "primary": True}],
            "Email": [{"id": "a@example.com", "authenticatedState": "loggedOut"}],
        }
    }
    made = card(summary(answer_with(identities()), asked), "visitor")
    assert told(made)["CORE ID"] == CORE
    assert told(made)["CRMID of the request"] == "C-1 · primary · signed in"
    assert told(made)["Email of the request"] == "a@example.com · signed out"


def test_the_region_that_answered_stands_in_a_header() -> None:
    made = card(summary(envelope(identity())), "visitor")
    assert told(made)["Answered in"] == "Oregon (OR2) · region 9 of Audience Manager"


def test_id_syncs_are_told_with_when_they_come_again() -> None:
    made = card(summary(answer_with(identity(), exchanges())), "visitor")
    assert told(made)["ID sync 411"].endswith(" · again after 7 days")
    assert told(made)["ID sync 771"] == (
        "//other.example/s · again after 7 days, since nothing is said · without telling the referrer"
    )


def test_who_does_not_ask_for_an_ecid_learns_how_to() -> None:
    made = card(summary(envelope(hint()), a_question("hero")), "visitor")
    assert made.said == "The answer names no visitor."
    assert told(made)["To get it"] == 'Add "ECID" to query.identity.fetch.'


def test_without_any_word_of_a_visitor_there_is_no_card() -> None:
    assert "visitor" not in kinds(summary(envelope(hint())))


def test_an_identity_entry_that_is_damaged_hinders_nothing() -> None:
    for value in ("", "Ci", "%%%", "CiQ" + "1" * 60, identity_entry()[:-7]):
        made = summary(keeping(value, identity()))
        assert told(card(made, "visitor"))["ECID"] == ECID


def test_the_entry_may_come_as_a_cookie_of_the_server() -> None:
    plain = answer_with(hint())
    cookie = f"kndctr_{ORG}_identity={identity_entry()}; Max-Age=34128000; Path=/; Secure"
    given = Answered(
        plain.status,
        plain.reason,
        (*plain.headers, ("set-cookie", cookie), ("set-cookie", "session=1")),
        plain.body,
        plain.wire_size,
        plain.timing,
    )
    made = summary(given)
    assert told(card(made, "visitor"))["ECID"] == ECID
    assert (
        card(made, "stored").said
        == "1 entry to keep as cookies and send along next time, the longest for 395 days."
    )
