"""The item model of a comparison: place, value before, value after, of only what differs."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from edge_studio.ui.comparison.previews import Preview, previews
from edge_studio.ui.comparison.rows import DiffRow, DiffRows
from edge_studio.ui.tree.json_tree import plain_tip

Index = QModelIndex | QPersistentModelIndex
PLACE, BEFORE, AFTER = range(3)
HAPPENED = {"added": "added", "removed": "removed", "changed": "changed"}
SIGNS = {"added": "+", "removed": "−", "changed": "≠"}
_ROOT: Final = QModelIndex()
_KEPT = 2_000
_EMPTY = Preview("", "text.muted")


class DiffTreeModel(QAbstractItemModel):
    """Rows over a comparison; it holds the rows, and makes the words of those that are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = DiffRows()
        self._masks: Mapping[str, str] = {}
        self._previews: dict[int, tuple[Preview, Preview]] = {}

    def show_rows(self, rows: DiffRows, masks: Mapping[str, str]) -> DiffRows:
        """Show these rows; ``masks`` says in words what each mask takes out, by its id. Returns those that
        were shown, for letting them go.
        """
        self.beginResetModel()
        shown, self._rows = self._rows, rows
        self._masks = masks
        self._previews.clear()
        self.endResetModel()
        return shown

    # What the rows are

    @property
    def count(self) -> int:
        """How many differences are shown."""
        return len(self._rows.differences)

    def row(self, index: Index) -> DiffRow | None:
        """The row behind an index; None for an invalid one."""
        return DiffRow(self._rows, index.internalId()) if index.isValid() else None

    def difference(self, number: int) -> QModelIndex:
        """The row of the difference with this number, from 1; invalid where there is none."""
        if not 0 < number <= self.count:
            return QModelIndex()
        row = DiffRow(self._rows, self._rows.differences[number - 1])
        return self.createIndex(row.row, 0, row.id)

    def near(self, index: Index, by: int) -> int:
        """The number of the next difference after a row, or of the last before it; 0 for none."""
        row = self.row(index)
        if row is None:
            return 1 if by > 0 else self.count
        if row.is_difference:
            return row.number + by if 0 < row.number + by <= self.count else 0
        while row.size:
            row = row.child(0)
        return row.number if by > 0 else row.number - 1

    def shown(self, row: DiffRow) -> tuple[Preview, Preview]:
        """The two values of a row on a line each."""
        if row.diff is None:
            return _EMPTY, _EMPTY
        made = self._previews.get(row.id)
        if made is None:
            if len(self._previews) >= _KEPT:
                self._previews.clear()
            made = self._previews[row.id] = previews(row.diff)
        return made

    def mask_words(self, row: DiffRow) -> str:
        """Why a difference does not count; empty where it does."""
        mask = row.diff.mask if row.diff is not None else ""
        return self._masks.get(mask, "") if mask else ""

    def happened(self, row: DiffRow) -> str:
        """What became of the value, in a word; of a place that holds some, how many differ."""
        if row.diff is not None and row.is_difference:
            word = HAPPENED[row.diff.kind]
            return f"{word}, as always" if row.diff.mask else word
        return f"{row.count:,}"

    # QAbstractItemModel

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        above = self.row(parent) if parent.isValid() else self._rows.root
        if above is None or not 0 <= row < above.size or not 0 <= column <= AFTER:
            return QModelIndex()
        return self.createIndex(row, column, above.child(row).id)

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        row = self.row(index)
        above = row.parent if row is not None else None
        if above is None or above.id == 0:
            return QModelIndex()
        return self.createIndex(above.row, 0, above.id)

    def rowCount(self, parent: Index = _ROOT) -> int:
        if not parent.isValid():
            return self._rows.root.size
        row = self.row(parent)
        return row.size if row is not None and parent.column() == 0 else 0

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Place", "A", "B")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row, index.column())
        return None

    def _text(self, row: DiffRow, column: int) -> str:
        return row.label if column == PLACE else self.shown(row)[column - BEFORE].text

    def _spoken(self, row: DiffRow, column: int) -> str:
        if column == PLACE:
            happened = self.happened(row) if row.is_difference else f"{row.count:,} differ"
            return ", ".join(filter(None, (row.label, happened, self.mask_words(row))))
        text = self._text(row, column)
        return "nothing" if row.is_difference and text == "—" else text

    def _tip(self, row: DiffRow, column: int) -> str:
        if column != PLACE or row.diff is None:
            return plain_tip(self._text(row, column) or row.label)
        places = [side.pointer for side in (row.diff.before, row.diff.after) if side is not None]
        words = " → ".join(dict.fromkeys(places)) or row.label
        return plain_tip("\n".join(filter(None, (words, self.mask_words(row)))))
