"""The offers of a scenario, ready to be asked for."""

from dataclasses import dataclass
from typing import Any, Protocol

from edge_studio.local_edge import journey_optimizer, offer_decisioning, target
from edge_studio.local_edge.choosing import Asked, Chooser
from edge_studio.local_edge.journey_optimizer import JourneyOffers
from edge_studio.local_edge.offer_decisioning import DecisioningOffers
from edge_studio.local_edge.per_scenario import once_per_scenario
from edge_studio.local_edge.scenario import Scenario, Service
from edge_studio.local_edge.target import TargetOffers


class Provider(Protocol):
    """Whoever decides on offers."""

    def decide(self, asked: Asked, chooser: Chooser) -> list[dict[str, Any]]:
        """The propositions for what one event asks for."""


@dataclass(frozen=True, slots=True)
class OfferBook:
    """All offers of a scenario; a provider that it does not have is None."""

    target: TargetOffers | None
    offer_decisioning: DecisioningOffers | None
    journey_optimizer: JourneyOffers | None
    providers: tuple[tuple[Service, str, Provider], ...]
    """Those there are, in the order of their handles: service, name among services, and who decides."""
    audience_names: dict[str, str]

    def audience_name(self, id: str) -> str:
        """What an audience is called: its ID if it has no name."""
        return self.audience_names.get(id) or id


@once_per_scenario
def offer_book(scenario: Scenario) -> OfferBook:
    """The book of a scenario, which is immutable like the scenario itself."""
    aims = TargetOffers(scenario.target.offers) if scenario.target else None
    decisions = DecisioningOffers(scenario.offer_decisioning.offers) if scenario.offer_decisioning else None
    journeys = JourneyOffers(scenario.journey_optimizer.offers) if scenario.journey_optimizer else None
    all_: tuple[tuple[Service, str, Provider | None], ...] = (
        ("target", target.VENDOR, aims),
        ("offerDecisioning", offer_decisioning.VENDOR, decisions),
        ("journeyOptimizer", journey_optimizer.VENDOR, journeys),
    )
    return OfferBook(
        aims,
        decisions,
        journeys,
        tuple((service, vendor, provider) for service, vendor, provider in all_ if provider is not None),
        {audience.id: audience.name for audience in scenario.audiences},
    )
