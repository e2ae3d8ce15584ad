"""What Local Edge knows of the person behind a hit: audiences, attributes, consent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from edge_studio.jsontext import pointer
from edge_studio.jsontext.compare import same
from edge_studio.local_edge.carried_consent import carried_consent, kept_consent
from edge_studio.local_edge.changes import ConsentState
from edge_studio.local_edge.hit import Hit
from edge_studio.local_edge.identity import Visitor
from edge_studio.local_edge.memory import RememberedVisitor
from edge_studio.local_edge.per_scenario import once_per_scenario
from edge_studio.local_edge.scenario import Condition, Scenario
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


_Rule = tuple[tuple[str, ...], Condition]
"""Where to look in an event, and what has to be there."""


@dataclass(frozen=True, slots=True)
class _People:
    """Whom a scenario knows, ready to be looked up."""

    by_identity: dict[tuple[str, str], tuple[int, ScenarioVisitor]]
    """Namespace and ID to the visitor, with its place in the scenario."""
    rules: tuple[tuple[str, tuple[_Rule, ...]], ...]
    """The audiences that go by the event, with what has to hold."""


def profile_of(hit: Hit, who: Visitor | None) -> Profile:
    """The profile of a hit that passed all checks; ``who`` is the device it comes from.

    A visitor is known by any identity that the request names, or that was named before on the device; the
    first in the scenario counts where there are several: our choice.
    """
    people = _people(hit.scenario)
    remembered = hit.state.remembered.visitor(who.ecid) if who else None
    known = _known(people, hit, who, remembered) if people.by_identity else None
    audiences = known.audiences if known else ()
    for id_, rules in people.rules:
        if any(all(_holds(rule, event) for rule in rules) for _, event in hit.events()):
            audiences += (id_,)
    return Profile(
        known.name if known else "",
        frozenset(audiences),
        known.attributes if known else {},
        _consent(hit, remembered, known),
    )


def _consent(hit: Hit, remembered: RememberedVisitor | None, known: ScenarioVisitor | None) -> ConsentState:
    """What counts of all that is said: the event's word first, then what was set, the client's own entry,
    the scenario's visitor, and the scenario (our choice).
    """
    return (
        carried_consent(hit)
        or (remembered.consent if remembered else None)
        or kept_consent(hit)
        or (known.consent if known else None)
        or hit.scenario.consent
    )


def _known(
    people: _People, hit: Hit, who: Visitor | None, remembered: RememberedVisitor | None
) -> ScenarioVisitor | None:
    given = list(hit.all_identities())
    if who is not None:
        given.append(("ECID", who.ecid))
    return _first(people, given) or (_first(people, remembered.identities) if remembered else None)


def _first(people: _People, identities: Iterable[tuple[str, str]]) -> ScenarioVisitor | None:
    found = [people.by_identity[one] for one in identities if one in people.by_identity]
    return min(found, key=itemgetter(0))[1] if found else None


@once_per_scenario
def _people(scenario: Scenario) -> _People:
    return _People(
        {
            (namespace, one): (place, visitor)
            for place, visitor in reversed(tuple(enumerate(scenario.visitors)))
            for namespace, ids in visitor.identities.items()
            for one in ids
        },
        tuple(
            (audience.id, tuple((pointer.parse(condition.at), condition) for condition in audience.when))
            for audience in scenario.audiences
            if audience.when is not None
        ),
    )


_NOTHING: Final = object()


def _holds(rule: _Rule, event: Any) -> bool:
    tokens, condition = rule
    value = event
    for token in tokens:
        if isinstance(value, dict):
            value = value.get(token, _NOTHING)
        elif isinstance(value, list) and token.isdecimal() and token.isascii() and int(token) < len(value):
            value = value[int(token)]
        else:
            return False
    if value is _NOTHING:
        return False
    if condition.contains:
        return isinstance(value, str) and condition.contains in value
    return condition.equals is None or same(value, condition.equals)
