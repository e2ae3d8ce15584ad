"""Which headers are secrets, and what is shown instead: one rule for sending, showing and keeping them."""

import re
from typing import Final

from edge_studio.edge.exchange import Header

MASK: Final = "••••••••"
"""What stands in place of a secret."""

CREDENTIAL: Final = re.compile(r"(?i)\b(bearer|basic)(\s+)[A-Za-z0-9._~+/=-]{8,}")
"""What looks like a credential in any text: a scheme and what follows it."""

_TELLING: Final = re.compile(r"authorization|cookie|token|secret|password|passwd|credential", re.IGNORECASE)
_SCHEMES: Final = frozenset(("basic", "bearer", "digest"))


def is_secret(header: Header) -> bool:
    """Whether a header's value must not be shown or written: marked so, or telling by name or value."""
    telling = _TELLING.search(header.name) or CREDENTIAL.search(header.value)
    return header.secret or telling is not None


def masked(header: Header) -> str:
    """A header's value as it may be shown and kept: of a secret, at most its scheme (``Bearer ••••••••``)."""
    if not is_secret(header):
        return header.value
    scheme, _, rest = header.value.strip().partition(" ")
    return f"{scheme} {MASK}" if rest and scheme.lower() in _SCHEMES else MASK
