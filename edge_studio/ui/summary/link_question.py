"""Asks before an address of an answer is opened, with all of it to be seen."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextOption
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from edge_studio.ui.copy_button import CopyButton
from edge_studio.ui.summary.link_checks import can_open, cautions
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Chip, heading

_LONGEST = 2_000
_ROWS = 4


def open_in_browser(address: str) -> None:
    """Give an address to the desktop's browser."""
    QDesktopServices.openUrl(QUrl(address))


class LinkQuestion(QDialog):
    """Shows an address; the window stays usable, and it is gone when it is closed."""

    def __init__(
        self, look: Look, address: str, parent: QWidget, opened: Callable[[str], None] = open_in_browser
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Open this address?")
        self._address = address
        self._opened = opened
        self.cautions = cautions(address)
        self.address = QPlainTextEdit(address[:_LONGEST])
        self.address.setReadOnly(True)
        self.address.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.address.setFont(look.font("mono"))
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(self.address.fontMetrics().height() * _ROWS + 18)
        self.address.setAccessibleName("Address")
        self.open_button = QPushButton("Open in the browser")
        self.open_button.setEnabled(can_open(address))
        self.open_button.clicked.connect(self._open)
        self.copy = CopyButton("the address", address)
        self.cancel = QPushButton("Cancel")
        self.cancel.setDefault(True)
        self.cancel.clicked.connect(self.close)
        self._arrange()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(heading("The answer names this address. Nothing was loaded from it."))
        layout.addWidget(self.address)
        for caution in self.cautions:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Chip("Mind", "warning"), 0, Qt.AlignmentFlag.AlignTop)
            words = QLabel(caution)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setWordWrap(True)
            row.addWidget(words, 1)
            layout.addLayout(row)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.open_button, self.copy, self.cancel):
            buttons.addWidget(button)
        layout.addLayout(buttons)
        self.setMinimumWidth(440)

    def _open(self) -> None:
        self._opened(self._address)
        self.close()
