"""What an answer depends on besides request and scenario: the moment, chance, and what is remembered."""

import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime

from edge_studio.local_edge.memory import Memory, Remembered


@dataclass(frozen=True, slots=True)
class State:
    """The moment at which a request is answered; the same state gives the same answer."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    """With a zone."""
    entropy: bytes = field(default_factory=lambda: os.urandom(16))
    """What everything minted in the answer is made of."""
    remembered: Remembered = field(default_factory=Memory)
    """What earlier requests left; answering only reads it."""

    def mint(self, purpose: str) -> bytes:
        """32 bytes of chance for one purpose, different for each."""
        return hashlib.sha256(self.entropy + purpose.encode()).digest()
