"""The Web SDK gets offers into the page, overrides accepted, media sessions played, and failures endured."""

import json

import pytest

from tests.local_edge.requests import DATASTREAM
from tests.web_sdk.browser import Page, Rejected
from tests.web_sdk.visits import SHOP, Hits, view, visit

HERO = {"decisionScopes": ["hero-banner"]}


def test_an_offer_is_decided_for_a_scope(page: Page) -> None:
    visit(page)
    result = view(page, personalization=HERO)
    [offer] = [one for one in result["propositions"] if one["scope"] == "hero-banner"]
    [item] = offer["items"]
    assert item["data"]["content"] == "<h2>Spring is here</h2>"
    assert offer["renderAttempted"] is False


def test_an_html_offer_is_put_into_the_page(page: Page) -> None:
    visit(page)
    result = view(page, personalization=HERO)
    page.run(
        "alloy('applyPropositions', {propositions, metadata: "
        "{'hero-banner': {selector: '#hero', actionType: 'setHtml'}}})",
        propositions=result["propositions"],
    )
    page.wait_for_text("#hero", "Spring is here")


def test_offers_for_the_page_are_rendered_and_their_display_reported(page: Page, hits: Hits) -> None:
    visit(page)
    result = view(page, renderDecisions=True)
    page.wait_for_text("#shipping-note", "Free shipping from 50 EUR")
    assert [one["renderAttempted"] for one in result["propositions"] if one["scope"] == "__view__"] == [True]
    _, report = hits.of("interact", 2)
    [display] = json.loads(report.body)["events"]
    assert display["xdm"]["eventType"] == "decisioning.propositionDisplay"
    assert display["xdm"]["_experience"]["decisioning"]["propositions"][0]["scope"] == "__view__"
    assert report.status == 200


def test_an_offer_for_a_surface_of_the_page_comes(page: Page) -> None:
    visit(page)
    result = view(page, personalization={"surfaces": ["#hero"]})
    [offer] = [one for one in result["propositions"] if one["scope"] == "web://www.shop.example/#hero"]
    assert offer["scopeDetails"]["decisionProvider"] == "AJO"
    assert offer["items"][0]["data"] == {"content": {"title": "Made for mud"}}


def test_a_display_that_the_sdk_reports_counts_toward_the_cap(page: Page, hits: Hits) -> None:
    for expected in ("Welcome", ""):
        visit(page, SHOP + "once")
        view(page, renderDecisions=True)
        page.wait_for_text("#shipping-note", "Free shipping from 50 EUR")
        page.wait_for_answers(2)
        assert page.text("#hero") == expected


def test_audiences_reach_the_page_its_cookies_and_other_addresses(page: Page) -> None:
    visit(page)
    running = {"web": {"webPageDetails": {"siteSection": "running"}}}
    page.alloy("sendEvent", {"xdm": running})
    [pulled] = [one for one in page.answered()[0]["body"]["handle"] if one["type"] == "activation:pull"]
    [segment] = pulled["payload"][0]["segments"]
    assert segment["id"] == "7e0b8c1d-0000-4000-8000-000000000001"
    page.wait_for("document.cookie.includes('reads=running')")
    pixel = "URL destination succeeded: https://www.shop.example/pixel?reads=running"
    page.wait_for("sdk.log.some(([level, text]) => text === pixel)", pixel=pixel)


def test_overrides_that_the_datastream_declares_are_accepted(page: Page, hits: Hits) -> None:
    visit(page)
    overrides = {
        "com_adobe_analytics": {"reportSuites": ["shop-eu"]},
        "com_adobe_identity": {"idSyncContainerId": 30793},
        "com_adobe_target": {"enabled": False},
    }
    result = view(page, renderDecisions=True, personalization=HERO, edgeConfigOverrides=overrides)
    [hit] = hits.of("interact")
    assert json.loads(hit.body)["meta"]["configOverrides"] == overrides
    assert hit.status == 200
    assert result["propositions"] == []


def test_overrides_that_it_does_not_declare_are_refused(page: Page) -> None:
    visit(page)
    overrides = {"com_adobe_analytics": {"reportSuites": ["somebody-elses"]}}
    with pytest.raises(Rejected, match="EXEG-0113-400"):
        view(page, edgeConfigOverrides=overrides)
    assert all("400" in trouble for trouble in page.troubles())


def test_another_datastream_may_be_chosen_for_one_event(page: Page, hits: Hits) -> None:
    visit(page)
    other = "9a7b5c3d-1e2f-4a4b-8c6d-0e1f2a3b4c5d"
    view(page, edgeConfigOverrides={"datastreamId": other})
    [hit] = hits.of("interact")
    assert f"configId={other}" in hit.url
    assert json.loads(hit.body)["meta"]["sdkConfig"] == {"datastream": {"original": DATASTREAM}}


START_SESSION = """alloy("createMediaSession", {
  playerId: "player",
  getPlayerDetails: () => ({ playhead: window.playhead = (window.playhead ?? 0) + 1 }),
  xdm: { mediaCollection: { sessionDetails: { name: "Film", contentType: "vod", length: 60 } } },
})"""


def test_a_media_session_starts_and_reports(page: Page, hits: Hits) -> None:
    visit(page, streamingMedia={"channel": "shop", "playerName": "video"})
    session = page.run(START_SESSION)["sessionId"]
    assert len(session) == 64
    for event in ("play", "ping", "sessionComplete"):
        page.alloy("sendMediaEvent", {"playerId": "player", "xdm": {"eventType": f"media.{event}"}})
        [hit] = hits.of(event)
        assert "/va/v1/" in hit.url
        assert (hit.status, hit.answer_body) == (204, b"")
        assert json.loads(hit.body)["events"][0]["xdm"]["mediaCollection"]["sessionID"] == session


def test_the_sdk_pings_by_itself(page: Page, hits: Hits) -> None:
    visit(page, streamingMedia={"channel": "shop", "playerName": "video"})
    page.run("void (window.unhurried = setTimeout, setTimeout = (call, ms) => unhurried(call, ms / 1000))")
    page.run(START_SESSION)
    page.wait_for("sdk.answered.filter(({url}) => url.includes('/ping?')).length >= 2")
    page.run("void (setTimeout = unhurried)")
    page.wait_for_answers()
    assert {hit.status for hit in hits.of("ping", 2)} == {204}


def test_a_page_view_turned_away_is_tried_again_when_the_answer_says(page: Page, hits: Hits) -> None:
    visit(page)
    started = page.run("performance.now()")
    view(page, "retried.pageView")
    assert page.run("performance.now()") - started < 600, "without Retry-After it would wait 700 ms and more"
    assert [hit.status for hit in hits.of("interact", 2)] == [503, 200]
    [answered] = page.answered()
    assert (answered["status"], answered["retries"]) == (200, 1)
    assert all("503" in trouble for trouble in page.troubles()), "the browser tells of it, the SDK does not"


def test_an_upstream_that_fails_does_not_fail_the_page_view(page: Page) -> None:
    visit(page)
    result = view(page, "targetless.pageView", personalization={"surfaces": ["#hero"], **HERO})
    assert [one["scope"] for one in result["propositions"]] == ["web://www.shop.example/#hero"]
    [error] = page.troubles()
    assert "non-fatal error" in error
    assert "EXEG-0203-502" in error


def test_a_front_door_that_is_closed_is_told_in_its_words(page: Page) -> None:
    visit(page)
    with pytest.raises(Rejected, match="403 and response body:\nForbidden"):
        view(page, "refused.pageView")
    assert all("403" in trouble for trouble in page.troubles())


def test_the_sdk_goes_on_without_the_third_party_domain(page: Page, hits: Hits) -> None:
    visit(page, thirdPartyCookiesEnabled=True)
    view(page)
    assert [hit.status for hit in hits.of("interact")] == [200]
    sdk, browser = page.troubles()
    assert "Failed to fetch" in sdk
    assert "demdex" in browser
