"""The visitors that Local Edge knows as rows of a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Qt

from edge_studio.edge.local_status import KnownVisitor
from edge_studio.ui.flat_table import FlatTable, Index

HEADINGS = ("Visitor", "ECID", "Last seen", "Requests", "Consent")
CONSENTS = {"in": "opted in", "out": "opted out", "pending": "not asked yet"}
NAMELESS = "Somebody"
"""What one is called whom the scenario does not name."""


def clock_time(moment: datetime, today: datetime) -> str:
    """A moment on this computer's clock; with its day where that is another than today."""
    local = moment.astimezone(today.tzinfo)
    return f"{local:%H:%M:%S}" if local.date() == today.date() else f"{local:%d %b, %H:%M:%S}"


class VisitorList(FlatTable[KnownVisitor]):
    """Visitors in the order in which they were last seen, those that hold ``needle`` somewhere."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(HEADINGS, parent)
        self._all: Sequence[KnownVisitor] = ()
        self._needle = ""

    @property
    def count(self) -> int:
        """How many there are, shown or not."""
        return len(self._all)

    def show_visitors(self, visitors: Sequence[KnownVisitor]) -> None:
        """Show these; says nothing to the view where they are the same."""
        if visitors != self._all:
            self._all = visitors
            self._filter()

    def search(self, needle: str) -> None:
        """Show only those with these characters in a name, an ID or an activity."""
        self._needle = needle.strip().casefold()
        self._filter()

    def row_of(self, ecid: str) -> int:
        """Where a visitor stands; -1 where it does not."""
        return next((row for row, each in enumerate(self.rows) if each.ecid == ecid), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        visitor = self.at(index.row())
        if visitor is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(visitor, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() < 2:
            return (visitor.name or "The scenario has no name for this visitor", visitor.ecid)[index.column()]
        return None

    def _filter(self) -> None:
        needle = self._needle
        self.set_rows([each for each in self._all if needle in _words(each)] if needle else self._all)


def _cell(visitor: KnownVisitor, column: int) -> str:
    match column:
        case 0:
            return visitor.name or NAMELESS
        case 1:
            return visitor.ecid
        case 2:
            return clock_time(visitor.last_seen, datetime.now().astimezone())
        case 3:
            return f"{visitor.hits:,}"
        case _:
            return CONSENTS.get(visitor.consent, visitor.consent)


def _words(visitor: KnownVisitor) -> str:
    """All that a search may find of a visitor."""
    held = [word for pair in visitor.identities for word in pair]
    held += [activity for activity, _ in visitor.displays]
    return "\n".join([visitor.name, visitor.ecid, *held]).casefold()
