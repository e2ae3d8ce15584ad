"""Keeps the open requests and the window's shape, so that they come back, also after a crash."""

from PySide6.QtCore import QObject, QTimer

from edge_studio.store.session import Session, SessionStore, Tab
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.request.composer import ComposerPanel
from edge_studio.ui.small_files import SmallFiles
from edge_studio.ui.window.main_window import MainWindow

PAUSE = 150
"""Milliseconds after the last edit until the open requests are kept."""
BESIDE = "beside"
"""The name of the place beside the request, hidden when the answer stands below."""


class SessionKeeper(QObject):
    """Writes the session a moment after each change."""

    def __init__(
        self,
        window: MainWindow,
        composer: ComposerPanel,
        response: ResponsePanel,
        store: SessionStore,
        files: SmallFiles,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._composer = composer
        self._response = response
        self._store = store
        self._files = files
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._save_later)

    def restore(self, layout: str) -> None:
        """Open what was open when the program last ended; a first start opens the first starting point."""
        session = self._files.read(self._store, Session())
        self._composer.set_layout(session.layout or layout)
        self._window.restore_geometry_state(
            session.geometry, {name: list(sizes) for name, sizes in session.splitters.items()}
        )
        self._window.beside.update(session.beside)
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
            beside=dict(self._window.beside),
            splitters={name: tuple(values) for name, values in sizes.items()},
            hidden=tuple(hidden),
            answer_tab=self._response.chosen_tab,
        )

    async def save(self) -> None:
        """Write the session as it stands, and be there until it is written."""
        self._timer.stop()
        await self._files.write(self._store, self.session())

    def _save_later(self) -> None:
        self._files.keep(self._store, self.session())
