"""What the Edge Network says of who the visitor is."""

import re
from typing import Any, Final

from edge_studio.local_edge.case import Case, Effect, Entry
from edge_studio.local_edge.changes import VisitorSeen
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.identity import IDENTITY_LIFETIME, ecid_of, identity_entry

_CORE: Final = re.compile(r"[0-9]{38}", re.ASCII)


def identify(case: Case) -> Effect:
    """The IDs that were asked for, the entry where it is to be written, and that the visitor was here.

    Third parties' pixels come along whenever the entry is written: our choice.
    """
    hit, who = case.hit, case.who
    if who is None:
        return Effect()
    handles: list[dict[str, Any]] = []
    found = _found(hit, who.ecid, _wanted(hit))
    if found:
        payload = [{"id": id_, "namespace": {"code": code}} for code, id_ in found]
        handles.append({"type": "identity:result", "payload": payload})
    entries: tuple[Entry, ...] = ()
    if not who.has_entry:
        value = identity_entry(who, hit, case.region)
        entries = (Entry(hit.key("identity"), value, IDENTITY_LIFETIME, same_site_none=True),)
        if hit.scenario.id_syncs and case.profile.consent != "out":
            handles.append({"type": "identity:exchange", "payload": _pixels(hit)})
    others = tuple(one for one in hit.all_identities() if one[0] not in {"ECID", "FPID"})
    return Effect(tuple(handles), entries, (VisitorSeen(who.ecid, others),))


def _wanted(hit: Hit) -> set[str]:
    return {code for _, _, query in hit.queries() for code in at(query, "identity", "fetch") or ()}


def _found(hit: Hit, ecid: str, wanted: set[str]) -> list[tuple[str, str]]:
    """The IDs of the namespaces that were asked for; ``CORE`` needs third-party cookies."""
    found = [("ECID", ecid)] if "ECID" in wanted else []
    core = hit.cookies.get("demdex", "")
    core = core if _CORE.fullmatch(core) else ""  # which may also say that its owner has opted out
    if "CORE" in wanted and (core or hit.scenario.third_party_cookies):
        found.append(("CORE", core or ecid_of(f"CORE {ecid}".encode())))
    return found


def _pixels(hit: Hit) -> list[dict[str, Any]]:
    return [
        {
            "type": "url",
            "id": sync.id,
            "spec": {"url": sync.url, "hideReferrer": sync.hide_referrer, "ttlMinutes": sync.ttl_minutes},
        }
        for sync in hit.scenario.id_syncs
    ]
