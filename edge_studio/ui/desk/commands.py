"""What each entry of the menus does."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from edge_studio import __version__
from edge_studio.store.settings import Settings
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.desk.desk import Desk
from edge_studio.ui.desk.keeper import SessionKeeper
from edge_studio.ui.desk.request_files import RequestFiles
from edge_studio.ui.desk.shown_answer import ShownAnswer
from edge_studio.ui.history.panel import HistoryPanel
from edge_studio.ui.request.composer import ComposerPanel
from edge_studio.ui.request.tab import LAYOUTS
from edge_studio.ui.settings.preferences import Preferences
from edge_studio.ui.window.actions import key_table
from edge_studio.ui.window.command_bar import CommandBar
from edge_studio.ui.window.main_window import MainWindow

ZOOM_STEP = 0.1
THEMES = ("system", "light", "dark")


class Commands(QObject):
    """Binds the menus to the rooms."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        bar: CommandBar,
        composer: ComposerPanel,
        response: ResponsePanel,
        answer: ShownAnswer,
        history: HistoryPanel,
        files: RequestFiles,
        preferences: Preferences,
        keeper: SessionKeeper,
        open_local_edge: Callable[[], object],
        compare: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._bar = bar
        self._composer = composer
        self._response = response
        self._answer = answer
        self._history = history
        self._files = files
        self._preferences = preferences
        self._keeper = keeper
        self._open_local_edge = open_local_edge
        self._compare = compare
        self.actions: Mapping[str, QAction] = window.build_menus(self._table(), composer)
        self.actions["cancel"].setEnabled(False)
        bar.waiting_changed.connect(self.actions["cancel"].setEnabled)
        self.actions["sidebar"].setChecked(history.isVisibleTo(window))
        self.actions["below"].setChecked(window.answer_is_below)
        self._tick_layout(composer.layout_choice)
        self._tick_theme(preferences.settings)
        composer.layout_changed.connect(self._tick_layout)
        preferences.settings_changed.connect(self._tick_theme)
        bar.manage_connections.connect(preferences.open_connections)
        bar.local_edge_wanted.connect(self.actions["local_edge"].trigger)

    def _table(self) -> dict[str, Callable[[], object]]:
        """What each entry does, by its id in the menus, menu by menu."""
        return {**self._of_file(), **self._of_edit(), **self._of_view(), **self._of_request_and_answer()}

    def _of_file(self) -> dict[str, Callable[[], object]]:
        composer, files = self._composer, self._files
        return {
            "new": composer.new_request,
            "open": files.open,
            "save": files.save,
            "save_as": files.save_as,
            "duplicate": composer.duplicate,
            "rename": composer.rename_current,
            "close": composer.close_current,
            "reopen": composer.reopen,
            **{f"tab_{place}": partial(composer.show_place, place - 1) for place in range(1, 10)},
            "next_tab": partial(composer.step, 1),
            "previous_tab": partial(composer.step, -1),
            "quit": self._window.close,
        }

    def _of_edit(self) -> dict[str, Callable[[], object]]:
        return {
            "undo": self._undo,
            "redo": self._redo,
            "find": self._find,
            "replace": self._replace,
            "find_next": self._find_next,
            "find_previous": self._find_previous,
            "tidy": self._tidy,
            "minify": self._minify,
            "fold": self._fold,
            "unfold_all": self._unfold_all,
            "context_menu": self._window.open_context_menu,
        }

    def _of_view(self) -> dict[str, Callable[[], object]]:
        composer, preferences, window = self._composer, self._preferences, self._window
        return {
            **{f"layout_{choice}": partial(composer.set_layout, choice) for choice in LAYOUTS},
            "sidebar": self._toggle_sidebar,
            "below": self._toggle_below,
            "next_pane": partial(window.step_pane, 1),
            "previous_pane": partial(window.step_pane, -1),
            **{f"theme_{theme}": partial(preferences.choose_theme, theme) for theme in THEMES},
            "zoom_in": partial(preferences.zoom_by, ZOOM_STEP),
            "zoom_out": partial(preferences.zoom_by, -ZOOM_STEP),
            "zoom_reset": partial(preferences.zoom_by, 0),
        }

    def _of_request_and_answer(self) -> dict[str, Callable[[], object]]:
        desk, preferences = self._desk, self._preferences
        return {
            "send": desk.send,
            "cancel": desk.cancel,
            "next_problem": desk.next_problem,
            "fix_problem": self._fix_problem,
            "connection": self._bar.focus_connection,
            "address": desk.open_address,
            "search_history": self._search_history,
            "older": self._answer.older,
            "newer": self._answer.newer,
            "compare": self._compare,
            "filter_answer": self._response.focus_filter,
            "copy_path": self._response.copy_path,
            "follow": self._response.follow,
            "copy_ticket": self._response.copy_ticket,
            "local_edge": self._open_local_edge,
            "connections": preferences.open_connections,
            "settings": preferences.open_settings,
            "keys": self._show_keys,
            "about": self._about,
        }

    def _tick_layout(self, choice: str) -> None:
        self.actions[f"layout_{choice}"].setChecked(True)

    def _tick_theme(self, settings: Settings) -> None:
        self.actions[f"theme_{settings.theme}"].setChecked(True)

    # Edit

    def _undo(self) -> None:
        self._composer.current.buffer.undo()

    def _redo(self) -> None:
        self._composer.current.buffer.redo()

    def _show_json(self) -> None:
        if self._composer.layout_choice == "form":
            self._composer.set_layout("split")

    def _find(self) -> None:
        if self._response.find_text():
            return
        self._show_json()
        self._composer.current.find_bar.show_find()

    def _replace(self) -> None:
        self._show_json()
        self._composer.current.find_bar.show_replace()

    def _find_next(self) -> None:
        if not self._response.find_text(1):
            self._composer.current.find_bar.find_next()

    def _find_previous(self) -> None:
        if not self._response.find_text(-1):
            self._composer.current.find_bar.find_previous()

    def _tidy(self) -> None:
        self._composer.current.editor.tidy()

    def _fold(self) -> None:
        self._show_json()
        self._composer.current.editor.fold_here()

    def _unfold_all(self) -> None:
        self._composer.current.editor.unfold_all()

    def _minify(self) -> None:
        self._composer.current.editor.minify()

    def _fix_problem(self) -> None:
        self._composer.current.problems_panel.mend()

    # View

    def _toggle_sidebar(self) -> None:
        shown = not self._history.isVisible()
        self._history.setVisible(shown)
        self.actions["sidebar"].setChecked(shown)
        self._keeper.changed()

    def _toggle_below(self) -> None:
        below = not self._window.answer_is_below
        self._window.set_answer_below(below)
        self.actions["below"].setChecked(below)
        self._keeper.changed()

    def _search_history(self) -> None:
        if not self._history.isVisible():
            self._toggle_sidebar()
        self._history.focus_search()

    def search_history_for(self, words: str) -> None:
        """Show what the history has of these words."""
        self._search_history()
        self._history.search.setText(words)
        self._window.raise_()
        self._window.activateWindow()

    # Help

    def _show_keys(self) -> None:
        from edge_studio.ui.window.keys_dialog import KeysDialog

        KeysDialog(key_table(), self._window).open()

    def _about(self) -> None:
        self._tell(
            "About Edge Studio",
            f"<b>Edge Studio {__version__}</b><p>Compose, send and understand requests to the Adobe "
            "Experience Platform Edge Network.</p>"
            "<p>No account, nothing sent anywhere but where you send it. "
            "Not affiliated with Adobe.</p>",
        )

    def _tell(self, title: str, text: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(
            QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, self._window
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
