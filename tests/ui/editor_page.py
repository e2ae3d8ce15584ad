"""A JSON editor as a person meets it, for the tests of what it shows and what keys do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.editor.json_editor import JsonEditor
from edge_studio.ui.theme import Look

PAYLOAD = """{
  "event": {
    "xdm": {
      "eventType": "view",
      "web": {
        "webPageDetails": {
          "name": "Home 😀",
          "isHomePage": true
        }
      }
    },
    "data": {
      "list": [
        1,
        2
      ]
    }
  }
}
"""


class EditorPage:
    """An editor as a person meets it: a caret (|), keys and what can be seen."""

    def __init__(self, qtbot: QtBot, look: Look) -> None:
        self.buffer = RequestBuffer()
        self.editor = JsonEditor(self.buffer, look)
        self.pointers: list[str] = []
        self.editor.pointer_changed.connect(self.pointers.append)
        qtbot.addWidget(self.editor)
        self.editor.resize(500, 400)
        self.editor.show()
        qtbot.waitExposed(self.editor)

    def load(self, marked: str) -> None:
        """Load a text with the caret at the bar; between two bars it is selected."""
        parts = marked.split("|")
        self.buffer.load("".join(parts))
        cursor = self.editor.textCursor()
        if len(parts) > 1:
            cursor.setPosition(len(parts[0]))
        if len(parts) > 2:
            cursor.setPosition(len(parts[0]) + len(parts[1]), QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)

    @property
    def shown(self) -> str:
        """The text with bars at the caret, or at both ends of what is selected."""
        cursor, text = self.editor.textCursor(), self.buffer.text
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        if start != end:
            return f"{text[:start]}|{text[start:end]}|{text[end:]}"
        return f"{text[:start]}|{text[start:]}"

    def type(self, keys: str) -> None:
        QTest.keyClicks(self.editor, keys)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.editor, key, modifier)

    def put_caret(self, after: str) -> None:
        """Put the caret behind a piece of the text."""
        cursor = self.editor.textCursor()
        cursor.setPosition(self.place(after) + len(after.encode("utf-16-le")) // 2)
        self.editor.setTextCursor(cursor)

    def place(self, piece: str) -> int:
        """Where a piece of the text begins, in UTF-16 code units."""
        return len(self.buffer.text[: self.buffer.text.index(piece)].encode("utf-16-le")) // 2

    def visible_lines(self) -> list[str]:
        return [block.text().strip() for block, _, _ in self.editor.lines_in_view()]

    def background_of(self, piece: str) -> set[str]:
        """The colours that the piece of the text is painted before, besides the page's own."""
        start = self.place(piece)
        return {
            made.format.background().color().name()
            for made in self.editor.extraSelections()
            if made.cursor.selectionStart() <= start < made.cursor.selectionEnd()
        }

    def colours_of(self, piece: str) -> set[str]:
        """The colours of the characters of a piece of the text, as they are painted."""
        self.editor.grab()
        position = self.place(piece)
        block = self.buffer.document.findBlock(position)
        column = position - block.position()
        return {
            made.format.foreground().color().name()
            for made in block.layout().formats()
            if made.start <= column < made.start + made.length
        }


def colour(look: Look, token: str) -> str:
    return QColor(look.theme.colour(token)).name()
