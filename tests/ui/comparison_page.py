"""The window that compares two exchanges, as a person sees it."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.edge.exchange import Exchange
from edge_studio.ui.comparison.mask_book import MaskBook
from edge_studio.ui.comparison.masks_dialog import MasksDialog
from edge_studio.ui.comparison.window import ComparisonWindow, Place
from edge_studio.ui.theme import Look
from tests.ui.acts import click, pick, press


class ComparisonPage:
    """One window over two exchanges; :meth:`done` waits until they are compared."""

    def __init__(self, qtbot: QtBot, window: ComparisonWindow, book: MaskBook) -> None:
        self._qtbot = qtbot
        self.window = window
        self.book = book
        self.shown: list[Place] = []
        window.show_wanted.connect(self.shown.append)
        self.tester = QAbstractItemModelTester(window.rows)
        self.done()

    @classmethod
    def of(cls, qtbot: QtBot, look: Look, before: Exchange, after: Exchange) -> "ComparisonPage":
        """A window over these two, with the masks that ship."""
        book = MaskBook(shipped_masks())
        window = ComparisonWindow(look, before, after, book)
        window.show()
        return cls(qtbot, window, book)

    def masks_page(self, look: Look) -> "MasksPage":
        """The list of what always differs, opened."""
        return MasksPage(look, self.book, self.window)

    def done(self) -> None:
        """Wait until the comparison is done, and the values of the chosen row are shown."""
        self._qtbot.waitUntil(lambda: not self.window.busy, timeout=20_000)
        QApplication.processEvents()

    def close(self) -> None:
        """Close the window."""
        self.window.close()

    # What is there

    @property
    def is_open(self) -> bool:
        """Whether the window is still there."""
        return isValid(self.window) and self.window.isVisible()

    @property
    def sentence(self) -> str:
        """What it comes to."""
        return self.window.outcome.sentence.text()

    @property
    def verdict(self) -> str:
        """The word before the sentence."""
        return self.window.outcome.chip.text()

    @property
    def remark(self) -> str:
        """What is said of the two beside what differs."""
        return self.window.outcome.remark.text()

    @property
    def heads(self) -> list[str]:
        """Which exchange is A, and which is B."""
        return self.window.head.lines

    @property
    def place(self) -> str:
        """Which of the differences is chosen."""
        return self.window.walk.place.text()

    @property
    def masked_words(self) -> str:
        """What the switch of what always differs says; empty where there is none."""
        switch = self.window.walk.masked
        return switch.text().replace("&", "") if switch.isVisible() else ""

    @property
    def part(self) -> str:
        """The part that is shown alone; empty for both."""
        return self.window.walk.part

    @property
    def nothing(self) -> str:
        """What stands in the tree while it has no rows; empty where it has."""
        return self.window.tree.nothing

    def letters(self) -> list[str]:
        """The letters that press the window's buttons together with Alt."""
        tools, walk = self.window.tools, self.window.walk
        buttons: list[QAbstractButton] = [self.window.head.swap, walk.masked, tools.masks, tools.copy_all]
        buttons += [tools.copy_patch, tools.show_a, tools.show_b, tools.close_button]
        words = [button.text() for button in buttons]
        return [text[text.index("&") + 1].lower() for text in words if "&" in text]

    def rows(self) -> list[tuple[str, str, str]]:
        """The rows that are open: place, A and B."""
        return [
            (str(index.data()), str(index.siblingAtColumn(1).data()), str(index.siblingAtColumn(2).data()))
            for index in self._open_rows()
        ]

    def spoken(self) -> list[str]:
        """The places as a screen reader says them."""
        return [str(index.data(Qt.ItemDataRole.AccessibleTextRole)) for index in self._open_rows()]

    def _open_rows(self) -> Iterator[QModelIndex]:
        index = self.window.rows.index(0, 0)
        while index.isValid():
            yield index
            index = self.window.tree.indexBelow(index)

    @property
    def chosen(self) -> str:
        """The place that is chosen, by its own name."""
        return str(self.window.tree.currentIndex().siblingAtColumn(0).data()).split(" › ")[-1]

    def values(self) -> tuple[str, str]:
        """Both values whole, as they are shown below the tree."""
        values = self.window.values
        self._qtbot.waitUntil(lambda: values.is_shown)
        return values.before.view.text, values.after.view.text

    def marked(self) -> tuple[str, str]:
        """The characters that are marked as different in both values."""
        self.values()
        values = self.window.values
        return values.before.view.selected_text, values.after.view.selected_text

    # What a person does

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the tree."""
        press(self.window.tree, key, modifiers)

    def press_with_control(self, key: Qt.Key) -> None:
        """Press a key of the whole window together with Ctrl, and wait for what comes of it."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)
        self.done()

    def click(self, widget: QWidget) -> None:
        """Press a button, and wait for what comes of it."""
        click(widget)
        self.done()

    def choose(self, label: str) -> None:
        """Choose the first open row of this place, by its own name."""
        index = next(index for index in self._open_rows() if str(index.data()).split(" › ")[-1] == label)
        self.window.tree.setCurrentIndex(index)

    def copy_patch(self) -> str:
        """Press the button that copies the patch; what the window says then."""
        click(self.window.tools.copy_patch)
        self._qtbot.waitUntil(lambda: not self.window.patching.busy)
        return self.window.tools.said.whole()

    def pick(self, words: str) -> None:
        """Choose an entry of the context menu of the chosen row."""
        menu = self.window.row_menu()
        pick(menu, words)
        menu.close()
        self.done()


class MasksPage:
    """The list of what always differs, with the fields of the chosen one."""

    def __init__(self, look: Look, book: MaskBook, parent: QWidget) -> None:
        self.dialog = MasksDialog(look, book, parent)
        self.dialog.show()

    def switch(self, words: str, *, on: bool) -> None:
        """Click the box before a mask."""
        found = self.dialog.list.findItems(words, Qt.MatchFlag.MatchStartsWith)
        found[0].setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def write(self, *, where: str = "", values: str = "") -> None:
        """Type over fields of the chosen mask, and keep what is sound."""
        editor = self.dialog.editor
        for line, text in ((editor.where, where), (editor.values, values)):
            if text:
                line.selectAll()
                QTest.keyClicks(line, text)
        if editor.kept.isEnabled():
            click(editor.kept)

    @property
    def fault(self) -> str:
        """What is wrong with the fields."""
        return self.dialog.editor.fault.text()
