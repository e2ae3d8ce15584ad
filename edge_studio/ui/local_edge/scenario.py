"""What Local Edge plays: the scenario, and a switch for each of its faults."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from edge_studio.edge.local_status import LocalStatus, ScenarioChoice
from edge_studio.ui.local_edge.faults import FaultList
from edge_studio.ui.widgets import ElidedLabel, heading


class ScenarioTab(QWidget):
    """Chooses what is played, and makes things go wrong on purpose."""

    play_wanted = Signal(object)
    """The path of a scenario file."""
    open_wanted = Signal()
    edit_wanted = Signal()
    folder_wanted = Signal()
    switched = Signal(object)
    """Whether faults are to be on, by their names."""

    def __init__(self) -> None:
        super().__init__()
        self.choice = QComboBox()
        self.choice.setAccessibleName("Scenario")
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.activated.connect(self._chosen)
        self.open = QPushButton("&Open a file…")
        self.edit = QPushButton("&Edit a copy")
        self.folder = QPushButton("Show in &folder")
        self.description = QLabel()
        self.description.setWordWrap(True)
        self.description.setTextFormat(Qt.TextFormat.PlainText)
        self.place = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.place.setProperty("tone", "muted")
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._banner = QFrame()
        self._banner.setProperty("banner", "danger")
        self._banner.hide()
        self.faults = FaultList()
        self.faults.switched.connect(self.switched)
        self._scenarios: Sequence[ScenarioChoice] = ()
        self._arrange()
        self.open.clicked.connect(self.open_wanted)
        self.edit.clicked.connect(self.edit_wanted)
        self.folder.clicked.connect(self.folder_wanted)

    def _arrange(self) -> None:
        self.open.setToolTip("Play a scenario of your own")
        self.folder.setToolTip("In the file manager")
        label = heading("Scenario")
        label.setBuddy(self.choice)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(label)
        first.addWidget(self.choice, 1)
        for button in (self.open, self.edit, self.folder):
            first.addWidget(button)
        inner = QVBoxLayout(self._banner)
        inner.setContentsMargins(12, 8, 12, 8)
        inner.addWidget(self.problem)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 12, 2, 2)
        layout.setSpacing(8)
        layout.addLayout(first)
        layout.addWidget(self.description)
        layout.addWidget(self.place)
        layout.addWidget(self._banner)
        layout.addSpacing(4)
        layout.addWidget(self.faults, 1)

    @property
    def path(self) -> str:
        """The file of what is played."""
        return self.place.whole()

    def offer(self, scenarios: Sequence[ScenarioChoice]) -> None:
        """Offer these scenarios."""
        self._scenarios = scenarios

    def show_status(self, status: LocalStatus | None, refused: str = "") -> None:
        """Show what is played, and why not what was chosen or saved."""
        running = status is not None and status.is_running
        self.faults.show_faults(status.faults if status else (), running)
        if status is None:
            return
        played = status.scenario
        self._fill(played)
        self.description.setText(played.description)
        self.description.setHidden(not played.description)
        self.place.setText(played.path)
        self.place.setVisible(played.own)
        self.edit.setText("&Edit" if played.own else "&Edit a copy")
        self.edit.setToolTip(
            "Open the file; it is played anew each time you save it"
            if played.own
            else "Make a copy of your own, play that, and open it; it is played anew each time you save it"
        )
        words = ""
        if refused:
            words = f"{refused}\n\nWhat was played before plays on."
        elif status.problem:
            words = f"{status.problem}\n\nThe file as it was saved before plays on."
        self.problem.setText(words)
        self._banner.setVisible(bool(words))

    def _fill(self, played: ScenarioChoice) -> None:
        """Offer ours, then a person's own, and show what is played."""
        wanted = list(self._scenarios)
        if all(each.path != played.path for each in wanted):
            wanted.append(played)
        ours = [(each.name, each.path) for each in wanted if not each.own]
        own = [(_own_name(each), each.path) for each in wanted if each.own]
        rows = [*ours, *([("", "")] if ours and own else []), *own]
        box = self.choice
        if [(box.itemText(at), box.itemData(at) or "") for at in range(box.count())] != rows:
            box.clear()
            for name, path in rows:
                if path:
                    box.addItem(name, path)
                else:
                    box.insertSeparator(box.count())
            tips = {each.path: f"{each.description}\n{each.path}".strip() for each in wanted}
            for at, (_, path) in enumerate(rows):
                box.setItemData(at, tips.get(path, ""), Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(box.findData(played.path))
        box.setToolTip(played.path)

    def _chosen(self, place: int) -> None:
        self.play_wanted.emit(str(self.choice.itemData(place)))


def _own_name(scenario: ScenarioChoice) -> str:
    file = Path(scenario.path).name
    return file if scenario.name == file else f"{scenario.name} — {file}"
