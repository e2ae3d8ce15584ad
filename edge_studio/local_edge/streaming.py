"""Answers in records, as Adobe's mobile SDKs ask for them (read from their sources)."""

from typing import Any, Final

import msgspec

from edge_studio.local_edge.hit import Hit, at

_SEPARATOR: Final = "\x00"
_LINE_FEED: Final = "\n"
_FIRST: Final = {"identity:result", "identity:exchange", "locationHint:result", "state:store"}
"""The handles of the first record, which need no upstream: our choice."""


def is_streamed(hit: Hit) -> bool:
    """Whether the request asks for records."""
    return at(hit.body, "meta", "konductorConfig", "streaming", "enabled") is True


def records(hit: Hit, envelope: dict[str, Any]) -> tuple[bytes, ...]:
    """The envelope in records, each an envelope of its own between a separator and a line feed.

    The first has what the gateway itself knows, then one for each upstream's handle, then errors and
    warnings: our choice; the sources only show that records hold parts of the handles.
    """
    streaming = at(hit.body, "meta", "konductorConfig", "streaming")
    separator = _or(streaming.get("recordSeparator"), _SEPARATOR)
    line_feed = _or(streaming.get("lineFeed"), _LINE_FEED)
    handles = envelope["handle"]
    parts: list[dict[str, Any]] = [{"handle": [one for one in handles if one["type"] in _FIRST]}]
    parts.extend({"handle": [one]} for one in handles if one["type"] not in _FIRST)
    said: dict[str, Any] = {name: envelope[name] for name in ("errors", "warnings") if name in envelope}
    if said:
        parts.append({"handle": [], **said})
    request_id = {"requestId": envelope["requestId"]}
    return tuple(separator + msgspec.json.encode(request_id | part) + line_feed for part in parts)


def _or(given: Any, default: str) -> bytes:
    return (default if given is None else str(given)).encode("utf-8", "replace")
