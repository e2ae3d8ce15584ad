"""Keeps the open requests and the window's shape, so that they come back, also after a crash."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, QTimer

from edge_studio.store.problems import StoreProblem
from edge_studio.store.session import Session, SessionStore, Tab
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.request.composer import ComposerPanel
from edge_studio.ui.window.main_window import MainWindow

PAUSE = 150
"""Milliseconds after the last edit until the open requests are kept."""
BESIDE = "beside"
"""The name of the place beside the request, hidden when the answer stands below."""


class SessionKeeper(QObject):
    """Writes the session a moment after each change, in the thread that ``run`` works in.

    ``finish`` starts a coroutine that is to come to its end. The window's bar of trouble tells of a file that
    cannot be read or written; what is on the screen is kept all the same.
    """

    def __init__(
        self,
        window: MainWindow,
        composer: ComposerPanel,
        response: ResponsePanel,
        store: SessionStore,
        run: Callable[..., Coroutine[Any, Any, Any]],
        finish: Callable[[Coroutine[Any, Any, Any], str], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._composer = composer
        self._response = response
        self._store = store
        self._run = run
        self._finish = finish
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._save_later)

    def restore(self, layout: str) -> None:
        """Open what was open when the program last ended; a first start opens the first starting point."""
        try:
            session = self._store.load()
            if self._store.notice:
                self._window.trouble.tell(self._store.notice, "")
        except StoreProblem as problem:
            self._window.trouble.tell_problem(problem)
            session = Session()
        self._composer.set_layout(session.layout or layout)
        self._window.restore_geometry_state(
            session.geometry, {name: list(sizes) for name, sizes in session.splitters.items()}
        )
        self._window.history.setVisible("history" not in session.hidden)
        self._window.set_answer_below(BESIDE in session.hidden)
        self._response.prefer(session.answer_tab)
        if session.tabs:
            self._composer.restore([(tab.draft, tab.dirty) for tab in session.tabs], session.active)
        else:
            self._composer.new_request()
        self._composer.changed.connect(self.changed)
        self._composer.current_changed.connect(self.changed)
        self._composer.layout_changed.connect(self.changed)
        self._response.tab_chosen.connect(self.changed)

    def changed(self, what: object = None) -> None:
        """Something worth keeping changed."""
        self._timer.start()

    def flush(self) -> None:
        """Write in the background what a pause would write."""
        if self._timer.isActive():
            self._timer.stop()
            self._save_later()

    def session(self) -> Session:
        """The window as it stands."""
        geometry, sizes = self._window.geometry_state()
        hidden = [] if self._window.history.isVisibleTo(self._window) else ["history"]
        if self._window.answer_is_below:
            hidden.append(BESIDE)
        return Session(
            tabs=tuple(Tab(tab.draft(), tab.touched) for tab in self._composer.tabs()),
            active=self._composer.current_place,
            layout=self._composer.layout_choice,
            geometry=geometry,
            splitters={name: tuple(values) for name, values in sizes.items()},
            hidden=tuple(hidden),
            answer_tab=self._response.chosen_tab,
        )

    async def save(self) -> None:
        """Write the session as it stands by the time it is its turn."""
        self._timer.stop()
        try:
            await self._run(self._store.save, self.session())
        except StoreProblem as problem:
            self._window.trouble.tell_problem(problem)

    def _save_later(self) -> None:
        self._finish(self.save(), "keep the open requests")
