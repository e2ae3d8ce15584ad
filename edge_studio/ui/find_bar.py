"""Find and replace in the JSON editor."""

from bisect import bisect_left

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget

from edge_studio.ui.buffer import Change
from edge_studio.ui.json_editor import JsonEditor
from edge_studio.ui.search import MOST, Match, Search
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import muted, restyle


class FindBar(QWidget):
    """A line to search the text of an editor, with a second one to replace; hidden until asked for."""

    def __init__(self, editor: JsonEditor, look: Look) -> None:
        super().__init__()
        self._editor = editor
        self._look = look
        self._matches: list[Match] = []
        self._at = -1
        self._stale = False
        self.wanted = _line("Find", "Find in the JSON")
        self.template = _line("Replace with", "Replace with")
        self.case = _toggle("Aa", "Match case")
        self.expression = _toggle(".*", "Regular expression")
        self.count = muted()
        self.count.setAccessibleName("Matches")
        self._icons: list[tuple[QToolButton, str]] = []
        self.previous = self._button("chevron-up", "Previous match (Shift+F3)", self.find_previous)
        self.next = self._button("chevron-down", "Next match (F3)", self.find_next)
        self.close_button = self._button("close", "Close (Esc)", self.dismiss)
        self.replace = QPushButton("Replace")
        self.replace_all = QPushButton("All")
        self.replace_all.setToolTip("Replace all, in one step of undo")
        self.replace_all.setAccessibleName("Replace all")
        for button in (self.replace, self.replace_all):
            button.setProperty("variant", "quiet")
        self._arrange()
        self.wanted.textChanged.connect(self._search_anew)
        self.case.toggled.connect(self._search_anew)
        self.expression.toggled.connect(self._search_anew)
        self.replace.clicked.connect(self.replace_one)
        self.replace_all.clicked.connect(self.replace_every)
        editor.buffer.changed.connect(self._text_changed)
        look.changed.connect(self._redress)
        self._redress()

    def _arrange(self) -> None:
        switches = QHBoxLayout()
        switches.setSpacing(0)
        for widget in (self.case, self.expression, self.previous, self.next, self.close_button):
            switches.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.replace)
        buttons.addWidget(self.replace_all)
        buttons.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.wanted, 0, 0)
        grid.addLayout(switches, 0, 1)
        grid.addWidget(self.template, 1, 0)
        grid.addLayout(buttons, 1, 1)
        grid.addWidget(self.count, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self._replacing = (self.template, self.replace, self.replace_all)
        for field in (self.wanted, self.template):
            field.installEventFilter(self)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.dismiss)

    # What the window asks of it

    def show_find(self) -> None:
        """Open with what is selected in the editor, ready to be typed over."""
        self._open(replacing=False)

    def show_replace(self) -> None:
        """Open with the line to replace."""
        self._open(replacing=True)

    def find_next(self) -> None:
        """Select the next match after the caret, from the top again after the last."""
        self._step(1)

    def find_previous(self) -> None:
        """Select the match before the caret, from the end again before the first."""
        self._step(-1)

    def dismiss(self) -> None:
        """Close and give the editor the caret back."""
        self.hide()
        self._editor.set_matches(())
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def replace_one(self) -> None:
        """Replace the match that is selected and go to the next."""
        self._refresh()
        if not 0 <= self._at < len(self._matches) or not self._is_selected(self._matches[self._at]):
            self.find_next()
            return
        edit = self._search().replacement(self._matches[self._at], self.template.text())
        self._editor.buffer.apply([edit])
        self._refresh()
        self._step(1)

    def replace_every(self) -> None:
        """Replace all matches in one step of undo."""
        self._refresh()
        search = self._search()
        count = len(self._matches)
        template = self.template.text()
        self._editor.buffer.apply([search.replacement(match, template) for match in self._matches])
        self._refresh()
        if count:
            self.count.setText(f"{count} replaced")

    # Searching

    def _open(self, replacing: bool) -> None:
        for widget in self._replacing:
            widget.setVisible(replacing)
        selected = self._editor.textCursor().selectedText()
        if selected and "\u2029" not in selected and selected != self.wanted.text():
            self.wanted.setText(selected)
        self.show()
        self._stale = True
        self._refresh()
        self.wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wanted.selectAll()

    def _search(self) -> Search:
        return Search(self.wanted.text(), self.case.isChecked(), self.expression.isChecked())

    def _search_anew(self) -> None:
        """Search while the person types, and show the first match from the caret on."""
        self._stale = True
        self._refresh()
        if self._matches and self.isVisible():
            start = self._editor.textCursor().selectionStart()
            self._select(bisect_left(self._matches, start, key=_start) % len(self._matches))

    def _text_changed(self, change: Change) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        """Search again if the text or the search became another."""
        if not self._stale:
            return
        self._stale = False
        self._at = -1
        self._matches = self._search().matches(self._editor.buffer.text)
        cursor = self._editor.textCursor()
        place = bisect_left(self._matches, cursor.selectionStart(), key=_start)
        if place < len(self._matches) and self._is_selected(self._matches[place]):
            self._at = place
        self._tell()

    def _step(self, direction: int) -> None:
        self._refresh()
        if not self._matches:
            return
        cursor = self._editor.textCursor()
        if direction > 0:
            place = bisect_left(self._matches, cursor.selectionStart(), key=_start)
            if place < len(self._matches) and self._is_selected(self._matches[place]):
                place += 1
        else:
            place = bisect_left(self._matches, cursor.selectionStart(), key=_start) - 1
        self._select(place % len(self._matches))

    def _select(self, place: int) -> None:
        self._at = place
        match = self._matches[place]
        self._editor.select(match.start, match.end)
        self._tell()

    def _is_selected(self, match: Match) -> bool:
        cursor = self._editor.textCursor()
        return (cursor.selectionStart(), cursor.selectionEnd()) == (match.start, match.end)

    def _tell(self) -> None:
        """Show how many there are, and which of them is selected."""
        problem = self._search().problem()
        count = len(self._matches)
        many = f"{MOST:,} or more" if count == MOST else f"{count:,}"
        if problem:
            text = f"The expression cannot be read: {problem}"
        elif not self.wanted.text():
            text = "Type what to look for"
        elif not count:
            text = "Not found"
        elif self._at >= 0:
            text = f"{self._at + 1:,} of {many}"
        else:
            text = f"{many} found"
        self.count.setText(text)
        self.count.setProperty("tone", "danger" if problem else "muted")
        restyle(self.count)
        if self.isVisible():
            self._editor.set_matches([(match.start, match.end) for match in self._matches], self._at)

    # Keys and looks

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter goes to the next match, Shift+Enter to the one before; in the second line it replaces."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False  # Ctrl+Enter sends
        if watched is self.template:
            self.replace_one()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
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


def _start(match: Match) -> int:
    return match.start


def _line(name: str, hint: str) -> QLineEdit:
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
