"""What the Edge Network says of who the visitor is."""

from typing import Any

from edge_studio.local_edge.case import Case, Effect, Entry
from edge_studio.local_edge.changes import VisitorSeen
from edge_studio.local_edge.hit import at
from edge_studio.local_edge.identity import IDENTITY_LIFETIME, identity_entry


def identify(case: Case) -> Effect:
    """The IDs that were asked for, the entry where the client has none, and that the visitor was here."""
    hit, who = case.hit, case.who
    if who is None:
        return Effect()
    wanted = {code for _, _, query in hit.queries() for code in at(query, "identity", "fetch") or ()}
    handles: tuple[dict[str, Any], ...] = ()
    if "ECID" in wanted:  # CORE needs a third-party cookie, which is never there
        payload = [{"id": who.ecid, "namespace": {"code": "ECID"}}]
        handles = ({"type": "identity:result", "payload": payload},)
    entries: tuple[Entry, ...] = ()
    if not who.has_entry:
        value = identity_entry(who, hit.state.now, case.region)
        entries = (Entry(hit.key("identity"), value, IDENTITY_LIFETIME, same_site_none=True),)
    others = tuple(one for one in hit.all_identities() if one[0] not in {"ECID", "FPID"})
    return Effect(handles, entries, (VisitorSeen(who.ecid, others),))
