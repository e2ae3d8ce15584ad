"""What an event asks for, and whether its visitor may have an offer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from edge_studio.edge.scopes import Placed, placed
from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.case import Case
from edge_studio.local_edge.hit import Hit, at

_NAMED: Final = 5
"""Scopes without an offer that the trace names one by one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one event asks for; the query at the top of the request is for the first one."""

    index: int
    scopes: tuple[str, ...]
    """Without those of Offer Decisioning."""
    placed: tuple[Placed, ...]
    """The scopes of Offer Decisioning, decoded."""
    surfaces: tuple[str, ...]
    schemas: frozenset[str]
    """Empty for any: our choice."""
    unique_items: bool
    """Whether no decision item may come twice (Adobe documentation: ``allowDuplicateDecisionItems``)."""
    parameters: Mapping[str, Any]
    """``data.__adobe.target``."""

    def wants(self, schema: str) -> bool:
        """Whether items of a schema may be given."""
        return not self.schemas or schema in self.schemas


def asked(hit: Hit) -> list[Asked]:
    """What each event asks for that asks for any personalization, in the order of the events."""
    wanted: dict[int, list[dict[str, Any]]] = {}
    for index, _, query in hit.queries():
        personalization = at(query, "personalization")
        if personalization is not None:
            wanted.setdefault(index, []).append(personalization)
    if not wanted:
        return []
    events = [event for _, event in hit.events()]
    return [
        _asked(index, parts, events[index] if index < len(events) else None)
        for index, parts in sorted(wanted.items())
    ]


def _asked(index: int, parts: list[dict[str, Any]], event: Any) -> Asked:
    scopes, surfaces, schemas = (
        tuple(dict.fromkeys(value for part in parts for value in part.get(name) or ()))
        for name in ("decisionScopes", "surfaces", "schemas")
    )
    decoded = {scope: found for scope in scopes if (found := placed(scope)) is not None}
    parameters = at(event, "data", "__adobe", "target")
    return Asked(
        index,
        tuple(scope for scope in scopes if scope not in decoded),
        tuple(decoded.values()),
        surfaces,
        frozenset(schemas),
        at(event, "data", "__adobe", "ajo", "allowDuplicateDecisionItems") is False,
        parameters if isinstance(parameters, dict) else {},
    )


@dataclass(slots=True)
class Chooser:
    """Who gets what, and a word on every decision for the trace."""

    audiences: frozenset[str]
    """The IDs of those that the visitor is in."""
    displays: Mapping[str, int]
    """What the visitor has seen how often."""
    attributes: Mapping[str, Any]
    audience_name: Callable[[str], str]
    messages: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def fits(self, place: str, label: str, audience: str, cap: int | None, counted: str) -> bool:
        """Whether the visitor may have an offer; ``counted`` is what its displays are counted under."""
        if audience and audience not in self.audiences:
            self.messages.append(
                f"{place}: not {label}, since the visitor is not in audience {self.audience_name(audience)}"
            )
            return False
        if cap is not None and (seen := self.displays.get(counted, 0)) >= cap:
            self.messages.append(f"{place}: not {label}, since its cap is reached ({seen} of {cap} displays)")
            return False
        return True

    def gives(self, place: str, label: str, audience: str) -> None:
        """Note that an offer is given."""
        why = f", since the visitor is in audience {self.audience_name(audience)}" if audience else ""
        self.messages.append(f"{place}: {label}{why}")

    def lacks_schema(self, place: str, label: str) -> None:
        """Note that what would be given is of no schema that was asked for."""
        self.messages.append(f"{place}: {label} fits, but none of its items is of a schema asked for")

    def trace(self, vendor: str, name: str, question: Asked) -> TraceEvent:
        """Everything noted so far as one step, and a new page for the next."""
        said = self.messages or ([] if self.unknown else ["Nothing was asked of it"])
        if self.unknown:
            more = len(self.unknown) - _NAMED
            named = ", ".join(self.unknown[:_NAMED]) + (f" and {more} more" if more > 0 else "")
            said = [*said, f"No offer for {named}"]
        self.messages, self.unknown = [], []
        return TraceEvent(vendor, name, tuple(said), attributes=(("eventIndex", str(question.index)),))


def chooser(case: Case, audience_name: Callable[[str], str]) -> Chooser:
    """The one for the visitor of a case."""
    known = case.hit.state.remembered.visitor(case.who.ecid) if case.who else None
    return Chooser(
        case.profile.audiences, known.displays if known else {}, case.profile.attributes, audience_name
    )
