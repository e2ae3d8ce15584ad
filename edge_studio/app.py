"""The composition root of the window: builds everything, hands it over, and ends it in order."""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from edge_studio.edge import describe, namespaces, prepare, samples  # noqa: F401 - the panels need them anyway

# What knows nothing of Qt comes first: PySide reads the source of every module that is imported after it.
from edge_studio.premises import LocalPremises
from edge_studio.store import paths
from edge_studio.store.background import Background
from edge_studio.store.connections import ConnectionStore
from edge_studio.store.filters import FilterStore
from edge_studio.store.history_service import HistoryService
from edge_studio.store.secrets import SecretStore
from edge_studio.store.session import SessionStore
from edge_studio.store.settings import Settings, SettingsStore

# isort: split
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from edge_studio.ui import garbage
from edge_studio.ui.answer.past_bar import PastBar
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.application import Application, run
from edge_studio.ui.desk import warm_up
from edge_studio.ui.desk.archive import Archive
from edge_studio.ui.desk.commands import Commands
from edge_studio.ui.desk.desk import Desk
from edge_studio.ui.desk.keeper import SessionKeeper
from edge_studio.ui.desk.payload_files import PayloadFiles
from edge_studio.ui.desk.request_files import RequestFiles
from edge_studio.ui.desk.session_place import SessionPlace
from edge_studio.ui.desk.shown_answer import ShownAnswer
from edge_studio.ui.history.panel import HistoryPanel
from edge_studio.ui.request.composer import ComposerPanel
from edge_studio.ui.settings.preferences import Preferences
from edge_studio.ui.small_files import SmallFiles
from edge_studio.ui.tasks import TaskScope
from edge_studio.ui.theme import Dresser, Look, load_theme
from edge_studio.ui.tree.filter_history import FilterHistory
from edge_studio.ui.window.command_bar import CommandBar
from edge_studio.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from edge_studio.edge.local_status import LocalChoice
    from edge_studio.transport.client import EdgeClient
    from edge_studio.ui.comparison.room import ComparisonRoom
    from edge_studio.ui.desk.received import ReceivedHits
    from edge_studio.ui.desk.sender import Sender
    from edge_studio.ui.local_edge.room import LocalEdgeRoom

PICTURE = 1000
"""Milliseconds after which the window goes on although it was not painted: it may have been opened hidden."""


class Studio:
    """One running window with everything behind it.

    What the first picture shows is built at once, everything else after it: see :meth:`_left_out`.
    """

    def __init__(self, app: QApplication) -> None:
        self.look = Look(load_theme("light"), app)
        self._dresser = Dresser(app, self.look, later=True)
        self._files = Background("files")
        self.history_service = HistoryService(paths.history_file())
        self.secrets = SecretStore()
        self.local_edge = LocalPremises(
            paths.authority_folder(),
            paths.scenarios_folder(),
            self._local_choice,
            self._received,
            self._local_edge_hit,
        )
        self._client: EdgeClient | None = None
        self._sender: Sender | None = None
        self._received_hits: ReceivedHits | None = None
        self._local_edge_room: LocalEdgeRoom | None = None
        self._comparison_room: ComparisonRoom | None = None
        self.scope = TaskScope("window", self._failed)
        self._small_files = SmallFiles(self._files.run, self.scope.finish)
        self._make_rooms()
        self._bring_back()
        self._connect_rooms()
        self._dresser.dress()

    def _make_rooms(self) -> None:
        look = self.look
        self.bar = CommandBar(look)
        self.composer = ComposerPanel(look)
        filters, files = FilterStore(paths.filters_file()), self._small_files
        kept = FilterHistory(partial(files.read, filters, ()), partial(files.keep, filters))
        self.response = ResponsePanel(look, kept)
        self.past_bar = PastBar()
        self.history = HistoryPanel(look, self.history_service, self.scope)
        self.window = MainWindow(look, self.bar, self.composer, self.response, self.past_bar, self.history)

    def _bring_back(self) -> None:
        """Settings, connections and the open requests, as they were left."""
        window, files = self.window, self._small_files
        files.noticed.connect(window.trouble.tell_notice)
        files.problem.connect(window.trouble.tell_problem)
        self.preferences = Preferences(
            window,
            self.look,
            self._dresser,
            SettingsStore(paths.settings_file()),
            ConnectionStore(paths.connections_file()),
            self.secrets,
            files,
            self._files.run,
            self.scope,
        )
        self._place = SessionPlace(paths.session_file())
        session = SessionStore(self._place.path)
        self._keeper = SessionKeeper(window, self.composer, self.response, session, files)
        self.preferences.load()
        if self._place.number > 1:
            window.trouble.tell(
                "Edge Studio is open in another window already.",
                "This one keeps its requests apart from that one's, and has them again when it is once more "
                "the second. History, connections and settings are the same for both.",
            )
        self._keeper.restore(self.preferences.settings.layout)

    def _connect_rooms(self) -> None:
        window, bar, composer, history = self.window, self.bar, self.composer, self.history
        past = self.history_service
        answer = ShownAnswer(window, composer, self.response, self.past_bar, history, past, self.scope)
        self.answer = answer
        self._archive = Archive(window, history, past, self._settings, self.scope)
        self.desk = Desk(window, bar, composer, answer, history, self._made_sender, self.scope)
        self.desk.set_connections(self.preferences.connections)
        self.preferences.connections_renamed.connect(self.desk.rename_connections)
        self.preferences.connections_changed.connect(self.desk.set_connections)
        self.preferences.settings_changed.connect(self._settings_changed)
        files = RequestFiles(window, composer, PayloadFiles(window, self._files.run, self.scope.finish))
        self.commands = Commands(
            window,
            self.desk,
            bar,
            composer,
            self.response,
            answer,
            history,
            files,
            self.preferences,
            self._keeper,
            self._open_local_edge,
            self._compare,
        )
        self.response.compare_wanted.connect(self._compare)
        history.compare_requested.connect(self._compare_rows)
        self.desk.sending.connect(self._keeper.flush)
        self.desk.recorded.connect(self._archive.recount)
        history.forgotten.connect(self._archive.recount)
        window.painted.connect(self._painted)

    def show(self) -> None:
        """Show the window and return once it is painted and what was pressed by then is handled.

        What is started meanwhile waits for :meth:`run`: the loop is made after the first picture.
        """
        self.scope.hold()
        self.window.show()
        self.bar.focus_send()
        painting = QEventLoop()
        self.window.painted.connect(painting.quit)
        QTimer.singleShot(PICTURE, painting.quit)
        painting.exec()
        QApplication.processEvents()

    async def run(self) -> int:
        """Be there until the window is closed, and return the exit code."""
        import asyncio

        ended = asyncio.Event()
        self.window.closing.connect(ended.set)
        self.scope.release()
        if self.window.isVisible():
            await ended.wait()
        await self.aclose()
        return 0

    async def aclose(self) -> None:
        """End everything in order: what is typed is kept first."""
        import asyncio

        self.composer.current.commit()
        await self._keeper.save()
        if self._received_hits is not None:
            self._received_hits.finish()
        await self.scope.aclose()
        self._place.leave()
        if self._client is not None:
            await self._client.aclose()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self.local_edge.stop)
        await loop.run_in_executor(None, self.history_service.close)
        self._files.close()
        self.window.deleteLater()

    # After the first picture: what the first click does not need

    def _painted(self) -> None:
        self.scope.start(self._settle(), "settle in")

    async def _settle(self) -> None:
        import asyncio

        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, warm_up.load_checks)
        for step in self._left_out():
            step()
            await asyncio.sleep(0)  # what the person does meanwhile comes between two steps
        garbage.keep_all()
        await self._archive.open()
        await loop.run_in_executor(None, warm_up.warm_up_checks)
        self.composer.use_schemas()
        await self.local_edge_room.begin()
        await loop.run_in_executor(None, warm_up.load_client)
        garbage.keep_all()
        self.window.secrets_label.setText(await loop.run_in_executor(None, self._where_tokens_are))
        self.window.secrets_label.setToolTip(self.secrets.explanation)

    def _left_out(self) -> Iterator[Callable[[], object]]:
        """Steps that make what the first picture leaves out, each a few milliseconds long."""
        yield from self.composer.left_out()
        yield self.bar.offer_endpoints
        yield self.history.make_view

    def _where_tokens_are(self) -> str:
        return "tokens in the keychain" if self.secrets.keeps == "keychain" else "tokens in memory only"

    # Services

    def _made_sender(self) -> "Sender":
        if self._sender is None:
            from edge_studio.ui.desk.sender import Sender

            self._sender = Sender(
                self._edge_client,
                self.history_service,
                self.local_edge,
                self.secrets.get,
                self.window.trouble.tell_problem,
            )
        return self._sender

    # Comparing

    @property
    def comparison_room(self) -> "ComparisonRoom":
        """What compares exchanges; made when two are first to be compared."""
        if self._comparison_room is None:
            from edge_studio.store.masks import MaskStore
            from edge_studio.ui.comparison.room import ComparisonRoom

            self._comparison_room = ComparisonRoom(
                self.window,
                self.look,
                self.composer,
                self.response,
                self.answer,
                self.history,
                self.history_service,
                MaskStore(paths.masks_file()),
                self._small_files,
                self._files.run,
                self.scope,
            )
        return self._comparison_room

    def _compare(self) -> None:
        self.comparison_room.choose()

    def _compare_rows(self, ids: Sequence[int]) -> None:
        self.comparison_room.compare_rows(ids)

    # Local Edge

    @property
    def local_edge_room(self) -> "LocalEdgeRoom":
        """What starts Local Edge and shows how it is; made after the first picture."""
        if self._local_edge_room is None:
            from edge_studio.ui.local_edge.room import LocalEdgeRoom

            self._local_edge_room = room = LocalEdgeRoom(
                self.window, self.look, self.local_edge, self.preferences, self.desk, self.scope
            )
            room.history_wanted.connect(self.commands.search_history_for)
        return self._local_edge_room

    def _open_local_edge(self) -> None:
        self.local_edge_room.open()

    def _received(self) -> None:
        if self._received_hits is None:
            from edge_studio.ui.desk.received import ReceivedHits

            self._received_hits = hits = ReceivedHits(
                self.local_edge,
                self.history_service,
                self._archive.trim,
                self.scope,
                self.window.trouble.tell_problem,
                self.window,
            )
            hits.kept.connect(self.history.added_all)
            hits.settled.connect(self._archive.recount)
            hits.not_kept.connect(self._not_kept)
        self._received_hits.wake()

    def _not_kept(self, count: int) -> None:
        self.window.trouble.tell(
            f"Local Edge answered {count:,} requests that are not in the history.",
            "More came at once than can be written down. The newest of them are kept.",
        )

    def _local_choice(self) -> "LocalChoice":
        from edge_studio.edge.local_status import LocalChoice

        chosen = self._settings()
        return LocalChoice(
            chosen.local_scenario, chosen.local_port, chosen.local_https, chosen.local_https_port
        )

    def _local_edge_hit(self) -> None:
        self.local_edge_room.hit()

    def _edge_client(self) -> "EdgeClient":
        if self._client is None:
            from edge_studio.transport.client import EdgeClient

            settings = self._settings()
            self._client = EdgeClient(settings.connect_timeout, settings.total_timeout)
        return self._client

    def _settings(self) -> Settings:
        return self.preferences.settings

    def _settings_changed(self, settings: Settings) -> None:
        if self._client is not None:
            self._client.connect_timeout = settings.connect_timeout
            self._client.total_timeout = settings.total_timeout

    def _failed(self, error: BaseException) -> None:
        self.window.trouble.tell_failure(error)


def main(argv: list[str]) -> int:
    """Open the window and return its exit code once it was closed."""
    app = Application([sys.argv[0], *argv])
    app.setApplicationName("edge-studio")
    app.setDesktopFileName("edge-studio")
    app.setQuitOnLastWindowClosed(False)

    studio = Studio(app)
    app.quit_wanted.connect(studio.window.close)
    studio.show()
    from edge_studio.ui.failures import Failures
    from edge_studio.ui.interruption import Interruption

    failures, interruption = Failures(app), Interruption(app)
    failures.happened.connect(studio.window.trouble.tell_failure)
    interruption.wanted.connect(studio.window.close)
    try:
        return run(app, studio.run, studio.window.trouble.tell_failure)
    finally:
        interruption.close()
        failures.close()
