"""The card of what is stored: each entry decoded where its format is known, with how long it is kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import unquote

from edge_studio.edge.amounts import duration, plural
from edge_studio.edge.client_state import (
    IdentityCookie,
    entry_name,
    read_identity,
    short_key,
)
from edge_studio.edge.decoding import decodings
from edge_studio.edge.decoding.times import moment_of, moment_words
from edge_studio.edge.handles import Answer
from edge_studio.edge.secrecy import MASK, PUBLIC_COOKIES
from edge_studio.edge.summaries import shorten
from edge_studio.edge.summary.entries import Entry, entries_of, until, whole_text
from edge_studio.edge.summary.model import Card, Fact


@dataclass(frozen=True, slots=True)
class Stored:
    """One thing that the client is to keep."""

    key: str
    value: str
    seconds: int | None
    """How long it is kept; 0 or less: it is deleted; None where that is no matter of seconds."""
    ends: str
    """When it ends, where no seconds say it, such as with the session; otherwise empty."""
    pointer: str
    """Empty for a cookie, which stands in a header."""
    identity: IdentityCookie | None
    """What an identity entry says; None for any other."""


def stored_in(answer: Answer, headers: Sequence[tuple[str, str]]) -> list[Stored]:
    """What is to be kept: the entries of ``state:store``, of its ancestor, and the Edge's cookies."""
    kinds = ("state:store", "identity:persist")
    found = [_of_entry(entry) for kind in kinds for entry in entries_of(answer, kind)]
    return found + list(_cookies(headers))


_SESSION: Final = "until the browser or app is closed"


def _of_entry(entry: Entry) -> Stored:
    """One entry; what has neither key nor value is held whole, and nothing is said of its end."""
    item = entry.value
    key, value = item.string("key"), item.string("value")
    if item.get("key") is None and item.get("value") is None:
        return Stored("", whole_text(item), None, "", entry.pointer, None)
    age = item.get("maxAge")
    seconds = age.integer() if age is not None else None
    ends = _SESSION if age is None else f"unclear how long: maxAge is {shorten(age.preview())}"
    return Stored(
        key, value, seconds, "" if seconds is not None else ends, entry.pointer, _identity(key, value)
    )


def _identity(key: str, value: str) -> IdentityCookie | None:
    return read_identity(value) if entry_name(key) == "identity" else None


def _cookies(headers: Sequence[tuple[str, str]]) -> Iterator[Stored]:
    """The cookies that the Edge Network sets itself where it is asked to by ``cookiesEnabled``."""
    for name, header in headers:
        if name.lower() != "set-cookie" or MASK in header:
            continue
        first, *attributes = header.split(";")
        key, _, value = first.strip().partition("=")
        if key.startswith(PUBLIC_COOKIES):
            said = {name.strip().lower(): text.strip() for name, _, text in map(_halves, attributes)}
            age, end = said.get("max-age", ""), said.get("expires", "")
            seconds = int(age) if re.fullmatch(r"-?[0-9]{1,12}", age) else None
            ends = f"until {end}" if end else _SESSION
            yield Stored(key, value, seconds, "" if seconds is not None else ends, "", _identity(key, value))


def _halves(attribute: str) -> tuple[str, str, str]:
    return attribute.partition("=")


def stored_card(answer: Answer, stored: Sequence[Stored], received: datetime | None) -> Card | None:
    """What is stored; None where nothing is."""
    found = [
        Fact(
            short_key(one.key) or "An entry without a key",
            " · ".join(part for part in (value_words(one), _end(one)) if part),
            one.value,
            one.pointer,
            until=until(received, one.seconds),
            lasting=f"kept for {duration(one.seconds)}" if one.seconds and one.seconds > 0 else "",
        )
        for one in stored
    ]
    for handle_kind in ("state:store", "identity:persist"):
        more = entries_of(answer, handle_kind).more
        if more:
            found.append(Fact("Further entries", f"{more:,}"))
    if not found:
        return None
    kept = [one.seconds for one in stored if one.seconds is not None and one.seconds > 0]
    longest = f", the longest for {duration(max(kept))}" if kept else ""
    cookies = sum(not one.pointer for one in stored)
    how = " as cookies" if cookies == len(stored) else ""
    ended = sum(one.seconds is not None and one.seconds <= 0 for one in stored)
    said = f"{plural(len(stored) - ended, 'entry', 'entries')} to keep{how} and send along next time{longest}"
    said += f"; {ended} to delete." if ended else "."
    place = next((one.pointer for one in stored if one.pointer), "").partition("/payload/")[0]
    return Card("stored", "What is stored", said, pointer=place, facts=tuple(found))


def _end(one: Stored) -> str:
    """When it ends, where it is not kept for some seconds."""
    return "deleted now" if one.seconds is not None and one.seconds <= 0 else one.ends


_KNOWN: Final = frozenset(("identity", "mcmid", "region", "consent", "consent-check"))
"""The decoders that say best what an entry holds."""


def value_words(one: Stored) -> str:
    """What an entry holds, in words where its format is known (Adobe documentation), otherwise as it is."""
    known = next(decodings(one.value, key=one.key, among=_KNOWN), None)
    if known is not None:
        return known.words
    match entry_name(one.key) or one.key:
        case "personalization_sessionId":
            return f"Target's session {shorten(one.value)}"
        case "bc_session_id":
            return f"the assistant's session {shorten(one.value)}"
        case "validation_token":
            return "an Assurance session, whose token goes along"
        case "demdex":
            return f"a third party's visitor ID {shorten(one.value)}"
        case "mbox":
            return _mbox_words(one.value)
        case "mboxEdgeCluster":
            return f"Target's cluster {one.value}"
        case "at_qa_mode":
            return "Target's QA mode: activities are previewed"
        case "":
            return " ".join(one.value[:1_000].split())[:200]
        case _:
            return shorten(one.value)


def _mbox_words(value: str) -> str:
    """Target's own cookie: ``session#ID#END|PC#ID#END``, ends in seconds since 1970 (known from at.js)."""
    words: list[str] = []
    for part in unquote(value[:1_000]).split("|"):
        kind, _, rest = part.partition("#")
        id, _, end = rest.partition("#")
        name = {"session": "session", "PC": "visitor"}.get(kind)
        if name and id:
            moment = moment_of(int(end) * 1000) if re.fullmatch(r"[0-9]{1,11}", end) else None
            words.append(
                f"Target's {name} {shorten(id)}" + (f" until {moment_words(moment)}" if moment else "")
            )
    return ", ".join(words) or shorten(value)
