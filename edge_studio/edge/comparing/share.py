"""How far a comparison is."""

_SMALLEST = 0.002
"""Parts that are smaller are not told apart."""


class Share:
    """The share of the work that is done, found on the way: each part takes its stretch of the whole's."""

    __slots__ = ("_begins", "_stretches", "_width")

    def __init__(self) -> None:
        self._begins = 0.0
        self._width = 1.0
        self._stretches: list[tuple[float, float]] = []

    @property
    def done(self) -> float:
        """The share, from 0 to 1."""
        return self._begins

    def enter(self, passed: float, size: float, whole: float) -> float:
        """Begin a part of ``size`` of the ``whole``, when ``passed`` of it is done; what is then done."""
        self._stretches.append((self._begins, self._width))
        if self._width > _SMALLEST:
            self._begins += self._width * min(passed / whole, 1.0)
            self._width *= min(size / whole, 1.0)
        return passed + size

    def leave(self) -> None:
        """End that part."""
        self._begins, self._width = self._stretches.pop()
