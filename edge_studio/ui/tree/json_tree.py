"""The item model of an answer: handles, or JSON of any shape, opened level by level."""

import html
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from edge_studio.edge.handles import Answer
from edge_studio.ui.theme import Look
from edge_studio.ui.tree.answer_nodes import root_of
from edge_studio.ui.tree.json_filter import Result
from edge_studio.ui.tree.json_nodes import Node, RangeNode, seen

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_OPENED = 200
"""A handle with more entries than this stays closed until a person opens it."""
_OPENED_FOR_MATCHES = 200
_TIP = 1_500


class JsonTreeModel(QAbstractItemModel):
    """Rows over the bytes of an answer; it owns its nodes, and makes them only for rows that are shown."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._answer: Answer | None = None
        self.is_filtered = False
        """Whether only what a filter found is shown."""
        self._root = root_of(None)
        self._nodes: dict[int, Node] = {}
        self._bold = look.font("body")
        self._colours: dict[str, Any] = {}
        self._dress()

    def _dress(self) -> None:
        self._bold = self._look.font("body")
        self._bold.setBold(True)
        self._colours.clear()

    def redress(self) -> None:
        """Take colours and fonts from the look again."""
        self._dress()
        if self._root.row_count:
            last = self.index(self._root.row_count - 1, 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # Content

    def set_answer(self, answer: Answer | None) -> None:
        """Show this answer, unfiltered."""
        self._answer = answer
        self.is_filtered = False
        self._begin(root_of(answer))

    def show_all(self) -> None:
        """Show every row of the answer."""
        self.is_filtered = False
        self._begin(root_of(self._answer))

    def show_result(self, result: Result) -> None:
        """Show only the rows that a filter found in this answer, and what is above them."""
        self.is_filtered = True
        self._begin(result.root)

    def _begin(self, root: Node) -> None:
        self.beginResetModel()
        self._root = root
        self._nodes = {}
        self.endResetModel()

    @property
    def answer(self) -> Answer | None:
        """The answer whose rows these are."""
        return self._answer

    @property
    def is_of_handles(self) -> bool:
        """Whether its top rows are the handles of an envelope."""
        return self._answer is not None and self._answer.kind == "envelope"

    def node(self, index: Index) -> Node | None:
        """The row behind an index; None for an invalid one."""
        return self._nodes.get(index.internalId())  # an invalid one has 0, which is no row's

    def index_of(self, pointer: str) -> QModelIndex:
        """The row that holds what stands at ``pointer``, or the nearest above it; invalid where none does."""
        node = self._root
        index = QModelIndex()
        while (place := node.place_of(pointer)) is not None:
            row = place if node.shown is None else node.shown.index(place) if place in node.shown else None
            if row is None:
                break
            index = self.index(row, 0, index)
            node = self._nodes[index.internalId()]
        return index

    def index_for(self, node: Node) -> QModelIndex:
        """The index of a row that was shown; invalid for one that is not among the rows any more."""
        known = self._nodes.get(node.id) is node
        return self.createIndex(node.row, 0, node.id) if known else QModelIndex()

    def opened_first(self) -> list[QModelIndex]:
        """The rows to open at first: down to the level where meaning starts."""
        rows = [self.index(row, 0) for row in range(min(self._root.row_count, _OPENED))]
        if not self.is_of_handles:
            small = self._root.row_count <= 20
            return [index for index in rows if small and self.rowCount(index) <= 20]
        if isinstance(self._root.row_at(0) if rows else None, RangeNode):
            return rows[:1]
        named = [
            index for index in rows if (node := self.node(index)) and node.face.bold and node.has_meaning
        ]
        return [index for index in named if 0 < self.rowCount(index) <= _OPENED]

    def matching(self, most: int = _OPENED_FOR_MATCHES) -> list[QModelIndex]:
        """The rows above matches of the filter, from the top; they are to be opened.

        After so many the rest stays closed: a view asks for every row of what it opens.
        """
        return list(islice(self._above_matches(self._root, QModelIndex()), most))

    def _above_matches(self, node: Node, parent: QModelIndex) -> Iterator[QModelIndex]:
        """All of them below a row, each before what it holds, so that the first matches are seen."""
        for row in range(len(node.shown or ())):
            index = self.index(row, 0, parent)
            child = self._nodes[index.internalId()]
            if child.shown:
                yield index
                yield from self._above_matches(child, index)

    # QAbstractItemModel

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        above = self._nodes.get(inside) if (inside := parent.internalId()) else self._root
        if above is None or not 0 <= row < above.row_count or not 0 <= column < 2:
            return QModelIndex()
        node = above.row_at(row)
        if not node.id:
            node.id = len(self._nodes) + 1
            self._nodes[node.id] = node
        return self.createIndex(row, column, node.id)

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        node = self.node(index)
        if node is None or node.parent is None or node.parent is self._root:
            return QModelIndex()
        return self.createIndex(node.parent.row, 0, node.parent.id)

    def rowCount(self, parent: Index = _ROOT) -> int:
        if not parent.isValid():
            return self._root.row_count
        node = self.node(parent)
        return node.row_count if node is not None and parent.column() == 0 else 0

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 2

    def hasChildren(self, parent: Index = _ROOT) -> bool:
        if not parent.isValid():
            return self._root.has_rows
        node = self.node(parent)
        return node is not None and parent.column() == 0 and node.has_rows

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Handle" if self.is_of_handles else "Name", "Value")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if node is None:
            return None
        named = index.column() == 0
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return node.face.label if named else node.face.text
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(node.face.label_token if named else node.face.token)
            case Qt.ItemDataRole.FontRole:
                return self._bold if named and node.face.bold else None
            case Qt.ItemDataRole.BackgroundRole:
                return self._colour("editor.match") if node.matches else None
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(node, named)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{node.face.label}: {node.face.text}" if named else node.face.text
        return None

    def _colour(self, token: str) -> Any:
        if token not in self._colours:
            self._colours[token] = self._look.colour(token)
        return self._colours[token]

    def _tip(self, node: Node, named: bool) -> str:
        if node.said:
            return plain_tip(f"{node.face.label} ({node.pointer})" if named else node.said)
        if named or node.value is None or node.value.is_container:
            remark = f"\n{node.remark}" if node.remark else ""
            return plain_tip((node.pointer or node.face.label) + remark)
        return plain_tip(seen(node.value.preview(_TIP)))


def plain_tip(text: str) -> str:
    """A tool tip that shows markup as it is written, in lines of a readable length."""
    return f"<p>{html.escape(text)}</p>".replace("\n", "<br>")
