"""The head of an answer: chips, the request's id, and one sentence."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from edge_studio.edge.amounts import percent, plural, size_words, time_words
from edge_studio.edge.exchange import Answered, FailureReason, Unanswered
from edge_studio.edge.handles import Answer
from edge_studio.ui.theme import ICON, Look
from edge_studio.ui.widgets import Chip, ElidedLabel


class AnswerHead(QWidget):
    """What is read first; it is never hidden while there is an answer."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._status = Chip()
        self._time = Chip()
        self._size = Chip()
        self._handles = Chip()
        self._chips = (self._status, self._time, self._size, self._handles)
        self._told = list(self._chips)
        """The chips that have something to say; the last of them give way where there is no room."""
        self._id = ElidedLabel()
        self._id.setProperty("tone", "muted")
        self._id.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._copy_id = QToolButton()
        self._copy_id.setIconSize(ICON)
        self._copy_id.setAccessibleName("Copy request ID")
        self._copy_id.setToolTip("Copy request ID")
        self._copy_id.clicked.connect(self.copy_request_id)
        self._sentence = QLabel()
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._line = QHBoxLayout()
        self._line.setSpacing(6)
        for chip in self._chips:
            self._line.addWidget(chip)
        self._line.addStretch(0)
        self._line.addWidget(self._id, 1)
        self._line.addWidget(self._copy_id)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._line)
        layout.addWidget(self._sentence)
        look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._id.setFont(self._look.font("mono"))
        self._copy_id.setIcon(self._look.icon("copy"))

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What the chips say, each with its tone."""
        return [(chip.text(), chip.tone) for chip in self._told]

    @property
    def shown_chips(self) -> list[str]:
        """What the chips say for which there is room."""
        return [chip.text() for chip in self._chips if not chip.isHidden()]

    @property
    def sentence(self) -> str:
        """The one sentence."""
        return self._sentence.text()

    @property
    def request_id(self) -> str:
        """The request's id, as the answer gives it."""
        return self._id.whole()

    def copy_request_id(self) -> None:
        """Put the request's id on the clipboard."""
        QGuiApplication.clipboard().setText(self._id.whole())

    def show_answer(self, answered: Answered, answer: Answer, is_received: bool = False) -> None:
        """Say what came, be it to a client whose request was received."""
        self._status.setText(answer.headline)
        self._status.set_tone(answer.tone)
        self._status.setToolTip(f"HTTP status, over {answered.http_version}")
        self._time.setText(time_words(answered.timing.total))
        self._time.setToolTip(
            "From the first byte of the request to the last of the answer, as Local Edge measured it"
            if is_received
            else "From the press of Send to the last byte"
        )
        decoded = len(answered.body)
        self._size.setText(size_words(decoded))
        packed = f"{answered.wire_size:,} bytes on the wire, {decoded:,} after decoding"
        self._size.setToolTip(
            packed if answered.wire_size != decoded else f"{decoded:,} bytes, sent as they are"
        )
        self._handles.setText(plural(len(answer.handles), "handle"))
        self._told = [self._status, self._time, self._size]
        if answer.kind == "envelope":
            self._told.append(self._handles)
        self._say(answer.sentence, answer.request_id)

    def show_progress(self, done: float) -> None:
        """Say how much of a large answer has been read."""
        words = f"Reading the answer… {percent(done)}"
        if words != self._sentence.text():
            self._sentence.setText(words)

    def show_failure(self, failure: Unanswered, request_id: str) -> None:
        """Say that nothing came."""
        calm = failure.reason in {FailureReason.CANCELLED, FailureReason.NOT_RECORDED}
        self._status.setText("Cancelled" if failure.reason is FailureReason.CANCELLED else "No answer")
        self._status.set_tone("warning" if calm else "danger")
        self._status.setToolTip(f"{failure.reason.value}, while {failure.phase.value}")
        self._time.setText(time_words(failure.timing.total))
        self._told = [self._status, self._time]
        self._say("", request_id)

    def _say(self, sentence: str, request_id: str) -> None:
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._id.setText(request_id)
        self._id.setToolTip(f"Request ID: {request_id}")
        self._copy_id.setVisible(bool(request_id))
        self._make_room()

    def resizeEvent(self, event: object) -> None:
        self._make_room()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a chip has another width, as after zooming
            self._make_room()
        return super().event(event)

    def _make_room(self) -> None:
        """Leave out what finds no room uncut: the id, then the last chips.

        The button beside the id copies it still, and the tabs below count the handles too.
        """
        room = self.width() - self._copy_id.sizeHint().width()
        for chip in self._chips:
            needed = chip.sizeHint().width() + self._line.spacing()
            fits = chip in self._told and (chip is self._status or needed <= room)
            chip.setVisible(fits)
            room -= needed if fits else 0
        self._id.setVisible(room >= 48)
