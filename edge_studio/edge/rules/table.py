"""All hand-written rules, by the part of a request that they read."""

from typing import Final

from edge_studio.edge.rules.body import BODY, EVENT
from edge_studio.edge.rules.event import EVENT_TYPE, TIMESTAMP
from edge_studio.edge.rules.identity import IDENTITY
from edge_studio.edge.rules.query import QUERY
from edge_studio.edge.rules.rule import Rule, Site

RULES: Final[dict[Site, tuple[Rule, ...]]] = {
    table.site: tuple(table.rules) for table in (BODY, EVENT, IDENTITY, TIMESTAMP, EVENT_TYPE, QUERY)
}


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which they are asked."""
    return tuple(rule for rules in RULES.values() for rule in rules)
