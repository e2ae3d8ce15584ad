"""The history's file as the window has it: opened after the first picture, kept in its bounds, counted."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject

from edge_studio.edge.amounts import plural, size_words
from edge_studio.store.history_service import HistoryService
from edge_studio.store.problems import StoreProblem
from edge_studio.store.settings import Settings
from edge_studio.ui.history.panel import HistoryPanel
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.window.main_window import MainWindow


class Archive(QObject):
    """Opens the history and says in the status bar how much it holds; ``settings`` tells its bounds."""

    def __init__(
        self,
        window: MainWindow,
        panel: HistoryPanel,
        service: HistoryService,
        settings: Callable[[], Settings],
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._panel = panel
        self._service = service
        self._settings = settings
        self._scope = scope

    async def open(self) -> None:
        """Open the file and fill the list; trouble is told, and the window goes on without a history."""
        try:
            if notice := await self._service.open():
                self._window.trouble.tell_notice(notice)
        except StoreProblem as problem:
            self._window.trouble.tell_problem(problem)
            return
        self._panel.load()
        await self.trim()
        await self._show_stats()

    async def trim(self) -> None:
        """Delete what is older, or more, than the settings allow."""
        settings = self._settings()
        age = timedelta(days=settings.history_days) if settings.history_days else None
        await self._service.trim(settings.history_megabytes * 1_000_000, age)

    def recount(self) -> None:
        """Say anew how much there is: something was added or deleted."""
        self._scope.start(self._show_stats(), "count the history")

    async def _show_stats(self) -> None:
        count, size = await self._service.stats()
        self._window.history_label.setText(f"history: {plural(count, 'exchange')}, {size_words(size)}")
