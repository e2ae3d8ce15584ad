"""The stopwatch of one exchange: which phase it is in, and how long each one took."""

from collections.abc import Callable
from time import perf_counter

from edge_studio.edge.exchange import Phase, Span, Timing


class Stopwatch:
    """Follow one exchange from phase to phase; each phase begins where the one before it ended.

    Starts running in :attr:`Phase.PREPARE`. ``on_phase`` hears of every further phase as it begins.
    """

    def __init__(self, on_phase: Callable[[Phase], None] | None = None) -> None:
        self._on_phase = on_phase
        self._began = perf_counter()
        self._entered: list[tuple[Phase, float]] = [(Phase.PREPARE, 0.0)]

    @property
    def phase(self) -> Phase:
        """The phase that the exchange is in."""
        return self._entered[-1][0]

    @property
    def elapsed(self) -> float:
        """Seconds since the exchange began."""
        return perf_counter() - self._began

    def enter(self, phase: Phase) -> None:
        """End the phase before, begin ``phase``; entering the one it is in changes nothing."""
        if phase is self.phase:
            return
        self._entered.append((phase, self.elapsed))
        if self._on_phase is not None:
            self._on_phase(phase)

    def timing(self) -> Timing:
        """The phases so far as contiguous spans, the last one ending now.

        A request that was sent without a connection being made went over a kept one.
        """
        total = self.elapsed
        starts = [start for _, start in self._entered]
        spans = tuple(
            Span(phase, start, end)
            for (phase, start), end in zip(self._entered, [*starts[1:], total], strict=True)
        )
        phases = {phase for phase, _ in self._entered}
        return Timing(total, spans, Phase.SEND in phases and Phase.CONNECT not in phases)
