"""An answer of the Edge Network as a person reads it: its handles in order, its errors, and one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from edge_studio.edge.amounts import plural
from edge_studio.edge.envelope import Handle, Member
from edge_studio.edge.notices import Notice
from edge_studio.jsontext.json_text import JsonText
from edge_studio.jsontext.lazy_json import LazyValue

AnswerKind = Literal["envelope", "problem", "json", "text", "empty"]
Tone = Literal["success", "warning", "danger"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, sorted and put in words."""

    kind: AnswerKind
    tone: Tone
    headline: str
    """Status and its word: ``200 OK``."""
    sentence: str
    request_id: str = ""
    handles: tuple[Handle, ...] = ()
    by_type: Mapping[str, Sequence[Handle]] = field(default_factory=dict)
    """The same handles by their type."""
    errors: tuple[Notice, ...] = ()
    """The first of them; of a problem, and of an error status without one, the notice that explains it."""
    more_errors: int = 0
    """How many there are beyond those."""
    warnings: tuple[Notice, ...] = ()
    more_warnings: int = 0
    members: tuple[Member, ...] = ()
    """What stands beside the handles: name, value, JSON Pointer; what tells of trouble first."""
    repeated: frozenset[str] = frozenset()
    """The pointers of members whose name stands there several times."""
    root: LazyValue | None = None
    """The whole as JSON, of a streamed answer the list of its records; None where it is not JSON."""

    json: JsonText | None = None
    """The text behind ``root``, where each value stands and what is wrong; None where it is not JSON."""
    body: bytes = b""
    """The body in UTF-8, in which all offsets are; the very bytes that came where they are UTF-8."""
    is_partial: bool = False
    """Whether only the beginning of it has been read so far."""

    @property
    def trouble_counts(self) -> list[str]:
        """How many errors there are and how many warnings, each in words where there are any."""
        counts = {
            "error": len(self.errors) + self.more_errors,
            "warning": len(self.warnings) + self.more_warnings,
        }
        return [plural(count, what) for what, count in counts.items() if count]

    @property
    def has_errors(self) -> bool:
        """Whether anything failed, be it that the rest succeeded."""
        return bool(self.errors) or self.tone == "danger"
