"""The envelope of an answer: its handles in order, and what stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from msgspec import Raw

from edge_studio.edge.summaries import summarise
from edge_studio.jsontext.lazy_json import Key, LazyValue, Payload

Member = tuple[str, LazyValue, str]
"""A member that is no handle: its name, its value, its JSON Pointer."""


@dataclass(frozen=True, slots=True)
class Handle:
    """One handle of an answer; several of the same type are several handles."""

    index: int
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
    root: LazyValue
    path: tuple[Key, ...]
    """The way from ``root`` to the handle."""

    @property
    def value(self) -> LazyValue:
        """The handle as JSON."""
        found = self.root.get(*self.path)
        if found is None:
            raise LookupError(f"no handle at {self.pointer}")
        return found


@dataclass(frozen=True, slots=True)
class Envelope:
    """One envelope; a streamed answer has several."""

    handles: tuple[Handle, ...]
    members: tuple[Member, ...]

    def member(self, name: str) -> LazyValue | None:
        """The member of this name beside the handles, the last of duplicates; None where there is none."""
        return next((value for key, value, _ in reversed(self.members) if key == name), None)


def is_envelope(value: LazyValue) -> bool:
    """Whether it has the shape of an envelope: an object with a list called ``handle``."""
    handle = value.get("handle")
    return handle is not None and handle.kind == "array"


class _PlainHandle(msgspec.Struct, forbid_unknown_fields=True):
    type: str
    payload: list[Raw]
    eventIndex: Raw = Raw(b"")


class _PlainEnvelope(msgspec.Struct, forbid_unknown_fields=True):
    handle: list[_PlainHandle]
    requestId: Raw = Raw(b"")
    errors: Raw = Raw(b"")
    warnings: Raw = Raw(b"")


_plain = msgspec.json.Decoder(_PlainEnvelope)


def read_plain(text: bytes) -> Envelope | None:
    """The envelope of a compact text with no members but the usual, in one pass; None for any other text."""
    try:
        found = _plain.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    named = [(name, getattr(found, name)) for name in ("requestId", "errors", "warnings")]
    beside = [(name, raw) for name, raw in named if memoryview(raw).nbytes]
    sizes = [_handle_size(handle) for handle in found.handle]
    # Bytes left over would be blanks, escapes, or a member that stands there twice.
    if len(text) != _object_size([("handle", _array_size(sizes)), *_sizes(beside)]):
        return None
    root = LazyValue(text)
    handles: list[Handle] = []
    for at, handle in enumerate(found.handle):
        members = (
            [("eventIndex", LazyValue(handle.eventIndex))] if memoryview(handle.eventIndex).nbytes else []
        )
        handles.append(_made(at, handle.type, Payload(handle.payload), members, "", root, ("handle", at)))
    return Envelope(tuple(handles), tuple((name, LazyValue(raw), f"/{name}") for name, raw in beside))


def read_any(root: LazyValue, record: int | None = None, first: int = 0) -> Envelope:
    """The envelope ``root``, or the one in ``record`` of it, whatever its members are.

    Its handles are counted from ``first``.
    """
    path: tuple[Key, ...] = () if record is None else (record,)
    pointer = "" if record is None else f"/{record}"
    handles: list[Handle] = []
    members: list[Member] = []
    envelope = root.get(*path)
    for key, member in envelope.children() if envelope else ():
        if key == "handle" and member.kind == "array":
            for at, entry in member.children():
                handles.append(_any_handle(first + len(handles), entry, pointer, root, (*path, key, at)))
        else:
            members.append((str(key), member, f"{pointer}/{_escaped(str(key))}"))
    return Envelope(tuple(handles), tuple(members))


def _any_handle(index: int, value: LazyValue, pointer: str, root: LazyValue, path: tuple[Key, ...]) -> Handle:
    if value.kind != "object":
        odd = _made(index, "", Payload(()), [], pointer, root, path)
        return replace(odd, summary=f"not a handle: {value.preview(60)}")
    kind, payload = "", Payload(())
    members: list[tuple[str, LazyValue]] = []
    for key, member in value.children():
        if key == "type" and member.kind == "string" and not kind:
            kind = member.text
        elif key == "payload" and member.kind == "array" and not payload:
            payload = Payload([entry.part for _, entry in member.children()])
        else:
            members.append((str(key), member))
    return _made(index, kind, payload, members, pointer, root, path)


def _made(
    index: int,
    kind: str,
    payload: Payload,
    members: list[tuple[str, LazyValue]],
    pointer: str,
    root: LazyValue,
    path: tuple[Key, ...],
) -> Handle:
    place = f"{pointer}/handle/{path[-1]}"
    event = next((member.integer() for name, member in members if name == "eventIndex"), None)
    beside = tuple((name, member, f"{place}/{_escaped(name)}") for name, member in members)
    summary = summarise(kind, payload)
    return Handle(index, kind, event, len(payload), summary, place, payload, beside, root, path)


def _escaped(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")


def _sizes(members: list[tuple[str, Raw]]) -> list[tuple[str, int]]:
    return [(name, memoryview(raw).nbytes) for name, raw in members]


def _object_size(members: list[tuple[str, int]]) -> int:
    """How long an object is, written compactly."""
    return 1 + sum(len(name) + 4 + size for name, size in members)


def _array_size(sizes: Sequence[int]) -> int:
    """How long a list is, written compactly."""
    return 2 + sum(sizes) + max(0, len(sizes) - 1)


def _handle_size(handle: _PlainHandle) -> int:
    payload = _array_size([memoryview(entry).nbytes for entry in handle.payload])
    event = memoryview(handle.eventIndex).nbytes
    members = [("type", len(handle.type.encode()) + 2), ("payload", payload)]
    return _object_size(members + ([("eventIndex", event)] if event else []))
