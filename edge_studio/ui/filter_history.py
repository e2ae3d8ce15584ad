"""The filters that were used in answers, as the line that filters offers them."""

from collections.abc import Callable, Sequence
from typing import Final

from edge_studio.edge.secrecy import looks_secret

KEPT: Final = 20
"""How many filters are remembered."""
_LONGEST: Final = 300
"""Longer filters are not remembered: they were pasted, not thought of."""


class FilterHistory:
    """The last filters that were used, the newest first; none that looks like a token.

    ``load`` gives those of earlier days when they are first asked for, ``keep`` is told of every change.
    """

    def __init__(
        self,
        load: Callable[[], Sequence[str]] | None = None,
        keep: Callable[[Sequence[str]], object] | None = None,
    ) -> None:
        self._load = load
        self._keep = keep
        self._entries: list[str] | None = None

    @property
    def entries(self) -> Sequence[str]:
        """The filters, the newest first."""
        if self._entries is None:
            self._entries = list(self._load()) if self._load else []
        return self._entries

    def add(self, text: str) -> None:
        """Remember a filter that was used."""
        text = text.strip()
        if not text or len(text) > _LONGEST or looks_secret(text) or self.entries[:1] == [text]:
            return
        kept = [text, *(entry for entry in self.entries if entry != text)][:KEPT]
        self._entries = kept
        if self._keep:
            self._keep(tuple(kept))
