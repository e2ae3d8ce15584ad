"""The cards beside visitor and offers: what they say of every type of handle."""

import json
from datetime import timedelta
from typing import Any

import pytest

from edge_studio.edge.exchange import Answered, Header
from edge_studio.edge.summaries import TYPES
from tests.edge.answers import ECID, ORG, answered, envelope, hint
from tests.edge.every_handle import (
    EVERY_HANDLE,
    answer_for,
    answer_with,
    conversation,
    empty,
    everything,
    media,
    pulled,
    pushed_cookies,
    pushed_urls,
    states,
    streamed,
)
from tests.edge.summary.summaries import RECEIVED, a_fact, a_question, card, kinds, summary, told

CARDS = {
    "identity:result": "visitor",
    "identity:exchange": "visitor",
    "identity:persist": "stored",
    "state:store": "stored",
    "locationHint:result": "region",
    "personalization:decisions": "offers",
    "activation:pull": "audiences",
    "activation:push": "audiences",
    "consent:preferences": "consent",
    "media-analytics:new-session": "media",
    "brand-concierge:conversation": "assistant",
    "brand-concierge:config": "assistant",
    "novelty:announced": "other",
}


@pytest.mark.parametrize("handle_type", EVERY_HANDLE)
def test_every_type_of_handle_has_its_card(handle_type: str) -> None:
    assert CARDS[handle_type] in kinds(summary(answer_for(handle_type)))


@pytest.mark.parametrize("handle_type", EVERY_HANDLE)
def test_an_empty_handle_of_any_type_is_borne(handle_type: str) -> None:
    assert summary(answer_with(empty(handle_type))).headline == "200 OK"


@pytest.mark.parametrize("handle_type", EVERY_HANDLE)
@pytest.mark.parametrize(
    "entry", [7, "text", None, [], [[1]], {}, {"spec": 3, "segments": {}, "response": []}]
)
def test_entries_of_any_shape_are_borne(handle_type: str, entry: Any) -> None:
    handle = {"type": handle_type, "eventIndex": "x", "payload": [entry]}
    assert summary(answer_with(handle), a_question("hero")).headline == "200 OK"


@pytest.mark.parametrize("given", [everything(), streamed()])
def test_every_fact_can_be_found_in_the_answer(given: Answered) -> None:
    from edge_studio.edge.handles import read_answer

    root = read_answer(given).root
    assert root is not None
    made = summary(given)
    pointers = [fact.pointer for one in made.cards for fact in one.facts]
    for one in made.cards:
        pointers.append(one.pointer)
        for asked in one.asked:
            for offer in asked.offers:
                pointers += [offer.pointer, *(fact.pointer for fact in offer.facts)]
                for content in offer.contents:
                    pointers += [content.pointer, *(fact.pointer for fact in content.facts)]
    assert len(pointers) > 100
    for pointer in pointers:
        value = root
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            found = value.get(int(key) if value.kind == "array" else key)
            assert found is not None, pointer
            value = found


# What is stored


def test_each_entry_is_told_with_how_long_it_is_kept() -> None:
    made = card(summary(answer_with(states())), "stored")
    found = told(made)
    assert found["kndctr_…_cluster"] == "Oregon, a region of the Edge Network · kept for 30 min"
    assert found["kndctr_…_consent"] == "collection allowed · kept for 180 days"
    assert found["kndctr_…_personalization_sessionId"].endswith("until the browser or app is closed")
    assert found["kndctr_…_old"] == "deleted now"
    assert found["s_ecid"] == f"ECID {ECID} · kept for 730 days"
    assert found["mbox"].startswith(
        "Target's session 5b1c until 4 May 2026 11:53 UTC, Target's visitor 5b1c.35_0"
    )
    assert found["at_qa_mode"].startswith("Target's QA mode")
    assert made.said == "12 entries to keep and send along next time, the longest for 730 days; 1 to delete."


def test_an_entry_ends_when_its_lifetime_is_over() -> None:
    made = card(summary(answer_with(states())), "stored")
    assert a_fact(made, "kndctr_…_cluster").until == RECEIVED + timedelta(seconds=1800)
    assert a_fact(made, "kndctr_…_cluster").exact == "or2"
    assert a_fact(made, "kndctr_…_old").until is None
    assert a_fact(made, "at_qa_mode").until is None


def test_without_knowing_when_it_came_nothing_ends() -> None:
    made = card(summary(answer_with(states()), received=None), "stored")
    assert all(fact.until is None for fact in made.facts)


def test_a_lifetime_beyond_all_calendars_is_no_hindrance() -> None:
    entry = {"key": f"kndctr_{ORG}_x", "value": "1", "maxAge": 10**17}
    made = card(summary(answer_with({"type": "state:store", "payload": [entry]})), "stored")
    assert made.facts[0].until is None


@pytest.mark.parametrize(
    ("age", "words"),
    [
        ('"1800"', "x · unclear how long: maxAge is 1800"),
        ("1.5", "x · unclear how long: maxAge is 1.5"),
        ("true", "x · unclear how long: maxAge is true"),
        ("null", "x · unclear how long: maxAge is null"),
        ("99999999999999999999", "x · unclear how long: maxAge is 99999999999999999999"),
        ("0", "x · deleted now"),
    ],
)
def test_a_lifetime_that_is_no_whole_number_is_not_taken_for_the_session(age: str, words: str) -> None:
    entry = f'{{"key": "kndctr_{ORG}_x", "value": "x", "maxAge": {age}}}'
    made = summary(f'{{"requestId": "r", "handle": [{{"type": "state:store", "payload": [{entry}]}}]}}')
    assert told(card(made, "stored")) == {"kndctr_…_x": words}
    assert made.sentence == ("State deleted." if age == "0" else "State kept for an unclear time.")


@pytest.mark.parametrize("entry", ["nothing", None, {"namespace": {"code": "ECID"}, "ttlDays": 180}])
def test_an_entry_that_is_none_is_shown_whole_without_a_lifetime(entry: Any) -> None:
    made = card(summary(answer_with({"type": "identity:persist", "payload": [entry]})), "stored")
    shown = entry if isinstance(entry, str) else json.dumps(entry)
    assert "".join(told(made)["An entry without a key"].split()) == "".join(shown.split())


def test_a_cookie_without_an_age_ends_when_it_says() -> None:
    headers = (
        ("Set-Cookie", f"kndctr_{ORG}_x=1; Path=/; Expires=Wed, 04 May 2027 11:22:10 GMT; Secure"),
        ("Set-Cookie", f"kndctr_{ORG}_y=2; Path=/"),
    )
    found = told(card(summary(answered(envelope(hint()), headers=headers)), "stored"))
    assert found["kndctr_…_x"] == "1 · until Wed, 04 May 2027 11:22:10 GMT"
    assert found["kndctr_…_y"] == "2 · until the browser or app is closed"


# Region


def test_the_region_and_the_others_hints_are_told_with_their_lifetimes() -> None:
    made = card(summary(answer_with(hint())), "region")
    assert made.said == "Answered for Oregon (or2); the next requests should go there as well."
    assert told(made)["Audience Manager"] == "9 · good for 30 min"
    assert a_fact(made, "Edge Network").until == RECEIVED + timedelta(minutes=30)


# Audiences and destinations


def test_audiences_and_attributes_are_told_by_destination() -> None:
    made = card(summary(answer_with(pulled())), "audiences")
    assert made.said == "2 audiences for onsite, email."
    assert told(made)["tier for onsite"] == "gold"
    assert told(made)["Audiences for email"] == "none"
    assert a_fact(made, "tier for onsite").pointer == "/handle/0/payload/0/attributes/tier"


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ((), "on authenticated requests only"),
        ((Header("Authorization", "Bearer x", secret=True),), "though the request was authenticated"),
    ],
)
def test_missing_attributes_are_explained(headers: tuple[Header, ...], words: str) -> None:
    handle = {"type": "activation:pull", "payload": [{"alias": "a", "segments": [{"id": "1"}]}]}
    made = card(summary(answer_with(handle), a_question("x"), headers=headers), "audiences")
    assert words in told(made)["Attributes"]


def test_cookies_to_set_and_addresses_to_call_are_told() -> None:
    made = card(summary(answer_with(pushed_cookies(), pushed_urls())), "audiences")
    assert made.said == "2 cookies to set, 1 URL to call."
    assert told(made)["Cookie aud"] == "seg%3D77 · to be set at shop.example for 30 days"
    assert told(made)["Cookie tier"].endswith("for 10 days, since none are said")
    assert (
        told(made)["URL 1"]
        == "https://partner.example/p?seg=77 · again after 7 days · without telling the referrer"
    )


def test_what_is_neither_cookie_nor_address_is_not_counted_as_one() -> None:
    odd = {"type": "fax", "spec": {"number": "1"}}
    cookie = {"type": "cookie", "spec": {"name": "c", "value": "1", "ttlDays": 0}}
    made = summary(answer_with({"type": "activation:push", "payload": [odd, cookie]}))
    assert card(made, "audiences").said == "1 cookie to set, 1 of another kind."
    assert made.sentence == "1 cookie to set, 1 of another kind."
    assert told(card(made, "audiences"))["fax"] == '{"number":"1"}'
    assert told(card(made, "audiences"))["Cookie c"] == "1 · to be set for 0 days"


# Media, the assistant, and mere acceptance


def test_a_media_session_comes_first_with_what_to_do_next() -> None:
    made = summary(answer_with(media(), hint()), {"events": [{"xdm": {}}]}, path="/ee/va/v1/sessionStart")
    assert kinds(made)[0] == "media"
    assert len(a_fact(card(made, "media"), "Session ID").exact) == 64


def test_a_media_session_without_an_id_is_explained() -> None:
    made = card(
        summary(answer_with({"type": "media-analytics:new-session", "payload": [{"sessionId": ""}]})), "media"
    )
    assert made.tone == "warning"
    assert told(made)["What to do"] == "Switch Media Analytics on in the datastream."


def test_no_session_is_counted_without_its_id() -> None:
    handle = {"type": "media-analytics:new-session", "payload": [{"sessionId": ""}]}
    assert summary(answer_with(handle)).sentence == "No media session."


def test_the_assistant_is_told_with_what_was_asked_and_where_it_is_loaded_from() -> None:
    made = card(summary(answer_with(conversation("completed"), *_config())), "assistant")
    assert told(made)["Asked"] == "shoes for rain?"
    assert told(made)["Loaded from"] == _config()[0]["payload"][0]["src"]


def _config() -> list[dict[str, Any]]:
    return [handle for handle in EVERY_HANDLE.values() if handle["type"] == "brand-concierge:config"]


def test_the_assistant_is_quoted() -> None:
    made = card(summary(answer_with(conversation("in-progress"))), "assistant")
    assert made.said == "The assistant says: These **trail shoes** suit wet ground."
    assert [fact.words for fact in made.facts if fact.label == "Suggests"] == [
        "Show me others",
        "Which size?",
    ]
    assert told(made)["State"] == "in progress"


def test_an_accepted_request_is_no_proof_that_it_is_valid() -> None:
    made = card(summary(b"", {"events": [{}]}, path="/ee/v1/collect", status=204), "accepted")
    assert "does not mean valid" in told(made)["Mind"]
    assert made.tone == "success"
    odd = card(summary(b"", {"event": {}}, status=204), "accepted")
    assert told(odd)["Odd"] == "interact usually answers with handles."


# What is new, and what is not the Edge Network's


def test_an_unknown_type_is_shown_whole_and_marked_new() -> None:
    made = card(summary(answer_for("novelty:announced")), "other")
    assert "novelty:announced" not in TYPES
    assert made.said.endswith("new: Edge Studio does not know this type yet.")
    assert [fact.pointer for fact in made.facts] == [f"/handle/0/payload/{at}" for at in range(4)]
    assert '"Email_LC_SHA256"' in made.facts[0].exact
    assert made.facts[1].words == "a text"


@pytest.mark.parametrize(
    ("handle", "pointer"),
    [
        (7, "/handle/0"),
        ({"type": "x:y"}, "/handle/0"),
        ({"payload": [1]}, "/handle/0/payload/0"),
        ({"type": "state:store", "payload": {"key": "k"}}, "/handle/0"),
        ({"type": ["a"], "payload": []}, "/handle/0"),
    ],
)
def test_a_handle_of_any_shape_is_shown(handle: Any, pointer: str) -> None:
    made = card(summary({"requestId": "r", "handle": [handle]}), "other")
    assert made.facts[0].pointer == pointer


def test_a_known_type_without_a_list_is_not_called_new() -> None:
    made = card(summary(answer_with({"type": "identity:result", "payload": {"id": "x"}})), "other")
    assert made.said == "1 handle of identity:result without a list of entries."
    made = card(summary(answer_with({"type": "state:store"}, {"payload": [1]})), "other")
    assert made.said == "1 handle without a type. 1 handle of state:store without a list of entries."
    assert [fact.pointer for fact in made.facts] == ["/handle/1/payload/0", "/handle/0"]


def test_a_new_member_of_a_known_handle_is_shown() -> None:
    made = card(summary(answer_with({**hint(), "novelty": {"a": 1}})), "other")
    assert made.said == "New within handles: novelty of locationHint:result."
    assert (made.facts[0].words, made.facts[0].pointer) == ('{"a":1}', "/handle/0/novelty")


def test_a_new_handle_says_which_event_it_answers() -> None:
    made = card(summary(answer_with({"type": "x:y", "eventIndex": 3, "payload": [1]})), "other")
    assert made.facts[0].label == "x:y (event 4)"


def test_members_beside_the_handles_are_shown() -> None:
    made = card(summary(envelope(hint(), novelty={"a": 1})), "other")
    assert made.said == "Beside the handles: novelty."
    assert (made.facts[0].words, made.facts[0].pointer) == ('{"a":1}', "/novelty")


def test_of_thousands_of_new_entries_the_rest_is_counted() -> None:
    made = card(summary(answer_with({"type": "x:y", "payload": list(range(5_000))})), "other")
    assert (len(made.facts), made.more) == (200, 4_800)


def test_json_of_somebody_else_is_told_by_its_members() -> None:
    made = card(summary({"error_code": "401013", "message": "Oauth token is not valid"}, status=401), "other")
    assert made.title == "JSON, but not of the Edge Network"
    assert told(made)["message"] == "Oauth token is not valid"
    assert a_fact(made, "message").pointer == "/message"


def test_a_web_page_is_told_with_who_spoke() -> None:
    made = card(summary(b"<html><title>Bad gateway</title></html>", status=502), "other")
    assert made.title == "Not JSON"
    assert told(made)["Server"] == "jag"
    assert told(made)["Begins"] == "<html><title>Bad gateway</title></html>"
