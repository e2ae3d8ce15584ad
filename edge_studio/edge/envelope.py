"""The envelope of an answer: its handles in order, and what stands beside them."""

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

from edge_studio.edge.summaries import summarise
from edge_studio.jsontext import pointer as pointers
from edge_studio.jsontext.lazy_json import Key, LazyValue, Payload
from edge_studio.jsontext.one_level import Slice

Member = tuple[str, LazyValue, str]
"""A member that is no handle: its name, its value, its JSON Pointer."""

TOLD = frozenset({"errors", "warnings"})
"""The members of an envelope that say what went wrong."""
_OWN = {"type": "string", "payload": "array"}
"""The members that make a handle, and the kind each has."""


@dataclass(frozen=True, slots=True)
class Handle:
    """One handle of an answer; several of the same type are several handles."""

    type: str
    """Such as ``state:store``; empty where the answer gives none."""
    event_index: int | None
    """Which event of the request it belongs to; None where it belongs to the request."""
    count: int
    """How many entries its payload has."""
    summary: str
    pointer: str
    """Where it stands in the answer, as a JSON Pointer."""
    payload: Payload
    members: tuple[Member, ...]
    """What the handle holds beside type and payload, such as ``eventIndex``."""
    part: Slice
    """Its own bytes: where an answer has two lists of handles, no path tells which of them is meant."""
    path: tuple[Key, ...]
    """The way from the answer's root to the handle."""
    turn: int
    """Which handle of its type it is in the answer, from 1."""

    @property
    def value(self) -> LazyValue:
        """The handle as JSON, made anew each time, so that what is opened in it is let go again."""
        return LazyValue(self.part)


@dataclass(slots=True)
class Contents:
    """What the envelopes of an answer hold, gathered one after the other; a streamed answer has several."""

    handles: list[Handle] = field(default_factory=list)
    by_type: dict[str, list[Handle]] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    repeated: set[str] = field(default_factory=set)
    """The pointers of members whose name stands there several times."""
    request_id: str = ""
    """Of the first envelope that has one; of duplicates in it, the last."""

    def add(self, handle: Handle) -> None:
        """Take a handle as the next one."""
        self.handles.append(handle)
        self.by_type.setdefault(handle.type, []).append(handle)

    def add_beside(self, members: Sequence[Member]) -> None:
        """Take what stands beside the handles in one envelope."""
        self.members += members
        places = [place for _, _, place in members]
        if len(set(places)) < len(places):
            self.repeated.update(place for place, count in Counter(places).items() if count > 1)
        if not self.request_id:
            ids = (value.text for name, value, _ in reversed(members) if name == "requestId")
            self.request_id = next(ids, "")


def is_plain(member: Member) -> bool:
    """Whether a member beside the handles is neither ``errors`` nor ``warnings``."""
    return member[0] not in TOLD


def is_envelope(value: LazyValue) -> bool:
    """Whether it has the shape of an envelope: an object with a list called ``handle``."""
    handle = value.get("handle")
    return handle is not None and handle.kind == "array"


def envelope_steps(
    root: LazyValue, into: Contents, record: int | None = None
) -> Generator[float, None, None]:
    """Read the envelope ``root``, or the one in ``record`` of it, whatever its members are, by handles."""
    path: tuple[Key, ...] = () if record is None else (record,)
    pointer = "" if record is None else f"/{record}"
    members: list[Member] = []
    envelope = root.get(*path)
    for key, member in envelope.children() if envelope else ():
        if key == "handle" and member.kind == "array":
            for at, entry in enumerate(member.items):
                into.add(_any_handle(entry, pointer, (*path, key, at), into))
                yield at / member.count
        else:
            members.append((str(key), member, pointers.child(pointer, key)))
    into.add_beside(members)


def _any_handle(value: LazyValue, pointer: str, path: tuple[Key, ...], into: Contents) -> Handle:
    if value.kind != "object":
        odd = _made(value, {}, [], pointer, path, into)
        return replace(odd, summary=f"not a handle: {value.preview(60)}")
    own: dict[str, LazyValue] = {}
    members: list[tuple[str, LazyValue]] = []
    for key, member in value.children():
        if _OWN.get(str(key)) != member.kind:
            members.append((str(key), member))
            continue
        if key in own:  # the last of duplicates counts, as for every client; the others are still shown
            members.append((str(key), own[str(key)]))
        own[str(key)] = member
    return _made(value, own, members, pointer, path, into)


def _made(
    value: LazyValue,
    own: dict[str, LazyValue],
    members: list[tuple[str, LazyValue]],
    pointer: str,
    path: tuple[Key, ...],
    into: Contents,
) -> Handle:
    place = f"{pointer}/handle/{path[-1]}"
    event = next((member.integer() for name, member in reversed(members) if name == "eventIndex"), None)
    beside = tuple((name, member, pointers.child(place, name)) for name, member in members)
    kind = own["type"].text if "type" in own else ""
    payload = own["payload"].items if "payload" in own else Payload(())
    summary = summarise(kind, payload)
    turn = len(into.by_type.get(kind, ())) + 1
    return Handle(kind, event, len(payload), summary, place, payload, beside, value.part, path, turn)
