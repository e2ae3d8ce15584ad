"""Two answers of the Edge Network compared: handles of every type, masks, and the words for what changed."""

import copy
import json
from typing import Any

import pytest

from edge_studio.edge.comparing.exchanges import compare_at_once
from edge_studio.edge.comparing.identities import PAYLOADS
from edge_studio.edge.comparing.masks import Masking, UnknownPlaces, shipped_masks
from edge_studio.edge.comparing.messages import Compared, of_outcome, of_request, of_saved_answer
from edge_studio.edge.comparing.model import Mask
from edge_studio.edge.exchange import Header, PreparedRequest
from tests.edge import answers as make
from tests.edge import every_handle as every
from tests.edge.comparing.comparisons import compared, leaves, masked, places

OTHER_ECID = "73110952840016672590341877264400915538"


def everything() -> dict[str, Any]:
    """An answer with a handle of every type, to be changed."""
    answer: dict[str, Any] = json.loads(every.everything().body)
    return answer


def handles(answer: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [handle for handle in answer["handle"] if handle["type"] == kind]


def scoped(scope: str, experience: str = "B", **more: Any) -> dict[str, Any]:
    """A proposition whose one item tells the name of its experience."""
    item = make.html_item()
    item["meta"]["experience.name"] = experience
    return {**make.proposition(scope, items=[item]), **more}


def test_neither_the_order_of_handles_nor_of_entries_says_anything() -> None:
    before, after = everything(), everything()
    after["handle"].reverse()
    for handle in after["handle"]:
        if handle["type"] in PAYLOADS:  # of a type that nobody knows, the order may say something
            handle["payload"].reverse()
    assert compared(before, after).same


def test_handles_of_one_type_are_read_as_one_list() -> None:
    one, two, three = (scoped(scope) for scope in ("a", "b", "c"))
    apart = make.envelope(make.decisions(one), make.decisions(), make.decisions(two, three))
    assert compared(apart, make.envelope(make.decisions(three, one, two))).same


def test_an_entry_that_moved_to_another_handle_is_found_there() -> None:
    before = make.envelope(make.decisions(scoped("a")), make.decisions(scoped("b")))
    changed = scoped("b")
    changed["scopeDetails"]["rank"] = 1
    after = make.envelope(make.decisions(changed, scoped("a")))
    assert places(before, after) == [("added", "-", "/handle/0/payload/0/scopeDetails/rank")]


def test_handles_of_two_events_are_not_mixed() -> None:
    first, second = ({**make.decisions(scoped(scope)), "eventIndex": at} for at, scope in enumerate("ab"))
    turned = [{**first, "eventIndex": 1}, {**second, "eventIndex": 0}]
    assert not compared(make.envelope(first, second), make.envelope(*turned)).same


def test_a_stream_is_the_same_as_the_whole() -> None:
    whole = make.envelope()
    records = [{**whole, "handle": [handle]} for handle in whole["handle"]]
    stream = b"".join(b"\x00" + json.dumps(record).encode() + b"\n" for record in records)
    assert compared(whole, stream).same
    assert compared(stream, whole).same


@pytest.mark.parametrize("kind", sorted({handle["type"] for handle in everything()["handle"]}))
def test_a_handle_that_is_new_or_gone_is_told_of_every_type(kind: str) -> None:
    before, after = everything(), everything()
    after["handle"] = [handle for handle in after["handle"] if handle["type"] != kind]
    gone, new = compared(before, after), compared(after, before)
    assert not gone.same
    assert gone.lines
    assert gone.parts[0].counted == new.parts[0].counted
    assert {leaf.kind for leaf in leaves(gone)} == {"removed"}


def test_a_new_visitor_with_the_same_offers_has_the_same_answer() -> None:
    before, after = make.envelope(), make.envelope()
    after["requestId"] = "0c1d5f7e-0000-4111-8222-933344445555-0123456789abcdef"
    after["handle"][0]["payload"][0]["id"] = OTHER_ECID
    after["handle"][3]["payload"][0]["value"] = make.identity_cookie(OTHER_ECID, is_new=False)
    after["handle"][3]["payload"][1]["maxAge"] = 1200
    comparison = masked(before, after)
    assert comparison.same
    assert comparison.sentence == "The answer is the same, but for 4 values that always differ."
    assert "It is another visitor (another ECID)" in comparison.lines
    assert "The visitor was new and is known" in comparison.lines
    assert not compared(before, after).same


def test_cookies_of_a_session_are_masked() -> None:
    before, after = make.envelope(every.states()), make.envelope(every.states())
    values = {
        "personalization_sessionId": "11111111-5c1f-4a0e-9f5b-7f2f6d4c3b2a",
        "bc_session_id": "22222222-2f4d-4e6a-8b7c-9d0e1f2a3b4c",
        "s_ecid": f"MCMID|{OTHER_ECID}",
        "demdex": OTHER_ECID,
        "mbox": "session#ffff#1777895591|PC#ffff.35_0#1841138531",
    }
    for entry in after["handle"][0]["payload"]:
        entry["value"] = next(
            (new for name, new in values.items() if entry["key"].endswith(name)), entry["value"]
        )
    assert masked(before, after).same
    assert masked(before, after).parts[0].masked == len(values)


def test_what_is_only_on_one_side_is_no_value_that_always_differs() -> None:
    before, after = make.envelope(), make.envelope()
    del after["handle"][3]["payload"][1]["maxAge"]
    assert not masked(before, after).same


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda it: it["personalization"].append(scoped("footer")), "footer: an offer is new"),
        (lambda it: it["consent"][0].update(collect={"val": "n"}), "Consent changed from in to out"),
        (lambda it: it["pull"][0]["segments"].pop(), "onsite: 1 audience gone"),
        (lambda it: it["hint"][0].update(hint="34"), "Target: the region changed from 35 to 34"),
        (lambda it: it["state"].pop(), "kndctr_…_cluster: 1 cookie gone"),
    ],
)
def test_changes_are_told_in_words(change: Any, line: str) -> None:
    before = {
        "personalization": [scoped("hero")],
        "consent": every.consents()["payload"],
        "pull": [{"destinationId": "d", "alias": "onsite", "segments": [{"id": "1"}, {"id": "2"}]}],
        "hint": make.hint()["payload"],
        "state": make.state()["payload"],
    }
    types = ("personalization:decisions", "consent:preferences", "activation:pull", "locationHint:result")
    after = copy.deepcopy(before)
    change(after)
    answers = [
        make.envelope(
            *(
                {"type": kind, "payload": payload}
                for kind, payload in zip((*types, "state:store"), side.values(), strict=True)
            )
        )
        for side in (before, after)
    ]
    (told,) = masked(*answers).lines
    assert told.startswith(line)


def an_item(id: str, schema: str = "html-content-item", **data: Any) -> dict[str, Any]:
    return {**make.plain_item(schema), "id": id, "data": data}


def offered(*items: dict[str, Any]) -> dict[str, Any]:
    return make.decisions(make.proposition("hero", items=list(items)))


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (
            offered(an_item("1", content="a")),
            offered(make.plain_item("default-content-item")),
            "hero: HTML content became default content",
        ),
        (
            offered(an_item("1", content="a"), an_item("2", content="b")),
            offered(an_item("2", content="b"), an_item("1", content="a")),
            "hero: the order of its items changed",
        ),
        (
            {"type": "activation:pull", "payload": [{"alias": "x", "segments": [{"id": "1"}, {"id": "2"}]}]},
            {"type": "activation:pull", "payload": [{"alias": "x", "segments": [{"id": "2"}, {"id": "1"}]}]},
            "x: the order of the audiences changed",
        ),
        (
            {**offered(an_item("1")), "eventIndex": 0},
            {**offered(an_item("1")), "eventIndex": 2},
            "personalization:decisions: the event that it answers changed from 1 to 3",
        ),
        (
            {**make.hint(), "novelty": 1},
            {**make.hint(), "novelty": 2},
            "locationHint:result: novelty changed",
        ),
        (
            {"type": "novelty:announced", "payload": [1]},
            {"type": "novelty:announced", "payload": [1, 2]},
            "novelty:announced [1]: an entry is new",
        ),
        (
            {"type": "consent:preferences", "payload": [{"general": "in"}]},
            {"type": "consent:preferences", "payload": [{"general": "out"}]},
            "Consent changed from in to out",
        ),
    ],
)
def test_each_change_is_called_what_it_is(before: Any, after: Any, line: str) -> None:
    assert masked(make.envelope(before), make.envelope(after)).lines == (line,)


def test_what_a_problem_has_in_place_of_handles_is_told_in_whole_sentences() -> None:
    problem = {"type": "https://ns.adobe.com/aep/errors/EXEG-0306-400", "status": 400, "title": "No."}
    assert masked({"requestId": "r", "handle": []}, problem).lines == (
        "The problem EXEG-0306-400 is new",
        "requestId, handle: gone",
        "status, title: new",
    )
    error = {"title": "It failed."}
    made = masked(make.envelope(make.hint()), make.envelope(make.hint(), errors=[error]))
    assert made.sentence == "The error is new: It failed; otherwise the same."


def test_an_experience_that_became_another_is_the_sentence() -> None:
    before, after = (make.envelope(make.decisions(scoped("hero-banner", name))) for name in "AB")
    after["handle"].append({"type": "state:store", "payload": [{"key": "extra", "value": "1"}]})
    assert masked(before, after).sentence == (
        "hero-banner: experience A became B; extra: 1 cookie new; otherwise the same."
    )


def test_what_many_scopes_have_in_common_is_told_once() -> None:
    before, after = (
        make.envelope(make.decisions(*(scoped(f"s{at}", name) for at in range(9)))) for name in "AB"
    )
    assert masked(before, after).lines == ("s0, s1, s2 and 6 more: experience A became B",)


def test_errors_come_first() -> None:
    before = make.envelope(make.decisions(scoped("hero", "A")))
    after = make.envelope(make.decisions(scoped("hero", "B")), errors=[make.UPSTREAM_ERROR])
    assert masked(before, after).lines[0].startswith("EXEG-0203-502 is new: Target:")
    assert masked(after, before).lines[0].startswith("EXEG-0203-502 is gone")
    other = {**make.PROBLEM, "type": "https://ns.adobe.com/aep/errors/EXEG-0103-400"}
    assert masked(make.PROBLEM, other).lines == ("The problem EXEG-0306-400 became EXEG-0103-400",)


def exchange(url: str, status: int = 200, **headers: str) -> Compared:
    request = PreparedRequest("POST", url, (Header("Authorization", "Bearer abcdefgh1234"),), b"{}")
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Compared(of_request(request), of_outcome(make.answered({}, status, headers=given)))


def test_status_headers_and_address_are_compared_and_no_secret_is_told() -> None:
    before = exchange("https://a.example/ee/v2/interact?dataStreamId=one&requestId=1", date="x", server="jag")
    after = exchange("https://a.example/ee/v2/interact?dataStreamId=two&requestId=2", 207, date="y")
    comparison = compare_at_once(before, after, shipped_masks())
    request, answer = comparison.parts
    assert (request.counted, request.masked) == (1, 1)
    assert (answer.counted, answer.masked) == (2, 1)
    assert comparison.lines[0] == "The status changed from 200 to 207"
    assert "The request differs (dataStreamId)" in comparison.lines
    assert "abcdefgh1234" not in repr(before)


def test_local_edge_that_was_started_anew_is_the_same_server() -> None:
    before, after = exchange("http://127.0.0.1:43487/ee/"), exchange("http://127.0.0.1:43491/ee/")
    assert compare_at_once(before, after, shipped_masks()).same
    elsewhere = exchange("https://edge.adobedc.net/ee/")
    assert not compare_at_once(before, elsewhere, shipped_masks()).same


def test_a_part_that_only_one_exchange_has_is_not_compared() -> None:
    known = exchange("https://a.example/")
    comparison = compare_at_once(known, of_saved_answer(b"{}"), ())
    assert [part.title for part in comparison.parts] == ["Answer"]


@pytest.mark.parametrize(
    ("where", "hit"),
    [
        ("/a/b", True),
        ("/a", True),
        ("**/b", True),
        ("b", True),
        ("/*/b", True),
        ("/**/b", True),
        ("**/a/**", True),
        ("/b", False),
        ("/a/b/c", False),
        ("/*/*/b", False),
        ("**/B", False),
    ],
)
def test_a_mask_is_a_pointer_with_stars(where: str, hit: bool) -> None:
    assert compared({"a": {"b": 1}}, {"a": {"b": 2}}, [Mask("m", "", where)]).same is hit


def test_a_mask_of_values_wants_both_to_match() -> None:
    mask = Mask("m", "", "**/a", values=r"\d+")
    assert compared({"a": 1}, {"a": 22}, [mask]).same
    assert not compared({"a": 1}, {"a": "x"}, [mask]).same
    assert not compared({"a": 1}, {}, [mask]).same
    assert compared({"a": 1}, {}, [Mask("m", "", "**/a")]).same
    assert not compared({"a": 1}, {"a": 22}, [Mask("m", "", "**/a", on=False)]).same
    with pytest.raises(UnknownPlaces):
        Masking([Mask("m", "", "/a", values="(")])


def test_the_masks_that_ship_say_what_they_are_for() -> None:
    masks = shipped_masks()
    assert len({mask.id for mask in masks}) == len(masks)
    assert all(mask.words and mask.where and mask.on and not mask.own for mask in masks)
    Masking(masks)
