"""Requests from files and into files: which request was opened from which, and where it is saved."""

from pathlib import Path

from PySide6.QtCore import QObject

from edge_studio.edge.exchange import ApiVersion, Draft
from edge_studio.ui.desk.payload_files import PayloadFiles
from edge_studio.ui.request.composer import ComposerPanel
from edge_studio.ui.request.tab import RequestTab
from edge_studio.ui.window.main_window import MainWindow

TOLD_FOR = 5000
"""Milliseconds for which the status line says where a payload was saved."""


class RequestFiles(QObject):
    """Saves the current request's payload to the file it came from, and opens files in tabs."""

    def __init__(self, window: MainWindow, composer: ComposerPanel, files: PayloadFiles) -> None:
        super().__init__(window)
        self._window = window
        self._composer = composer
        self._files = files
        files.opened.connect(self._opened)
        files.saved.connect(self._saved)
        files.failed.connect(window.trouble.tell_problem)

    def open(self) -> None:
        """Ask for a file and open it in a tab."""
        self._files.choose_to_open()

    def save(self) -> None:
        """Save the current payload to its file, or ask for one."""
        tab = self._composer.current
        if tab.path is None:
            self.save_as()
        else:
            tab.commit()
            self._files.save(tab.path, tab.buffer.text, tab)

    def save_as(self) -> None:
        """Ask for a file and save the current payload there."""
        tab = self._composer.current
        tab.commit()
        self._files.choose_to_save(tab.buffer.text, f"{tab.title}.json", tab)

    def _opened(self, path: Path, text: str) -> None:
        tab = self._composer.open_draft(Draft(text, title=path.stem, version=ApiVersion.V2))
        tab.path = path

    def _saved(self, path: Path, text: str, tab: RequestTab) -> None:
        tab.path = path
        if tab in self._composer.tabs() and tab.buffer.text == text:  # it may be closed or changed by now
            self._composer.mark_sent(tab)
        self._window.statusBar().showMessage(f"Saved to {path}", TOLD_FOR)
