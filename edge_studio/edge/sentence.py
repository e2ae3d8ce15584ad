"""An answer in one sentence."""

from collections.abc import Iterable, Mapping, Sequence

from edge_studio.edge.amounts import duration, plural
from edge_studio.edge.answer import Answer
from edge_studio.edge.envelope import Handle
from edge_studio.edge.notices import Notice
from edge_studio.edge.propositions import filled_scopes
from edge_studio.edge.summaries import TYPES, entry, lifetime, listing, summarise

_LOOKED_AT = 500
"""Handles of one type that are looked into, and propositions that are asked for their scope."""
_SINGLE = {
    "identity:exchange": ("ID sync", "ID syncs"),
    "brand-concierge:conversation": ("answer of the assistant", "answers of the assistant"),
    "brand-concierge:config": ("address of the assistant", "addresses of the assistant"),
}


def handles_sentence(by_type: Mapping[str, Sequence[Handle]], has_errors: bool) -> str:
    """What the handles bring: ``1 visitor ID, 3 offers for 2 scopes, state kept for 395 days``.

    Where something failed, an answer without handles is not called accepted.
    """
    groups = dict(by_type)
    words: list[str] = []
    for kind in ("identity:result", "personalization:decisions", "activation:pull", "activation:push"):
        words.append(_group(kind, groups.pop(kind, [])))
    later = [_group(kind, groups.pop(kind, [])) for kind in ("state:store", "locationHint:result")]
    words += [_group(kind, found) for kind, found in groups.items() if kind in TYPES]
    words += [_others([(kind, len(found)) for kind, found in groups.items() if kind not in TYPES])]
    spoken = ", ".join(word for word in words + later if word)
    if not spoken:
        nothing = "handles hold nothing" if by_type else "answer brings no handles"
        return f"The {nothing}." if has_errors else f"Accepted; the {nothing}."
    return f"{spoken[0].upper()}{spoken[1:]}."


def _group(kind: str, handles: Sequence[Handle]) -> str:
    if not handles:
        return ""
    count = sum(handle.count for handle in handles)
    handles = handles[:_LOOKED_AT]
    match kind:
        case "identity:result":
            return plural(count, "visitor ID") if count else "no visitor ID"
        case "personalization:decisions":
            return _offers(handles, count)
        case "activation:pull":
            if not count:
                return "no audiences"
            found = [item.get("segments") for handle in handles for item in handle.payload[:500]]
            audiences = sum(segments.count for segments in found if segments)
            return f"{plural(audiences, 'audience')} for {plural(count, 'destination')}"
        case "media-analytics:new-session":
            given = [item.string("sessionId") for handle in handles for item in handle.payload[:500]]
            opened = sum(bool(id) for id in given)
            return plural(opened, "media session") if opened else "no media session"
        case "state:store":
            return _state(handles)
        case "locationHint:result":
            return _region(handles)
        case "consent:preferences" | "activation:push":
            return listing([summarise(kind, handle.payload) for handle in handles if handle.count])
        case _:
            one, many = _SINGLE.get(kind, (f"{kind} entry", f"{kind} entries"))
            return plural(count, one, many) if count else ""


def _offers(handles: Sequence[Handle], count: int) -> str:
    if not count:
        return "no offers"
    found: list[tuple[str, bool]] = []
    for handle in handles:
        found += filled_scopes(handle.payload[: _LOOKED_AT - len(found)])
    filled = {scope for scope, is_filled in found if is_filled}
    bare = {scope for scope, _ in found} - filled
    shown = sum(is_filled for _, is_filled in found) + count - len(found)
    more = " or more" if count > _LOOKED_AT else ""
    words = [f"{plural(shown, 'offer')} for {plural(len(filled), 'scope')}{more}"] if shown else []
    words += [f"nothing to show for {plural(len(bare), 'scope')}"] if bare else []
    return ", ".join(words)


def _state(handles: Sequence[Handle]) -> str:
    items = [item for handle in handles for item in handle.payload[:500]]
    kept = [seconds for item in items if (seconds := item.integer("maxAge")) is not None and seconds > 0]
    if kept:
        return f"state kept for {duration(max(kept))}"
    lasting = [lifetime(item) for item in items]
    if "session" in lasting:
        return "state kept for the session"
    if set(lasting) == {"deleted now"}:
        return "state deleted"
    return "state kept for an unclear time" if items else ""


def _region(handles: Sequence[Handle]) -> str:
    for handle in handles:
        for item in handle.payload[:500]:
            found = entry(handle.type, item)
            if found.label == "EdgeNetwork":
                return f"region {found.text}"
    return ""


def _others(kinds: Sequence[tuple[str, int]]) -> str:
    if not kinds:
        return ""
    count = sum(number for _, number in kinds)
    names = listing([kind or "without a type" for kind, _ in kinds])
    return f"{plural(count, 'handle')} of other types ({names})"


def notices_sentence(answer: Answer) -> str:
    """How many errors and warnings came with a success, the first of them by name; empty without any."""
    counts = answer.trouble_counts
    if not counts:
        return ""
    return f"Answered with {' and '.join(counts)}: {_bare((*answer.errors, *answer.warnings)[0])}."


def refusal(status: int, headers: Mapping[str, str], errors: Iterable[Notice]) -> str:
    """Why there are no handles, and what to do; empty for a success; header names in lower case."""
    for notice in errors:
        return f"{_bare(notice)}. {notice.remedy}".strip()
    if 300 <= status < 400:
        place = headers.get("location", "another place")
        return f"The server points to {place}; it was not followed. Check the address of the connection."
    return ""


def _bare(notice: Notice) -> str:
    return notice.short.replace(". (", " (").rstrip(".")
