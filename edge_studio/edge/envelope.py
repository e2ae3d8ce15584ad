"""The envelope of an answer: its handles in order, and what stands beside them."""

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Envelope:
    """One envelope; a streamed answer has several."""

    handles: tuple[Handle, ...]
    members: tuple[Member, ...]
    repeated: frozenset[str]
    """The pointers of members whose name stands there several times."""

    def member(self, name: str) -> LazyValue | None:
        """The member of this name beside the handles, the last of duplicates; None where there is none."""
        return next((value for key, value, _ in reversed(self.members) if key == name), None)


def is_plain(member: Member) -> bool:
    """Whether a member beside the handles is neither ``errors`` nor ``warnings``."""
    return member[0] not in TOLD


def is_envelope(value: LazyValue) -> bool:
    """Whether it has the shape of an envelope: an object with a list called ``handle``."""
    handle = value.get("handle")
    return handle is not None and handle.kind == "array"


def envelope_steps(
    root: LazyValue, record: int | None = None, seen: Counter[str] | None = None
) -> Generator[float, None, Envelope]:
    """Read the envelope ``root``, or the one in ``record`` of it, whatever its members are, handle by handle.

    ``seen`` counts the handles of the records before, by type; those of this one are added to it.
    """
    seen = Counter() if seen is None else seen
    path: tuple[Key, ...] = () if record is None else (record,)
    pointer = "" if record is None else f"/{record}"
    handles: list[Handle] = []
    members: list[Member] = []
    envelope = root.get(*path)
    for key, member in envelope.children() if envelope else ():
        if key == "handle" and member.kind == "array":
            for at, entry in enumerate(member.items):
                handles.append(_any_handle(entry, pointer, (*path, key, at), seen))
                yield at / member.count
        else:
            members.append((str(key), member, pointers.child(pointer, key)))
    return Envelope(tuple(handles), tuple(members), _repeated(members))


def _repeated(members: Sequence[Member]) -> frozenset[str]:
    places = [place for _, _, place in members]
    if len(set(places)) == len(places):
        return frozenset()
    return frozenset(place for place, count in Counter(places).items() if count > 1)


def _any_handle(value: LazyValue, pointer: str, path: tuple[Key, ...], seen: Counter[str]) -> Handle:
    if value.kind != "object":
        odd = _made(value, {}, [], pointer, path, seen)
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
    return _made(value, own, members, pointer, path, seen)


def _made(
    value: LazyValue,
    own: dict[str, LazyValue],
    members: list[tuple[str, LazyValue]],
    pointer: str,
    path: tuple[Key, ...],
    seen: Counter[str],
) -> Handle:
    place = f"{pointer}/handle/{path[-1]}"
    event = next((member.integer() for name, member in reversed(members) if name == "eventIndex"), None)
    beside = tuple((name, member, pointers.child(place, name)) for name, member in members)
    kind = own["type"].text if "type" in own else ""
    payload = own["payload"].items if "payload" in own else Payload(())
    summary = summarise(kind, payload)
    seen[kind] += 1
    turn = seen[kind]
    return Handle(kind, event, len(payload), summary, place, payload, beside, value.part, path, turn)
