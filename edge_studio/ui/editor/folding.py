"""Objects and lists of a JSON text folded to their first and last line."""

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from edge_studio.jsontext.measures import units
from edge_studio.jsontext.nodes import JsonNode
from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.editor.highlighter import tokens

_OPENERS: Final = "{["
_LONGEST: Final = 2000
_MOST: Final = 50_000
"""Lines that a fold may hide: Qt lays out hidden lines too before it paints past them."""


class Folds(QObject):
    """Which objects and lists are folded; a fold is kept by a cursor on its opening bracket."""

    changed = Signal()
    """Lines were hidden or shown: the view is to be painted anew."""

    def __init__(self, buffer: RequestBuffer, owner: QObject) -> None:
        super().__init__(owner)
        self._buffer = buffer
        self._document: QTextDocument = buffer.document
        self._folds: list[QTextCursor] = []
        self._blocks = 0

    def hidden_by(self, block: QTextBlock) -> tuple[QTextBlock, QTextBlock] | None:
        """The first and last line that folding at this line would hide; None where there is nothing to
        fold.
        """
        opener = self._opener(block)
        return None if opener is None else self._inner(opener)

    def is_folded(self, block: QTextBlock) -> bool:
        """Whether the lines after this one are folded away."""
        following = block.next()
        return block.isVisible() and following.isValid() and not following.isVisible()

    def inside(self, block: QTextBlock) -> tuple[QTextBlock, QTextBlock] | None:
        """The first and last of the lines that are folded away after this one."""
        for fold in self._folds:
            if fold.block() == block and (inner := self._inner(fold.position())) is not None:
                return inner
        return None

    def next_shown(self, block: QTextBlock) -> QTextBlock:
        """The next line that is not folded away."""
        following = block.next()
        if following.isValid() and not following.isVisible() and (inner := self.inside(block)) is not None:
            following = inner[1].next()
        while following.isValid() and not following.isVisible():
            following = following.next()
        return following

    def fold(self, block: QTextBlock) -> bool:
        """Fold what opens on this line; False where nothing does."""
        opener = self._opener(block)
        inner = None if opener is None else self._inner(opener)
        if opener is None or inner is None or self.is_folded(block):
            return False
        self._folds.append(self._cursor(opener))
        self._show(*inner, False)
        self._tell()
        return True

    def unfold(self, block: QTextBlock) -> bool:
        """Unfold what is folded at this line; what is folded inside it stays so. False where nothing is."""
        here = [fold for fold in self._folds if fold.block() == block]
        if not here:
            return False
        self._folds = [fold for fold in self._folds if fold not in here]
        self._apply()
        return True

    def toggle(self, block: QTextBlock) -> None:
        """Fold, or unfold what is folded."""
        if not self.unfold(block):
            self.fold(block)

    def fold_all(self) -> None:
        """Fold every object and list inside those that the root holds."""
        root = self._buffer.json.root
        for holder in _parts(root) if root else ():
            for node in _parts(holder):
                if node.is_container and self._inner(node.start) is not None:
                    self._folds.append(self._cursor(node.start))
        self._apply()

    def unfold_all(self) -> None:
        """Show every line."""
        if self._folds:
            self._folds.clear()
            self._apply()

    def reveal(self, block: QTextBlock) -> None:
        """Unfold whatever hides this line."""
        if block.isVisible():
            return
        number = block.blockNumber()
        kept: list[QTextCursor] = []
        for fold in self._folds:
            inner = self._inner(fold.position())
            if inner is not None and not inner[0].blockNumber() <= number <= inner[1].blockNumber():
                kept.append(fold)
        self._folds = kept
        self._apply()

    def text_changed(self) -> None:
        """Follow a change of the text: what no longer is an object or list unfolds, new lines inside hide."""
        if not self._folds:
            return
        sound = [fold for fold in self._folds if self._inner(fold.position()) is not None]
        if len(sound) != len(self._folds) or self._document.blockCount() != self._blocks:
            self._folds = sound
            self._apply()

    def _opener(self, block: QTextBlock) -> int | None:
        """Where the bracket stands that opens on this line and closes on a later one."""
        text = block.text()[:_LONGEST]
        opened: list[int] = []
        for start, _, kind in tokens(text):
            if kind != "punctuation":
                continue
            if text[start] in _OPENERS:
                opened.append(start)
            elif text[start] in "}]" and opened:
                opened.pop()
        return block.position() + units(text[: opened[-1]]) if opened else None

    def _inner(self, opener: int) -> tuple[QTextBlock, QTextBlock] | None:
        pair = self._buffer.json.brackets_at(opener)
        if pair is None or pair[0] != opener:
            return None
        first = self._document.findBlock(pair[0]).next()
        last = self._document.findBlock(pair[1]).previous()
        hidden = last.blockNumber() - first.blockNumber() + 1
        return (first, last) if 0 < hidden <= _MOST else None

    def _cursor(self, position: int) -> QTextCursor:
        cursor = QTextCursor(self._document)
        cursor.setPosition(position)
        return cursor

    def _apply(self) -> None:
        """Show what no fold hides, and hide what one does."""
        hidden: list[tuple[int, int]] = []
        for fold in self._folds:
            if inner := self._inner(fold.position()):
                hidden.append((inner[0].blockNumber(), inner[1].blockNumber()))
        hidden.sort()
        block = self._document.firstBlock()
        number = 0
        end = -1
        while block.isValid():
            while hidden and hidden[0][0] <= number:
                end = max(end, hidden.pop(0)[1])
            visible = number > end
            if block.isVisible() != visible:
                _set_visible(block, visible)
            block = block.next()
            number += 1
        self._tell()

    def _show(self, first: QTextBlock, last: QTextBlock, visible: bool) -> None:
        block = first
        while block.isValid():
            _set_visible(block, visible)
            if block == last:
                break
            block = block.next()

    def _tell(self) -> None:
        """Let the view count its lines anew."""
        self._blocks = self._document.blockCount()
        layout = self._document.documentLayout()
        layout.documentSizeChanged.emit(layout.documentSize())
        self.changed.emit()


def _parts(node: JsonNode) -> list[JsonNode]:
    return node.items() + [member.value for member in node.members() if member.value is not None]


def _set_visible(block: QTextBlock, visible: bool) -> None:
    block.setVisible(visible)
    block.setLineCount(max(1, block.layout().lineCount()) if visible else 0)
