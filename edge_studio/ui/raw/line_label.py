"""Where the caret stands in a text, and a way to another line."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIntValidator, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from edge_studio.ui.raw.view import RawView


class LineLabel(QWidget):
    """Says "line 12 of 1,024"; pressed, or by Ctrl+G in the viewer, it asks which line to go to."""

    def __init__(self, view: RawView) -> None:
        super().__init__()
        self._view = view
        self._button = QPushButton()
        self._button.setProperty("variant", "quiet")
        self._button.setToolTip("Go to line (Ctrl+G)")
        self._button.clicked.connect(self.ask)
        self.field = QLineEdit()
        self.field.setAccessibleName("Go to line")
        self.field.setPlaceholderText("Go to line")
        self.field.setValidator(QIntValidator(1, 999_999_999, self))
        self.field.returnPressed.connect(self._go)
        self.field.installEventFilter(self)
        self.field.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)
        layout.addWidget(self.field)
        layout.addStretch(1)
        shortcut = QShortcut(QKeySequence("Ctrl+G"), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.ask)
        view.moved.connect(self._tell)
        view.reading.connect(self._told)
        self._tell()

    @property
    def text(self) -> str:
        """What is said."""
        return self._button.text()

    def ask(self) -> None:
        """Ask for the number of a line."""
        self._button.hide()
        self.field.clear()
        self.field.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Escape, or looking elsewhere, gives up."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._close()
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self._close()
        return False

    def _go(self) -> None:
        line = int(self.field.text())
        self._close()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view.go_to_line(line)

    def _close(self) -> None:
        self.field.hide()
        self._button.show()

    def _told(self, fraction: object) -> None:
        self._tell()

    def _tell(self) -> None:
        more = "" if self._view.is_complete else "+"
        text = f"line {self._view.line:,} of {self._view.rows.line_count:,}{more}"
        if text != self._button.text():
            self._button.setText(text)
            self._view.setAccessibleDescription(text)
            self._button.setAccessibleName(f"{text}, go to line")
