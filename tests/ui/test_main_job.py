"""The main job in one window: compose, send, read, find again; with Local Edge as the peer."""

import asyncio
import json
import socket
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import ApiVersion, Connection, FailureReason, Unanswered
from edge_studio.edge.samples import find
from edge_studio.jsontext.compare import same
from edge_studio.store import paths
from tests.ui.pages import FormPage
from tests.ui.studio_page import StudioPage

TOKEN = "eyJ-canary-7163309881222824984"


def refusing_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize("width", [1280, 1440, 1920])
def test_form_and_json_both_have_room_in_windows_of_any_usual_width(page: StudioPage, width: int) -> None:
    page.studio.window.resize(width, 800)
    page.wait_for(lambda: page.studio.window.width() == width)
    page.wait_idle()
    form, json_side = page.tab.splitter_sizes()
    assert form >= 380
    assert json_side >= 230


def test_the_first_minute_send_and_an_answer_with_an_offer(page: StudioPage) -> None:
    assert page.tab.title == "Page view"
    page.send()
    assert page.answer.headline == "200 OK"
    names = [name for name, _ in page.tree_rows()]
    for handle in ("identity:result", "personalization:decisions", "locationHint:result", "state:store"):
        assert any(name.startswith(handle) for name in names), names
    assert any("Spring hero" in value for _, value in page.tree_rows())
    assert page.title == "Page view · 200 OK — Edge Studio"


def test_the_specifications_example_is_composed_in_the_form_sent_and_its_answer_read(
    page: StudioPage,
) -> None:
    page.studio.composer.new_request("")
    FormPage(page.tab.buffer, page.tab.form).compose_the_specification_example()
    page.send()
    exchange = page.studio.response.exchange
    assert exchange is not None
    assert same(json.loads(exchange.request.body), json.loads(find("specification_example").text))
    assert page.answer.headline == "200 OK"
    names = [name for name, _ in page.tree_rows()]
    assert any(name.startswith("locationHint:result") for name in names), names
    assert any(name.startswith("state:store") for name in names), names


def test_what_was_sent_is_in_the_history_and_can_be_opened_again(page: StudioPage) -> None:
    page.tab.buffer.set_value("/event/xdm/web/webPageDetails/name", "Shoes 4711")
    page.send()
    page.tab.buffer.set_value("/event/xdm/web/webPageDetails/name", "Other")
    page.send()
    page.do("search_history")
    page.type("4711")
    page.wait_for(lambda: len(page.history_titles()) == 1)
    page.press(Qt.Key.Key_Down)
    page.press(Qt.Key.Key_Return)
    page.wait_for(lambda: "from the history" in page.title)
    exchange = page.studio.response.exchange
    assert exchange is not None
    assert b"Shoes 4711" in exchange.request.body
    page.open_as_new()
    assert '"Shoes 4711"' in page.tab.buffer.text


def test_a_refused_connection_ends_in_a_card_and_nothing_typed_is_lost(page: StudioPage) -> None:
    page.use(Connection("Nowhere", f"http://127.0.0.1:{refusing_port()}"))
    text = page.tab.buffer.text
    page.send()
    exchange = page.studio.response.exchange
    assert exchange is not None
    assert isinstance(exchange.outcome, Unanswered)
    assert exchange.outcome.reason is FailureReason.REFUSED
    assert page.title.endswith("no answer — Edge Studio")
    assert page.tab.buffer.text == text
    assert page.run(page.studio.history_service.stats())[0] == 1


def test_cancel_ends_the_wait_and_is_recorded(page: StudioPage) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        page.use(Connection("Silent", f"http://127.0.0.1:{silent.getsockname()[1]}"))
        page.do("send")
        page.wait_for(lambda: page.studio.response.waiting_for != "")
        page.do("cancel")
        page.wait_idle()
    exchange = page.studio.response.exchange
    assert exchange is not None
    assert isinstance(exchange.outcome, Unanswered)
    assert exchange.outcome.reason is FailureReason.CANCELLED
    assert not page.studio.bar.is_waiting


def test_the_older_version_is_sent_with_its_own_words(page: StudioPage) -> None:
    page.tab.set_endpoint("interact", ApiVersion.V1)
    fix = page.tab.problems[0].fix
    assert fix is not None
    page.tab.apply_fix(fix)
    page.send()
    assert page.answer.headline == "200 OK"
    exchange = page.studio.response.exchange
    assert exchange is not None
    assert "/ee/v1/interact?configId=" in exchange.request.url


def test_broken_json_is_sent_as_it_is_and_the_answer_says_so(page: StudioPage) -> None:
    page.studio.composer.new_request("page_view")
    page.tab.buffer.replace_text('{"event": ')
    page.send()
    assert page.answer.headline.startswith("400")
    assert page.answer.errors[0].code == "EXEG-0101-400"


def test_undo_and_redo_cross_both_views_in_the_order_things_were_done(page: StudioPage) -> None:
    start = page.tab.buffer.text
    page.tab.buffer.set_value("/event/xdm/web/webPageDetails/name", "From the form")
    middle = page.tab.buffer.text
    page.tab.editor.setFocus()
    page.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    page.type(" ")
    typed = page.tab.buffer.text
    assert typed not in (start, middle)
    page.do("undo")
    assert page.tab.buffer.text == middle
    page.do("undo")
    assert page.tab.buffer.text == start
    page.do("redo")
    page.do("redo")
    assert page.tab.buffer.text == typed


def test_open_requests_come_back_in_the_next_run(
    qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop
) -> None:
    first = StudioPage(qtbot, qapp, loop)
    first.studio.composer.new_request("purchase")
    first.tab.buffer.set_value("/event/data/note", "unsent 0815")
    first.tab.rename("My purchase")
    first.close()
    second = StudioPage(qtbot, qapp, loop)
    assert [tab.title for tab in second.studio.composer.tabs()] == ["Page view", "My purchase"]
    assert "unsent 0815" in second.tab.buffer.text
    second.close()


def test_a_token_is_nowhere_in_what_the_program_wrote(page: StudioPage, home: Path) -> None:
    connection = Connection("With token", f"http://127.0.0.1:{refusing_port()}", organisation="A@AdobeOrg")
    page.use(connection)
    page.studio.secrets.set(connection.name, TOKEN)
    page.send()
    page.studio.desk.set_connections([*page.studio.preferences.connections])
    page.send()
    page.close()
    written = [path for path in home.rglob("*") if path.is_file()]
    assert paths.history_file() in written
    for path in written:
        assert TOKEN.encode() not in path.read_bytes(), path


def test_a_token_is_sent_and_shown_masked(page: StudioPage) -> None:
    page.use(Connection("Loopback", page.run(page.studio.local_edge.base_url())))
    page.studio.secrets.set("Loopback", TOKEN)
    page.send()
    exchange = page.studio.response.exchange
    assert exchange is not None
    assert any(header.name == "Authorization" and header.secret for header in exchange.request.headers)
    assert TOKEN not in page.sent_text()


def test_a_history_that_cannot_be_written_keeps_nothing_from_being_sent(
    qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop, home: Path
) -> None:
    home.mkdir()
    paths.history_file().mkdir(parents=True)
    page = StudioPage(qtbot, qapp, loop)
    assert "history" in page.trouble
    page.send()
    assert page.answer.headline == "200 OK"
    assert "history" in page.trouble
    page.close()


def test_starting_points_can_all_be_sent(page: StudioPage) -> None:
    for sample in ("link_click", "product_view", "purchase", "sign_in", "ask_for_offers"):
        page.studio.composer.new_request(sample)
        assert page.tab.buffer.text == find(sample).text
        page.send()
        assert page.answer.headline == "200 OK", sample
    assert page.trouble == ""
