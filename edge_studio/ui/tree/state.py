"""What a person sees of a tree of JSON: kept while the model behind it is made anew."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QAbstractItemView

if TYPE_CHECKING:
    from edge_studio.ui.tree.answer_tree import AnswerTree

_MOST = 2_000
"""Rows that are looked at for whether they are open."""


class TreeState:
    """The rows that are open, the chosen one and the one at the top, by their JSON Pointers."""

    def __init__(self, opened: list[str], chosen: str | None, top: str, offset: int) -> None:
        self._opened = opened
        self._chosen = chosen
        self._top = top
        self._offset = offset

    @classmethod
    def of(cls, tree: "AnswerTree") -> "TreeState":
        """How the tree is looked at now."""
        rows, opened, looked = tree.rows, list[str](), 0
        waiting = [QModelIndex()]
        while waiting and looked < _MOST:
            parent = waiting.pop()
            for row in range(min(rows.rowCount(parent), _MOST - looked)):
                looked += 1
                index = rows.index(row, 0, parent)
                if tree.isExpanded(index):
                    waiting.append(index)
                    if (node := rows.node(index)) and node.pointer:
                        opened.append(node.pointer)
        current, first = tree.current, rows.node(tree.indexAt(QPoint(1, 1)))
        top = first.pointer if first is not None and tree.verticalScrollBar().value() else ""
        return cls(opened, current.pointer if current else None, top, tree.horizontalScrollBar().value())

    def restore(self, tree: "AnswerTree") -> None:
        """Look at the tree so again; what has become a part of a range is found in it."""
        for pointer in self._opened:
            index = tree.rows.index_of(pointer)
            node = tree.rows.node(index)
            if node is not None and node.pointer == pointer:
                tree.expand(index)
                first = tree.rows.index(0, 0, index)
                below = tree.rows.node(first)
                if below is not None and not below.pointer:  # the list has become one of ranges
                    tree.expand(first)
        if self._chosen is not None:
            tree.reveal(self._chosen)
        if self._top:
            tree.scrollTo(tree.rows.index_of(self._top), QAbstractItemView.ScrollHint.PositionAtTop)
        elif self._chosen is None:
            tree.scrollToTop()
        tree.horizontalScrollBar().setValue(self._offset)
