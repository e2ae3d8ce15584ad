"""What a rule is: a small function over one part of a request that yields what it found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cached_property
from typing import Any

from edge_studio.edge.exchange import ApiVersion
from edge_studio.edge.repairs import Repair
from edge_studio.jsontext.document import JsonDocument, JsonNode


class Severity(StrEnum):
    """How bad a problem is: it will be refused or lost; it probably is not meant; it is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class LintContext:
    """What a request is checked for; ``authenticated``: it has a token or the server asks for one."""

    endpoint: str = "interact"
    version: ApiVersion = ApiVersion.V2
    """Whose body it has to have: see ``Endpoint.shape``."""
    authenticated: bool = False


class Site(Enum):
    """The part of a request that a rule reads; all but the first are remembered by their text."""

    STRUCTURE = "the members of the body, not what is in them"
    EVENT = "the members of an event, not what is in them"
    IDENTITY_MAP = "an identityMap"
    TIMESTAMP = "an event's timestamp"
    EVENT_TYPE = "an event's type"
    QUERY = "a query"


class Part:
    """One part of a request as a rule sees it."""

    def __init__(self, document: JsonDocument, pointer: str, node: JsonNode, context: LintContext) -> None:
        self.document = document
        self.pointer = pointer
        self.node = node
        self.context = context

    @cached_property
    def value(self) -> Any:
        """The decoded value, as far as it can be read."""
        return self.node.value()


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that a rule objects to; what is not given of severity, code and rule is the asking rule's."""

    pointer: str
    message: str
    advice: str = ""
    repair: Repair | None = None
    severity: Severity | None = None
    code: str = ""
    rule: str = ""


Check = Callable[[Part], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of rules."""

    id: str
    site: Site
    severity: Severity
    check: Check
    prevents: str = ""
    """The error code that the Edge Network would answer with."""

    @property
    def sentence(self) -> str:
        """What the rule demands, in one sentence."""
        return (self.check.__doc__ or "").strip().partition("\n")[0]


class RuleTable:
    """The rules about one part of a request, in the order in which they are asked."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.rules: list[Rule] = []

    def rule(self, id: str, *, severity: Severity, prevents: str = "") -> Callable[[Check], Check]:
        """Add the function below to the table; ``id`` names the rule, such as ``identity.primary``."""

        def add(check: Check) -> Check:
            self.rules.append(Rule(id, self.site, severity, check, prevents))
            return check

        return add
