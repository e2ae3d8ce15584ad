"""The faults of a scenario, each with a switch and what it does in words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from edge_studio.edge.local_status import FaultSwitch
from edge_studio.ui.widgets import Chip, ElidedLabel, heading, muted

_NO_FAULTS = (
    "This scenario has none. “everything fails” has one of each kind, and a copy of any scenario can have "
    "those that you need."
)
_INDENT = 23
"""Pixels by which words stand below those of a switch."""


class FaultList(QWidget):
    """A switch for each fault of the plan."""

    switched = Signal(object)
    """Whether faults are to be on, by their names."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[FaultRow] = []
        self.count = Chip("", "warning")
        self.all_off = QPushButton("Switch &all off")
        self.all_off.clicked.connect(self._switch_all_off)
        self.nothing = muted(_NO_FAULTS)
        self.nothing.setWordWrap(True)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(10)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._page)
        hint = ElidedLabel("make things go wrong on purpose, and see how a client bears it")
        hint.setProperty("tone", "muted")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(heading("Faults"))
        head.addWidget(self.count)
        head.addWidget(hint, 1)
        head.addWidget(self.all_off)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.nothing)
        layout.addWidget(scroll, 1)

    def show_faults(self, faults: Sequence[FaultSwitch], running: bool) -> None:
        """Show these; a row that is there already keeps its place and the focus."""
        if [fault.name for fault in faults] != [row.name for row in self.rows]:
            self._make(faults)
        for row, fault in zip(self.rows, faults, strict=True):
            row.show_fault(fault)
        on = sum(fault.on for fault in faults)
        self.count.setText(f"{on} on")
        self.count.setVisible(on > 0)
        self.all_off.setVisible(bool(faults))
        self.all_off.setEnabled(on > 0 and running)
        self.nothing.setVisible(not faults)
        self._page.setEnabled(running)

    def _make(self, faults: Sequence[FaultSwitch]) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [FaultRow(fault.name) for fault in faults]
        for place, row in enumerate(self.rows):
            row.switched.connect(self._switch)
            self._column.insertWidget(place, row)

    def _switch(self, name: str, on: bool) -> None:
        self.switched.emit({name: on})

    def _switch_all_off(self) -> None:
        self.switched.emit({row.name: False for row in self.rows if row.switch.isChecked()})


class FaultRow(QWidget):
    """One fault: its switch, its words, and below them exactly what its settings say."""

    switched = Signal(object, object)
    """Its name, and whether it is to be on."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.switch = QCheckBox(name.replace("&", "&&"))
        self.switch.setProperty("heading", True)
        self.switch.setToolTip(name)
        self.switch.clicked.connect(self._clicked)
        self.words = QLabel()
        self.exact = muted()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.switch)
        for label in (self.words, self.exact):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setContentsMargins(_INDENT, 0, 0, 0)
            column.addWidget(label)

    def show_fault(self, fault: FaultSwitch) -> None:
        """Show how it is now."""
        exact = fault.exact if fault.exact != fault.description else ""
        self.switch.setChecked(fault.on)
        self.switch.setAccessibleDescription(f"{fault.description} {exact}".strip())
        self.words.setText(fault.description)
        self.exact.setText(exact)
        self.exact.setVisible(bool(exact))

    def _clicked(self, on: bool) -> None:
        self.switched.emit(self.name, on)
