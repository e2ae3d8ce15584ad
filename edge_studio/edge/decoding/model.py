"""What a decoder is given and what it gives back."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from edge_studio.jsontext.lazy_json import Key, LazyValue

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one decoder made of a text."""

    id: str
    """Which decoder it was."""
    title: str
    """What the text is, such as ``identity cookie``."""
    words: str
    """What it says, on one line."""
    value: LazyValue | None
    """The decoded as JSON, to be opened; None where the words say all."""
    plain: str = ""
    """The decoded as text where it is not simply the value."""
    later: Callable[[], str] | None = None
    """Works the text out when it is asked for, where that takes longer than to say what it is."""

    @property
    def text(self) -> str:
        """The decoded as text, to be copied: JSON with one member or item a line."""
        if self.later is not None:
            return self.later() or self.words
        return self.plain or (self.value.tidy() if self.value is not None else self.words)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: decoders whose texts look like any other ask for it."""

    key: str
    """The name that tells what it is: its member's, or for an item of a list that of the list."""
    path: tuple[Key, ...]
    """The way from the top of the answer, or as much of it as is known."""
    handle_type: str
    now: datetime
    """The present, which words such as "in 3 h" are about; with a zone."""
    words: tuple[str, ...] = field(init=False)
    """The key's words in lower case: ``createdAt`` is ``created``, ``at``."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", words_of(self.key))

    def is_in(self, *names: str) -> bool:
        """Whether its key or one of the names above it is one of these, whatever the case."""
        return self.key.lower() in names or any(str(step).lower() in names for step in self.path)


Read = Callable[[str, Place], Decoded | None]


@dataclass(frozen=True, slots=True)
class Decoder:
    """One row of the table."""

    id: str
    title: str
    applies: str
    """Where it applies, in a few words."""
    read: Read
    """Gives None for what is not its own; raises nothing, whatever the text."""
    most: int = 100_000
    """Texts with more characters are refused unread."""


def words_of(key: str) -> tuple[str, ...]:
    """The words in a name, in lower case; of a name longer than any on the wire, none."""
    return tuple(word.lower() for word in _WORD.findall(key)) if len(key) <= 100 else ()


def name_in(path: Sequence[Key]) -> str:
    """The last step of a path that is a name and no number."""
    return next((step for step in reversed(path) if isinstance(step, str) and not step.isdecimal()), "")
