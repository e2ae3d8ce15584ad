"""What the Edge Network says of who the visitor is."""

import zlib
from typing import Any, Final

from edge_studio.local_edge.case import Case, Effect, Entry
from edge_studio.local_edge.changes import VisitorSeen
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.identity import (
    IDENTITY_LIFETIME,
    Synced,
    Visitor,
    identity_entry,
    milliseconds,
)

CORE_LIFETIME: Final = 15552000
"""Seconds that a client keeps the cookie of the third-party ID: 180 days (Adobe documentation)."""

_DEVICE_IDS: Final = frozenset({"ECID", "FPID"})
_MINUTE: Final = 60_000


def identify(case: Case) -> Effect:
    """The IDs that were asked for, the entries where they are to be written, and that the visitor was here.

    Of somebody who opted out only the ECID is told and kept, without what else was said: our choice.
    """
    hit, who = case.hit, case.who
    if who is None:
        return Effect()
    is_out = case.profile.consent == "out"
    handles: list[dict[str, Any]] = []
    wanted = _wanted(hit)
    if payload := _result(who, "" if is_out else who.core, wanted):
        handles.append({"type": "identity:result", "payload": payload})
    entries: list[Entry] = []
    is_synced = wanted is not None and not is_out and _is_due(hit, who)
    if is_synced:
        handles.append({"type": "identity:exchange", "payload": _pixels(hit)})
    if is_synced or not who.has_entry:
        value = identity_entry(who, hit, case.region, _synced(hit, who, is_now=is_synced))
        entries.append(Entry(hit.key("identity"), value, IDENTITY_LIFETIME, same_site_none=True))
    if who.core and not is_out and hit.scenario.third_party_cookies and hit.cookies.get("demdex") != who.core:
        entries.append(Entry("demdex", who.core, CORE_LIFETIME, same_site_none=True, is_third_party=True))
    others = () if is_out else tuple(one for one in hit.all_identities() if one[0] not in _DEVICE_IDS)
    return Effect(tuple(handles), tuple(entries), (VisitorSeen(who.ecid, others),))


def _wanted(hit: Hit) -> set[str] | None:
    """The namespaces that are to be fetched; None where no query speaks of identity."""
    asked = [at(query, "identity") for _, _, query in hit.queries()]
    asked = [identity for identity in asked if identity is not None]
    return {code for identity in asked for code in identity.get("fetch") or ()} if asked else None


def _result(who: Visitor, core: str, wanted: set[str] | None) -> list[dict[str, Any]]:
    """The IDs of the namespaces that were asked for; ``CORE`` needs third-party cookies."""
    found = (("ECID", who.ecid), ("CORE", core))
    return [
        {"id": id_, "namespace": {"code": code}} for code, id_ in found if id_ and wanted and code in wanted
    ]


# Third parties' pixels


def _is_due(hit: Hit, who: Visitor) -> bool:
    """Whether third parties' pixels are to be called: the first time, when others have come, or in time.

    That only a request about identity brings them, and that the entry says when they were last called, is
    our reading of its fields.
    """
    syncs = hit.scenario.id_syncs
    if not syncs or hit.route.action not in {"interact", "acquire"}:
        return False
    kept = who.kept
    if kept is None or not kept.synced or kept.sync_hash != _hash(hit):
        return True
    return abs(milliseconds(hit) - kept.synced) >= min(sync.ttl_minutes for sync in syncs) * _MINUTE


def _synced(hit: Hit, who: Visitor, *, is_now: bool) -> Synced:
    if is_now:
        container = at(hit.body, "meta", "configOverrides", "com_adobe_identity", "idSyncContainerId")
        number = container if isinstance(container, int) and container > 0 else 0
        return Synced(milliseconds(hit), _hash(hit), number)
    kept = who.kept
    return Synced(kept.synced, kept.sync_hash, kept.container) if kept else Synced()


def _hash(hit: Hit) -> int:
    """A number that stands for the third parties; how the service makes it is not known."""
    return zlib.crc32(" ".join(f"{sync.id} {sync.url}" for sync in hit.scenario.id_syncs).encode())


def _pixels(hit: Hit) -> list[dict[str, Any]]:
    return [
        {
            "type": "url",
            "id": sync.id,
            "spec": {"url": sync.url, "hideReferrer": sync.hide_referrer, "ttlMinutes": sync.ttl_minutes},
        }
        for sync in hit.scenario.id_syncs
    ]
