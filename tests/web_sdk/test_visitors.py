"""The Web SDK recognises a visitor again, on this site and the next, and keeps to what was consented to."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from edge_studio.edge.client_state import read_identity
from edge_studio.edge.pointing import website
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.requests import ECID, ORGANISATION
from tests.web_sdk.browser import Page, Rejected
from tests.web_sdk.visits import (
    CHECKOUT,
    CLUSTER,
    CONSENT,
    FIRST_PARTY,
    IDENTITY,
    SHOP,
    THIRD_PARTY,
    Hits,
    configuration,
    ecid,
    view,
    visit,
)


def test_a_page_view_is_sent_and_answered(page: Page, hits: Hits) -> None:
    visit(page)
    result = view(page)
    assert {one["scope"] for one in result["propositions"]} == {"__view__"}
    [hit] = hits.of("interact")
    assert hit.status == 200
    assert hit.url.startswith("https://localhost/ee/v1/interact?configId=")
    [answered] = page.answered()
    assert answered["status"] == 200
    assert answered["retries"] == 0


def test_a_page_of_the_internet_needs_the_visitors_permission(page: Page, hits: Hits) -> None:
    page.permit(SHOP, "denied")
    visit(page)
    with pytest.raises(Rejected, match="Failed to fetch"):
        view(page)
    assert hits.received == []
    assert any("Permission was denied" in trouble for trouble in page.troubles())


def test_a_site_that_does_as_the_window_says_reaches_local_edge(
    page: Page, hits: Hits, edge: LocalEdge
) -> None:
    in_page, in_tags, browser, *_ = website(edge.secure_url, ORGANISATION)
    port = edge.secure_url.rpartition(":")[2]
    assert browser.code == f'--host-resolver-rules="MAP {in_tags.code}:443 {in_tags.code}:{port}"'
    page.open(SHOP)
    page.run(in_page.code.removesuffix(";"))
    view(page)
    [hit] = hits.of("interact")
    assert hit.status == 200


def test_the_sdk_has_no_room_for_a_port(page: Page) -> None:
    page.open(SHOP)
    with pytest.raises(Rejected, match="'edgeDomain': Expected a valid domain"):
        page.alloy("configure", configuration(edgeDomain="localhost:8443"))
    page.troubles()


def test_the_identity_is_told_with_the_region_that_answered(page: Page) -> None:
    visit(page)
    result = page.alloy("getIdentity")
    assert len(result["identity"]["ECID"]) == 38
    assert result["edge"] == {"regionId": 9}


def test_getting_the_identity_first_acquires_one(page: Page, hits: Hits) -> None:
    visit(page)
    found = ecid(page)
    assert [hit.status for hit in hits.of("acquire")] == [200]
    view(page)
    assert ecid(page) == found


@pytest.mark.parametrize("edge_domain", [THIRD_PARTY, FIRST_PARTY])
def test_the_second_page_view_keeps_the_identity(page: Page, hits: Hits, edge_domain: str) -> None:
    visit(page, edgeDomain=edge_domain)
    view(page)
    found = ecid(page)
    visit(page, SHOP + "second", edgeDomain=edge_domain)
    view(page)
    assert ecid(page) == found
    kept = read_identity(page.cookies()[IDENTITY]["value"])
    assert kept is not None
    assert kept.ecid == found
    first, second = hits.of("interact", 2)
    assert "/ee/v1/" in first.url
    assert "/ee/or2/v1/" in second.url, "the cluster is remembered as well"


def test_the_sdk_writes_the_cookies_where_the_edge_network_is_a_third_party(page: Page, hits: Hits) -> None:
    visit(page)
    view(page)
    assert set(page.cookies()) >= {IDENTITY, CLUSTER}
    [hit] = hits.of("interact")
    assert "set-cookie" not in dict(hit.answer_headers)
    assert page.cookies()[IDENTITY]["domain"] == ".shop.example"


def test_the_edge_network_sets_the_cookies_where_it_is_a_first_party(page: Page, hits: Hits) -> None:
    visit(page, edgeDomain=FIRST_PARTY)
    view(page)
    [hit] = hits.of("interact")
    handles = json.loads(hit.answer_body)["handle"]
    assert "state:store" not in {handle["type"] for handle in handles}
    cookie = page.cookies()[IDENTITY]
    assert (cookie["domain"], cookie["path"], cookie["sameSite"], cookie["secure"]) == (
        ".shop.example",
        "/",
        "None",
        True,
    )
    assert set(page.cookies()) >= {IDENTITY, CLUSTER}


def test_the_identity_goes_along_to_another_site(page: Page) -> None:
    visit(page)
    view(page)
    found = ecid(page)
    linked = page.alloy("appendIdentityToUrl", {"url": CHECKOUT + "basket?step=2"})["url"]
    [link] = parse_qs(urlsplit(linked).query)["adobe_mc"]
    assert f"MCMID={found}" in link
    visit(page, linked)
    view(page)
    assert ecid(page) == found


def test_the_identity_of_the_library_before_is_taken_over(page: Page) -> None:
    page.open(SHOP)
    old = f"AMCV_{ORGANISATION.replace('@', '%40')}=MCMID|{ECID}"
    page.run("void (document.cookie = cookie)", cookie=old)
    page.alloy("configure", configuration(idMigrationEnabled=True))
    view(page)
    assert ecid(page) == ECID


def test_a_click_on_a_link_is_told_as_the_page_closes(page: Page, hits: Hits) -> None:
    visit(page, clickCollectionEnabled=True)
    view(page)
    page.driver.find_element("link text", "Spring").click()
    [event] = json.loads(hits.of("collect")[0].body)["events"]
    assert event["xdm"]["eventType"] == "web.webinteraction.linkClicks"
    assert event["xdm"]["web"]["webInteraction"]["URL"] == SHOP + "spring"


def test_nothing_is_sent_before_the_visitor_consents(page: Page, hits: Hits) -> None:
    visit(page, defaultConsent="pending")
    page.run("void (window.waiting = alloy('sendEvent', {xdm: {eventType: 'waited.pageView'}}))")
    page.run("new Promise(requestAnimationFrame)")
    assert hits.received == []
    consent = {"standard": "Adobe", "version": "2.0", "value": {"collect": {"val": "y"}}}
    page.alloy("setConsent", {"consent": [consent]})
    page.run("waiting")
    assert [hit.status for hit in hits.of("set-consent")] == [200]
    assert b"waited.pageView" in hits.of("interact")[0].body
    assert page.cookies()[CONSENT]["value"] == "general=in"


def test_a_visitor_who_refuses_is_left_alone_on_later_pages_too(page: Page, hits: Hits) -> None:
    visit(page, defaultConsent="pending")
    refusal = {"standard": "Adobe", "version": "1.0", "value": {"general": "out"}}
    page.alloy("setConsent", {"consent": [refusal]})
    assert page.cookies()[CONSENT]["value"] == "general=out"
    view(page)
    visit(page, SHOP + "second", defaultConsent="pending")
    view(page)
    assert not any("/interact" in hit.url for hit in hits.received)
    assert all("declined consent" in trouble for trouble in page.troubles())


def test_a_refusal_can_be_taken_back(page: Page, hits: Hits) -> None:
    visit(page)
    for general in ("out", "in"):
        consent = {"standard": "Adobe", "version": "1.0", "value": {"general": general}}
        page.alloy("setConsent", {"consent": [consent]})
    view(page)
    assert [hit.status for hit in hits.of("interact")] == [200]
    assert all("declined consent" in trouble for trouble in page.troubles())


def test_a_consent_that_is_no_consent_is_refused(page: Page) -> None:
    visit(page)
    empty = {"standard": "IAB TCF", "version": "2.0", "value": "", "gdprApplies": True}
    with pytest.raises(Rejected, match="EXEG-0104-422"):
        page.alloy("setConsent", {"consent": [empty]})
    assert all("422" in trouble for trouble in page.troubles())


def test_an_event_of_a_page_that_closes_goes_out_by_beacon(page: Page, hits: Hits) -> None:
    visit(page)
    view(page)
    page.run(
        "void window.addEventListener('pagehide', () => alloy('sendEvent', "
        "{documentUnloading: true, xdm: {eventType: 'closing.pageView'}}))"
    )
    page.open("about:blank")
    [beacon] = hits.of("collect")
    assert (beacon.status, beacon.answer_body) == (204, b"")
    assert b"closing.pageView" in beacon.body
    assert dict(beacon.headers)["content-type"].lower().replace(" ", "") == "text/plain;charset=utf-8"
