"""A card of the summary: its title, one sentence, and its facts."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from edge_studio.edge.summary.model import Card as Content
from edge_studio.ui.summary.column import Column
from edge_studio.ui.summary.line import Line, fact_line
from edge_studio.ui.summary.lines import Lines
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import FoldingCard

MOST_FACTS = 30


class SummaryCard(FoldingCard):
    """Shows any card that is made of facts; it is used again for the next answer's."""

    reveal_wanted = Signal(object)
    link_wanted = Signal(object)
    kind_folded = Signal(object, object)
    """Which kind of card the person folded or unfolded, and whether it is folded now."""

    def __init__(self, look: Look) -> None:
        self.parts = Column(6, top=3, left=4)
        super().__init__(look, "", self.parts)
        self.content: Content | None = None
        self.folded.connect(self._tell_folded)

    def card_steps(self, content: Content, now: datetime, folded: bool) -> Iterator[None]:
        """Show this card, and pause after each part of it; ``settle`` hides what is not reached yet."""
        self.content = content
        self.set_title(content.title)
        self.setAccessibleName(f"{content.title}: {content.said}")
        self.parts.begin()
        if folded != self.is_folded:
            self.set_folded(folded)
        self._say_folded()
        yield from self.fill_steps(content, now)
        self.settle()

    def fill_steps(self, content: Content, now: datetime) -> Iterator[None]:
        """Put what the card says into its body, part by part."""
        self.say(plain_lines(content), now)
        yield

    def settle(self) -> None:
        """Show what is in the body so far, and nothing else."""
        self.parts.end()

    def say(self, lines: Sequence[Line], now: datetime) -> None:
        """Put lines below what is in the body so far."""
        if lines:
            self.parts.next(Lines, self.make_lines).show_lines(lines, self.title, now)

    def set_folded(self, folded: bool) -> None:
        """Show only the header, with the one sentence in it, or all."""
        super().set_folded(folded)
        self._say_folded()

    def _say_folded(self) -> None:
        hint = self.content.said if self.content is not None and self.is_folded else ""
        if hint != self.hint:
            self.set_hint(hint)

    def _tell_folded(self, folded: bool) -> None:
        if self.content is not None:
            self.kind_folded.emit(self.content.kind, folded)

    def blocks(self) -> Sequence[Lines]:
        """The blocks of lines that are shown."""
        return [part for part in self.parts.shown if isinstance(part, Lines)]

    def make_lines(self) -> Lines:
        """A block of lines whose wishes the card passes on."""
        lines = Lines(self._look)
        lines.reveal_wanted.connect(self.reveal_wanted)
        lines.link_wanted.connect(self.link_wanted)
        return lines

    @property
    def words(self) -> str:
        """All that the card says, as text."""
        return "\n".join([self.title, *(block.words for block in self.blocks())])


def said_line(content: Content) -> list[Line]:
    """The card's sentence."""
    return [Line(content.said, tone=content.tone, pointer=content.pointer)] if content.said else []


def plain_lines(content: Content) -> list[Line]:
    """The sentence of a card and its facts, the first of them where they are many."""
    lines = said_line(content)
    lines += [fact_line(fact) for fact in content.facts[:MOST_FACTS]]
    left_out = content.more + len(content.facts[MOST_FACTS:])
    return lines + more_line(left_out, content.pointer)


def more_line(count: int, pointer: str) -> list[Line]:
    """What leads to the tree, where ``count`` entries were left out."""
    if not count:
        return []
    return [Line(f"and {count:,} more, in Handles", style="link", pointer=pointer, gap=2)]
