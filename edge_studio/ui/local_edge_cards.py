"""The parts of the panel of Local Edge: where it runs, what it plays, its faults, and whom it knows."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.local_status import FaultSwitch, KnownVisitor, LocalStatus, ScenarioChoice
from edge_studio.edge.summaries import plural
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Card, Chip, ElidedLabel, mono, muted

_COLUMNS = ["Who", "ECID", "Last seen", "Requests", "Consent", "Remembered"]
_CONSENTS = {"in": "opted in", "out": "opted out", "pending": "not asked yet"}


class RunningCard(Card):
    """Whether and where it runs, and how it is to."""

    wanted = Signal(object, object, object)
    """Port, whether HTTPS is served as well, and its port: as the person wants it from now on."""
    start_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Running", "an Edge Network on this computer, for nobody else")
        self.state = Chip("Stopped", "neutral")
        self.turn = QPushButton("Start")
        self.turn.clicked.connect(self._turned)
        self.add_header_widget(self.state)
        self.add_header_widget(self.turn)
        self.plain = _Address(look, "HTTP")
        self.secure = _Address(look, "HTTPS")
        self.hits = muted()
        self.https = QCheckBox("Serve HTTPS as well")
        self.https.setToolTip("Adobe's Web SDK and mobile SDKs speak only HTTPS")
        self.port = _port("Port of HTTP")
        self.secure_port = _port("Port of HTTPS")
        self.apply = QPushButton("Restart with this")
        self.apply.setToolTip("Requests under way are broken off, and what is known of visitors is forgotten")
        self.apply.clicked.connect(self._apply)
        self.https.toggled.connect(self.secure_port.setEnabled)
        for changed in (self.https.toggled, self.port.valueChanged, self.secure_port.valueChanged):
            changed.connect(self._offer)
        self._chosen = (0, False, 0)
        self._running = False
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(4, 1)
        port_label, secure_label = QLabel("&Port"), QLabel("HTTPS p&ort")
        port_label.setBuddy(self.port)
        secure_label.setBuddy(self.secure_port)
        for column, widget in enumerate((port_label, self.port, secure_label, self.secure_port)):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.apply, 0, 4, Qt.AlignmentFlag.AlignRight)
        note = muted("0 is any free port. Choose one, and a site can keep pointing at it.")
        note.setWordWrap(True)
        grid.addWidget(note, 1, 0, 1, 5)
        for widget in (self.plain, self.secure, self.hits, self.https):
            self.body.addWidget(widget)
        self.body.addLayout(grid)
        self._offer()

    def show_choice(self, port: int, https: bool, secure_port: int) -> None:
        """Show how it is to run, as it was chosen."""
        self._chosen = (port, https, secure_port)
        self.port.setValue(port)
        self.https.setChecked(https)
        self.secure_port.setValue(secure_port)
        self.secure_port.setEnabled(https)
        self._offer()

    def show_status(self, status: LocalStatus | None) -> None:
        """Show how it runs; None where it does not."""
        self._running = status is not None and bool(status.base_url)
        self.state.setText("Running" if self._running else "Stopped")
        self.state.set_tone("success" if self._running else "neutral")
        self.turn.setText("Stop" if self._running else "Start")
        self.plain.show_address(status.base_url if status else "")
        self.secure.show_address(status.secure_url if status else "")
        self.hits.setText(f"{plural(status.hits, 'request')} answered since it was started" if status else "")

    def _turned(self) -> None:
        (self.stop_wanted if self._running else self.start_wanted).emit()

    def _now(self) -> tuple[int, bool, int]:
        return self.port.value(), self.https.isChecked(), self.secure_port.value()

    def _offer(self) -> None:
        self.apply.setEnabled(self._now() != self._chosen)

    def _apply(self) -> None:
        self.wanted.emit(*self._now())


class ScenarioCard(Card):
    """What it plays."""

    play_wanted = Signal(object)
    """The path of a scenario file."""
    open_wanted = Signal()
    copy_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Scenario", "who visits, which offers there are, what goes wrong")
        self.choice = QComboBox()
        self.choice.setAccessibleName("Scenario")
        self.choice.activated.connect(self._chosen)
        self.description = muted()
        self.description.setWordWrap(True)
        self.problem = QLabel()
        self.problem.setProperty("tone", "danger")
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()
        self.place = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.place.setProperty("tone", "muted")
        buttons = QHBoxLayout()
        for words, tip, signal in (
            ("Open a file…", "Play a scenario of your own", self.open_wanted),
            ("Edit a copy…", "Save this scenario under another name, to change it", self.copy_wanted),
            ("Show its folder", "In the file manager", self.folder_wanted),
        ):
            button = QPushButton(words)
            button.setToolTip(tip)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch(1)
        for widget in (self.choice, self.description, self.place, self.problem):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)
        note = muted("A file is read again as soon as it is saved.")
        self.body.addWidget(note)

    def offer(self, scenarios: Sequence[ScenarioChoice], played: ScenarioChoice) -> None:
        """Offer these scenarios, and the one that is played."""
        paths = {Path(one.path) for one in scenarios}
        wanted = [*scenarios, *([] if Path(played.path) in paths else [played])]
        if [self.choice.itemData(at) for at in range(self.choice.count())] != [one.path for one in wanted]:
            self.choice.clear()
            for one in wanted:
                own = "" if Path(one.path) in paths else " (your file)"
                self.choice.addItem(f"{one.name}{own}", one.path)
                tip = f"{one.description}\n{one.path}"
                self.choice.setItemData(self.choice.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.choice.setCurrentIndex(next(at for at, one in enumerate(wanted) if one.path == played.path))

    def show_status(self, status: LocalStatus) -> None:
        """Show what is played, and why not what was saved."""
        self.description.setText(status.scenario.description)
        self.place.setText(status.scenario.path)
        self.show_problem(status.problem)

    def show_problem(self, problem: str) -> None:
        """Say why a file is not played; an empty text says that it is."""
        words = f"{problem}\nThe scenario plays on as it was before." if problem else ""
        self.problem.setText(words)
        self.problem.setVisible(bool(problem))

    def _chosen(self, place: int) -> None:
        self.play_wanted.emit(str(self.choice.itemData(place)))


class FaultsCard(Card):
    """A switch for each fault."""

    switched = Signal(object, object)
    """The name of a fault, and whether it is to be on."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Faults", "make things go wrong on purpose, to see how a client bears it")
        self._nothing = muted("This scenario has no faults. “Everything fails” has one of each kind.")
        self._nothing.setWordWrap(True)
        self.body.addWidget(self._nothing)
        self.switches: dict[str, QCheckBox] = {}
        self._rows: list[QWidget] = []

    def show_faults(self, faults: Sequence[FaultSwitch]) -> None:
        """Show these; those that are shown already are only switched."""
        self._nothing.setVisible(not faults)
        if [fault.name for fault in faults] != list(self.switches):
            self._make(faults)
        for fault in faults:
            self.switches[fault.name].setChecked(fault.on)

    def _make(self, faults: Sequence[FaultSwitch]) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self.switches.clear()
        for fault in faults:
            row = _FaultRow(fault)
            row.switched.connect(self.switched)
            self.switches[fault.name] = row.switch
            self._rows.append(row)
            self.body.addWidget(row)


class VisitorsCard(Card):
    """Whom it knows, and what it holds of them."""

    forget_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Visitors", "and what is remembered of them")
        self.forget = QPushButton("Forget everything")
        self.forget.setToolTip("Visitors, consent, what was displayed, media sessions, the turns of faults")
        self.forget.clicked.connect(self.forget_wanted)
        self.add_header_widget(self.forget)
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setAccessibleName("Visitors")
        self.table.setHorizontalHeaderLabels(
            ["Who", "ECID", "Last seen", "Requests", "Consent", "Remembered"]
        )
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setFixedHeight(150)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self._nothing = muted("Nobody has come yet. Send a request, or point a real client here.")
        self._nothing.setWordWrap(True)
        self.copy = QPushButton("Copy ECID")
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self._copy)
        self.table.itemSelectionChanged.connect(self._offer)
        self._visitors: Sequence[KnownVisitor] = ()
        line = QHBoxLayout()
        line.addWidget(self._nothing, 1)
        line.addStretch()
        line.addWidget(self.copy)
        self.body.addWidget(self.table)
        self.body.addLayout(line)

    def show_visitors(self, visitors: Sequence[KnownVisitor]) -> None:
        """Show these, the last seen first; the chosen one stays chosen."""
        self._nothing.setVisible(not visitors)
        if visitors == self._visitors:
            return
        chosen = self._chosen()
        self._visitors = visitors
        self.table.setRowCount(len(visitors))
        for row, visitor in enumerate(visitors):
            for column, (words, tip) in enumerate(_cells(visitor)):
                item = QTableWidgetItem(words)
                item.setToolTip(tip)
                self.table.setItem(row, column, item)
            if chosen is not None and visitor.ecid == chosen.ecid:
                self.table.selectRow(row)

    def _chosen(self) -> KnownVisitor | None:
        row = self.table.currentRow()
        chosen = bool(self.table.selectedItems()) and 0 <= row < len(self._visitors)
        return self._visitors[row] if chosen else None

    def _offer(self) -> None:
        self.copy.setEnabled(self._chosen() is not None)

    def _copy(self) -> None:
        if (visitor := self._chosen()) is not None:
            QGuiApplication.clipboard().setText(visitor.ecid)


def _cells(visitor: KnownVisitor) -> list[tuple[str, str]]:
    """What stands in the row of a visitor, and its tool tips."""
    ids = "\n".join(f"{namespace}: {id}" for namespace, id in visitor.identities)
    seen = visitor.last_seen.astimezone()
    displays = [f"{activity}: displayed {count}×" for activity, count in visitor.displays]
    held = [plural(len(visitor.identities), "other ID")] if visitor.identities else []
    held += [f"{sum(count for _, count in visitor.displays)} displays"] if displays else []
    held += [f"{plural(visitor.media_sessions, 'media session')} open"] if visitor.media_sessions else []
    return [
        (visitor.name or "Visitor", ids),
        (f"…{visitor.ecid[-8:]}", visitor.ecid),
        (f"{seen:%H:%M:%S}", f"First seen {visitor.first_seen.astimezone():%d %B %Y, %H:%M:%S}"),
        (str(visitor.hits), ""),
        (_CONSENTS.get(visitor.consent, visitor.consent), f"general={visitor.consent}"),
        (", ".join(held) or "—", "\n".join(filter(None, (ids, *displays)))),
    ]


class _FaultRow(QWidget):
    """One fault."""

    switched = Signal(object, object)

    def __init__(self, fault: FaultSwitch) -> None:
        super().__init__()
        self._name = fault.name
        self.switch = QCheckBox(fault.name.replace("&", "&&"))
        self.switch.setAccessibleDescription(fault.description)
        self.switch.clicked.connect(self._clicked)
        words = muted(fault.description)
        words.setWordWrap(True)
        words.setContentsMargins(24, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(1)
        column.addWidget(self.switch)
        column.addWidget(words)

    def _clicked(self, on: bool) -> None:
        self.switched.emit(self._name, on)


class _Address(QWidget):
    """An address with a button that copies it; hidden where there is none."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        label = QLabel(name)
        label.setMinimumWidth(52)
        self.address = mono(look)
        self.address.setAccessibleName(f"Address over {name}")
        copy = QPushButton("Copy")
        copy.setAccessibleName(f"Copy the address over {name}")
        copy.clicked.connect(self._copy)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label)
        line.addWidget(self.address)
        line.addWidget(copy)
        line.addStretch(1)
        self.hide()

    def show_address(self, address: str) -> None:
        """Show it."""
        self.address.setText(address)
        self.setVisible(bool(address))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.text())


def _port(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, 65535)
    box.setAccessibleName(name)
    box.setMinimumWidth(84)
    return box
