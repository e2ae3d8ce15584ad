"""What the shapes of a scenario cannot say: whether its parts fit each other."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from edge_studio.jsontext.pointer import join
from edge_studio.local_edge.fault_checks import fault_contradictions
from edge_studio.local_edge.offers import DEFAULT_CONTENT, DecisionItem, JourneyOffer, Offer
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.scenario_shape import Mistake

_ECID_DIGITS: Final = 38
_MOST_COMPARED: Final = 1000
"""Audiences among which one that resembles a misspelled one is looked for, which takes its time."""


def contradictions(scenario: Scenario) -> Iterator[Mistake]:
    """Everything in a scenario of the right shape that cannot be meant."""
    if scenario.strict_datastreams and not scenario.datastreams:
        yield Mistake(
            join("strictDatastreams"),
            "a strict scenario has to name at least one datastream in `datastreams`",
        )
    yield from _twice("datastreams", "id", [one.id.lower() for one in scenario.datastreams])
    yield from _twice("clients", "id", [one.id for one in scenario.clients or ()])
    yield from _twice("audiences", "id", [one.id for one in scenario.audiences])
    yield from _twice("faults", "name", [one.name for one in scenario.faults])
    yield from _conditions(scenario)
    yield from _visitors(scenario)
    for place, offer in _offers(scenario):
        yield from _items(place, offer)
    yield from _unknown_audiences(scenario)
    for number, fault in enumerate(scenario.faults):
        yield from fault_contradictions(join("faults", number), fault)


def _twice(members: str, member: str, values: Iterable[str]) -> Iterator[Mistake]:
    """Values that tell things from each other and stand there more than once."""
    first: dict[str, int] = {}
    for number, value in enumerate(values):
        if value in first:
            yield Mistake(
                join(members, number, member),
                f"'{value}' is the {member} of number {first[value] + 1} already; give each one of its own",
            )
        first.setdefault(value, number)


def _conditions(scenario: Scenario) -> Iterator[Mistake]:
    for number, audience in enumerate(scenario.audiences):
        for index, condition in enumerate(audience.when or ()):
            if condition.contains and condition.equals is not None:
                yield Mistake(
                    join("audiences", number, "when", index),
                    "`equals` and `contains` are both given; give one of them, or two conditions",
                )


def _visitors(scenario: Scenario) -> Iterator[Mistake]:
    owners: dict[tuple[str, str], str] = {}
    for number, visitor in enumerate(scenario.visitors):
        place = join("visitors", number, "identities")
        if not any(visitor.identities.values()):
            yield Mistake(
                place, f"nobody can be known as '{visitor.name}' without an identity; give at least one"
            )
        for namespace, ids in visitor.identities.items():
            for index, id in enumerate(ids):
                here = place + join(namespace, index)
                if namespace == "ECID" and not (len(id) == _ECID_DIGITS and id.isascii() and id.isdecimal()):
                    yield Mistake(here, f"an ECID has {_ECID_DIGITS} digits")
                owner = owners.setdefault((namespace, id), visitor.name)
                if owner != visitor.name:
                    yield Mistake(here, f"this identity is that of the visitor '{owner}' already")


def _offers(scenario: Scenario) -> Iterator[tuple[str, Offer]]:
    for name, provider in (
        ("target", scenario.target),
        ("offerDecisioning", scenario.offer_decisioning),
        ("journeyOptimizer", scenario.journey_optimizer),
    ):
        offers: Sequence[Offer] = provider.offers if provider else ()
        for number, offer in enumerate(offers):
            yield join(name, "offers", number), offer


def _items(place: str, offer: Offer) -> Iterator[Mistake]:
    for index, item in enumerate(offer.items):
        here = place + join("items", index)
        if item.schema == DEFAULT_CONTENT and item.data is not None:
            yield Mistake(here + join("data"), "default content has no data; leave it out")
        if item.schema != DEFAULT_CONTENT and item.data is None:
            yield Mistake(here, "an item of this schema needs `data`, which is what the client gets")


def _unknown_audiences(scenario: Scenario) -> Iterator[Mistake]:
    known = {audience.id for audience in scenario.audiences}
    for place, audience in _named_audiences(scenario):
        if audience and audience not in known:
            near = get_close_matches(audience, known, 1) if len(known) <= _MOST_COMPARED else []
            hint = f"; did you mean '{near[0]}'?" if near else ". List it in `audiences`, or leave it out"
            yield Mistake(place, f"there is no audience '{audience}'{hint}")


def _named_audiences(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Every place that names an audience, with its ID there."""
    for place, offer in _offers(scenario):
        yield place + join("audience"), offer.audience
        if isinstance(offer, JourneyOffer) and offer.policy is not None:
            items: list[tuple[str, DecisionItem]] = [
                (join("policy", "items", index), item) for index, item in enumerate(offer.policy.items)
            ]
            if offer.policy.fallback is not None:
                items.append((join("policy", "fallback"), offer.policy.fallback))
            for below, item in items:
                yield place + below + join("audience"), item.audience
    for number, destination in enumerate(scenario.destinations):
        yield join("destinations", number, "audience"), destination.audience
    for number, visitor in enumerate(scenario.visitors):
        for index, audience in enumerate(visitor.audiences):
            yield join("visitors", number, "audiences", index), audience
