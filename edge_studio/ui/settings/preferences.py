"""Settings and connections: read at the start, changed in their dialogs, kept in their files."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from edge_studio.edge.exchange import Connection
from edge_studio.store.connections import ConnectionStore, local_edge
from edge_studio.store.secrets import SecretStore
from edge_studio.store.settings import Settings, SettingsStore
from edge_studio.ui.small_files import SmallFiles
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.theme import Dresser, Look
from edge_studio.ui.window.main_window import MainWindow

if TYPE_CHECKING:  # the dialog is loaded when it is opened
    from edge_studio.ui.settings.connection_dialog import ConnectionEdits


class Preferences(QObject):
    """What the person chose."""

    settings_changed = Signal(object)
    """The new :class:`Settings`."""
    connections_changed = Signal(object)
    """The new sequence of :class:`Connection`."""
    connections_renamed = Signal(object)
    """New names of connections by their old ones; told before the connections themselves."""

    def __init__(
        self,
        window: MainWindow,
        look: Look,
        dresser: Dresser,
        settings: SettingsStore,
        connections: ConnectionStore,
        secrets: SecretStore,
        files: SmallFiles,
        run: Callable[..., Coroutine[Any, Any, Any]],
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._look = look
        self._dresser = dresser
        self._settings_store = settings
        self._connection_store = connections
        self._secrets = secrets
        self._files = files
        self._run = run
        self._scope = scope
        self.settings = Settings()
        self.connections: Sequence[Connection] = [local_edge()]

    def load(self) -> None:
        """Read both files; what cannot be read stands as it comes."""
        self.settings = self._files.read(self._settings_store, self.settings)
        self.connections = self._files.read(self._connection_store, self.connections)
        self._look.set_zoom(self.settings.zoom)
        self._dresser.choose(self.settings.theme)

    # Settings

    def choose_theme(self, theme: str) -> None:
        """Use light or dark colours, or follow the system."""
        self._dresser.choose(theme)
        self.change(replace(self.settings, theme=theme))  # type: ignore[arg-type] # one of the ids of the View menu

    def zoom_by(self, step: float) -> None:
        """Make text larger or smaller by ``step``; 0 is its natural size."""
        self._look.set_zoom(self._look.zoom + step if step else 1.0)
        self.change(replace(self.settings, zoom=self._look.zoom))

    def change(self, settings: Settings) -> None:
        """Take new settings, and keep them."""
        if settings == self.settings:
            return
        self.settings = settings
        self._dresser.choose(settings.theme)
        self._look.set_zoom(settings.zoom)
        self.settings_changed.emit(settings)
        self._files.keep(self._settings_store, settings)

    def open_settings(self) -> None:
        """Open the dialog with the settings."""
        from edge_studio.ui.settings.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self.settings, self._window)
        dialog.saved.connect(self.change)
        dialog.open()

    # Connections

    def open_connections(self) -> None:
        """Open the dialog with the connections, once the keychain said what it holds."""
        self._scope.start(self._open_connections(), "open the connections")

    async def _open_connections(self) -> None:
        from edge_studio.ui.settings.connection_dialog import ConnectionDialog

        tokens, explanation = await self._run(self._known_tokens)
        dialog = ConnectionDialog(
            self.connections, tokens, explanation, self._window, self.settings.connection
        )
        dialog.saved.connect(self._connections_edited)
        dialog.open()

    def _known_tokens(self) -> tuple[dict[str, str], str]:
        """The tokens by connection, and where they are kept; asked for in the background."""
        names = [connection.name for connection in self.connections if not connection.is_local_edge]
        return {name: self._secrets.get(name) for name in names}, self._secrets.explanation

    def _connections_edited(self, edits: "ConnectionEdits") -> None:
        self.connections = edits.connections
        self.connections_renamed.emit(edits.renamed)
        self.connections_changed.emit(self.connections)
        self._scope.finish(self._keep_connections(edits), "keep the connections")

    async def _keep_connections(self, edits: "ConnectionEdits") -> None:
        await self._files.write(self._connection_store, edits.connections)
        said = await self._run(self._secrets.update, edits.removed, edits.renamed, edits.tokens)
        if said:
            self._window.trouble.tell_notice(said)
