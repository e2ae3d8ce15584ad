"""The payload as JSON text, to be typed in."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit, QToolTip, QWidget

from edge_studio.jsontext import edits
from edge_studio.jsontext.pointer import as_jsonpath
from edge_studio.ui.editor import json_typing
from edge_studio.ui.editor.buffer import Change, RequestBuffer
from edge_studio.ui.editor.code_view import CodeView
from edge_studio.ui.editor.highlighter import backed, underlined, whole_line
from edge_studio.ui.theme import Look

_NO_FOLD: Final = re.compile(r"[\w\s.,:/-]*")
"""What can be typed without a line beginning or ceasing to open something."""


class JsonEditor(CodeView):
    """Edits the text of a :class:`RequestBuffer`; all that it changes goes into the buffer's one undo."""

    pointer_changed = Signal(object)
    """The pointer (str) of what the caret stands in, when it became another."""

    def __init__(self, buffer: RequestBuffer, look: Look, owner: QWidget | None = None) -> None:
        super().__init__(buffer, look, owner)
        self._pointer = ""
        self._marked: QTextCursor | None = None
        self._matches: Sequence[tuple[int, int]] = ()
        self._match = -1
        self._looks: dict[str, QTextCharFormat] = {}
        self._awaits_parse = False
        self.setAccessibleName("JSON of the request")
        self.setPlaceholderText("Type or paste the JSON of a request")
        self.cursorPositionChanged.connect(self._caret_moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        buffer.changed.connect(self._text_changed)
        buffer.document.contentsChanged.connect(self._settled)
        buffer.stepped.connect(self._go)
        buffer.loaded.connect(self._loaded)
        look.changed.connect(self._redress_marks)
        self._redress_marks()

    # What others ask of it

    def mark(self, pointer: str) -> None:
        """Put the caret to the value at the pointer, or to what holds it, show it and mark it.

        The mark stays until the caret leaves it. Where the text is broken right there, the caret goes to
        the error.
        """
        json = self.buffer.json
        problem = self.problem
        broken_here = problem is not None and json.pointer_at(problem.offset) == pointer
        node = json.node(pointer)
        while node is None and pointer:
            pointer = pointer.rpartition("/")[0]
            node = json.node(pointer)
        if problem is not None and (broken_here or node is None):
            self._marked = None
            self._go(problem.offset)
        elif node is not None:
            member = json.member(pointer)
            marked = QTextCursor(self.document())
            marked.setPosition(node.start if member is None else member.start)
            marked.setPosition(node.end, QTextCursor.MoveMode.KeepAnchor)
            self._go(node.start)
            self._marked = marked
        self._dress_up()

    def go_to_problem(self) -> None:
        """Put the caret where the text stops being JSON."""
        if self.problem is not None:
            self._go(self.problem.offset)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def select(self, start: int, end: int) -> None:
        """Select the text between two offsets and show it."""
        self._go(start)
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def set_matches(self, matches: Sequence[tuple[int, int]], current: int = -1) -> None:
        """Show these places (start, end), in their order, as what was searched; the current one stronger."""
        self._matches = matches
        self._match = current
        self._dress_up()

    def tidy(self) -> None:
        """Lay the JSON out, one member a line; in one step of undo, every token spelled as it is."""
        self._rewrite(edits.tidy)

    def minify(self) -> None:
        """Take the white space away; in one step of undo, every token spelled as it is."""
        self._rewrite(edits.minify)

    # Folding and lines

    def fold_here(self) -> None:
        """Fold or unfold the innermost object or list around the caret that can be."""
        block = self.textCursor().block()
        while block.isValid() and not self.folds.is_folded(block):
            inner = self.folds.hidden_by(block)
            if inner is not None and inner[1].blockNumber() + 1 >= self.textCursor().blockNumber():
                break
            block = block.previous()
        if block.isValid():
            self.toggle_fold(block)

    def fold_all(self) -> None:
        """Fold every object and list inside those that the root holds."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.folds.fold_all()

    def unfold_all(self) -> None:
        """Show every line."""
        self.folds.unfold_all()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send undo and redo to the buffer, and give keys their meaning in JSON."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.buffer.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.buffer.redo()
        elif not self._typed(event):
            super().keyPressEvent(event)

    def _typed(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if control != bool(modifiers & Qt.KeyboardModifier.AltModifier):  # both together are AltGr
            return False
        cursor = self.textCursor()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                done = json_typing.entered(cursor, self._unit())
            case Qt.Key.Key_Tab:
                done = json_typing.indented(cursor, self._unit())
            case Qt.Key.Key_Backtab:
                done = json_typing.outdented(cursor, self._unit())
            case Qt.Key.Key_Backspace:
                done = json_typing.erased(cursor)
            case _:
                done = len(event.text()) == 1 and json_typing.typed(cursor, event.text())
        if done:
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        return done

    def _unit(self) -> str:
        return json_typing.indent_unit(self.buffer.text)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text; files dropped here are for the window, which opens them."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what every text field does, and what JSON needs."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        menu.addAction("Copy JSON Pointer", self._copy_pointer)
        menu.addAction("Copy JSONPath", self._copy_jsonpath)
        menu.addSeparator()
        menu.addAction("Fold or unfold here", self.fold_here)
        menu.addAction("Fold all", self.fold_all)
        menu.addAction("Unfold all", self.unfold_all)
        menu.addSeparator()
        menu.addAction("Tidy JSON", self.tidy)
        menu.addAction("Minify JSON", self.minify)
        menu.popup(event.globalPos())

    def _copy_pointer(self) -> None:
        QApplication.clipboard().setText(self._pointer)

    def _copy_jsonpath(self) -> None:
        QApplication.clipboard().setText(as_jsonpath(self._pointer))

    # What follows a change

    def _text_changed(self, change: Change) -> None:
        self.folds.text_changed()
        problem = self.buffer.json.syntax_problem
        if problem != self.problem:
            self.problem = problem
            self._dress_up()
        start, end = self.buffer.json.changed_span
        if start == end or not _NO_FOLD.fullmatch(self.buffer.json.slice(start, end)):
            self._refresh_mark(start)
        self._refresh_gutter()

    def _scrolled(self, value: int) -> None:
        if self._matches:
            self._dress_up()

    def _settled(self) -> None:
        """Text and parse agree again: catch up on what Qt told in between."""
        if self._awaits_parse:
            self._awaits_parse = False
            self._caret_moved()

    def _loaded(self) -> None:
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _go(self, offset: int) -> None:
        """Put the caret at an offset and show it, in the middle where it could not be seen."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(offset, self.document().characterCount() - 1))
        self.folds.reveal(cursor.block())
        seen = [block.blockNumber() for block, _, _ in self.lines_in_view()]
        self.setTextCursor(cursor)
        if cursor.blockNumber() not in seen[:-1]:
            self.centerCursor()

    def _caret_moved(self) -> None:
        if not self.buffer.settled:  # Qt moves carets before it tells that the text changed
            self._awaits_parse = True
            return
        cursor = self.textCursor()
        if not cursor.block().isVisible():
            self.folds.reveal(cursor.block())
        marked = self._marked
        if marked is not None and not marked.selectionStart() <= cursor.position() <= marked.selectionEnd():
            self._marked = None
        self._dress_up()
        self._refresh_gutter()
        pointer = self.buffer.json.pointer_at(cursor.position())
        if pointer != self._pointer:
            self._pointer = pointer
            self.pointer_changed.emit(pointer)

    def _rewrite(self, how: Callable[[str], str]) -> None:
        """Change the white space of the whole text; the caret stays at its token."""
        cursor = self.textCursor()
        pointer = self.buffer.json.pointer_at(cursor.position())
        try:
            text = how(self.buffer.text)
        except edits.CannotEdit as refused:
            self.go_to_problem()
            place = self.mapToGlobal(self.cursorRect().bottomLeft() + QPoint(self._gutter.width(), 0))
            QToolTip.showText(place, f"{refused} {self.problem_text()}", self)
            return
        self.buffer.replace_text(text)
        node = self.buffer.json.node(pointer)
        if node is not None:
            self._go(node.start)

    # Lines, marks and errors are painted as extra selections

    def _redress_marks(self) -> None:
        look = self._look
        self._looks = {
            "line": whole_line(look, "editor.line"),
            "marked": backed(look, "accent.soft"),
            "match": backed(look, "editor.match"),
            "current": backed(look, "selection"),
            "error": underlined(look, "json.error"),
        }
        self._dress_up()

    def _dress_up(self) -> None:
        if not self.buffer.settled:
            self._awaits_parse = True
            return
        position = self.textCursor().position()
        selections = [self._selection(position, position, "line")]
        if (marked := self._marked) is not None:
            selections.append(self._selection(marked.selectionStart(), marked.selectionEnd(), "marked"))
        selections += self._seen_matches()
        for place in self._brackets(position) or ():
            selections.append(self._selection(place, place + 1, "current"))
        if (wrong := self.problem_span()) is not None:
            selections.append(self._selection(*wrong, "error"))
        self.setExtraSelections(selections)

    def _seen_matches(self) -> list[QTextEdit.ExtraSelection]:
        """The matches of a search that can be seen: there may be thousands elsewhere."""
        if not self._matches:
            return []
        blocks = [block for block, _, _ in self.lines_in_view()]
        if not blocks:
            return []
        bottom = blocks[-1].position() + blocks[-1].length()
        found: list[QTextEdit.ExtraSelection] = []
        for place in range(bisect_left(self._matches, (blocks[0].position(), 0)), len(self._matches)):
            start, end = self._matches[place]
            if start > bottom:
                break
            found.append(self._selection(start, end, "current" if place == self._match else "match"))
        return found

    def _brackets(self, position: int) -> tuple[int, int] | None:
        """The pair of which one half stands before or after the caret."""
        for place in (position - 1, position):
            if place >= 0 and (pair := self.buffer.json.brackets_at(place)) is not None:
                return pair
        return None

    def _selection(self, start: int, end: int, look: str) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made = QTextEdit.ExtraSelection()
        made.cursor = cursor
        made.format = self._looks[look]
        return made
