"""The composer's form: the payload as cards of fields, in the order in which a person thinks."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from edge_studio.edge.exchange import ApiVersion
from edge_studio.jsontext.pointer import is_within
from edge_studio.ui.editor.buffer import Change, RequestBuffer
from edge_studio.ui.fields.base import Field
from edge_studio.ui.fields.context import FieldContext
from edge_studio.ui.fields.spec import Section
from edge_studio.ui.forms.data_card import DataCard
from edge_studio.ui.forms.fields_card import FieldsCard
from edge_studio.ui.forms.identity_card import IdentityCard
from edge_studio.ui.forms.section_card import SectionCard
from edge_studio.ui.forms.sections import CUSTOM_DATA, IDENTITY, SECTIONS
from edge_studio.ui.tab_order import focusable
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import muted

EVENT_ROOTS = {ApiVersion.V2: "/event", ApiVersion.V1: "/events/0"}
"""Where the event stands in the body."""


class RequestForm(QScrollArea):
    """The form view of one payload; it writes through the buffer and follows its changes.

    While it is hidden it does nothing, and catches up when it is shown.
    """

    pointer_focused = Signal(object)
    """The person chose a field; carries its JSON Pointer."""

    def __init__(
        self,
        buffer: RequestBuffer,
        look: Look,
        version: ApiVersion = ApiVersion.V2,
        parent: QWidget | None = None,
        first: int = len(SECTIONS),
    ) -> None:
        super().__init__(parent)
        self._buffer = buffer
        self._context = FieldContext(buffer, look)
        self._asleep = False
        self._stale = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Request form")
        self._page = QWidget()
        self._no_event: QLabel | None = None
        self._column = column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        self.cards: dict[str, SectionCard] = {}
        for section in SECTIONS:
            card = self._card(section, EVENT_ROOTS[version])
            card.pointer_focused.connect(self.pointer_focused)
            self.cards[section.title] = card
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(self._page)
        cards = list(self.cards.values())
        for card in cards[:first]:
            card.settle()
        for card in cards[first:]:
            card.fold(True)
        self._unsettled = cards[first:]
        buffer.changed.connect(self._changed)

    def _card(self, section: Section, event_root: str) -> SectionCard:
        if section is IDENTITY:
            return IdentityCard(section, self._context, event_root)
        if section is CUSTOM_DATA:
            return DataCard(section, self._context, event_root)
        return FieldsCard(section, self._context, event_root)

    # What others ask

    def left_out(self) -> Iterator[Callable[[], object]]:
        """Steps that open the cards with values below the ``first`` ones."""
        while self._unsettled:
            yield self._unsettled.pop(0).settle

    def set_version(self, version: ApiVersion) -> None:
        """Bind the form to the event of the other dialect: ``event`` in v2, ``events[0]`` in v1."""
        for card in self.cards.values():
            card.bind(EVENT_ROOTS[version])

    def show_events(self, shown: bool, words: str) -> None:
        """Show the cards of the event or, for an endpoint that has none, say so in ``words``."""
        if shown and self._no_event is None:
            return  # they never were hidden, and showing them again would lay out a window that opens
        for card in self.cards.values():
            card.setVisible(shown)
        if self._no_event is None and not shown:
            self._no_event = muted()
            self._no_event.setWordWrap(True)
            self._column.insertWidget(0, self._no_event)
        if self._no_event is not None:
            self._no_event.setText(words)
            self._no_event.setVisible(not shown)

    @property
    def note(self) -> str:
        """What is said instead of the cards; empty where they are shown."""
        hidden = self._no_event is None or self._no_event.isHidden()
        return "" if hidden or self._no_event is None else self._no_event.text()

    def settle(self) -> None:
        """Fold the cards without values and open those with; for a payload that was just loaded."""
        for card in self.cards.values():
            card.settle()

    def fields(self) -> list[Field]:
        """Every field that is shown, card by card."""
        cards = [card for card in self.cards.values() if isinstance(card, FieldsCard) and not card.is_folded]
        return [field for card in cards for field in card.fields]

    def reveal(self, pointer: str, focus: bool = True) -> bool:
        """Show the field nearest to ``pointer``, unfolding its card, and give it the focus if ``focus``.

        False where no field comes near it.
        """
        if not pointer:
            return False
        cards = self.cards.values()
        holding = [card for card in cards if is_within(pointer, card.at)]
        held = [card for card in cards if is_within(card.at, pointer) and card not in holding]
        for card in (*sorted(holding, key=_depth, reverse=True), *sorted(held, key=_depth)):
            if card.reveal(pointer, focus):
                self._scroll_to(card, pointer)
                return True
        return False

    def mark(self, pointer: str | None) -> None:
        """Set apart the field in whose text the JSON editor's caret stands; nothing unfolds."""
        for card in self.cards.values():
            if not card.is_folded:
                card.mark(pointer)

    def add_card(self, card: QWidget) -> None:
        """Put a card that is not of the payload below the others."""
        column = self._page.layout()
        assert isinstance(column, QVBoxLayout)
        above = list(focusable(self._page))
        column.insertWidget(column.count() - 1, card)
        for before, after in pairwise([*above[-1:], *focusable(card)]):
            self.setTabOrder(before, after)

    def show_card(self, card: QWidget) -> None:
        """Scroll to a card that was just opened: to all of it where it fits, and to its focus in any case."""
        layout = self._page.layout()
        assert layout is not None
        layout.activate()
        self._page.resize(self._page.width(), max(self.viewport().height(), layout.sizeHint().height()))
        self.ensureWidgetVisible(card, 0, 0)
        focused = cast("QWidget | None", self._page.focusWidget())  # the stubs forget that there may be none
        if focused is not None and card.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, 24)

    def commit(self) -> None:
        """Write what is typed but not written yet: a namespace or a key in the making."""
        for card in self.cards.values():
            card.commit()

    def _scroll_to(self, card: SectionCard, pointer: str) -> None:
        card.resize(card.width(), card.sizeHint().height())  # it may have been opened just now
        focused = cast("QWidget | None", self._page.focusWidget())  # the stubs forget that there may be none
        own = focused is not None and focused.hasFocus() and card.isAncestorOf(focused)
        inside = focused if own and focused is not None else card
        self.ensureWidgetVisible(inside, 0, 24)

    @property
    def is_whole(self) -> bool:
        """Whether every field is to be seen over its whole width."""
        return self._page.width() <= self.viewport().width()

    def minimumSizeHint(self) -> QSize:
        """Wide enough for every field: what does not fit cannot be scrolled to the side."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._page.minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for the room that an unfolded card needs, which the layout around would not hear of."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    # Following the payload

    @Slot(object)
    def _changed(self, change: Change) -> None:
        if self._asleep:
            self._stale = True
            return
        for card in self.cards.values():
            card.take(change.pointer)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._asleep = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._asleep = False
        if self._stale:
            self._stale = False
            for card in self.cards.values():
                card.take_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._buffer.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._buffer.redo()
        else:
            super().keyPressEvent(event)


def _depth(card: SectionCard) -> int:
    return card.at.count("/")
