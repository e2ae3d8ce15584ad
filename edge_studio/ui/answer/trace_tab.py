"""The Edge trace of an exchange: what Local Edge did with it, step by step."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QFont, QGuiApplication, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextEdit, QVBoxLayout, QWidget

from edge_studio.edge.amounts import plural, time_words
from edge_studio.edge.endpoints import MEDIA_EVENTS
from edge_studio.edge.trace import TraceEvent
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import muted

_STEPS: Final = {
    "hitReceived": "Received",
    "hitValidated": "Refused",
    "validation": "Checked",
    "eventIgnored": "Ignored",
    "consent": "Consent",
    "mapper:xdm-event": "Mapped",
    "analytics.hit": "Counted",
    "decisions": "Offers",
    "feedback": "Feedback",
    "segmentation": "Audiences",
    "upstream": "Service",
    "faultStruck": "Fault",
    "hitProcessed": "Answered",
    **dict.fromkeys(MEDIA_EVENTS, "Media"),
}
_VENDORS: Final = {
    "com.adobe.target": "Target",
    "com.adobe.experience.platform.ode": "Offer Decisioning",
    "com.adobe.experience_platform.ajo": "Journey Optimizer",
    "com.adobe.analytics": "Analytics",
    "com.adobe.media": "Media Analytics",
}
_AWAITED = "Local Edge tells the trace right after its answer."
_LINE = "\u2028"
"""Begins another line of the same step."""


class TraceTab(QWidget):
    """The steps as text that wraps, each with who did it and what was said of it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._trace: Sequence[TraceEvent] = ()
        self.steps = QTextEdit()
        self.steps.setReadOnly(True)
        self.steps.setAccessibleName("Edge trace")
        self.steps.setTabChangesFocus(True)
        self.steps.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._note = muted()
        self._note.setWordWrap(True)
        self._copy = QPushButton("Copy trace")
        self._copy.setToolTip("Copy every step as text, with its wire names")
        self._copy.clicked.connect(self.copy_all)
        actions = QHBoxLayout()
        actions.addWidget(self._note, 1)
        actions.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.steps, 1)
        layout.addLayout(actions)
        look.changed.connect(self._write)

    def show_trace(self, trace: Sequence[TraceEvent]) -> None:
        """Show these steps, in their order."""
        self._trace = trace
        failed = sum(step.failed for step in trace)
        words = plural(len(trace), "step") + (f", {failed} failed" if failed else "")
        self._note.setText(words if trace else _AWAITED)
        self._copy.setEnabled(bool(trace))
        self._write()

    @property
    def text(self) -> str:
        """Every step as text."""
        return "\n".join(as_text(step) for step in self._trace)

    @property
    def note(self) -> str:
        """What stands below the steps."""
        return self._note.text()

    def copy_all(self) -> None:
        """Copy every step as text."""
        QGuiApplication.clipboard().setText(self.text)

    def _write(self) -> None:
        self.steps.clear()
        cursor = self.steps.textCursor()
        body, small = self._look.font("body"), self._look.font("small")
        strong = QFont(body)
        strong.setWeight(QFont.Weight.DemiBold)
        block = QTextBlockFormat()
        block.setBottomMargin(8)
        for number, step in enumerate(self._trace):
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(block)
            tone = "danger" if step.failed else "text"
            head = f"{step_name(step)} — failed" if step.failed else step_name(step)
            cursor.insertText(head, self._format(strong, tone))
            after = f" · after {time_words(step.at)}" if step.at else ""
            cursor.insertText(f"   {step.name}{after}", self._format(small, "text.muted"))
            for message in step.messages:
                cursor.insertText(f"{_LINE}{message}", self._format(body, tone))
            for name, value in step.attributes:
                cursor.insertText(f"{_LINE}{name}: {value}", self._format(small, "text.muted"))
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.steps.setTextCursor(cursor)

    def _format(self, font: QFont, tone: str) -> QTextCharFormat:
        style = QTextCharFormat()
        style.setFont(font)
        style.setForeground(QBrush(self._look.colour(tone)))
        return style


def step_name(step: TraceEvent) -> str:
    """A step in plain words, with the service that it belongs to."""
    name = _STEPS.get(step.name, step.name)
    vendor = _VENDORS.get(step.vendor, "")
    return f"{name} · {vendor}" if vendor else name


def as_text(step: TraceEvent) -> str:
    """A step as lines of text, with its wire names."""
    after = f" after {time_words(step.at)}" if step.at else ""
    head = f"{step_name(step)}{after} ({step.vendor} {step.name}){' FAILED' if step.failed else ''}"
    facts = [f"{name}: {value}" for name, value in step.attributes]
    return "\n".join([head, *(f"  {line}" for line in (*step.messages, *facts))])
