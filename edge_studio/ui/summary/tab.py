"""The Summary tab: what an answer means, as a column of cards."""

from collections.abc import Callable, Generator
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from time import perf_counter

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from edge_studio.edge.summary.model import Summary
from edge_studio.ui.summary.card import SummaryCard
from edge_studio.ui.summary.column import Column
from edge_studio.ui.summary.line import Line
from edge_studio.ui.summary.lines import Lines
from edge_studio.ui.summary.link_question import LinkQuestion, open_in_browser
from edge_studio.ui.summary.offers_card import OffersCard
from edge_studio.ui.summary.trouble_card import TroubleCard
from edge_studio.ui.tab_order import focusable
from edge_studio.ui.theme import Look
from edge_studio.ui.turns import Turns

_SOONEST = 0.2
"""Seconds between two looks at the clock at least."""
_AT_ONCE = 0.008
"""Seconds after which only what is to be seen at first is still filled without a pause."""


class SummaryTab(QScrollArea):
    """Cards one below the other; their widgets stay for the next answer.

    The first screenful is there at once; what is below it follows in turns, for a content's paper takes
    milliseconds. What is counted down is looked at again when its words change, and only while it can be
    seen.
    """

    reveal_wanted = Signal(object)
    """The JSON Pointer of what is to be shown in the tree."""
    step_wanted = Signal(object, object)
    """An :class:`Offer`, and which :data:`Report` of it is to be composed."""

    def __init__(
        self,
        look: Look,
        now: Callable[[], datetime] | None = None,
        opened: Callable[[str], None] = open_in_browser,
    ) -> None:
        super().__init__()
        self._look = look
        self._now = now or _utc_now
        self._opened = opened
        self._folded: set[str] = set()
        self._cards = Column(8, top=8, right=2)
        self._ordered: list[QWidget] = []
        self._in_turns = False
        """Whether what is filled so far is shown between two parts."""
        self._filling = Turns(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Summary of the answer")
        self.setWidget(self._cards)

    # What is shown

    def show_summary(self, summary: Summary) -> None:
        """Show all cards of a summary, from the top: at once what is to be seen, the rest in turns."""
        work = self._begun(summary)
        until = perf_counter() + _AT_ONCE
        for _ in work:
            if perf_counter() >= until and self._is_room_full():
                self._in_turns = True
                self._filling.run(work)
                break

    def show_in_turns(self, summary: Summary) -> None:
        """Show all cards of a summary, from the top and each when it is ready; for one that took long."""
        work = self._begun(summary)
        self._in_turns = True
        self._filling.run(work)

    @property
    def is_filling(self) -> bool:
        """Whether cards below the first screenful are still to come, or content is still to be turned."""
        return self._filling.busy or any(card.is_turning for card in self._offers)

    def finish(self) -> None:
        """Fill what is left at once; for whoever cannot wait."""
        self._filling.finish()
        for card in self._offers:
            card.finish()

    @property
    def _offers(self) -> list[OffersCard]:
        return [card for card in self.cards if isinstance(card, OffersCard)]

    def _begun(self, summary: Summary) -> Generator[None, None, None]:
        """The work of filling the cards, from the top."""
        self._filling.stop()
        self._in_turns = False
        self.verticalScrollBar().setValue(0)
        return self._steps(summary, self._now())

    def _steps(self, summary: Summary, now: datetime) -> Generator[None, None, None]:
        self._cards.begin()
        for content in summary.cards:
            kind = _KINDS.get(content.kind, PlainCard)
            card = self._cards.next(kind, partial(self._made, kind))
            for _ in card.card_steps(content, now, content.kind in self._folded):
                if self._in_turns:
                    self._settle()
                yield
        self._cards.end()
        self._order_keys()
        self._wait()

    def _is_room_full(self) -> bool:
        """Whether what is filled so far reaches to the lower edge."""
        self._settle()
        viewport = self.viewport()
        return self._cards.heightForWidth(viewport.width()) >= viewport.height()

    def _settle(self) -> None:
        """Show what is filled so far, and nothing of the answer before."""
        if cards := self.cards:
            cards[-1].settle()
        self._cards.end()

    def _order_keys(self) -> None:
        """Let Tab go through the cards as the eye does, whichever of their widgets was made when."""
        shown = [part for card in self.cards for part in (card, *card.parts.shown)]
        if shown == self._ordered:
            return
        self._ordered = shown
        order = [widget for card in self.cards for widget in (*focusable(card), *card.parts.reachable())]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def show_reading(self) -> None:
        """Say that the answer is not read to its end yet."""
        self._filling.stop()
        self._cards.begin()
        note = self._cards.next(Lines, self._made_note)
        note.show_lines([Line("Reading the answer…", style="muted")], "", self._now())
        self._cards.end()
        self._timer.stop()

    def clear(self) -> None:
        """Show nothing."""
        self._filling.stop()
        self._cards.begin()
        self._cards.end()
        self._timer.stop()

    def _made(self, kind: type[SummaryCard]) -> SummaryCard:
        card = kind(self._look)
        card.reveal_wanted.connect(self.reveal_wanted)
        card.link_wanted.connect(self._ask)
        card.kind_folded.connect(self._remember_folded)
        if isinstance(card, OffersCard):
            card.step_wanted.connect(self.step_wanted)
        return card

    def _made_note(self) -> Lines:
        return Lines(self._look)

    def _remember_folded(self, kind: str, folded: bool) -> None:
        (self._folded.add if folded else self._folded.discard)(kind)
        self._wait()

    @property
    def cards(self) -> list[SummaryCard]:
        """The cards that are shown, from the top."""
        return [card for card in self._cards.shown if isinstance(card, SummaryCard)]

    @property
    def is_reading(self) -> bool:
        """Whether the answer is not read to its end yet."""
        return any(isinstance(widget, Lines) for widget in self._cards.shown)

    # Links

    def _ask(self, address: str) -> None:
        LinkQuestion(self._look, address, self, self._opened).show()

    # Time

    @property
    def is_ticking(self) -> bool:
        """Whether the clock will be looked at again by itself."""
        return self._timer.isActive()

    @property
    def next_look(self) -> float:
        """Seconds until then; 0 where there is none."""
        return max(0, self._timer.remainingTime()) / 1000 if self._timer.isActive() else 0.0

    def _tick(self) -> None:
        now = self._now()
        for card in self.cards:
            for block in card.blocks():
                block.tick(now)
        self._wait()

    def _wait(self) -> None:
        """Look again when the next words change, while the person can see it."""
        self._timer.stop()
        if not self.isVisible() or not self.isActiveWindow():
            return
        now = self._now()
        blocks = [block for card in self.cards if not card.is_folded for block in card.blocks()]
        changes = [change for block in blocks if (change := block.next_change(now)) is not None]
        if changes:
            self._timer.start(round(max(min(changes), _SOONEST) * 1000) + 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            if self.isActiveWindow():
                self._tick()
            else:
                self._timer.stop()


class PlainCard(SummaryCard):
    """A card that is made of facts alone."""


_KINDS: dict[str, type[SummaryCard]] = {"offers": OffersCard, "trouble": TroubleCard}


def _utc_now() -> datetime:
    return datetime.now(UTC)
