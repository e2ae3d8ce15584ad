"""One line of a card: what it says, what can be copied from it, and where it stands in the answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from edge_studio.edge.summary.model import Fact, Tone
from edge_studio.ui.summary.countdown import remaining

LONGEST = 2_000
"""Characters of words that a line takes: nobody reads more of it here, and all of it can be copied."""
Style = Literal["plain", "strong", "muted", "link"]


@dataclass(frozen=True, slots=True)
class Line:
    """Words with, before them, a label or a word in a coloured pill."""

    words: str
    label: str = ""
    chip: str = ""
    style: Style = "plain"
    tone: Tone = "neutral"
    """What its colour means; the words say the same."""
    exact: str = ""
    """What is copied; the words where it is empty."""
    pointer: str = ""
    """Where it stands in the answer, as a JSON Pointer."""
    until: datetime | None = None
    """When it stops being so: counted down."""
    link: str = ""
    """An address to open, after asking."""
    rows: int = 6
    """In how many rows it may be broken."""
    gap: int = 0
    """Pixels of room above it."""
    ruled: bool = False
    """Whether a thin rule stands above it."""

    def shown(self, now: datetime) -> str:
        """What it says at this moment."""
        if self.until is None:
            return self.words
        left = remaining(self.until, now)
        return f"{self.words} · {left}" if self.words else left

    def is_over(self, now: datetime) -> bool:
        """Whether it is no longer so."""
        return self.until is not None and self.until <= now

    def told(self, now: datetime) -> str:
        """The whole line as text."""
        said = f"{self.chip} {self.shown(now)}".strip() if self.chip else self.shown(now)
        return f"{self.label}: {said}" if self.label else said

    @property
    def to_copy(self) -> str:
        """What is put on the clipboard."""
        return self.exact or self.link or self.words or self.chip


def fact_line(fact: Fact) -> Line:
    """A fact of a card as a line; where it is counted down, that stands in place of its whole lifetime."""
    words = fact.told if fact.until is None else fact.words
    return Line(
        words[:LONGEST],
        fact.label,
        tone=fact.tone,
        exact=fact.exact or (words if len(words) > LONGEST else ""),
        pointer=fact.pointer,
        until=fact.until,
    )
