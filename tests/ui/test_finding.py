"""Filters and tickets in the whole window, and after it was closed and opened again."""

import asyncio

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.acts import clipboard, pick
from tests.ui.studio_page import StudioPage


def test_filters_are_there_again_the_next_day_and_tokens_are_not(
    qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop
) -> None:
    page = StudioPage(qtbot, qapp, loop)
    page.send()
    page.studio.response.handles.set_filter("eyJhbGciOiJSUzI1NiJ9")
    page.studio.response.handles.set_filter("$.handle[*].payload[*].scope")
    page.wait_idle()
    page.do("copy_ticket")
    assert clipboard().startswith("## Page view")
    page.close()
    again = StudioPage(qtbot, qapp, loop)
    again.send()
    menu = again.studio.response.handles.filter.earlier_menu()
    assert len(menu.actions()) == 1
    pick(menu, "$.handle[*].payload[*].scope")
    assert again.studio.response.handles.found != ""
    again.close()
