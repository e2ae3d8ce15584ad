"""What an answer depends on besides the request and the scenario: the moment, and chance."""

import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class State:
    """The moment at which a request is answered; the same state gives the same answer."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    """With a zone."""
    entropy: bytes = field(default_factory=lambda: os.urandom(16))
    """What everything minted in the answer is made of."""

    def mint(self, purpose: str) -> bytes:
        """32 bytes of chance for one purpose, different for each."""
        return hashlib.sha256(self.entropy + purpose.encode()).digest()
