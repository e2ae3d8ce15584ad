"""From an offer of a summary to the request that reports it."""

from dataclasses import replace

from edge_studio.edge.exchange import LOCAL_EDGE, Draft, Exchange
from edge_studio.edge.handles import Answer
from edge_studio.edge.next_step import Report, report
from edge_studio.edge.summary.model import Offer
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.pointer import is_index, parse


def report_offer(what: Report, exchange: Exchange, answer: Answer, offer: Offer) -> Draft | None:
    """The request that reports one offer of the answer as displayed or interacted with.

    It goes where the exchange went; what another client sent goes to Local Edge. None where the answer does
    not hold the offer.
    """
    proposition = value_at(answer, offer.pointer)
    if proposition is None or proposition.kind != "object":
        return None
    draft = report(
        what,
        [proposition],
        exchange.request,
        exchange.draft,
        event_index=offer.event_index,
        visitor=_ecid(answer),
    )
    if exchange.draft is not None:
        return draft
    return replace(draft, connection=LOCAL_EDGE if exchange.is_received else exchange.connection)


def value_at(answer: Answer, pointer: str) -> LazyValue | None:
    """What stands at a JSON Pointer into the answer; None where nothing stands."""
    value = answer.root
    for token in parse(pointer):
        if value is None:
            return None
        value = value.get(int(token) if value.kind == "array" and is_index(token) else token)
    return value


def _ecid(answer: Answer) -> str:
    """The visitor's ECID as the answer tells it; empty where it does not."""
    payloads = [handle.payload for handle in answer.by_type.get("identity:result", ())]
    ids = [item for payload in payloads for item in payload[:20]]
    found = (item.string("id") for item in ids if item.string("namespace", "code") == "ECID")
    return next(found, "")
