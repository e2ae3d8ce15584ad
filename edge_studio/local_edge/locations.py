"""Where the Edge Network answers: its regions, and the hints that keep a client with one of them."""

from typing import Final

from edge_studio.local_edge.case import Case, Effect, Entry
from edge_studio.local_edge.hit import Hit

LIFETIME: Final = 1800
"""Seconds that a location hint and the cluster entry live (Adobe documentation)."""

_REGIONS: Final = {
    "or2": ("35", "9"),
    "va6": ("34", "7"),
    "irl1": ("37", "6"),
    "sgp3": ("38", "3"),
    "ind1": ("41", "12"),
    "jpn3": ("44", "11"),
    "aus3": ("36", "8"),
}
"""Region to the numbers of Target and Audience Manager for it; those of the last three are our inference."""
_BY_TARGET: Final = {f"t{target}": region for region, (target, _) in _REGIONS.items()}


def region_of(hit: Hit) -> str:
    """The region that answers: the hint's, by Target's number for ``t35`` and the like, or the scenario's."""
    hint = hit.route.hint
    return hint if hint in _REGIONS else _BY_TARGET.get(hint, hit.scenario.region)


def audience_manager_region(region: str) -> str:
    """The number that Audience Manager has for a region."""
    return _REGIONS[region][1]


def hints(case: Case) -> Effect:
    """The hints of the region that answers, and the entry that keeps them."""
    target, audience_manager = _REGIONS[case.region]
    payload = [
        {"scope": scope, "hint": hint, "ttlSeconds": LIFETIME}
        for scope, hint in (("Target", target), ("AAM", audience_manager), ("EdgeNetwork", case.region))
    ]
    return Effect(
        handles=({"type": "locationHint:result", "payload": payload},),
        entries=(Entry(case.hit.key("cluster"), case.region, LIFETIME),),
    )
