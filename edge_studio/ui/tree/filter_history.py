"""The filters that were used in answers, as the line that filters offers them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from edge_studio.edge.secrecy import looks_secret

KEPT: Final = 20
"""How many filters are remembered."""
_LONGEST: Final = 300
"""Longer filters are not remembered: they were pasted, not thought of."""
_TELLING: Final = 8
"""So many characters of a secret are too many to be remembered."""


class FilterHistory:
    """The last filters that were used, the newest first; none that looks like a token or quotes a known one.

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
        self._secrets: set[str] = set()

    @property
    def entries(self) -> Sequence[str]:
        """The filters, the newest first."""
        if self._entries is None:
            self._entries = list(self._load()) if self._load else []
        return self._entries

    def guard(self, secrets: Iterable[str]) -> None:
        """Never remember a filter that quotes one of these, or a good part of one."""
        self._secrets.update(secrets)

    def add(self, text: str) -> None:
        """Remember a filter that was used."""
        text = text.strip()
        if not text or len(text) > _LONGEST or self._is_secret(text) or self.entries[:1] == [text]:
            return
        kept = [text, *(entry for entry in self.entries if entry != text)][:KEPT]
        self._entries = kept
        if self._keep:
            self._keep(tuple(kept))

    def _is_secret(self, text: str) -> bool:
        from edge_studio.edge.masking import Scrubber

        is_part = len(text) >= _TELLING and any(text in secret for secret in self._secrets)
        return is_part or looks_secret(text) or Scrubber(self._secrets).text(text) != text
