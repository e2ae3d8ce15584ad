"""The panel of Local Edge: whom it knows, and how clients are pointed at it."""

from pathlib import Path

from edge_studio.edge.pointing import WITHOUT_TLS
from tests.ui.acts import clipboard
from tests.ui.local_edge_page import LocalEdgePage, kept

# Whom it knows


def test_a_visitor_appears_with_all_that_is_held(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    ((name, ecid, _, hits, consent),) = edge.visitors()
    assert name.startswith("Newsletter reader")
    assert len(ecid) == 38
    assert (hits, consent) == ("1", "opted in")
    held = edge.held()
    assert held["ECID"] == ecid
    assert held["Email_LC_SHA256"].startswith("0c7e6a40")
    assert held["Consent"] == "opted in — general=in"
    assert held["Media"] == "none"
    edge.press(edge.panel.visitors.copy)
    assert clipboard() == ecid


def test_the_chosen_visitor_stays_chosen_as_others_come(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    chosen = edge.panel.visitors.chosen
    assert chosen is not None
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 2)
    now = edge.panel.visitors.chosen
    assert now is not None
    assert now.ecid == chosen.ecid
    assert edge.held()["ECID"] == chosen.ecid


def test_a_visitor_is_found_by_any_of_its_ids(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    edge.panel.visitors.search.setText("0C7E6A40")
    assert len(edge.visitors()) == 1
    edge.panel.visitors.search.setText("nobody")
    assert edge.visitors() == []
    assert edge.panel.visitors.empty.text() == "No visitor has this in a name, an ID or an activity."
    assert not edge.panel.visitors.copy.isEnabled()


def test_what_a_visitor_sent_is_found_in_the_history(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    edge.press(edge.panel.visitors.history)
    assert edge.page.studio.history.search.text() == edge.held()["ECID"]
    edge.wait_for(lambda: edge.page.history_titles() == ["Page view"])


def test_forgetting_leaves_nobody_and_says_so(edge: LocalEdgePage) -> None:
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    edge.press(edge.panel.visitors.forget)
    assert edge.visitors() == []
    assert edge.status.visitors == ()
    assert edge.panel.visitors.said.whole() == "1 visitor forgotten."
    edge.page.send()
    edge.wait_for(lambda: len(edge.visitors()) == 1)
    assert edge.panel.visitors.said.whole() == ""


# How clients are pointed at it


def test_a_website_needs_https_which_one_press_switches_on(edge: LocalEdgePage) -> None:
    assert edge.steps() == {}
    assert edge.panel.clients.serve_https.isVisibleTo(edge.panel.clients)
    edge.press(edge.panel.clients.serve_https)
    status = edge.status
    assert status.secure_url.startswith("https://127.0.0.1:")
    assert kept().local_https
    assert edge.panel.head.secure.text() == status.secure_url
    step = edge.steps()["Web SDK, in the page"]
    assert step.copy is not None
    edge.press(step.copy)
    assert 'edgeDomain: "127.0.0.1"' in clipboard()
    assert f'orgId: "{status.organisation}"' in clipboard()


def test_the_certificate_to_trust_is_named_and_its_key_is_private(edge: LocalEdgePage) -> None:
    edge.press(edge.panel.clients.serve_https)
    edge.panel.clients.show_kind("trust")
    certificate = Path(edge.status.authority_file)
    assert certificate.is_file()
    codes = [step.recipe.code for step in edge.steps().values() if step.recipe.code]
    assert all(str(certificate) in code for code in codes)
    assert edge.panel.address.certificate.whole() == str(certificate)
    keys = [path for path in certificate.parent.iterdir() if path != certificate]
    assert [path.stat().st_mode & 0o077 for path in keys] == [0]


def test_a_server_needs_no_https(edge: LocalEdgePage) -> None:
    edge.panel.clients.show_kind("server")
    assert edge.status.base_url in edge.steps()["curl"].recipe.code


def test_a_scenario_that_serves_only_its_own_datastreams_is_pointed_at_with_one_of_them(
    edge: LocalEdgePage,
) -> None:
    edge.play("streaming media")
    edge.panel.clients.show_kind("server")
    assert edge.status.datastream
    assert edge.status.datastream in edge.steps()["curl"].recipe.code


def test_a_stopped_one_points_nobody_anywhere(edge: LocalEdgePage) -> None:
    edge.press(edge.panel.head.turn)
    edge.panel.clients.show_kind("server")
    assert edge.steps() == {}
    assert "start it first" in edge.panel.clients.hint.text()


def test_the_way_from_the_head_to_https_leads_to_the_steps(edge: LocalEdgePage) -> None:
    edge.press(edge.panel.head.no_https)
    assert edge.panel.tabs.currentWidget() is edge.panel.clients
    assert WITHOUT_TLS in edge.panel.clients.https_words
