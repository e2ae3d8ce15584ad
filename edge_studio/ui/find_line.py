"""What every search of a text is made of: what to look for, two switches, steps, and what was found."""

from typing import TypeGuard

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from edge_studio.ui.search import Search
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import muted, restyle


class FindLine(QWidget):
    """The line of a search, hidden until asked for; who owns the text listens and says what was found."""

    searched = Signal()
    """What is looked for has become another."""
    stepped = Signal(object)
    """The next match (1) or the one before (-1) is wanted."""
    dismissed = Signal()
    """The person is done with it."""

    def __init__(self, look: Look, hint: str) -> None:
        super().__init__()
        self._look = look
        self.wanted = find_field("Find", hint)
        self.case = _toggle("Aa", "Match case")
        self.expression = _toggle(".*", "Regular expression")
        self.count = muted()
        self.count.setAccessibleName("Matches")
        self.count.setWordWrap(True)  # what is wrong with an expression is longer than a panel is wide
        self._icons: list[tuple[QToolButton, str]] = []
        self.previous = self._button("chevron-up", "Previous match (Shift+F3)", self.find_previous)
        self.next = self._button("chevron-down", "Next match (F3)", self.find_next)
        self.close_button = self._button("close", "Close (Esc)", self.dismiss)
        switches = QHBoxLayout()
        switches.setSpacing(0)
        for widget in (self.case, self.expression, self.previous, self.next, self.close_button):
            switches.addWidget(widget)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setVerticalSpacing(4)
        self.grid.addWidget(self.wanted, 0, 0)
        self.grid.addLayout(switches, 0, 1)
        self.grid.addWidget(self.count, 2, 0, 1, 2)
        self.grid.setColumnStretch(0, 1)
        self.wanted.installEventFilter(self)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.dismiss)
        self.wanted.textChanged.connect(self.searched)
        self.case.toggled.connect(self.searched)
        self.expression.toggled.connect(self.searched)
        look.changed.connect(self._redress)
        self._redress()

    @property
    def search(self) -> Search:
        """What to look for."""
        return Search(self.wanted.text(), self.case.isChecked(), self.expression.isChecked())

    def open_with(self, selected: str) -> None:
        """Show the line with this text, if there is any, ready to be typed over."""
        if selected and selected != self.wanted.text():
            self.wanted.setText(selected)
        self.show()
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()

    def find_next(self) -> None:
        """Ask for the next match, from the top again after the last."""
        self.stepped.emit(1)

    def find_previous(self) -> None:
        """Ask for the match before, from the end again before the first."""
        self.stepped.emit(-1)

    def dismiss(self) -> None:
        """Close."""
        self.hide()
        self.dismissed.emit()

    def say(self, text: str, is_problem: bool = False) -> None:
        """Say what was found, or what is wrong."""
        self.count.setText(text)
        self.count.setProperty("tone", "danger" if is_problem else "muted")
        restyle(self.count)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter goes to the next match, Shift+Enter to the one before."""
        if not is_enter(event):
            return False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.find_previous()
        else:
            self.find_next()
        return True

    def _button(self, icon: str, name: str, action: object) -> QToolButton:
        made = QToolButton()
        made.setToolTip(name)
        made.setAccessibleName(name.split(" (")[0])
        made.setIconSize(QSize(14, 14))
        made.clicked.connect(action)
        self._icons.append((made, icon))
        return made

    def _redress(self) -> None:
        for button, icon in self._icons:
            button.setIcon(self._look.icon(icon))


def is_enter(event: QEvent) -> TypeGuard[QKeyEvent]:
    """Whether Enter was pressed; with Ctrl it is not for a line: that sends."""
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
        return False
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    return not event.modifiers() & Qt.KeyboardModifier.ControlModifier


def found_words(search: Search, count: int, most: int, at: int) -> tuple[str, bool]:
    """What to say of so many matches, of which the one ``at`` is chosen; and whether that is a problem."""
    problem = search.problem()
    many = f"{most:,} or more" if count >= most else f"{count:,}"
    if problem:
        return f"The expression cannot be read: {problem}", True
    if not search.wanted:
        return "Type what to look for", False
    if not count:
        return "Not found", False
    return (f"{at + 1:,} of {many}" if at >= 0 else f"{many} found"), False


def find_field(name: str, hint: str) -> QLineEdit:
    """A line of a search."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made


def _toggle(text: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setText(text)
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setCheckable(True)
    return made
