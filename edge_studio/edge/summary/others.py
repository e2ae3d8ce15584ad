"""The cards of what remains: region, media, the assistant, what was only accepted, and whatever is new."""

from collections.abc import Generator, Iterator, Mapping
from datetime import datetime
from typing import Final

from edge_studio.edge.amounts import duration, plural
from edge_studio.edge.decoding.visitor import region_words
from edge_studio.edge.envelope import Member
from edge_studio.edge.handles import Answer, Handle
from edge_studio.edge.summaries import TYPES, listing
from edge_studio.edge.summary.entries import (
    LONGEST,
    MOST,
    Entry,
    entries_of,
    fact,
    of_handle,
    until,
    whole_text,
)
from edge_studio.edge.summary.model import Card, Fact, Tone
from edge_studio.edge.summary.question import Question
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.pointer import join

_AT_ONCE: Final = 500
"""Handles, or members, that are looked at between two rests."""
NEW: Final = "new: Edge Studio does not know this type yet"
_ENVELOPE: Final = frozenset(("requestId", "errors", "warnings"))
_HINTS: Final = {"EdgeNetwork": "Edge Network", "AAM": "Audience Manager"}


def region_card(answer: Answer, received: datetime | None) -> Card | None:
    """Where the next requests should go; None where the answer says nothing of it."""
    hints = entries_of(answer, "locationHint:result", 50)
    if not hints:
        return None
    found: list[Fact] = []
    said = "Hints for the next requests."
    for entry in hints:
        scope, hint = entry.value.string("scope"), entry.value.string("hint")
        seconds = entry.value.integer("ttlSeconds")
        words = region_words(hint) if scope == "EdgeNetwork" else hint
        lasting = f"good for {duration(seconds)}" if seconds and seconds > 0 else ""
        if scope == "EdgeNetwork":
            said = f"Answered for {words}; the next requests should go there as well."
        label = _HINTS.get(scope, scope) or "A hint"
        place, end = f"{entry.pointer}/hint", until(received, seconds)
        found.append(Fact(label, words, hint, place, until=end, lasting=lasting))
    return Card("region", "Region", said, pointer=hints.pointer, facts=tuple(found), more=hints.more)


def media_card(answer: Answer) -> Card | None:
    """The media session that was opened; None where none was asked for."""
    sessions = entries_of(answer, "media-analytics:new-session", 50)
    if not sessions.pointer:
        return None
    found = [
        Fact("Session ID", session, session, f"{entry.pointer}/sessionId")
        for entry in sessions
        if (session := entry.value.string("sessionId"))
    ]
    if not found:
        remedy = "Switch Media Analytics on in the datastream."
        said = "No media session was opened: its ID is missing."
        return Card("media", "Media", said, "warning", sessions.pointer, (Fact("What to do", remedy),))
    found.append(
        Fact("What next", "send it as mediaCollection.sessionID with every media event, every 10 s a ping")
    )
    said = "A media session is open: it ends after 10 minutes without events."
    return Card("media", "Media", said, "success", sessions.pointer, tuple(found))


def assistant_card(answer: Answer) -> Card | None:
    """What the assistant said (read from the Web SDK's source); None where it said nothing."""
    said = entries_of(answer, "brand-concierge:conversation", 50)
    programs = entries_of(answer, "brand-concierge:config", 50)
    found = [fact for entry in said for fact in _conversation(entry)]
    for entry in programs:
        found += fact("Loaded from", entry.value.get("src"), f"{entry.pointer}/src")
    if not said.pointer:
        words = "The assistant's program is to be loaded."
        return (
            Card("assistant", "Assistant", words, pointer=programs.pointer, facts=tuple(found))
            if found
            else None
        )
    last = said.entries[-1].value if said else None
    message = last.string("response", "message") if last is not None else ""
    state = last.string("state").replace("-", " ") if last is not None else ""
    words = (
        f"The assistant says: {' '.join(message.split())[:200]}" if message else "The assistant says nothing."
    )
    tone: Tone = "success" if state == "completed" else "neutral"
    return Card("assistant", "Assistant", words, tone, said.pointer, tuple(found), more=said.more)


def _conversation(entry: Entry) -> Iterator[Fact]:
    value, below = entry.value, f"{entry.pointer}/response"
    asked = value.get("request")
    words = asked.string("message") if asked is not None else ""
    yield from fact("Asked", asked, f"{entry.pointer}/request", words)
    yield from fact("Message", value.get("response", "message"), f"{below}/message")
    suggestions = value.get("response", "promptSuggestions")
    for at, one in suggestions.some(0, 20) if suggestions is not None and suggestions.kind == "array" else ():
        yield from fact("Suggests", one, f"{below}/promptSuggestions/{at}")
    elements = value.get("response", "multimodalElements", "elements")
    for at, one in elements.some(0, 20) if elements is not None and elements.kind == "array" else ():
        yield from fact("Shows", one, f"{below}/multimodalElements/elements/{at}")
    state = value.get("state")
    if state is not None:
        yield from fact("State", state, f"{entry.pointer}/state", state.text.replace("-", " "))
    yield from fact("Conversation", value.get("conversationId"), f"{entry.pointer}/conversationId")
    yield from fact("Interaction", value.get("interactionId"), f"{entry.pointer}/interactionId")


def accepted_card(answer: Answer, status: int, question: Question) -> Card | None:
    """What a success without handles means; None for any other answer."""
    is_bare = answer.kind == "empty" or (answer.kind == "envelope" and status == 202 and not answer.handles)
    if not is_bare or status >= 300:
        return None
    if status in {202, 204}:
        said = "The Edge Network took the request; it does not answer with more than that."
        note = "Accepted does not mean valid: a schema is only checked when the data is stored."
        found = [Fact("Mind", note)]
        if question.endpoint in {"interact", "set-consent", "acquire"}:
            found.append(Fact("Odd", f"{question.endpoint} usually answers with handles.", tone="warning"))
        return Card("accepted", "Accepted", said, "success", facts=tuple(found))
    said = "The answer has no body where handles were to be expected."
    return Card("accepted", "No body", said, "warning")


# --- what is not known, or not the Edge Network's ---


def unknown_steps(answer: Answer) -> Generator[None, None, Card | None]:
    """Every handle of an unknown type and every member beside the handles; None where all is known.

    It rests again and again while it looks through them.
    """
    new, nameless, broken = list[Handle](), list[Handle](), list[Handle]()
    further, beside = list[Member](), list[Member]()
    for at, handle in enumerate(answer.handles):
        if handle.type not in TYPES:
            (new if handle.type else nameless).append(handle)
        elif _is_broken(handle):
            broken.append(handle)
        further += _further(handle)
        if at % _AT_ONCE == _AT_ONCE - 1:
            yield
    for start in range(0, len(answer.members), _AT_ONCE):
        some = answer.members[start : start + _AT_ONCE]
        beside += [member for member in some if member[0] not in _ENVELOPE]
        yield
    return _unknown_card(new, nameless, broken, further, beside)


def _unknown_card(
    new: list[Handle],
    nameless: list[Handle],
    broken: list[Handle],
    further: list[Member],
    beside: list[Member],
) -> Card | None:
    found: list[Fact] = []
    more = 0
    for handle in (*new, *nameless, *broken):
        made = _handle_facts(handle, max(0, MOST - len(found)))
        found += made
        more += max(0, handle.count - len(made))
    for name, value, pointer in (*further[:MOST], *beside[:MOST]):
        found.append(Fact(name, value.preview(), _tidy(value), pointer))
    if not found:
        return None
    words = [f"{plural(len(new), 'handle')} of {listing([one.type for one in new])} – {NEW}."] if new else []
    words += [f"{plural(len(nameless), 'handle')} without a type."] if nameless else []
    if broken:
        kinds = listing([one.type for one in broken])
        words.append(f"{plural(len(broken), 'handle')} of {kinds} without a list of entries.")
    words += [f"New within handles: {listing([name for name, _, _ in further])}."] if further else []
    words += [f"Beside the handles: {listing([name for name, _, _ in beside])}."] if beside else []
    more += len(further[MOST:]) + len(beside[MOST:])
    return Card("other", "Else", " ".join(words), pointer=found[0].pointer, facts=tuple(found), more=more)


def _is_broken(handle: Handle) -> bool:
    """Whether its payload is missing or no list, so that nothing of it could be read as its type has it."""
    if handle.payload:
        return any(name == "payload" for name, _, _ in handle.members)
    payload = handle.value.get("payload")
    return payload is None or payload.kind != "array"


def _further(handle: Handle) -> Iterator[Member]:
    """What a handle holds beside its type, payload and event, where it is not shown whole anyway."""
    is_whole = not handle.payload and (handle.type not in TYPES or _is_broken(handle))
    for name, value, pointer in () if is_whole else handle.members:
        if name not in {"eventIndex", "payload"}:
            yield f"{name} of {handle.type or 'a handle'}", value, pointer


def _handle_facts(handle: Handle, most: int) -> list[Fact]:
    label = handle.type or "A handle without a type"
    label += f" (event {handle.event_index + 1})" if handle.event_index else ""
    if not handle.payload:
        value = handle.value
        return [Fact(label, value.preview(), _tidy(value), handle.pointer)][:most]
    return [
        Fact(label, entry.value.preview(), _tidy(entry.value), entry.pointer)
        for entry in of_handle(handle, most)
    ]


def _tidy(value: LazyValue) -> str:
    """A value whole, laid out; of a very long one the beginning, as on the wire."""
    return value.tidy() if value.size <= LONGEST else whole_text(value)


def plain_card(answer: Answer, headers: Mapping[str, str], body: bytes) -> Card | None:
    """What an answer is that is not the Edge Network's: other JSON, a web page, a text; None for others."""
    if answer.kind not in {"json", "text"}:
        return None
    found = [Fact("Content type", kind, kind)] if (kind := headers.get("content-type", "")) else []
    found += [Fact("Server", server, server)] if (server := headers.get("server", "")) else []
    if answer.kind == "text":
        start = body[:2_000].decode("utf-8", "replace")
        found.append(Fact("Begins", " ".join(start.split())[:300] or "with blanks", start))
        title = "Not JSON"
    else:
        found += list(_members(answer.root))
        title = "JSON, but not of the Edge Network"
    return Card(
        "other", title, answer.sentence, "danger" if answer.has_errors else "warning", facts=tuple(found)
    )


def _members(root: LazyValue | None) -> Iterator[Fact]:
    if root is None:
        return
    if not root.is_container:
        yield Fact("Value", root.preview(), whole_text(root), "")
        return
    for key, value in root.some(0, 30):
        yield Fact(str(key), value.preview(), _tidy(value), join(key))
    if root.count > 30:
        yield Fact("Further", f"{root.count - 30:,}")
