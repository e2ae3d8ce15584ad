"""What is wrong with the fields of a media event, all of it at once (Adobe documentation).

Where the documentation names the field alone, the wording of the reason is ours.
"""

from collections.abc import Iterator
from typing import Any, Final

from edge_studio.edge.endpoints import MEDIA_EVENTS
from edge_studio.edge.moments import is_moment
from edge_studio.local_edge.hit import at

Wrong = tuple[str, str]
"""The JSONPath of a field, and what is wrong with it."""

START: Final = "sessionStart"
DOWNLOADED: Final = "downloaded"

_MISSING: Final = "Missing required field"
_NOT_ALLOWED: Final = "Field is not allowed for this event"
_NO_MOMENT: Final = (
    "Field should respect ISO 8601 standard for presenting date and time with offset to UTC (e.g. "
    "2022-05-19T19:31:02Z, 2022-05-19T21:31:02+02:00, 2022-05-19T21:31:02.234+02:00)"
)
_NEEDED: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    START: ("sessionDetails", ("name", "playerName", "contentType", "length", "channel")),
    "adBreakStart": ("advertisingPodDetails", ("index", "offset")),
    "adStart": ("advertisingDetails", ("name", "length", "playerName", "podPosition")),
    "chapterStart": ("chapterDetails", ("index", "length", "offset")),
    "bitrateChange": ("qoeDataDetails", ()),
    "error": ("errorDetails", ("name", "source")),
}
"""What some events need in ``mediaCollection``, with the fields it has to have."""
_FORBIDDEN: Final = {
    "adBreakComplete": "advertisingPodDetails",
    "adComplete": "advertisingDetails",
    "chapterComplete": "chapterDetails",
    "chapterSkip": "chapterDetails",
}
"""What some events must not have in ``mediaCollection``."""
_TYPES: Final = frozenset(f"media.{name}" for name in MEDIA_EVENTS if name != DOWNLOADED)


def mismatch(name: str, event: Any) -> str:
    """What is said of an event that is of another type than its address; empty where it is not."""
    kind = at(event, "xdm", "eventType")
    if not isinstance(kind, str) or kind == f"media.{name}":
        return ""
    given = kind.removeprefix("media.")
    return f"The payload eventType {given} was different from the path eventType {name}"


def wrong_fields(name: str, event: Any, path: str) -> list[Wrong]:
    """Everything that is wrong with the ``xdm`` at ``path`` of an event such as ``ping``."""
    return list(_wrong(name, at(event, "xdm"), path))


def _is_playhead(value: Any) -> bool:
    """Whether a value can be a playhead: seconds that are not beyond all reason (our choice)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9


def _wrong(name: str, xdm: Any, path: str) -> Iterator[Wrong]:
    if not isinstance(at(xdm, "eventType"), str):
        yield f"{path}.eventType", _MISSING
    if name == DOWNLOADED:
        yield from _wrong_download(xdm, path)
        return
    moment = at(xdm, "timestamp")
    if moment is not None or name != START:
        yield from _wrong_moment(moment, f"{path}.timestamp")
    place = f"{path}.mediaCollection"
    collection = at(xdm, "mediaCollection")
    if not isinstance(collection, dict):
        yield place, _MISSING
        return
    if name != START and not (isinstance(collection.get("sessionID"), str) and collection["sessionID"]):
        yield f"{place}.sessionID", _MISSING
    yield from _wrong_collection(name, collection, place)


def _wrong_moment(value: Any, place: str) -> Iterator[Wrong]:
    if value is None:
        yield place, _MISSING
    elif not (isinstance(value, str) and is_moment(value)):
        yield place, _NO_MOMENT


def _wrong_collection(name: str, collection: dict[str, Any], place: str) -> Iterator[Wrong]:
    playhead = collection.get("playhead")
    if playhead is None:
        yield f"{place}.playhead", _MISSING
    elif not _is_playhead(playhead):
        yield f"{place}.playhead", "Field should be a number of seconds"
    if name in _NEEDED:
        yield from _missing(collection, place, *_NEEDED[name])
    if _FORBIDDEN.get(name) in collection:
        yield f"{place}.{_FORBIDDEN[name]}", _NOT_ALLOWED
    if name == "error" and at(collection, "errorDetails", "source") not in (None, "player", "external"):
        yield f"{place}.errorDetails.source", "Field should be one of player, external"
    if name == "statesUpdate":
        yield from _wrong_states(collection, place)


def _wrong_states(collection: dict[str, Any], place: str) -> Iterator[Wrong]:
    given = [part for part in ("statesStart", "statesEnd") if part in collection]
    if not given:
        yield f"{place}.statesStart", _MISSING
    for part in given:
        states = collection[part]
        if not isinstance(states, list):
            yield f"{place}.{part}", "Field should be a list of states"
            continue
        for index, state in enumerate(states):
            if not isinstance(at(state, "name"), str):
                yield f"{place}.{part}[{index}].name", _MISSING


def _wrong_download(xdm: Any, path: str) -> Iterator[Wrong]:
    """A download is a whole session: it begins with its start, and no event of it has a session ID."""
    events = at(xdm, "mediaDownloadedEvents")
    place = f"{path}.mediaDownloadedEvents"
    if not isinstance(events, list) or not events:
        yield place, _MISSING
        return
    if at(events[0], "mediaEventType") not in (None, f"media.{START}"):
        yield f"{place}[0].mediaEventType", f"The first event should be media.{START}"
    for index, event in enumerate(events):
        yield from _wrong_downloaded(event, f"{place}[{index}]")


def _wrong_downloaded(event: Any, place: str) -> Iterator[Wrong]:
    kind = at(event, "mediaEventType")
    yield from _wrong_moment(at(event, "mediaEventTimestamp"), f"{place}.mediaEventTimestamp")
    collection = at(event, "mediaCollection")
    if kind is None:
        yield f"{place}.mediaEventType", _MISSING
    elif not (isinstance(kind, str) and kind in _TYPES):
        yield f"{place}.mediaEventType", "Field should be the type of a media event, such as media.ping"
    elif isinstance(collection, dict):
        yield from _wrong_collection(kind.removeprefix("media."), collection, f"{place}.mediaCollection")
    if not isinstance(collection, dict):
        yield f"{place}.mediaCollection", _MISSING


def _missing(collection: dict[str, Any], place: str, part: str, fields: tuple[str, ...]) -> Iterator[Wrong]:
    found = collection.get(part)
    if not isinstance(found, dict):
        yield f"{place}.{part}", _MISSING
        return
    for field in fields:
        if found.get(field) is None:
            yield f"{place}.{part}.{field}", _MISSING
