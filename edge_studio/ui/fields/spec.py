"""What a form is made of, as data: sections of fields, each with its place, its label and its help."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Option:
    """One value that may be chosen: what goes over the wire, and what people call it."""

    value: str
    label: str
    group: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form."""

    label: str
    """In plain words."""
    at: str
    """Its JSON Pointer below the section's place."""
    help: str = ""
    """One sentence: what it is for."""
    example: str = ""
    """A typical value; shown as "e.g. …" while the field is empty."""
    rare: bool = False
    """Whether it stays behind "more fields" until it has a value."""

    @property
    def wire_name(self) -> str:
        """The member's exact name, such as ``siteSection``."""
        return self.at.rpartition("/")[2]


class Text(FieldSpec):
    """A text of any kind."""

    __slots__ = ()


class Number(FieldSpec):
    """A number, kept in the spelling in which it was typed."""

    __slots__ = ()


class Measure(FieldSpec):
    """A counter: a number box that writes ``{"value": n}``, as XDM wants its measures."""

    __slots__ = ()


class Switch(FieldSpec):
    """Yes, no, or not set at all."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Listed(FieldSpec):
    """What has a list of known values; a base."""

    options: tuple[Option, ...] = ()
    add: str = ""
    """What the button that adds a known value says; without ``options`` there is none."""


class Choice(Listed):
    """One of a closed list of values, or not set."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Suggest(FieldSpec):
    """A text for which known values are offered; any other is accepted."""

    options: Callable[[], Sequence[Option]] = tuple
    """Asked when the list is opened for the first time, so that a window starts without it."""


class Moment(FieldSpec):
    """A timestamp: the moment of sending, a fixed time, or none."""

    __slots__ = ()


class TextList(Listed):
    """A list of texts, one to a line."""

    __slots__ = ()


class Checks(Listed):
    """A list of texts in which certain ones can be ticked; others in it stay."""

    __slots__ = ()


class Section(NamedTuple):
    """A card of fields."""

    title: str
    at: str
    """The JSON Pointer of its object: below the event where ``in_event``, else from the root."""
    hint: str
    """The small print beside the title."""
    fields: tuple[FieldSpec, ...] = ()
    in_event: bool = True
    help: str = ""

    @property
    def holds(self) -> str:
        """What can be set here, in one line: "name, URL, type"."""
        return ", ".join(_lower_first(field.label) for field in self.fields)


def _lower_first(label: str) -> str:
    """The label as it stands in the middle of a sentence; abbreviations stay."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
