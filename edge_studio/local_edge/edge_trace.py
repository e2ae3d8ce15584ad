"""The Edge trace of a hit: the steps that every one has, around those that the services tell themselves.

Vendors and the names ``hitReceived``, ``hitProcessed`` and ``mapper:xdm-event`` are read from Adobe's public
toolkit for Assurance; the words, and the steps of what is refused or ignored, are ours.
"""

from collections.abc import Iterator
from typing import Final

from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.case import Case, Effect
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.problems import Problem

_KONDUCTOR: Final = "com.adobe.edge.konductor"
_VALIDATION: Final = "com.adobe.streaming.validation"
_MAPPER: Final = "com.adobe.experience_platform.xdm_mapper"
_ANALYTICS: Final = "com.adobe.analytics"


def refused(hit: Hit, problem: Problem, status: int) -> tuple[TraceEvent, ...]:
    """The trace of a request that was refused."""
    said = TraceEvent(_KONDUCTOR, "hitValidated", (f"{problem.code}: {problem.detail}",), failed=True)
    return (_received(hit), said, _processed(hit, status))


def shut_out(hit: Hit) -> tuple[TraceEvent, ...]:
    """The trace of a request that the front door did not let in."""
    return (_received(hit),)


def served(case: Case, effects: list[Effect], status: int) -> tuple[TraceEvent, ...]:
    """The trace of a request that was served, with what each service says."""
    hit = case.hit
    steps = [_received(hit), TraceEvent(_VALIDATION, "validation", ("The body has the shape it needs",))]
    steps.extend(_ignored(hit) if case.profile.consent == "out" else _taken(case))
    for effect in effects:
        steps.extend(effect.trace)
        steps.extend(
            TraceEvent(_KONDUCTOR, "upstream", (f"{error.code}: {error.detail}",), failed=True)
            for error in effect.errors
        )
    steps.append(_processed(hit, status))
    return tuple(steps)


def _taken(case: Case) -> Iterator[TraceEvent]:
    """What becomes of each event on its way to where it is kept."""
    overrides = at(case.hit.body, "meta", "configOverrides", "com_adobe_analytics", "reportSuites")
    suites = (("reportSuites", ",".join(overrides)),) if overrides else ()
    for index, (_, event) in enumerate(case.hit.events()):
        yield _mapped(index, event)
        if "analytics" in case.services:
            yield _analytics(index, event, suites)


def _ignored(hit: Hit) -> Iterator[TraceEvent]:
    for index, _ in enumerate(hit.events()):
        said = f"Event {index} is ignored, since the visitor has opted out"
        yield TraceEvent(_KONDUCTOR, "eventIgnored", (said,))


def _received(hit: Hit) -> TraceEvent:
    message = f"{hit.route.version.value} {hit.route.name}, {len(hit.request.body)} bytes"
    facts = (
        ("requestId", hit.request_id),
        ("datastreamId", hit.datastream),
        ("orgId", hit.organisation),
    )
    return TraceEvent(_KONDUCTOR, "hitReceived", (message,), attributes=facts)


def _processed(hit: Hit, status: int) -> TraceEvent:
    facts = (("requestId", hit.request_id), ("status", str(status)))
    return TraceEvent(
        _KONDUCTOR, "hitProcessed", (f"Answered with {status}",), attributes=facts, failed=status >= 400
    )


def _mapped(index: int, event: object) -> TraceEvent:
    kind = at(event, "xdm", "eventType")
    said = f"Event {index}: {kind}" if isinstance(kind, str) and kind else f"Event {index} has no eventType"
    messages = [said]
    if at(event, "data"):
        messages.append("'data' reaches only the services that read it: no mapping is set up here")
    return TraceEvent(_MAPPER, "mapper:xdm-event", tuple(messages))


def _analytics(index: int, event: object, suites: tuple[tuple[str, str], ...]) -> TraceEvent:
    name = at(event, "xdm", "web", "webPageDetails", "name") or at(
        event, "xdm", "web", "webPageDetails", "URL"
    )
    kind = "link" if at(event, "xdm", "web", "webInteraction") else "page view"
    named = f", {name}" if isinstance(name, str) and name else ""
    return TraceEvent(
        _ANALYTICS, "analytics.hit", (f"Event {index} would be a {kind}{named}",), attributes=suites
    )
