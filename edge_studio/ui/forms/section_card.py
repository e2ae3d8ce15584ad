"""A card of the composer: it folds to one line, builds its body when first opened, and shows what changed."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton

from edge_studio.jsontext.pointer import child
from edge_studio.ui.fields.base import Remark
from edge_studio.ui.fields.context import FieldContext, touches
from edge_studio.ui.fields.spec import Section
from edge_studio.ui.tab_order import chain
from edge_studio.ui.widgets import Card


class SectionCard(Card):
    """What the cards of the form share; subclasses fill in what they show.

    While the card is folded its body is neither built nor refreshed; opening it brings it up to date.
    """

    pointer_focused = Signal(object)
    """The person chose a field; carries its pointer."""

    def __init__(self, section: Section, context: FieldContext, event_root: str) -> None:
        super().__init__(context.look, section.title, section.hint)
        self.section = section
        self.context = context
        self.at = ""
        self._root = event_root
        self._built = False
        self._stale = False
        self._said = section.hint
        self._seen: tuple[str | None, str] | None = None
        self._obstacle: QLabel | None = None
        self._place()
        self.setAccessibleName(section.title)
        self.setAccessibleDescription(section.help)
        self.setWhatsThis(section.help)
        self.folded.connect(self._was_folded)

    def _place(self) -> None:
        self.at = (self._root if self.section.in_event else "") + self.section.at

    # What subclasses fill in

    def _build(self) -> None:
        """Make the body's widgets; called once."""
        raise NotImplementedError

    def _refresh(self, changed: str) -> None:
        """Bring what may show a change inside ``changed`` up to date."""
        raise NotImplementedError

    def _rebind(self) -> None:
        """The card moved to another place (``at``): bind the body to it."""
        raise NotImplementedError

    def _values(self) -> list[str]:
        """What is set here, each in a few words."""
        raise NotImplementedError

    def _reveal(self, pointer: str, focus: bool) -> bool:
        """Show the field nearest to a pointer within this card; False where there is none."""
        raise NotImplementedError

    def mark(self, pointer: str | None) -> None:
        """Set apart the field in whose text the caret of the JSON editor stands; None: no field."""

    def commit(self) -> None:
        """Write what is typed but not written yet."""

    # What the form calls

    def settle(self) -> None:
        """Fold where nothing is set, open where something is, and show it."""
        self.fold(not self._values())

    def fold(self, folded: bool) -> None:
        """Fold or open the card; opening brings its body up to date."""
        self.set_folded(folded)
        self._was_folded(folded)

    def take(self, changed: str) -> None:
        """The payload changed inside ``changed``: show it, at once where the card is open."""
        if not touches(self.at, changed):
            return
        if len(changed) >= len(self.at):
            self._seen = None
        elif not self._differs():
            return
        if self.is_folded:
            self._stale = True
            self._say_what_it_holds()
        else:
            self._refresh(changed)

    def _differs(self) -> bool:
        """Whether the card's own part of the payload is another than when this was last asked."""
        node = self.context.node(self.at)
        seen = (None if node is None else node.raw, self.context.obstacle(child(self.at, "x")))
        differs = seen != self._seen
        self._seen = seen
        return differs

    def take_all(self) -> None:
        """Anything may have changed."""
        self._seen = None
        if self.is_folded:
            self._stale = True
            self._say_what_it_holds()
        else:
            self._refresh("")

    def bind(self, event_root: str) -> None:
        """Belong to another event object, such as ``/events/0``."""
        self._root = event_root
        self._place()
        if self._built:
            self._rebind()
        self.take_all()

    def reveal(self, pointer: str, focus: bool = True) -> bool:
        """Open the card and show the field nearest to ``pointer``; False where it is not of this card."""
        if not touches(self.at, pointer):
            return False
        if self.is_folded:
            self.fold(False)
        return self._reveal(pointer, focus)

    # Folding

    @Slot(object)
    def _was_folded(self, folded: bool) -> None:
        if folded:
            self._say_what_it_holds()
            return
        self.set_hint(self.section.hint)
        if not self._built:
            self._built = True
            self._build()
            self._refresh("")
            self._chain()
        elif self._stale:
            self._refresh("")
        self._stale = False

    @Slot()
    def _chain(self) -> None:
        """Widgets came: let Tab visit them in their place."""
        chain(self)

    def _say_what_it_holds(self) -> None:
        values = self._values()
        if values:
            self.set_hint(", ".join(values))
        elif self.context.is_unreadable(child(self.at, "x")):
            self.set_hint("not readable while the JSON is broken")
        else:
            self.set_hint(f"nothing set — {self._could_hold()}")

    def _could_hold(self) -> str:
        """What can be set here, in a few words."""
        return self.section.holds

    def _say_obstacle(self, obstacle: str) -> None:
        """Show in one line why nothing can be written here; an empty text takes the line away."""
        if obstacle and self._obstacle is None:
            self._obstacle = QLabel()
            self._obstacle.setProperty("tone", "danger")
            self._obstacle.setWordWrap(True)
            self.body.insertWidget(0, self._obstacle)
        if self._obstacle is not None:
            if self._obstacle.text() != obstacle:
                self._obstacle.setText(obstacle)
            self._obstacle.setVisible(bool(obstacle))

    @property
    def hint(self) -> str:
        """The small print beside the title: what is set, while the card is folded."""
        return self._said

    def set_hint(self, hint: str) -> None:
        """Say this in the small print, and remember it: ``hint`` tells it."""
        self._said = hint
        super().set_hint(hint)

    @property
    def obstacle(self) -> str:
        """Why nothing can be written here, as the card says it; empty where all can."""
        shown = self._obstacle is not None and not self._obstacle.isHidden()
        return self._obstacle.text() if shown and self._obstacle is not None else ""


class RemarkingCard(SectionCard):
    """A card with a line below its rows that says what is odd, with a way out where there is one."""

    _remark: Remark

    def _add_remark(self, way_out: Callable[[], object]) -> None:
        """Put the line below what the body has so far."""
        self._remark = Remark()
        self._remark.button.clicked.connect(way_out)
        self._remark.hide()
        self.body.addWidget(self._remark)

    @property
    def remark(self) -> str:
        """What the line below the rows says; empty where there is none."""
        return self._remark.text if self._built and not self._remark.isHidden() else ""

    @property
    def remark_button(self) -> QPushButton:
        """The way out that the remark offers."""
        return self._remark.button
