"""The Summary tab as a person reads and uses it."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.edge.summary.model import Summary
from edge_studio.ui.summary.card import SummaryCard
from edge_studio.ui.summary.content_words import Way
from edge_studio.ui.summary.line import Line
from edge_studio.ui.summary.lines import Lines
from edge_studio.ui.summary.link_question import LinkQuestion
from edge_studio.ui.summary.offers_card import OffersCard
from edge_studio.ui.summary.tab import SummaryTab
from edge_studio.ui.theme import Look
from tests.ui.summaries import NOW


class SummaryPage:
    """One Summary tab in a window of its own, at a time that a test can move."""

    def __init__(self, qtbot: QtBot, look: Look, width: int = 380) -> None:
        self.now = NOW
        self.opened: list[str] = []
        self.revealed: list[str] = []
        self.tab = SummaryTab(look, now=self._time, opened=self.opened.append)
        self.tab.reveal_wanted.connect(self.revealed.append)
        qtbot.addWidget(self.tab)
        self.tab.resize(width, 900)
        with qtbot.waitExposed(self.tab):
            self.tab.show()

    def _time(self) -> datetime:
        return self.now

    def show(self, summary: Summary) -> None:
        self.tab.show_summary(summary)
        self.tab.finish()
        QApplication.processEvents()

    def turn(self, way: Way) -> None:
        """Show all content the other way."""
        self.offers.show_way(way)
        self.tab.finish()

    # What is there

    @property
    def titles(self) -> list[str]:
        """The titles of the cards, from the top."""
        return [card.title for card in self.tab.cards]

    def card(self, title: str) -> SummaryCard:
        return next(card for card in self.tab.cards if card.title == title)

    @property
    def offers(self) -> OffersCard:
        """The card of offers."""
        return next(card for card in self.tab.cards if isinstance(card, OffersCard))

    def said(self, title: str) -> list[str]:
        """What a card says, line by line."""
        return self.card(title).words.splitlines()[1:]

    @property
    def cut(self) -> list[str]:
        """The lines of all cards of which not all is to be seen."""
        return [line for card in self.tab.cards for block in card.blocks() for line in block.cut]

    @property
    def is_full(self) -> bool:
        """Whether the cards reach to the lower edge."""
        QApplication.sendPostedEvents()
        return self.tab.cards[-1].geometry().bottom() >= self.tab.viewport().height() - 1

    @property
    def overlaps(self) -> list[str]:
        """Cards that do not stand below the one before, or reach over the edge."""
        bottom, wrong = -1, []
        for card in self.tab.cards:
            place = card.geometry()
            if place.top() <= bottom or place.right() > self.tab.viewport().width():
                wrong.append(card.title)
            bottom = place.bottom()
        return wrong

    def block_of(self, words: str) -> tuple[Lines, int]:
        """The block that holds a line with these words, and its place in it."""
        for card in self.tab.cards:
            for block in card.blocks():
                for at, line in enumerate(block.lines):
                    if words in line.told(self.now):
                        return block, at
        raise AssertionError(f"nothing says {words!r}")

    def ticks(self) -> bool:
        """Whether the clock will be looked at again by itself."""
        return self.tab.is_ticking

    # What a person does

    def choose(self, words: str) -> Line:
        """Go to the line with these words."""
        block, at = self.block_of(words)
        block.setFocus()
        block.choose(at)
        return block.lines[at]

    def press(self, words: str, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """Press a key on the line with these words."""
        self.choose(words)
        block, _ = self.block_of(words)
        QTest.keyClick(block, key, modifiers or Qt.KeyboardModifier.NoModifier)

    def click_copy(self, block: Lines, at: int) -> None:
        """Press the small button at the right end of a line."""
        where = block.copy_place(at)
        QTest.mouseMove(block, where)
        QTest.mouseClick(block, Qt.MouseButton.LeftButton, pos=where)

    def names_by_tab(self, count: int) -> list[str]:
        """The accessible names of what Tab reaches, from the first card on."""
        self.tab.activateWindow()
        first = self.tab.cards[0].parts.shown[0]
        first.setFocus()
        QTest.keyClick(first, Qt.Key.Key_Backtab)
        names = []
        for _ in range(count):
            focused = QApplication.focusWidget()
            assert focused is not None
            names.append(focused.accessibleName())
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        return names

    def question(self) -> LinkQuestion:
        """The question about an address that is open."""
        found = [each for each in QApplication.topLevelWidgets() if isinstance(each, LinkQuestion)]
        (question,) = [each for each in found if each.isVisible()]
        return question
