"""Custom data as a tree of key, type and value: a lazy view on the payload that follows its changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from edge_studio.edge.amounts import plural
from edge_studio.jsontext.document import JsonNode
from edge_studio.jsontext.pointer import child, is_within, parse
from edge_studio.ui.fields.base import text_of
from edge_studio.ui.fields.context import FieldContext
from edge_studio.ui.forms.data_types import KEY, TYPE, TYPES, VALUE, type_of

_HEADINGS = ("Key", "Type", "Value")
_Index = QModelIndex | QPersistentModelIndex
FETCHED = 200
"""Rows of an object or a list that are made at once: views ask something of every row that there is."""
_LONGEST = 200
"""Characters of a value that a row shows."""


@dataclass(slots=True, eq=False)
class _Entry:
    """One row; its children are looked at when the person opens it."""

    key: str
    above: "_Entry | None"
    number: int
    kind: str = ""
    shown: str = ""
    shadowed: bool = False
    """Whether a later member of the same key counts instead."""
    count: int = 0
    children: "list[_Entry] | None" = field(default=None)
    """The rows made so far, the first of them; there may be more (``count``) in the document."""


_Row = tuple[str, JsonNode | None, bool]
"""A row as the document has it: key, value, and whether a later member of the same key counts instead."""


def _description(node: JsonNode | None) -> tuple[str, str, int]:
    """The kind of a value, what its row shows of it, and how many rows are below."""
    if node is None:
        return "broken", "unreadable", 0
    if node.kind == "array":
        count = len(node.values())
        return "array", plural(count, "item"), count
    if node.kind == "object":
        count = len(node.pairs())
        return "object", plural(count, "field"), count
    shown = text_of(node) if node.kind == "string" else node.raw
    return node.kind, shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…", 0


def _same_key(entry: _Entry, row: _Row) -> bool:
    return entry.key == row[0]


def _same_item(entry: _Entry, row: _Row) -> bool:
    """Whether a row of a list may be this item: their numbers change when others come and go."""
    kind, shown, _ = _description(row[1])
    return entry.kind == kind and entry.shown == shown


class DataModel(QAbstractItemModel):
    """The tree below a pointer; columns are key, type and value.

    The model holds what it shows, so that the views can be told exactly what came, went and changed; what
    there is to know is asked of the document at each refresh.
    """

    def __init__(self, context: FieldContext, at: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._at = at
        self._entries: dict[int, _Entry] = {}
        self._unfinished: dict[int, _Entry] = {}
        self._is_changing = False
        self._next = 1
        self._root = _Entry("", None, 0)
        self._load(self._root)

    # Places

    @property
    def at(self) -> str:
        """The pointer of the tree's root."""
        return self._at

    def bind(self, at: str) -> None:
        """Show the tree of another place."""
        self.beginResetModel()
        self._at = at
        self._entries.clear()
        self._unfinished.clear()
        self._root = _Entry("", None, 0)
        self._load(self._root)
        self.endResetModel()

    def pointer(self, index: _Index) -> str:
        """The JSON Pointer of a row; of the root for an invalid index."""
        return self._place(self._entry(index))

    def kind(self, index: _Index) -> str:
        """The kind of JSON value in a row."""
        return self._entry(index).kind

    def find(self, pointer: str, *, fetch: bool = True) -> QModelIndex:
        """The row of the value at ``pointer``, or of the nearest that holds it; invalid for the root.

        Rows that were not made yet are made for it, unless ``fetch`` is off.
        """
        index = QModelIndex()
        if not is_within(pointer, self._at):
            return index
        for token in parse(pointer[len(self._at) :]):
            entry = self._entry(index)
            row = self._row_of(entry, token)
            if row is None and fetch:
                self._fetch_as_far_as(entry, token)
                row = self._row_of(entry, token)
            if row is None:
                break
            index = self.index(row, 0, index)
        return index

    def _row_of(self, entry: _Entry, token: str) -> int | None:
        children = self._children(entry)
        return next((n for n, c in enumerate(children) if c.key == token and not c.shadowed), None)

    def _place(self, entry: _Entry) -> str:
        if entry.above is None:
            return self._at
        return child(self._place(entry.above), entry.key)

    def _entry(self, index: _Index) -> _Entry:
        return self._entries[index.internalId()] if index.isValid() else self._root

    def _index_of(self, entry: _Entry, column: int = 0) -> QModelIndex:
        if entry.above is None:
            return QModelIndex()
        assert entry.above.children is not None
        return self.createIndex(entry.above.children.index(entry), column, entry.number)

    # Reading the document

    def _node(self, entry: _Entry) -> JsonNode | None:
        return self._context.node(self._place(entry))

    def _children(self, entry: _Entry) -> list[_Entry]:
        if entry.children is None:
            entry.children = [self._made(*row, entry) for row in self._below(self._node(entry), FETCHED)]
            self._note_rest(entry)
        return entry.children

    def _note_rest(self, entry: _Entry) -> None:
        """Remember whether there are rows that are not made yet."""
        if entry.children is not None and len(entry.children) < entry.count:
            self._unfinished[entry.number] = entry
        else:
            self._unfinished.pop(entry.number, None)

    def _load(self, entry: _Entry) -> None:
        node = self._node(entry)
        if node is not None:
            self._describe(entry, node, False)
        self._children(entry)

    def _below(self, node: JsonNode | None, most: int) -> list[_Row]:
        """The first rows of an object or a list, at most so many."""
        if node is not None and node.kind == "array":
            return [(str(place), item, False) for place, item in enumerate(node.items(most))]
        if node is None or node.kind != "object":
            return []
        members = node.members(most)
        last = node.index()
        alone = len(last) == len(node.pairs())
        return [
            (member.key, member.value, not alone and last[member.key] != place)
            for place, member in enumerate(members)
        ]

    def _made(self, key: str, node: JsonNode | None, shadowed: bool, above: _Entry) -> _Entry:
        entry = _Entry(key, above, self._next)
        self._next += 1
        self._entries[entry.number] = entry
        self._describe(entry, node, shadowed)
        return entry

    def _describe(self, entry: _Entry, node: JsonNode | None, shadowed: bool) -> bool:
        """Note what the row shows; whether that differs from before."""
        kind, shown, count = _description(node)
        before = (entry.kind, entry.shown, entry.shadowed, entry.count)
        entry.kind, entry.shown, entry.shadowed, entry.count = kind, shown, shadowed, count
        return before != (kind, shown, shadowed, count)

    # Following changes

    def refresh(self, changed: str) -> None:
        """Follow a change inside ``changed``, telling the views exactly what came, went and differs."""
        entry, place = self._root, self._at
        if is_within(changed, self._at):
            for token in parse(changed[len(self._at) :]):
                inner = [c for c in entry.children or () if c.key == token and not c.shadowed]
                if not inner:
                    break
                entry, place = inner[0], child(place, token)
        with self._changing():
            self._sync(entry, self._context.node(place))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Fetch nothing meanwhile: views ask for more when rows are half old, half new."""
        self._is_changing = True
        try:
            yield
        finally:
            self._is_changing = False

    def _sync(self, entry: _Entry, node: JsonNode | None) -> None:
        if entry.above is not None:
            self._follow(entry, entry.key, node, entry.shadowed)
            return
        count = entry.count
        self._describe(entry, node, False)
        if entry.children is not None:
            self._sync_children(entry, entry.children, node, count)

    def _sync_children(self, entry: _Entry, old: list[_Entry], node: JsonNode | None, count: int) -> None:
        """Rows that keep their key at either end stay; between them rows are renamed, come or go.

        ``count`` is how many there were, made or not: as many as came or went are shown more or less.
        """
        new = self._below(node, max(FETCHED, len(old) + min(entry.count - count, FETCHED)))
        alike = _same_item if entry.kind == "array" else _same_key
        start = 0
        while start < min(len(old), len(new)) and alike(old[start], new[start]):
            start += 1
        end = 0
        while end < min(len(old), len(new)) - start and alike(old[-1 - end], new[-1 - end]):
            end += 1
        gone, come = len(old) - start - end, len(new) - start - end
        parent = self._index_of(entry)
        same_places = min(gone, come) if gone == come else 0
        if gone > same_places:
            self.beginRemoveRows(parent, start, start + gone - 1)
            for lost in old[start : start + gone]:
                self._forget(lost)
            del old[start : start + gone]
            self.endRemoveRows()
        if come > same_places:
            self.beginInsertRows(parent, start, start + come - 1)
            old[start:start] = [self._made(*row, entry) for row in new[start : start + come]]
            self.endInsertRows()
        for row, (key, value, shadowed) in enumerate(new):
            self._follow(old[row], key, value, shadowed)
        self._note_rest(entry)

    def _follow(self, entry: _Entry, key: str, node: JsonNode | None, shadowed: bool) -> None:
        renamed, count = entry.key != key, entry.count
        entry.key = key
        if self._describe(entry, node, shadowed) or renamed:
            self.dataChanged.emit(self._index_of(entry, KEY), self._index_of(entry, VALUE))
        if entry.children is not None:
            self._sync_children(entry, entry.children, node, count)
        elif bool(count) != bool(entry.count):
            self.layoutAboutToBeChanged.emit()  # views remember whether a row opens: they must ask again
            self.layoutChanged.emit()

    def _forget(self, entry: _Entry) -> None:
        self._entries.pop(entry.number, None)
        self._unfinished.pop(entry.number, None)
        for below in entry.children or ():
            self._forget(below)

    # Fetching, of large objects and lists

    def unfinished(self) -> list[QModelIndex]:
        """The rows below which not every row is made yet; the invalid index stands for the root."""
        return [self._index_of(entry) for entry in self._unfinished.values()]

    def canFetchMore(self, parent: _Index) -> bool:
        return not self._is_changing and self._entry(parent).number in self._unfinished

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent):
            entry = self._entry(parent)
            self._fetch(entry, len(self._children(entry)) + FETCHED)

    def _fetch(self, entry: _Entry, most: int) -> None:
        """Make the rows of an entry that are missing among its first ``most``."""
        children = self._children(entry)
        there = len(children)
        come = self._below(self._node(entry), most)[there:]
        if come:
            with self._changing():
                self.beginInsertRows(self._index_of(entry), there, there + len(come) - 1)
                children.extend(self._made(*row, entry) for row in come)
                self._note_rest(entry)
                self.endInsertRows()

    def _fetch_as_far_as(self, entry: _Entry, token: str) -> None:
        """Make the row of a member or an item, and those before it, where there is one."""
        node = self._node(entry)
        if node is None or entry.number not in self._unfinished:
            return
        if node.kind == "object":
            place = node.index().get(token)
        else:
            place = int(token) if token.isdecimal() and int(token) < entry.count else None
        if place is not None:
            self._fetch(entry, place + 1)

    # What views ask

    def index(self, row: int, column: int, parent: _Index | None = None) -> QModelIndex:
        children = self._children(self._entry(parent if parent is not None else QModelIndex()))
        if 0 <= row < len(children) and 0 <= column < len(_HEADINGS):
            return self.createIndex(row, column, children[row].number)
        return QModelIndex()

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent() has no argument
        above = self._entry(index).above
        return QModelIndex() if above is None else self._index_of(above)

    def rowCount(self, parent: _Index | None = None) -> int:
        if parent is not None and parent.isValid() and parent.column() > 0:
            return 0
        return len(self._children(self._entry(parent if parent is not None else QModelIndex())))

    def columnCount(self, parent: _Index | None = None) -> int:
        return len(_HEADINGS)

    def hasChildren(self, parent: _Index | None = None) -> bool:
        if parent is None or not parent.isValid():
            return bool(self._children(self._root))
        entry = self._entry(parent)
        return parent.column() == 0 and (entry.count > 0 if entry.children is None else bool(entry.children))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._entry(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._display(entry, index.column())
        if role == Qt.ItemDataRole.EditRole:
            return self._edited(entry, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            note = "This key is repeated below, and the last one counts.\n" if entry.shadowed else ""
            return f"{note}{self._place(entry)}"
        return None

    def _display(self, entry: _Entry, column: int) -> str:
        if column == KEY:
            return entry.key
        if column == TYPE:
            return TYPES.get(type_of(entry.kind), "broken")
        return "" if entry.kind == "null" else entry.shown

    def text(self, index: _Index) -> str:
        """What an editor of the cell begins with, exactly: what goes through Qt may lose half a character."""
        return self._edited(self._entry(index), index.column())

    def source(self, index: _Index) -> str:
        """The value of the row as it is spelled in the text."""
        node = self._node(self._entry(index))
        return "" if node is None else node.raw

    def _edited(self, entry: _Entry, column: int) -> str:
        if column == KEY:
            return entry.key
        if column == TYPE:
            return type_of(entry.kind)
        node = self._node(entry)
        return "" if node is None else text_of(node) if node.kind == "string" else node.raw

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        entry = self._entry(index)
        if not index.isValid() or entry.shadowed or entry.kind == "broken":
            return flags
        in_object = entry.above is not None and entry.above.kind == "object"
        fixed = {KEY: not in_object, TYPE: False, VALUE: entry.kind in {"null", "array", "object"}}
        if fixed[index.column()] or self._context.obstacle(self._place(entry)):
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable
