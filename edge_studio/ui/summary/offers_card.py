"""The card of offers: what came back for each scope and surface, or why nothing did."""

from collections.abc import Generator, Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from edge_studio.edge.propositions import chain_words
from edge_studio.edge.summaries import shorten
from edge_studio.edge.summary.model import Asked, Offer, Reason
from edge_studio.edge.summary.model import Card as Content
from edge_studio.ui.summary.card import SummaryCard, more_line, said_line
from edge_studio.ui.summary.content_words import Way
from edge_studio.ui.summary.line import Line, fact_line
from edge_studio.ui.summary.lines import Lines
from edge_studio.ui.summary.preview import ContentView
from edge_studio.ui.theme import Look
from edge_studio.ui.turns import Turns
from edge_studio.ui.widgets import Segmented

MOST_WHOLE = 12
"""Offers that are shown with their content."""
MOST_OFFERS = 40
"""Offers that are named."""
MOST_ASKED = 30
_MOST_CONTENTS = 4


class NextSteps(QWidget):
    """What can be composed from an offer with one click."""

    wanted = Signal(object, object)
    """The offer, and which :data:`Report` of it."""

    def __init__(self) -> None:
        super().__init__()
        self._offer: Offer | None = None
        self.display = self._button("Display event")
        self.interact = self._button("Interact event")
        self.display.setToolTip("Compose the request that says the offer was shown, ready to send")
        self.interact.setToolTip("Compose the request that says the offer was clicked, ready to send")
        self.display.clicked.connect(self._want_display)
        self.interact.clicked.connect(self._want_interact)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.display)
        row.addWidget(self.interact)
        row.addStretch(1)

    @staticmethod
    def _button(words: str) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("variant", "step")
        return button

    def show_offer(self, offer: Offer) -> None:
        """Be about this offer."""
        self._offer = offer
        of = f"{offer.scope}, {offer.provider}" if offer.provider else offer.scope
        self.display.setAccessibleName(f"Compose display event of {of}")
        self.interact.setAccessibleName(f"Compose interact event of {of}")

    def _want_display(self) -> None:
        self.wanted.emit(self._offer, "display")

    def _want_interact(self) -> None:
        self.wanted.emit(self._offer, "interact")


class OffersCard(SummaryCard):
    """Shows scopes one below the other, each with its offers, their content and what to do next."""

    step_wanted = Signal(object, object)
    """The offer, and which :data:`Report` of it is to be composed."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._way: Way = "preview"
        self._now: datetime | None = None
        self._turning = Turns(self)
        self._turning.done.connect(self.settle)
        self._switch = Segmented({"preview": "Preview", "source": "Source"}, "Show content as")
        self._switch.chosen.connect(self._turned)
        self.add_header_widget(self._switch)

    @property
    def way(self) -> Way:
        """Whether content is shown as a ``preview`` or as its ``source``."""
        return self._way

    def show_way(self, way: Way) -> None:
        """Show content as a ``preview`` or as its ``source``."""
        self._switch.choose(way)
        self._turned(way)

    def _turned(self, way: object) -> None:
        self._way = "source" if way == "source" else "preview"
        if self.content is not None and self._now is not None:
            self._turning.run(self._turn_steps(self.content, self._now))

    def _turn_steps(self, content: Content, now: datetime) -> Generator[None, None, None]:
        """Show all content the other way, first what is to be seen now."""
        for view in self.contents:
            if not view.visibleRegion().isEmpty():
                view.show_way(self._way, now)
                yield
        self.parts.begin(keep=True)
        yield from self.fill_steps(content, now)

    @property
    def is_turning(self) -> bool:
        """Whether content is still shown the way that was chosen before."""
        return self._turning.busy

    def finish(self) -> None:
        """Turn at once what is left; for whoever cannot wait."""
        self._turning.finish()

    def card_steps(self, content: Content, now: datetime, folded: bool) -> Iterator[None]:
        """Show these offers; what was still to be turned is no more."""
        self._turning.stop()
        yield from super().card_steps(content, now, folded)

    def fill_steps(self, content: Content, now: datetime) -> Iterator[None]:
        """Put what came back for each scope into the body, content by content."""
        self._now = now
        pending = said_line(content)
        count = 0
        for asked in content.asked[:MOST_ASKED]:
            pending += _head(asked)
            listed = asked.offers[: max(0, MOST_OFFERS - count)]
            for offer in listed:
                pending += offer_lines(offer, self._way)
                if count < MOST_WHOLE:
                    pending = yield from self._whole_steps(offer, pending, now)
                count += 1
            rest = asked.offers[len(listed) :]
            pending += more_line(len(rest), rest[0].pointer if rest else "")
        pending += more_line(content.more + len(content.asked[MOST_ASKED:]), content.pointer)
        self.say(pending, now)
        yield

    def settle(self) -> None:
        """Show what is in the body so far, and the switch where there is content."""
        super().settle()
        has_content = any(isinstance(part, ContentView) for part in self.parts.shown)
        if self._switch.isHidden() == has_content:
            self._switch.setVisible(has_content)

    def _whole_steps(
        self, offer: Offer, lines: list[Line], now: datetime
    ) -> Generator[None, None, list[Line]]:
        """Put ``lines``, the content of an offer and its next steps into the body; nothing is left to say."""
        for item in [] if offer.is_default else offer.contents[:_MOST_CONTENTS]:
            self.say(lines, now)
            lines = []
            self.parts.next(ContentView, self._made_content).show_content(item, self._way, now)
            yield
        self.say([*lines, *more_line(len(offer.contents[_MOST_CONTENTS:]), offer.pointer)], now)
        self.parts.next(NextSteps, self._made_steps).show_offer(offer)
        yield
        return []

    def _made_content(self) -> ContentView:
        view = ContentView(self._look)
        view.reveal_wanted.connect(self.reveal_wanted)
        view.link_wanted.connect(self.link_wanted)
        return view

    def _made_steps(self) -> NextSteps:
        steps = NextSteps()
        steps.wanted.connect(self.step_wanted)
        return steps

    def blocks(self) -> Sequence[Lines]:
        """The blocks of lines that are shown."""
        parts = [part for part in self.parts.shown if isinstance(part, Lines | ContentView)]
        return [part.lines if isinstance(part, ContentView) else part for part in parts]

    @property
    def contents(self) -> list[ContentView]:
        """The items that are shown."""
        return [part for part in self.parts.shown if isinstance(part, ContentView)]

    @property
    def steps(self) -> list[NextSteps]:
        """What can be done next, for each offer."""
        return [part for part in self.parts.shown if isinstance(part, NextSteps)]

    @property
    def words(self) -> str:
        """All that the card says, as text."""
        parts = [part.words for part in self.parts.shown if isinstance(part, Lines | ContentView)]
        return "\n".join([self.title, *parts])


def _head(asked: Asked) -> list[Line]:
    """The name of a scope and, where nothing came back for it, why."""
    where = asked.offers[0].pointer if asked.offers else ""
    lines = [Line(asked.name, style="strong", exact=asked.scope, pointer=where, rows=2, gap=13, ruled=True)]
    if asked.name != asked.scope:
        lines.append(Line(asked.scope, style="muted", exact=asked.scope, pointer=where, rows=1))
    if not asked.was_asked:
        lines.append(Line("came without being asked for", style="muted"))
    if not asked.offers:
        lines.append(Line("nothing came back", tone="warning"))
    return lines + [line for reason in asked.reasons for line in _reason(reason)]


def _reason(reason: Reason) -> list[Line]:
    lines = [Line(reason.words, "because" if reason.certain else "perhaps")]
    if reason.remedy:
        lines.append(Line(reason.remedy, " ", style="muted"))
    return lines


def offer_lines(offer: Offer, way: Way) -> list[Line]:
    """Who decided what and, beside the source, what else is said of it."""
    ids = {fact.words for fact in offer.facts}
    activity = f"activity {shorten(offer.activity, 24)}" if offer.activity in ids else offer.activity
    names = chain_words(activity, offer.experience)
    lines = []
    if offer.provider or names:
        exact = offer.activity or offer.provider
        lines.append(Line(names, chip=offer.provider, pointer=offer.pointer, exact=exact, gap=6))
    if offer.is_default:
        stays = "default content: what the page shows anyway stays"
        lines.append(Line(stays, style="muted", pointer=offer.pointer))
    return lines + ([fact_line(fact) for fact in offer.facts] if way == "source" else [])
