import json
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import ApiVersion, Draft
from edge_studio.edge.samples import find
from edge_studio.jsontext.compare import same
from edge_studio.ui.request.tab import RequestTab
from edge_studio.ui.theme import Look

PAGE_NAME = "/event/xdm/web/webPageDetails/name"


@pytest.fixture
def open_tab(qtbot: QtBot, look: Look) -> Iterator[Callable[[str], RequestTab]]:
    tabs: list[RequestTab] = []

    def open_one(text: str) -> RequestTab:
        tab = RequestTab(look, Draft(text))
        qtbot.addWidget(tab)
        tab.use_schemas()
        tab.build()
        tab.finish()
        tab.resize(1000, 700)
        tab.show()
        tabs.append(tab)
        return tab

    yield open_one
    for tab in tabs:
        tab.hide()


@pytest.fixture
def tab(open_tab: Callable[[str], RequestTab]) -> RequestTab:
    return open_tab(find("page_view").text)


def test_a_tab_is_named_after_its_event_until_it_is_renamed(tab: RequestTab) -> None:
    assert tab.title == "Page view"
    tab.rename("Home, gold member")
    assert tab.title == "Home, gold member"
    tab.rename("")
    assert tab.title == "Page view"


def test_the_draft_holds_what_is_typed(tab: RequestTab) -> None:
    tab.buffer.set_value(PAGE_NAME, "Shoes")
    assert '"name": "Shoes"' in tab.draft().text


def test_what_was_wrong_from_the_start_is_said_below(open_tab: Callable[[str], RequestTab]) -> None:
    assert open_tab(find("page_view").text).form.height() > 680
    broken = open_tab('{"event": ')
    assert broken.form.height() < 680
    assert broken.problems_panel.words.startswith("Broken JSON")


def test_problems_follow_the_text(tab: RequestTab, qtbot: QtBot) -> None:
    assert not [problem for problem in tab.problems if problem.code]
    with qtbot.waitSignal(tab.problems_changed):
        tab.buffer.set_value("/event/xdm/identityMap/ECID", [{"id": "12"}])
    assert any(problem.code == "EXEG-0305-400" for problem in tab.problems)


def test_a_fix_is_one_undo_step(open_tab: Callable[[str], RequestTab]) -> None:
    tab = open_tab('{"events": [{"xdm": {"eventType": "web.webpagedetails.pageViews"}}]}')
    before = tab.buffer.text
    fix = next(problem.fix for problem in tab.problems if problem.fix is not None)
    tab.apply_fix(fix)
    assert tab.buffer.text != before
    tab.buffer.undo()
    assert tab.buffer.text == before


def test_the_other_version_asks_for_the_other_root_and_offers_to_change_it(tab: RequestTab) -> None:
    body = json.loads(tab.buffer.text)
    tab.set_endpoint("interact", ApiVersion.V1)
    problem = tab.problems[0]
    assert problem.code == "EXEG-0103-400"
    assert problem.fix is not None
    tab.apply_fix(problem.fix)
    events = tab.buffer.json.value("/events")
    assert same(events, [body["event"]])


def test_choosing_a_problem_shows_its_field(tab: RequestTab) -> None:
    tab.go_to(PAGE_NAME)
    node = tab.buffer.json.node(PAGE_NAME)
    assert node is not None
    assert tab.editor.textCursor().position() == node.start
    assert '"home-demo-Home Page"' in tab.editor.textCursor().block().text()


@pytest.mark.parametrize("choice", ["form", "json", "split"])
def test_every_layout_shows_what_it_says(tab: RequestTab, choice: str) -> None:
    tab.set_layout(choice)
    assert tab.form.isVisible() == (choice != "json")
    assert tab.editor.isVisible() == (choice != "form")


def test_a_slow_payload_is_checked_in_a_pause(open_tab: Callable[[str], RequestTab], qtbot: QtBot) -> None:
    tab = open_tab(json.dumps({"event": {"data": {f"k{n}": n for n in range(40_000)}}}))
    with qtbot.waitSignal(tab.problems_changed, timeout=20_000):
        tab.buffer.set_value("/event/xdm", {"timestamp": "yesterday"})
    assert any(problem.pointer == "/event/xdm/timestamp" for problem in tab.problems)


def test_a_request_is_clean_again_when_everything_is_undone(tab: RequestTab) -> None:
    seen = [tab.touched]
    tab.buffer.set_value(PAGE_NAME, "Shoes")
    seen.append(tab.touched)
    tab.buffer.undo()
    seen.append(tab.touched)
    tab.buffer.redo()
    tab.mark_clean()
    seen.append(tab.touched)
    assert seen == [False, True, False, False]


def test_an_endpoint_without_events_says_so_instead_of_the_form(tab: RequestTab) -> None:
    tab.build()
    tab.set_endpoint("set-consent", ApiVersion.V1)
    assert all(card.isHidden() for card in tab.form.cards.values())
    assert "no event to fill in" in tab.form.note
    tab.start_checking()
    assert "EXEG-0103-400" not in {problem.code for problem in tab.problems}
    tab.set_endpoint("collect", ApiVersion.V2)
    assert not any(card.isHidden() for card in tab.form.cards.values())
    assert tab.form.note == ""
    assert "EXEG-0103-400" in {problem.code for problem in tab.problems}
