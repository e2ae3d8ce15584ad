"""A button that copies a text, and says that it did."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

SAID_FOR = 1500
"""Milliseconds for which it says that it copied."""


class CopyButton(QPushButton):
    """Copies ``text``; ``what`` names that for those who cannot see what stands beside the button."""

    def __init__(self, what: str, text: str = "", words: str = "Copy") -> None:
        super().__init__(words)
        self.text_to_copy = text
        self._what = what
        self._words = words
        self.setAccessibleName(f"Copy {what}")
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(SAID_FOR)
        self._said.timeout.connect(self._unsay)
        self.clicked.connect(self._copy)
        self.setText("Copied")
        width = self.sizeHint().width()
        self.setText(words)
        self.setMinimumWidth(max(width, self.sizeHint().width()))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text_to_copy)
        self.setText("Copied")
        self.setAccessibleName(f"Copied {self._what}")
        self._said.start()

    def _unsay(self) -> None:
        self.setText(self._words)
        self.setAccessibleName(f"Copy {self._what}")
