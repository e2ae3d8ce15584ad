"""The history as a list: exchanges newest first, under the day they were sent on."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from edge_studio.edge.history_row import HistoryRow
from edge_studio.ui.history import words

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
"""The :class:`HistoryRow` of an entry; None for the name of a day."""


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class HistoryList(QAbstractListModel):
    """Exchanges and, above the first of each day, the day.

    It holds the pages it was given, and asks for another through ``more_wanted`` when the view comes to the
    end.
    """

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(parent)
        self._clock = clock
        self._entries: list[date | HistoryRow] = []
        self._more = False

    # Content

    def rows(self) -> list[HistoryRow]:
        """The exchanges that are held, newest first."""
        return [entry for entry in self._entries if isinstance(entry, HistoryRow)]

    def row_at(self, place: int) -> HistoryRow | None:
        """The exchange at a place of the list; None for a day or where there is none."""
        entry = self._entries[place] if 0 <= place < len(self._entries) else None
        return entry if isinstance(entry, HistoryRow) else None

    def place_of(self, id: int) -> int:
        """Where the exchange with this id stands; -1 where it is not held."""
        for place, entry in enumerate(self._entries):
            if isinstance(entry, HistoryRow) and entry.id == id:
                return place
        return -1

    def reset(self, rows: Sequence[HistoryRow], more: bool) -> None:
        """Hold these exchanges instead; ``more`` says whether older ones may follow."""
        self.beginResetModel()
        self._entries = _with_days(rows, None)
        self._more = more
        self.endResetModel()

    def extend(self, rows: Sequence[HistoryRow], more: bool) -> None:
        """Add older exchanges at the end."""
        self._more = more
        entries = _with_days(rows, self._day_of(len(self._entries) - 1))
        if entries:
            self.beginInsertRows(QModelIndex(), len(self._entries), len(self._entries) + len(entries) - 1)
            self._entries += entries
            self.endInsertRows()

    def add(self, rows: Sequence[HistoryRow]) -> None:
        """Add exchanges, given newest first: mostly all of them are newer than what is held."""
        top = next((entry.id for entry in self._entries if isinstance(entry, HistoryRow)), 0)
        newer = [row for row in rows if row.id > top]
        for row in rows[len(newer) :]:
            self._insert_between(row)
        first_day = self._entries[0] if self._entries else None
        same_day = 0  # how many of the oldest stand under the day that is at the top already
        while same_day < len(newer) and _day(newer[-1 - same_day]) == first_day:
            same_day += 1
        split = len(newer) - same_day
        self._insert(1, newer[split:])
        self._insert(0, _with_days(newer[:split], None))

    def let_go(self, most: int) -> None:
        """Hold at most so many entries: those at the end can be asked for again."""
        if len(self._entries) > most:
            if self.row_at(most - 1) is None:
                most -= 1  # no day without an exchange
            self._more = True
            self.beginRemoveRows(QModelIndex(), most, len(self._entries) - 1)
            del self._entries[most:]
            self.endRemoveRows()

    def _insert(self, place: int, entries: Sequence[date | HistoryRow]) -> None:
        if entries:
            self.beginInsertRows(QModelIndex(), place, place + len(entries) - 1)
            self._entries[place:place] = entries
            self.endInsertRows()

    def _insert_between(self, row: HistoryRow) -> None:
        """Put an exchange where it belongs among newer ones: it took longer than they did."""
        place = next(
            (
                place
                for place, entry in enumerate(self._entries)
                if isinstance(entry, HistoryRow) and entry.id < row.id
            ),
            len(self._entries),
        )
        if self.row_at(place - 1) is None and place and self._entries[place - 1] != _day(row):
            place -= 1  # the day of the older one stays above it
        before = self.row_at(place - 1)
        named = before is not None and _day(before) == _day(row)
        named = named or (place > 0 and self._entries[place - 1] == _day(row))
        self._insert(place, [row] if named else [_day(row), row])

    def replace(self, row: HistoryRow) -> bool:
        """Show an exchange as it is now; False where it is not held."""
        place = self.place_of(row.id)
        if place < 0:
            return False
        self._entries[place] = row
        index = self.index(place, 0)
        self.dataChanged.emit(index, index)
        return True

    def remove(self, ids: Iterable[int]) -> None:
        """Let go of exchanges, and of days that have none left."""
        for id in ids:
            place = self.place_of(id)
            if place < 0:
                continue
            alone = self.row_at(place - 1) is None and self.row_at(place + 1) is None
            first = place - 1 if alone else place
            self.beginRemoveRows(QModelIndex(), first, place)
            del self._entries[first : place + 1]
            self.endRemoveRows()

    def _day_of(self, place: int) -> date | None:
        row = self.row_at(place)
        return _day(row) if row is not None else None

    # As Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        self.more_wanted.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.row_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if isinstance(entry, HistoryRow):
            return self._row_data(entry, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words.day_name(entry, self._clock().astimezone().date())
        return None

    def _row_data(self, row: HistoryRow, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{words.chip(row)[0]} {row.title}\n{words.second_line(row)}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return words.spoken(row)
            case Qt.ItemDataRole.ToolTipRole:
                return words.hover(row, self._clock())
            case _ if role == ROW_ROLE:
                return row
        return None


def _day(row: HistoryRow) -> date:
    """The day, here, on which an exchange was begun."""
    return row.started.astimezone().date()


def _with_days(rows: Sequence[HistoryRow], day: date | None) -> list[date | HistoryRow]:
    """The rows with the day put before the first of each."""
    entries: list[date | HistoryRow] = []
    for row in rows:
        if _day(row) != day:
            day = _day(row)
            entries.append(day)
        entries.append(row)
    return entries
