"""The standard identity namespaces and the form that their IDs must have."""

import re
from functools import cache
from typing import Literal, NamedTuple

from edge_studio import resources

AUTHENTICATED_STATES = {
    "ambiguous": "Not known whether this is the person",
    "authenticated": "Signed in",
    "loggedOut": "Signed out",
}
"""The values of ``authenticatedState`` (exact capitals) and what they say; ``ambiguous`` is the default."""


class Namespace(NamedTuple):
    """One kind of identity; any other code is legal where it is registered in Identity Service."""

    code: str
    label: str
    help: str
    kind: str
    """``cookie``, ``device``, ``email``, ``phone`` or ``cross-device``."""
    pattern: str = ""
    """A regular expression for the whole ID, or empty where any text may do."""
    severity: Literal["error", "warning", ""] = ""
    """How sure it is that another form is wrong: a documented rule, or only seen in samples."""
    shape: str = ""
    """The pattern in words: "38 digits"."""
    hashed: bool = False
    device: bool = False
    """Whether it stands for a device rather than a person; a person's ID should be the primary one."""

    def accepts(self, id_: str) -> bool:
        """Whether the ID has the form that the namespace asks for."""
        return not self.pattern or _compiled(self.pattern).fullmatch(id_) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def all_namespaces() -> tuple[Namespace, ...]:
    """Every standard namespace, the common ones first."""
    return tuple(Namespace(**row) for row in resources.data("namespaces.json"))


@cache
def _by_code() -> dict[str, Namespace]:
    return {namespace.code: namespace for namespace in all_namespaces()}


@cache
def _by_lower_case() -> dict[str, Namespace]:
    return {namespace.code.lower(): namespace for namespace in all_namespaces()}


def find(code: str) -> Namespace | None:
    """The standard namespace with exactly this code; codes are case-sensitive."""
    return _by_code().get(code)


def similar(code: str) -> Namespace | None:
    """The standard namespace whose code differs from ``code`` in capitals only, or None."""
    known = _by_lower_case().get(code.lower())
    return known if known and known.code != code else None


def is_device(code: str) -> bool:
    """Whether IDs of this namespace stand for a device; one's own namespaces are taken for people's."""
    known = find(code)
    return known is not None and known.device
