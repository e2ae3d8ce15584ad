"""Addresses of an answer are opened only after asking."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.ui.summary.link_checks import can_open, cautions
from edge_studio.ui.summary.link_question import LinkQuestion
from edge_studio.ui.theme import Look
from tests.ui import summaries as make
from tests.ui.acts import click, clipboard
from tests.ui.summary_page import SummaryPage

ADDRESS = "https://example.com/offers/gold?from=hero#top"


@pytest.fixture
def page(qtbot: QtBot, look: Look) -> SummaryPage:
    return SummaryPage(qtbot, look)


def ask(page: SummaryPage, address: str) -> LinkQuestion:
    """Choose a link of an offer's HTML."""
    html = make.content(text=f'<a href="{address}">More</a>')
    page.show(make.summary(make.offers(make.asked(make.offer(html)))))
    paper = page.offers.contents[0].paper
    assert paper is not None
    paper.anchorClicked.emit(QUrl(address))
    return page.question()


def test_a_link_is_shown_in_full_and_opened_only_then(page: SummaryPage) -> None:
    question = ask(page, ADDRESS)
    assert question.address.toPlainText() == ADDRESS
    assert question.cautions == []
    assert page.opened == []
    click(question.copy)
    assert clipboard() == ADDRESS
    click(question.open_button)
    assert page.opened == [ADDRESS]
    assert not question.isVisible()


def test_cancelling_opens_nothing_and_the_question_is_freed(page: SummaryPage) -> None:
    question = ask(page, ADDRESS)
    click(question.cancel)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert page.opened == []
    assert not any(isinstance(each, LinkQuestion) for each in QApplication.topLevelWidgets())


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "tel:123", "shop://item/1"])
def test_only_web_addresses_can_be_opened(page: SummaryPage, address: str) -> None:
    question = ask(page, address)
    assert not question.open_button.isEnabled()
    assert "Only web addresses are opened from here" in question.cautions[0]
    question.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://example.com/", "not encrypted"),
        ("https://example.com@evil.example/", "it opens evil.example"),
        ("https://xn--pple-43d.com/", "аpple.com is xn--pple-43d.com"),
        ("https://аpple.com/", "аpple.com is xn--pple-43d.com"),
        ("https://192.0.2.7/", "a number in place of a name"),
        ("https://[2001:db8::1]/", "a number in place of a name"),
        ("https://example.com/\u202egnp.exe", "cannot be seen"),
        ("https://[broken/", "no address that can be understood"),
        ("//example.com/x", "without http or https"),
    ],
)
def test_what_is_odd_about_an_address_is_said(address: str, said: str) -> None:
    assert any(said in caution for caution in cautions(address)), cautions(address)


def test_a_usual_address_needs_no_caution() -> None:
    assert cautions(ADDRESS) == []
    assert can_open(ADDRESS)
    assert not can_open("https:///nowhere")
