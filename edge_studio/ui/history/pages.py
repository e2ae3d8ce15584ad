"""The history as lists ask for it, page by page."""

from typing import Protocol

from edge_studio.edge.history_row import HistoryRow


class Pages(Protocol):
    """What a list of exchanges needs of the history."""

    async def page(
        self,
        search: str = "",
        status: str = "",
        connection: str = "",
        before: int | None = None,
        limit: int = 100,
    ) -> list[HistoryRow]:
        """The newest exchanges that are like this, older than ``before``."""
