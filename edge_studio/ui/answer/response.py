"""The room of the answer: what to press, what is awaited, and what came of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from edge_studio.edge.exchange import Answered, Exchange, Unanswered
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Chip, heading, muted

if TYPE_CHECKING:
    from edge_studio.edge.handles import Answer
    from edge_studio.ui.answer.content import AnswerContent
    from edge_studio.ui.answer.sent_tab import SentTab
    from edge_studio.ui.tree.filter_history import FilterHistory
    from edge_studio.ui.tree.tab import HandlesTab

_DIMMED = 0.45


class ResponsePanel(QFrame):
    """Shows one exchange: what came back, or why nothing did.

    What shows an answer is made with the first one, or by :meth:`warm_up`: a window starts without it.
    """

    tab_chosen = Signal(object)
    """The name of the tab that the person looks at now, such as ``Handles``."""
    compose_wanted = Signal(object)
    """The :class:`Draft` of a request that comes next."""

    compare_wanted = Signal()
    """What is shown is to be compared with another exchange."""

    def __init__(self, look: Look, filters: "FilterHistory | None" = None) -> None:
        super().__init__()
        self._look = look
        self._filters = filters
        self.setProperty("panel", True)
        self.setAccessibleName("Answer")
        self.setMinimumWidth(300)
        self._exchange: Exchange | None = None
        self._made: AnswerContent | None = None
        self._chosen_tab = ""
        self._waiting = QFrame()
        self._phase = QLabel()
        self._pages = QStackedWidget()
        self._pages.addWidget(_empty_page())
        self._arrange()

    def _arrange(self) -> None:
        self._waiting.setProperty("card", True)
        self._waiting.setAccessibleName("Waiting for the answer")
        waiting = QHBoxLayout(self._waiting)
        waiting.setContentsMargins(8, 6, 8, 6)
        waiting.addWidget(Chip("Under way", "accent"))
        waiting.addWidget(self._phase, 1)
        self._waiting.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 9, 10, 10)
        layout.setSpacing(8)
        layout.addWidget(self._waiting)
        layout.addWidget(self._pages, 1)

    def warm_up(self) -> None:
        """Make now what the first answer needs; for a moment when nobody waits."""
        if self._made is None:
            from edge_studio.ui.answer.content import AnswerContent

            self._made = AnswerContent(self._look, self._filters)
            self._made.compose_wanted.connect(self.compose_wanted)
            self._made.handles.compare_button.clicked.connect(self.compare_wanted)
            if self._chosen_tab:
                self._made.prefer(self._chosen_tab)
            self._made.tab_chosen.connect(self._choose_tab)
            self._pages.addWidget(self._made)

    @property
    def chosen_tab(self) -> str:
        """The name of the tab that the person last looked at; empty where none was chosen yet."""
        return self._chosen_tab

    def prefer(self, tab: str) -> None:
        """Begin with this tab, as it was left."""
        self._chosen_tab = tab
        if self._made is not None:
            self._made.prefer(tab)

    def _choose_tab(self, tab: str) -> None:
        self._chosen_tab = tab
        self.tab_chosen.emit(tab)

    @property
    def content(self) -> "AnswerContent":
        """What shows an answer."""
        self.warm_up()
        if self._made is None:
            raise AssertionError("made just now")
        return self._made

    @property
    def handles(self) -> "HandlesTab":
        """The tree with its filter."""
        return self.content.handles

    @property
    def sent(self) -> "SentTab":
        """What was sent."""
        return self.content.sent

    # What is shown

    @property
    def exchange(self) -> Exchange | None:
        """The exchange that is shown."""
        return self._exchange

    @property
    def answer(self) -> "Answer | None":
        """The answer that is shown, read; None where there is none."""
        return self._made.answer if self._made else None

    @property
    def waiting_for(self) -> str:
        """What is awaited; empty where nothing is."""
        return "" if self._waiting.isHidden() else self._phase.text()

    @property
    def is_dimmed(self) -> bool:
        """Whether the answer shown is an older one than the one awaited."""
        return self._made is not None and self._made.graphicsEffect() is not None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return self._pages.currentIndex() == 0

    def show_empty(self) -> None:
        """Say what to press: nothing was sent yet."""
        self._settle()
        self._exchange = None
        if self._made:
            self._made.clear()
        self._pages.setCurrentIndex(0)

    def show_waiting(self, phase_text: str) -> None:
        """Say what is under way; the older answer stays, dimmed."""
        self._phase.setText(phase_text)
        self._waiting.show()
        if self._made and not self.is_dimmed and not self.is_empty:
            from PySide6.QtWidgets import QGraphicsOpacityEffect

            effect = QGraphicsOpacityEffect(self._made)
            effect.setOpacity(_DIMMED)
            self._made.setGraphicsEffect(effect)

    def _guard(self, exchange: Exchange) -> None:
        """What the exchange kept secret is not remembered as a filter."""
        if self._filters is not None:
            from edge_studio.edge.masking import secrets_of

            self._filters.guard(secrets_of(exchange.request.headers, exchange.request.url))

    def show_exchange(
        self, exchange: Exchange, answer: "Answer | None" = None, awaits_trace: bool = False
    ) -> None:
        """Show what came of an exchange; ``answer`` is what :func:`read_answer` made of it, if known.

        ``awaits_trace`` says that its trace is about to come.
        """
        self._settle()
        self._guard(exchange)
        match exchange.outcome:
            case Answered() as answered:
                self.content.show_answered(exchange, answered, answer, awaits_trace)
            case Unanswered() as failure:
                self.content.show_unanswered(exchange, failure, awaits_trace)
            case None:
                self.show_empty()
                return
        self._exchange = exchange
        self._pages.setCurrentWidget(self.content)

    def _settle(self) -> None:
        self._waiting.hide()
        if self.is_dimmed and self._made:
            self._made.setGraphicsEffect(None)  # type: ignore[arg-type]  # None takes it off; the stubs miss it

    # What can be done

    def open_tab(self, name: str) -> None:
        """Bring the tab whose name begins so to the front."""
        self.content.open_tab(name)

    def focus_filter(self) -> None:
        """Put the caret into the filter of the tree, where there is one."""
        if self._made and not self.is_empty:
            self._made.focus_filter()

    def find_text(self, step: int = 0) -> bool:
        """Search the raw answer if the focus is there, or step in what was found; whether it is there."""
        return bool(self._made and not self.is_empty and self._made.find_text(step))

    def copy_path(self) -> None:
        """Put the JSON Pointer of the chosen row on the clipboard."""
        if self._made:
            self._made.handles.tree.copy_path()

    def copy_ticket(self) -> None:
        """Put the exchange that is shown on the clipboard, as Markdown for a ticket."""
        if self._made and not self.is_empty:
            self._made.copy_ticket()

    def follow(self) -> None:
        """Go from the chosen row of the tree to its bytes in Raw, or back."""
        if self._made and not self.is_empty:
            self._made.follow()

    def reveal(self, pointer: str) -> bool:
        """Show the row of a JSON Pointer into the answer; whether there is one."""
        return not self.is_empty and self.content.reveal(pointer)


def _empty_page() -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addStretch(2)
    for label in (
        heading("The answer appears here"),
        muted("Press Send (Ctrl+Enter) and see what the Edge Network makes of the request."),
    ):
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        layout.addWidget(label)
    layout.addStretch(3)
    return page
