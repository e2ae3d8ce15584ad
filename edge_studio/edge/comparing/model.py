"""The values that a comparison is made of; the window shows them as a tree, the command line prints them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from edge_studio.edge.comparing.pace import Pace, Work
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import Slice

ChangeKind = Literal["inside", "changed", "added", "removed"]
Place = Literal["body", "head", "line"]
_MANY = 1_000
"""More differences in one place stand in a list, which can be emptied bit by bit (:func:`let_all_go`)."""


class Side(msgspec.Struct, frozen=True, gc=False):
    """One of the two values at a place.

    There are hundreds of thousands of them in a large comparison, which the garbage collector would look
    through again and again while the window waits: they are kept from it, for they hold no cycles.
    """

    part: Slice
    """The bytes of the value."""
    pointer: str
    """Where it stands in its own text, as a JSON Pointer; the two of a pair may stand at different places.

    What stands beside the body has a pointer of the same look, such as ``/headers/date``.
    """
    place: Place = "body"
    """Where the pointer leads: into the body as JSON; to what stands beside it (status, headers, address); or
    to a line of a body that is text, whose pointer is the line's number from 0."""

    @property
    def value(self) -> LazyValue:
        """The value, made when it is asked for: most are never looked at."""
        return LazyValue(self.part)


class Diff(msgspec.Struct, frozen=True, gc=False):
    """One place at which the two differ, or that holds such places; what is the same is left out."""

    label: str
    """What stands there, in words: a member's name, or what an item was matched by, such as a scope."""
    kind: ChangeKind
    before: Side | None
    """None where it was added, or where that side has nothing of what holds the places."""
    after: Side | None
    """None where it was removed, or likewise."""
    children: Sequence["Diff"] = ()
    mask: str = ""
    """The id of the mask because of which this difference does not count; empty where it counts."""

    counts: bool = True
    """Whether it, or anything inside it, is a difference that no mask takes out; found when it is made."""

    def __post_init__(self) -> None:
        if self.mask or (self.kind == "inside" and not any(child.counts for child in self.children)):
            msgspec.structs.force_setattr(self, "counts", False)

    @classmethod
    def holding(
        cls, label: str, before: Side | None, after: Side | None, found: list["Diff"]
    ) -> "Diff | None":
        """A place that holds what was ``found`` there; None where that is nothing."""
        children = found if len(found) > _MANY else tuple(found)
        return cls(label, "inside", before, after, children) if found else None

    def leaves(self) -> Iterator["Diff"]:
        """Every difference itself, without what only holds some, in order."""
        waiting = [self]
        while waiting:
            diff = waiting.pop()
            if diff.kind != "inside":
                yield diff
            waiting += reversed(diff.children)


@dataclass(frozen=True, slots=True)
class Mask:
    """Something that always differs, so that it says nothing when it does."""

    id: str
    words: str
    """What is masked and why, in a few words."""
    where: str
    """Which places, with what stands below them: a JSON Pointer in which ``*`` stands for anything within one
    member or item, and ``**`` for any number of them, such as ``**/requestId`` or ``/meta/*``. An item of a
    list goes by its index or by what it was matched by: ``**/identity:result/payload/ECID/id``."""
    values: str = ""
    """A regular expression that both values, texts or numbers, must match in full; what only one side has is
    then no match. Empty for anything, on one side or on both."""
    on: bool = True
    own: bool = False
    """Whether the person added it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One half of a comparison: the requests, or the answers."""

    title: str
    diffs: Sequence[Diff]
    counted: int
    """Differences that count."""
    masked: int
    """Differences that masks take out."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of one exchange in the other."""

    sentence: str
    """In words: ``hero-banner: experience A became B; 1 cookie new; otherwise the same.``"""
    lines: tuple[str, ...]
    """Each thing that changed, in words, the most important first."""
    parts: tuple[Part, ...]
    """The requests first, where both are known, then the answers; none where only one exchange has it."""

    @property
    def same(self) -> bool:
        """Whether nothing differs but what masks take out."""
        return not any(part.counted for part in self.parts)


def let_all_go(parts: Sequence[Part], pace: Pace) -> Work[None]:
    """Forget all differences of a comparison bit by bit; nobody may look at them any more.

    To free hundreds of thousands in one go would stop the window.
    """
    waiting = [part.diffs for part in parts]
    while waiting:
        diffs = waiting.pop()
        if not isinstance(diffs, list):
            waiting += [diff.children for diff in diffs if diff.children]
            if pace.due():
                yield
            continue
        while diffs:
            diff = diffs.pop()
            if diff.children:
                waiting.append(diff.children)
            if pace.due():
                yield
