"""What the providers of personalization decide: a handle for each, with what it gives or without anything."""

from typing import Any, Final

from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.case import Case, Effect
from edge_studio.local_edge.choosing import asked, chooser
from edge_studio.local_edge.offer_book import offer_book

STEP: Final = "decisions"
"""The name of a provider's step in the trace: our choice."""


def decide(case: Case) -> Effect:
    """What every provider that is enabled gives for each event that asks, empty payloads included.

    Nobody who opted out gets anything (Adobe documentation).
    """
    questions = asked(case.hit)
    if not questions:
        return Effect()
    if case.profile.consent == "out":
        words = ("Nothing is decided, since the visitor has opted out",)
        return Effect(trace=(TraceEvent("com.adobe.edge.konductor", STEP, words),))
    book = offer_book(case.hit.scenario)
    someone = chooser(case, book.audience_name)
    handles: list[dict[str, Any]] = []
    trace: list[TraceEvent] = []
    for service, vendor, _ in book.providers:
        if service not in case.services:
            trace.append(TraceEvent(vendor, STEP, ("Not asked, since it is switched off",)))
    for question in questions:
        for service, vendor, provider in book.providers:
            if service in case.services:
                payload = provider.decide(question, someone)
                handles.append(
                    {"type": "personalization:decisions", "eventIndex": question.index, "payload": payload}
                )
                trace.append(someone.trace(vendor, STEP, question))
    return Effect(handles=tuple(handles), trace=tuple(trace))
