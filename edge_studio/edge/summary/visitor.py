"""The card of the visitor: who it is, since when, from where, and under which other IDs."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from edge_studio.edge.amounts import duration
from edge_studio.edge.client_state import IdentityCookie
from edge_studio.edge.decoding.times import moment_of
from edge_studio.edge.decoding.visitor import DEVICES, SOURCES, region_words
from edge_studio.edge.handles import Answer
from edge_studio.edge.summaries import shorten
from edge_studio.edge.summary.entries import entries_of, when
from edge_studio.edge.summary.model import Card, Fact
from edge_studio.edge.summary.question import Question
from edge_studio.edge.summary.stored import Stored

_STATES: Final = {
    "authenticated": "signed in",
    "loggedOut": "signed out",
    "ambiguous": "not known whether signed in",
}

_AGAIN: Final = 10_080
"""Minutes after which the Web SDK syncs an ID again where none are said (read from its source)."""


def visitor_card(
    answer: Answer,
    question: Question,
    stored: list[Stored],
    headers: Mapping[str, str],
    received: datetime | None,
) -> Card | None:
    """Who the visitor is; None where neither answer nor request say anything of one."""
    kept = next((one for one in stored if one.identity is not None), None)
    cookie = kept.identity if kept else None
    results = entries_of(answer, "identity:result", 50)
    told = [(entry.value.string("namespace", "code"), entry) for entry in results]
    first = next((entry for code, entry in told if code == "ECID"), None)
    ecid = first.value.string("id") if first else cookie.ecid if cookie else ""
    pointer = f"{first.pointer}/id" if first else kept.pointer if kept else ""
    found: list[Fact] = [Fact("ECID", ecid, ecid, pointer)] if ecid else []
    if kept and cookie:
        found += _made(cookie, kept.pointer, received)
        if first and cookie.ecid != ecid:
            words = f"The entry to be stored names another one: {cookie.ecid}"
            found.append(Fact("Contradiction", words, cookie.ecid, kept.pointer, "warning"))
    elif ecid and stored:
        found.append(Fact("Known", "no new entry to store came, so the visitor was known already"))
    for code, entry in told:
        if entry is not first:
            id = entry.value.string("id")
            found.append(Fact(f"{code} ID", id, id, f"{entry.pointer}/id"))
    found += _asked_ids(question)
    found += _syncs(answer)
    if not ecid:
        found = [*_without(answer, question), *found]
    if not found or answer.kind != "envelope":
        return None
    found += _region(headers)
    said = _said(ecid, cookie, received)
    return Card(
        "visitor", "Visitor", said, pointer=_handle_of(pointer or results.pointer), facts=tuple(found)
    )


def _said(ecid: str, cookie: IdentityCookie | None, received: datetime | None) -> str:
    if not ecid:
        return "The answer names no visitor."
    if cookie is None:
        return "A visitor with an ECID."
    if cookie.is_fresh:
        return "A new visitor: the ECID was made for this request."
    made = moment_of(cookie.created)
    if made:
        return f"A known visitor, made {when(made, received)}."
    return "A visitor with an ECID, known from before." if _tells(cookie) else "A visitor with an ECID."


def _tells(cookie: IdentityCookie) -> bool:
    """Whether the entry holds more than the ECID."""
    return bool(cookie.created or cookie.region or cookie.is_new)


def _made(cookie: IdentityCookie, pointer: str, received: datetime | None) -> Iterator[Fact]:
    """When, where and how the ECID came about, from the entry to be stored."""
    made = moment_of(cookie.created)
    if made is not None:
        yield Fact("Made", when(made, received), str(cookie.created), pointer)
    if _tells(cookie):
        where = f"in {region_words(cookie.region)}, " if cookie.region else ""
        how = SOURCES.get(cookie.source, f"in a way of its own ({cookie.source})")
        yield Fact("Made how", f"{where}{how}", cookie.region, pointer)
    if cookie.device in DEVICES:
        yield Fact("Device", DEVICES[cookie.device], str(cookie.device), pointer)
    synced = moment_of(cookie.synced)
    if synced is not None:
        yield Fact("Last ID sync", when(synced, received), str(cookie.synced), pointer)


def _asked_ids(question: Question) -> Iterator[Fact]:
    """The identities that the request brought."""
    for one in question.identities:
        words = [shorten(one.id, 24) or "empty"]
        words += ["primary"] if one.is_primary else []
        words += [_STATES.get(one.state, one.state)] if one.state else []
        yield Fact(f"{one.namespace} of the request", " · ".join(words), one.id)


def _region(headers: Mapping[str, str]) -> Iterator[Fact]:
    """The region that answered, by the header ``x-adobe-edge`` (read as the Web SDK's source does)."""
    header = headers.get("x-adobe-edge", "")
    if header:
        region, _, number = header.partition(";")
        words = region_words(region.strip())
        words += f" · region {number.strip()} of Audience Manager" if number.strip() else ""
        yield Fact("Answered in", words, header)


def _syncs(answer: Answer) -> Iterator[Fact]:
    syncs = entries_of(answer, "identity:exchange", 20)
    for entry in syncs:
        told = entry.value.get("spec", "ttlMinutes")
        minutes = _AGAIN if told is None else told.integer()
        again = f" · again after {duration(minutes * 60)}" if minutes and minutes > 0 else ""
        again += ", since nothing is said" if told is None else ""
        bare = entry.value.get("spec", "hideReferrer")
        again += " · without telling the referrer" if bare is not None and bare.text == "true" else ""
        url = entry.value.string("spec", "url")
        yield Fact(f"ID sync {entry.value.string('id')}".strip(), f"{url}{again}", url, entry.pointer)
    if syncs.more:
        yield Fact("Further ID syncs", f"{syncs.more:,}", pointer=syncs.pointer)


def _without(answer: Answer, question: Question) -> Iterator[Fact]:
    """Why there may be no visitor ID: a usual surprise, since all else went well."""
    if not question.is_known or question.endpoint not in {"interact", "acquire"} or answer.has_errors:
        return
    if "ECID" not in question.fetched:
        words = "the request does not ask for it, and no new entry to store came"
        yield Fact("No ECID", words)
        yield Fact("To get it", 'Add "ECID" to query.identity.fetch.')


def _handle_of(pointer: str) -> str:
    """The handle that a value below its payload belongs to."""
    return pointer.partition("/payload/")[0]
