"""Take the pictures named as arguments: ``FOLDER state:theme:size …``."""

import asyncio
import sys
import traceback
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from edge_studio.app import Studio
from edge_studio.edge.exchange import Connection, Draft
from edge_studio.edge.samples import all_samples
from edge_studio.store.connections import local_edge
from edge_studio.ui.application import run
from edge_studio.ui.comparison.masks_dialog import MasksDialog
from edge_studio.ui.local_edge.panel import LocalEdgePanel
from edge_studio.ui.theme import load_theme
from tests.pictures import answers

NOWHERE = Connection(
    "Staging", "http://127.0.0.1:1", "3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41", colour="#b3690b"
)
LIVE = Connection("Shop, live", "https://server.adobedc.net", colour="#b3211f", production=True)


class Photographer:
    """Brings the window into a state and takes its picture."""

    def __init__(self, app: QApplication, studio: Studio, folder: Path) -> None:
        self._app = app
        self._studio = studio
        self._folder = folder

    async def settle(self) -> None:
        """Let everything that was begun come to its end, and be painted."""
        for _ in range(3):
            await self._studio.scope.idle()
            self._app.processEvents()
            await asyncio.sleep(0.15)

    async def take(self, picture: str) -> None:
        """Take one picture, ``state:theme:size``."""
        state, theme, size = picture.split(":")
        width, height = map(int, size.split("x"))
        studio = self._studio
        studio.look.set_theme(load_theme(theme))
        studio.window.resize(QSize(width, height))
        studio.desk.set_connections([local_edge(), NOWHERE, LIVE])
        studio.comparison_room.close()
        await getattr(self, f"_{state}")()
        await self.settle()
        studio.look.set_theme(load_theme(theme))  # what a state chose for good brought back the system's
        await self.settle()
        shown: QWidget = studio.window
        for dialog in QApplication.topLevelWidgets():
            ours = dialog.parent() is studio.window or dialog in self._rooms()
            if dialog.isVisible() and dialog is not studio.window and ours:
                shown = dialog
        scale = studio.window.devicePixelRatio()
        name = f"{state}-{theme}" + (f"-{size}" if self._folder != Path(__file__).parent else "")
        shown.grab().save(str(self._folder / f"{name}{'@2x' if scale > 1 else ''}.png"))
        if shown is not studio.window:
            shown.close()

    def _rooms(self) -> list[QWidget | None]:
        """The windows beside the main one, and what is opened over a comparison."""
        comparisons = self._studio.comparison_room.windows
        dialogs = [dialog for each in comparisons for dialog in each.findChildren(MasksDialog)]
        return [self._studio.local_edge_room.panel, *comparisons, *dialogs]

    def _fresh(self, draft: Draft) -> None:
        composer = self._studio.composer
        old = len(composer.tabs())
        composer.open_draft(draft)
        for _ in range(old):
            composer.close_tab(0)

    async def _empty(self) -> None:
        self._fresh(Draft(all_samples()[0].text))

    async def _answered(self) -> None:
        await self._empty()
        self._studio.composer.new_request("purchase")
        self._studio.composer.show_place(0)
        self._studio.desk.send()

    async def _failed(self) -> None:
        self._fresh(Draft(all_samples()[0].text, connection=NOWHERE.name))
        self._studio.desk.send()

    async def _broken(self) -> None:
        self._fresh(Draft(all_samples()[0].text.replace('"web": {', '"web": ', 1), connection=LIVE.name))

    async def _connections(self) -> None:
        await self._empty()
        self._studio.preferences.open_connections()

    async def _past(self) -> None:
        await self._answered()
        await self.settle()
        self._studio.commands.actions["older"].trigger()

    # The summary of an answer

    async def _summary(self) -> None:
        await self._empty()
        self._studio.response.show_exchange(answers.rich())

    async def _summary_errors(self) -> None:
        await self._empty()
        self._studio.response.show_exchange(answers.with_errors())

    async def _summary_nothing(self) -> None:
        await self._empty()
        self._studio.response.show_exchange(answers.nothing())

    # Two answers side by side

    async def _twice(self, change: bool) -> None:
        """Send a page view twice, the second time as a gold member or as the same visitor."""
        await self._empty()
        self._studio.desk.send()
        await self.settle()
        if change:
            customer = {"CRMID": [{"id": "C-20417", "primary": True}]}
            self._studio.composer.current.buffer.set_value("/event/xdm/identityMap", customer)
        self._studio.desk.send()
        await self.settle()

    async def _compare_with_before(self, change: bool) -> None:
        await self._twice(change)
        rows = self._studio.history.model.rows()
        self._studio.comparison_room.compare_rows([rows[0].id, rows[1].id])
        await self.settle()

    async def _compared(self) -> None:
        await self._compare_with_before(True)
        window = self._studio.comparison_room.windows[-1]
        for _ in range(3):
            window.go_on()
        window.resize(1060, 760)

    async def _compared_same(self) -> None:
        await self._compare_with_before(False)
        window = self._studio.comparison_room.windows[-1]
        window.walk.masked.setChecked(True)
        window.resize(860, 620)

    async def _compared_picker(self) -> None:
        await self._twice(True)
        self._studio.comparison_room.choose()

    async def _compared_masks(self) -> None:
        await self._compared()
        self._studio.comparison_room.windows[-1].masks_wanted.emit()

    # The panel of Local Edge

    async def _panel(self) -> LocalEdgePanel:
        room = self._studio.local_edge_room
        room.open()
        await self.settle()
        assert room.panel is not None
        return room.panel

    async def _play(self, name: str) -> None:
        scenarios = await self._studio.local_edge.scenarios()
        path = next(each.path for each in scenarios if each.name == name)
        self._studio.local_edge_room.play(path)
        await self.settle()

    async def _faults(self) -> None:
        await self._panel()
        await self._play("everything fails")

    async def _visitors(self) -> None:
        await self._play("shop")
        panel = await self._panel()
        panel.tabs.setCurrentWidget(panel.visitors)
        for sample in all_samples():
            self._fresh(Draft(sample.text))
            self._studio.desk.send()
            await self.settle()

    async def _website(self) -> None:
        panel = await self._panel()
        if not panel.address.https.isChecked():
            panel.address.want_https()
            await self.settle()
        panel.tabs.setCurrentWidget(panel.clients)
        panel.clients.show_kind("website")


def main() -> None:
    """Open one window, take every picture, end."""
    folder, *pictures = sys.argv[1:]
    app = QApplication([])

    async def whole() -> int:
        studio = Studio(app)
        photographer = Photographer(app, studio, Path(folder))
        studio.window.show()
        await photographer.settle()
        for picture in pictures:
            await photographer.take(picture)
        await studio.aclose()
        return 0

    run(app, whole, traceback.print_exception)


if __name__ == "__main__":
    main()
