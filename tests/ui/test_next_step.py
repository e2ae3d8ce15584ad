"""From the summary of an answer, in the whole window, to what comes next."""

import asyncio
import json

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.ui.summary.offers_card import OffersCard
from tests.ui.studio_page import StudioPage


def test_the_tab_that_was_left_is_the_one_seen_first_next_time(
    page: StudioPage, qtbot: QtBot, qapp: QApplication, loop: asyncio.AbstractEventLoop
) -> None:
    page.send()
    assert page.studio.response.content.summary.isVisible()
    page.studio.response.open_tab("Raw")
    page.close()
    again = StudioPage(qtbot, qapp, loop)
    again.send()
    assert again.studio.response.content.raw.isVisible()
    again.close()


def test_an_offer_leads_to_the_events_that_report_it(page: StudioPage) -> None:
    page.send()
    for what, event in (("display", "Display"), ("interact", "Interact")):
        page.studio.composer.show_place(0)
        page.studio.response.content.finish_reading()
        cards = page.studio.response.content.summary.cards
        offers = next(card for card in cards if isinstance(card, OffersCard))
        step = offers.steps[0]
        (step.display if what == "display" else step.interact).click()
        body = json.loads(page.tab.buffer.text)
        assert body["event"]["xdm"]["eventType"] == f"decisioning.proposition{event}"
        decisioning = body["event"]["xdm"]["_experience"]["decisioning"]
        assert decisioning["propositionEventType"] == {what: 1}
        (proposition,) = decisioning["propositions"]
        assert proposition["scopeDetails"]["decisionProvider"] == "TGT"
        assert page.focused_name == "Requests"
        page.send()
        assert page.answer.headline == "200 OK"
