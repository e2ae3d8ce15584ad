"""Where Local Edge listens, and whether it serves HTTPS."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.local_status import USUAL_PORT, USUAL_SECURE_PORT, LocalChoice, LocalStatus
from edge_studio.ui.copy_button import CopyButton
from edge_studio.ui.widgets import ElidedLabel, heading, muted

_MARGINS = (7, 0, 7, 0)
"""Of numbers: style sheets cannot give the line inside a spin box its padding."""


class AddressTab(QWidget):
    """Ports and HTTPS, as they are to be from the next start on."""

    wanted = Signal(object)
    """The :class:`LocalChoice` that the person wants; its scenario is not of this tab."""
    folder_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.port = _port("Port of HTTP", USUAL_PORT)
        self.https = QCheckBox("Serve HTT&PS as well")
        self.secure_port = _port("Port of HTTPS", USUAL_SECURE_PORT)
        self.apply = QPushButton("&Restart with these")
        self.apply.setProperty("variant", "primary")
        self.undo = QPushButton("As they &were")
        self.certificate = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.copy = CopyButton("the path of the certificate", words="Copy path")
        self.folder = QPushButton("Show in &folder")
        self._authority = QWidget()
        self._chosen = LocalChoice()
        self._arrange()
        self.https.toggled.connect(self._offer)
        for box in (self.port, self.secure_port):
            box.valueChanged.connect(self._offer)
        self.apply.clicked.connect(self._apply)
        self.undo.clicked.connect(self._undo)
        self.folder.clicked.connect(self.folder_wanted)
        self._offer()

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        self._add_row(grid, "&Port of HTTP", self.port)
        grid.addWidget(
            _small(
                "A site that points here needs the same port each time: choose one, and you are told when "
                "another program has it."
            ),
            grid.rowCount(),
            1,
            1,
            2,
        )
        grid.addWidget(self.https, grid.rowCount(), 1, 1, 2)
        grid.addWidget(
            _small(
                "Adobe's Web SDK and mobile SDKs speak nothing else. The certificate is made on this "
                "computer the first time, and clients have to trust it: see “Connect a client”."
            ),
            grid.rowCount(),
            1,
            1,
            2,
        )
        self._add_row(grid, "Port of &HTTPS", self.secure_port)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.apply)
        buttons.addWidget(self.undo)
        buttons.addWidget(_small("Visitors are forgotten; requests under way are broken off."), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 14, 2, 2)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addLayout(buttons)
        layout.addSpacing(8)
        layout.addWidget(self._authority)
        layout.addStretch(1)
        self._arrange_authority()

    def _arrange_authority(self) -> None:
        self.certificate.setProperty("tone", "muted")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.certificate, 1)
        line.addWidget(self.copy)
        line.addWidget(self.folder)
        column = QVBoxLayout(self._authority)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(heading("The certificate for clients to trust"))
        column.addLayout(line)
        column.addWidget(
            _small(
                "Its key lies beside it, readable by you alone, and never leaves this computer: whoever has "
                "it could pose as any site to those who trust the certificate."
            )
        )

    @staticmethod
    def _add_row(grid: QGridLayout, words: str, box: QSpinBox) -> None:
        row = grid.rowCount()
        label = QLabel(words)
        label.setBuddy(box)
        grid.addWidget(label, row, 0)
        grid.addWidget(box, row, 1)

    def show_choice(self, choice: LocalChoice) -> None:
        """Show how it is to run, as it was chosen; what the person is changing stays."""
        if choice == self._chosen:
            return
        self._chosen = choice
        self._undo()

    def show_status(self, status: LocalStatus | None) -> None:
        """Show the certificate, where there is one."""
        certificate = status.authority_file if status else ""
        self._authority.setVisible(bool(certificate))
        self.certificate.setText(certificate)
        self.copy.text_to_copy = certificate

    def want_https(self) -> None:
        """Have HTTPS switched on, with all else as it is."""
        self._undo()
        self.https.setChecked(True)
        self._apply()

    def _undo(self) -> None:
        self.port.setValue(self._chosen.port)
        self.https.setChecked(self._chosen.secure)
        self.secure_port.setValue(self._chosen.secure_port)
        self._offer()

    def _now(self) -> LocalChoice:
        return LocalChoice(
            self._chosen.scenario, self.port.value(), self.https.isChecked(), self.secure_port.value()
        )

    def _offer(self) -> None:
        self.secure_port.setEnabled(self.https.isChecked())
        for button in (self.apply, self.undo):
            button.setEnabled(self._now() != self._chosen)

    def _apply(self) -> None:
        self.wanted.emit(self._now())


def _small(words: str) -> QLabel:
    label = muted(words)
    label.setWordWrap(True)
    return label


def _port(name: str, usual: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, 65535)
    box.setSpecialValueText(f"{usual}, if it is free")
    box.setAccessibleName(name)
    box.setMinimumWidth(170)
    box.lineEdit().setTextMargins(*_MARGINS)
    return box
