"""Find and replace in the JSON editor."""

from bisect import bisect_left

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from edge_studio.ui.editor.buffer import Change
from edge_studio.ui.editor.json_editor import JsonEditor
from edge_studio.ui.find_line import FindLine, find_field, found_words, is_enter
from edge_studio.ui.search import MOST, Match
from edge_studio.ui.theme import Look


class FindBar(FindLine):
    """A line to search the text of an editor, with a second one to replace; hidden until asked for."""

    def __init__(self, editor: JsonEditor, look: Look) -> None:
        super().__init__(look, "Find in the JSON")
        self._editor = editor
        self._matches: list[Match] = []
        self._at = -1
        self._stale = False
        self.template = find_field("Replace with", "Replace with")
        self.replace = QPushButton("Replace")
        self.replace_all = QPushButton("All")
        self.replace_all.setToolTip("Replace all, in one step of undo")
        self.replace_all.setAccessibleName("Replace all")
        for button in (self.replace, self.replace_all):
            button.setProperty("variant", "quiet")
        self._arrange()
        self.searched.connect(self._search_anew)
        self.stepped.connect(self._step)
        self.dismissed.connect(self._give_back)
        self.replace.clicked.connect(self.replace_one)
        self.replace_all.clicked.connect(self.replace_every)
        editor.buffer.changed.connect(self._text_changed)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.replace)
        buttons.addWidget(self.replace_all)
        buttons.addStretch(1)
        self.grid.addWidget(self.template, 1, 0)
        self.grid.addLayout(buttons, 1, 1)
        self._replacing = (self.template, self.replace, self.replace_all)
        self.template.installEventFilter(self)

    # What the window asks of it

    def show_find(self) -> None:
        """Open with what is selected in the editor, ready to be typed over."""
        self._open(replacing=False)

    def show_replace(self) -> None:
        """Open with the line to replace."""
        self._open(replacing=True)

    def replace_one(self) -> None:
        """Replace the match that is selected and go to the next."""
        self._refresh()
        if not 0 <= self._at < len(self._matches) or not self._is_selected(self._matches[self._at]):
            self.find_next()
            return
        edit = self.search.replacement(self._matches[self._at], self.template.text())
        self._editor.buffer.apply([edit])
        self._refresh()
        self._step(1)

    def replace_every(self) -> None:
        """Replace all matches in one step of undo."""
        self._refresh()
        search = self.search
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
        self._stale = True
        self.open_with("" if "\u2029" in selected else selected)
        self._refresh()

    def _give_back(self) -> None:
        """Let the editor have the caret again."""
        self._editor.set_matches(())
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self._matches = self.search.matches(self._editor.buffer.text)
        cursor = self._editor.textCursor()
        place = bisect_left(self._matches, cursor.selectionStart(), key=_start)
        if place < len(self._matches) and self._is_selected(self._matches[place]):
            self._at = place
        self._tell()

    def _step(self, direction: object) -> None:
        self._refresh()
        if not self._matches:
            return
        cursor = self._editor.textCursor()
        place = bisect_left(self._matches, cursor.selectionStart(), key=_start)
        if direction != 1:
            place -= 1
        elif place < len(self._matches) and self._is_selected(self._matches[place]):
            place += 1
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
        self.say(*found_words(self.search, len(self._matches), MOST, self._at))
        if self.isVisible():
            self._editor.set_matches([(match.start, match.end) for match in self._matches], self._at)

    # Keys

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter in the second line replaces."""
        if watched is self.template and is_enter(event):
            self.replace_one()
            return True
        return super().eventFilter(watched, event)


def _start(match: Match) -> int:
    return match.start
