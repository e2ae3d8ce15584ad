"""The history as the command line keeps it: no trouble with it ever keeps a request from being sent."""

from types import TracebackType
from typing import TYPE_CHECKING

from edge_studio.cli.printing import say
from edge_studio.edge.exchange import Exchange, Outcome
from edge_studio.store import paths
from edge_studio.store.problems import StoreProblem

if TYPE_CHECKING:
    from edge_studio.store.history import History


class Ledger:
    """The history, open for one exchange; what goes wrong with it is said once, and then it is left alone."""

    def __init__(self) -> None:
        self._history: History | None = None
        self._id = 0

    def __enter__(self) -> "Ledger":
        from edge_studio.store.history import History

        try:
            self._history = History(paths.history_file())
        except StoreProblem as problem:
            self._give_up(problem)
        else:
            if self._history.notice:
                say(f"Note: {self._history.notice}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._history is not None:
            self._history.close()

    def begin(self, exchange: Exchange) -> None:
        """Keep what is about to be sent."""
        if self._history is not None:
            try:
                self._id = self._history.begin(exchange)
            except StoreProblem as problem:
                self._give_up(problem)

    def finish(self, outcome: Outcome, summary: str) -> None:
        """Keep what came of it."""
        if self._history is not None:
            try:
                self._history.finish(self._id, outcome, summary)
            except StoreProblem as problem:
                self._give_up(problem)

    def record(self, exchange: Exchange) -> None:
        """Keep an exchange that is over before anything was sent."""
        if self._history is not None:
            try:
                self._history.record(exchange)
            except StoreProblem as problem:
                self._give_up(problem)

    def _give_up(self, problem: StoreProblem) -> None:
        if self._history is not None:
            self._history.close()
        self._history = None
        say(f"Note: this exchange is not kept in the history. {problem}")
