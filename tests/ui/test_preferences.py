"""Settings and connections, changed in the window's own dialogs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Connection
from edge_studio.store import paths
from edge_studio.store.connections import ConnectionStore
from edge_studio.store.filters import FilterStore
from edge_studio.store.settings import SettingsStore
from edge_studio.ui.settings.connection_dialog import ConnectionDialog, ConnectionEdits
from edge_studio.ui.settings.settings_dialog import SettingsDialog
from tests.ui.acts import press
from tests.ui.studio_page import StudioPage

STAGING = Connection("Staging", "https://edge.adobedc.net", "3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41")


def dialog(page: StudioPage, kind: type[QDialog]) -> QDialog:
    page.wait_idle()
    return next(child for child in page.studio.window.children() if isinstance(child, kind))


def save(page: StudioPage, edits: ConnectionEdits) -> None:
    page.do("connections")
    shown = dialog(page, ConnectionDialog)
    assert isinstance(shown, ConnectionDialog)
    shown.saved.emit(edits)
    shown.close()
    page.wait_idle()


def test_a_theme_chosen_in_the_menu_is_kept(page: StudioPage) -> None:
    page.do("theme_dark")
    page.wait_idle()
    assert page.studio.look.theme.dark
    assert SettingsStore(paths.settings_file()).load().theme == "dark"


def test_text_grows_and_returns_to_its_natural_size(page: StudioPage) -> None:
    page.do("zoom_in")
    assert page.studio.look.zoom == 1.1
    page.do("zoom_reset")
    assert page.studio.look.zoom == 1.0


def test_the_settings_dialog_goes_away_when_it_is_closed(page: StudioPage, qtbot: QtBot) -> None:
    page.do("settings")
    shown = dialog(page, SettingsDialog)
    with qtbot.waitSignal(shown.destroyed):
        shown.reject()


def test_connections_are_kept_and_tokens_are_not_in_their_file(page: StudioPage) -> None:
    save(
        page, ConnectionEdits((*page.studio.preferences.connections, STAGING), tokens={"Staging": "canary-1"})
    )
    assert STAGING in ConnectionStore(paths.connections_file()).load()
    assert b"canary-1" not in paths.connections_file().read_bytes()
    assert page.studio.secrets.get("Staging") == "canary-1"


def test_a_request_follows_its_connection_to_a_new_name(page: StudioPage) -> None:
    local = page.studio.preferences.connections[0]
    save(page, ConnectionEdits((local, STAGING)))
    page.tab.set_connection("Staging")
    renamed = Connection("Acceptance", STAGING.base_url, STAGING.datastream)
    save(page, ConnectionEdits((local, renamed), renamed={"Staging": "Acceptance"}))
    assert page.tab.draft().connection == "Acceptance"
    assert "edge.adobedc.net" in page.studio.bar.url


def test_a_request_whose_connection_is_gone_goes_to_local_edge(page: StudioPage) -> None:
    local = page.studio.preferences.connections[0]
    save(page, ConnectionEdits((local, STAGING)))
    page.tab.set_connection("Staging")
    save(page, ConnectionEdits((local,), removed=("Staging",)))
    assert page.tab.draft().connection == local.name


def test_the_view_menu_ticks_what_is_chosen(page: StudioPage) -> None:
    def ticked(group: str) -> list[str]:
        return [
            id
            for id, action in page.studio.commands.actions.items()
            if id.startswith(group) and action.isChecked()
        ]

    assert (ticked("layout_"), ticked("theme_")) == (["layout_split"], ["theme_system"])
    page.studio.composer.set_layout("json")
    page.do("theme_dark")
    assert (ticked("layout_"), ticked("theme_")) == (["layout_json"], ["theme_dark"])


def test_a_broken_list_of_filters_is_told_when_a_filter_is_used(page: StudioPage) -> None:
    paths.filters_file().write_text("{")
    page.send()
    page.studio.response.open_tab("Handles")
    page.studio.response.handles.filter.setText("or2")
    press(page.studio.response.handles.filter, Qt.Key.Key_Return)
    page.wait_idle()
    assert "kept as filters.json.damaged" in page.trouble
    assert FilterStore(paths.filters_file()).load() == ("or2",)
