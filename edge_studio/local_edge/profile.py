"""What Local Edge knows of the person behind a hit: audiences, attributes, consent."""

from dataclasses import dataclass, field
from typing import Any

from edge_studio.jsontext import pointer
from edge_studio.jsontext.compare import same
from edge_studio.local_edge.carried_consent import carried_consent, kept_consent
from edge_studio.local_edge.changes import ConsentState
from edge_studio.local_edge.hit import Hit
from edge_studio.local_edge.identity import Visitor
from edge_studio.local_edge.scenario import Condition
from edge_studio.local_edge.scenario import Visitor as ScenarioVisitor


@dataclass(frozen=True, slots=True)
class Profile:
    """Who someone is to the services."""

    name: str = ""
    """The scenario's name for the visitor, empty for one that it does not name."""
    audiences: frozenset[str] = frozenset()
    """The IDs of those that the visitor is in."""
    attributes: dict[str, Any] = field(default_factory=dict)
    consent: ConsentState = "in"


def profile_of(hit: Hit, who: Visitor | None) -> Profile:
    """The profile of a hit that passed all checks; ``who`` is the device it comes from."""
    known = _known(hit, who)
    audiences = set(known.audiences if known else ())
    for audience in hit.scenario.audiences:
        if audience.when is not None and any(
            all(_holds(condition, event) for condition in audience.when) for _, event in hit.events()
        ):
            audiences.add(audience.id)
    return Profile(
        known.name if known else "",
        frozenset(audiences),
        known.attributes if known else {},
        _consent(hit, who, known),
    )


def _consent(hit: Hit, who: Visitor | None, known: ScenarioVisitor | None) -> ConsentState:
    """What counts of all that is said: the event's word first, then what was set, the client's own entry,
    the scenario's visitor, and the scenario (our choice).
    """
    remembered = hit.state.remembered.visitor(who.ecid) if who else None
    return (
        carried_consent(hit)
        or (remembered.consent if remembered else None)
        or kept_consent(hit)
        or (known.consent if known else None)
        or hit.scenario.consent
    )


def _known(hit: Hit, who: Visitor | None) -> ScenarioVisitor | None:
    given = {(namespace, id) for namespace, id in hit.all_identities()}
    if who is not None:
        given.add(("ECID", who.ecid))
    for visitor in hit.scenario.visitors:
        if any((namespace, id) in given for namespace, ids in visitor.identities.items() for id in ids):
            return visitor
    return None


_NOTHING = object()


def _holds(condition: Condition, event: Any) -> bool:
    value = event
    for token in pointer.parse(condition.at):
        if isinstance(value, dict):
            value = value.get(token, _NOTHING)
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            return False
    if value is _NOTHING:
        return False
    if condition.contains:
        return isinstance(value, str) and condition.contains in value
    return condition.equals is None or same(value, condition.equals)
