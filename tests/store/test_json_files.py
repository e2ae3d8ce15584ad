import base64
import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.edge.exchange import LOCAL_EDGE, RECEIVED, Connection, Draft, Header
from edge_studio.store import paths
from edge_studio.store.atomic import write_atomic
from edge_studio.store.connections import ConnectionStore, local_edge
from edge_studio.store.filters import FilterStore
from edge_studio.store.masks import MaskStore
from edge_studio.store.problems import CannotRead, CannotWrite, NewerFile
from edge_studio.store.session import Session, SessionStore, Tab
from edge_studio.store.settings import Settings, SettingsStore
from tests.disks import a_full_disk

STAGE = Connection(
    "Stage", "https://edge.adobedc.net", "ds-1", "0A@AdobeOrg", "key", "#aa3355", production=True
)


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_is_replaced_as_one_step_and_nothing_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file"
    write_atomic(path, b"one")
    write_atomic(path, b"two")
    assert path.read_bytes() == b"two"
    assert names(path.parent) == ["file"]
    assert path.stat().st_mode & 0o077 == 0


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "settings.json"
    link.symlink_to(tmp_path / "elsewhere" / "settings.json")
    write_atomic(link, b"kept")
    assert link.is_symlink()
    assert (tmp_path / "elsewhere" / "settings.json").read_bytes() == b"kept"


def test_a_file_that_is_not_private_has_the_usual_permissions_and_keeps_its_own(tmp_path: Path) -> None:
    usual = tmp_path / "usual.json"
    usual.touch()
    path = tmp_path / "payload.json"
    write_atomic(path, b"one", private=False)
    assert path.stat().st_mode == usual.stat().st_mode
    path.chmod(0o640)
    write_atomic(path, b"two", private=False)
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_bytes() == b"two"


def test_on_a_full_disk_the_old_content_stays_and_the_message_says_so(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")
    with a_full_disk(1000), pytest.raises(CannotWrite) as problem:
        write_atomic(path, b"new" * 1000)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]
    assert "still there" in problem.value.happened
    assert "full" in problem.value.why
    assert "Free some space" in problem.value.remedy


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ENOSPC])
def test_every_error_of_the_operating_system_has_its_words(number: int) -> None:
    problem = CannotWrite(Path("file"), OSError(number, os.strerror(number)))
    assert all((problem.happened, problem.why, problem.remedy))


def test_local_edge_is_always_there_and_first(tmp_path: Path) -> None:
    store = ConnectionStore(tmp_path / "connections.json")
    assert store.load() == [local_edge()]
    store.save([STAGE])
    assert store.load() == [local_edge(), STAGE]
    assert store.notice == ""


def test_of_local_edge_only_datastream_and_colour_are_kept(tmp_path: Path) -> None:
    store = ConnectionStore(tmp_path / "connections.json")
    changed = Connection(LOCAL_EDGE, "http://127.0.0.1:1", "ds-9", "org", "key", "#123456", production=True)
    store.save([STAGE, changed])
    assert store.load() == [replace(local_edge(), datastream="ds-9", colour="#123456"), STAGE]


def test_two_connections_cannot_have_one_name(tmp_path: Path) -> None:
    store = ConnectionStore(tmp_path / "connections.json")
    with pytest.raises(ValueError, match="no two"):
        store.save([STAGE, replace(STAGE, name="STAGE")])
    with pytest.raises(ValueError, match="names"):
        store.save([replace(STAGE, name="")])


def test_names_that_somebody_wrote_twice_into_the_file_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "connections.json"
    one = {"name": "Stage", "base_url": "https://example.com"}
    reserved = {**one, "name": RECEIVED}
    path.write_text(json.dumps({"version": 1, "connections": [one, one, {**one, "name": " "}, reserved]}))
    assert [connection.name for connection in ConnectionStore(path).load()] == [
        LOCAL_EDGE,
        "Stage",
        "Stage (2)",
        "Unnamed",
        f"{RECEIVED} (2)",
    ]


def test_settings_come_back(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    assert store.load() == Settings()
    chosen = Settings("dark", "json", 2.5, 30, 200, 30, 1.25, "Stage")
    store.save(chosen)
    assert store.load() == chosen


def test_open_tabs_come_back_with_every_character(tmp_path: Path) -> None:
    store = SessionStore(tmp_path / "session.json")
    assert store.load() == Session()
    draft = Draft('{"half": "\ud83d", "é": "\u2028"}\r\n', "Mine", headers=(Header("X-Trace", "1"),))
    session = Session(
        (Tab(draft, dirty=True, exchange=7, caret=3), Tab(Draft(""))),
        active=1,
        layout="json",
        geometry=bytes(range(256)),
        splitters={"main": (200, 500, 300)},
        hidden=("history",),
    )
    store.save(session)
    assert store.load() == session


def test_the_value_of_a_secret_header_is_to_be_typed_again(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    headers = (Header("X-Mine", "canary-1", secret=True), Header("authorization", "Bearer canary-2"))
    SessionStore(path).save(Session((Tab(Draft("{}", headers=headers)),)))
    assert "canary" not in path.read_text()
    assert [(header.name, header.value) for header in SessionStore(path).load().tabs[0].draft.headers] == [
        ("X-Mine", ""),
        ("authorization", ""),
    ]


def test_the_active_tab_is_one_that_exists(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_text('{"version": 1, "session": {"tabs": [{"draft": {"text": "{}"}}], "active": 9}}')
    assert SessionStore(path).load().active == 0


Reading = tuple[str, Callable[[Path], tuple[object, str]], Callable[[Path], None], object]


def _settings(path: Path) -> tuple[object, str]:
    store = SettingsStore(path)
    return store.load(), store.notice


def _session(path: Path) -> tuple[object, str]:
    store = SessionStore(path)
    return store.load(), store.notice


def _connections(path: Path) -> tuple[object, str]:
    store = ConnectionStore(path)
    return store.load(), store.notice


def _filters(path: Path) -> tuple[object, str]:
    store = FilterStore(path)
    return store.load(), store.notice


def _masks(path: Path) -> tuple[object, str]:
    store = MaskStore(path)
    return store.load(), store.notice


READINGS: list[Reading] = [
    ("settings", _settings, lambda path: SettingsStore(path).save(Settings()), Settings()),
    ("session", _session, lambda path: SessionStore(path).save(Session()), Session()),
    ("connections", _connections, lambda path: ConnectionStore(path).save([]), [local_edge()]),
    ("filters", _filters, lambda path: FilterStore(path).save(()), ()),
    ("own", _masks, lambda path: MaskStore(path).save(shipped_masks()), shipped_masks()),
]


@pytest.mark.parametrize("reading", READINGS, ids=[reading[0] for reading in READINGS])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": true}',
        b'{"version": "1"}',
        b"wrong",
    ],
)
def test_a_broken_file_is_moved_aside_and_the_defaults_used(
    tmp_path: Path, reading: Reading, content: bytes
) -> None:
    name, load, save, default = reading
    if content == b"wrong":
        content = json.dumps({"version": 1, name: 7}).encode()
    path = tmp_path / f"{name}.json"
    path.write_bytes(content)

    value, notice = load(path)

    assert value == default
    assert f"{name}.json.damaged" in notice
    assert path.with_name(f"{name}.json.damaged").read_bytes() == content
    save(path)
    assert load(path) == (default, "")


@pytest.mark.parametrize("reading", READINGS, ids=[reading[0] for reading in READINGS])
def test_a_newer_file_is_refused_and_never_overwritten(tmp_path: Path, reading: Reading) -> None:
    name, load, save, _ = reading
    path = tmp_path / f"{name}.json"
    path.write_text('{"version": 2, "something": "new"}')
    with pytest.raises(NewerFile, match="newer"):
        load(path)
    with pytest.raises(NewerFile):
        save(path)
    assert path.read_text() == '{"version": 2, "something": "new"}'
    assert names(tmp_path) == [path.name]


def test_what_cannot_be_read_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="could not be read"):
        SettingsStore(tmp_path).load()


def test_a_setting_out_of_its_range_counts_as_broken(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"version": 1, "settings": {"total_timeout": -1}}')
    value, notice = _settings(path)
    assert value == Settings()
    assert "settings.json.damaged" in notice


def test_geometry_is_readable_text_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    SessionStore(path).save(Session(geometry=b"\x01\x02"))
    content = json.loads(path.read_text())
    assert content["version"] == 1
    assert base64.b64decode(content["session"]["geometry"]) == b"\x01\x02"


def test_everything_lives_in_the_folder_that_the_environment_names(home: Path) -> None:
    files = (paths.history_file(), paths.connections_file(), paths.settings_file(), paths.session_file())
    assert {file.parent for file in files} == {home}
    assert not home.exists()


def test_a_home_of_nobody_is_taken_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGE_STUDIO_HOME", "~nobody-of-this-name/ä b")
    assert paths.history_file() == Path("~nobody-of-this-name/ä b/history.sqlite3").absolute()


def test_without_it_the_platforms_folders_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDGE_STUDIO_HOME")
    for folder in (paths.data_dir(), paths.config_dir(), paths.state_dir()):
        assert folder.name == "edge-studio"
        assert folder.is_absolute()


SAVE_FILTERS = "FilterStore(path).save(({what!r},))"
SAVE_MASKS = "MaskStore(path).save((Mask('own-1', {what!r}, '**/price', own=True),))"
WRITER = """
import resource, signal, sys
from pathlib import Path
from edge_studio.edge.comparing.model import Mask
from edge_studio.store.filters import FilterStore
from edge_studio.store.masks import MaskStore
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # the system kills whoever writes the byte after the limit
resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))
"""


@pytest.mark.parametrize("save", [SAVE_FILTERS, SAVE_MASKS], ids=["filters", "masks"])
def test_whoever_is_killed_while_writing_leaves_the_old_file_whole(tmp_path: Path, save: str) -> None:
    path = tmp_path / "file.json"
    python = (sys.executable, "-c")
    subprocess.run([*python, WRITER + save.format(what="old"), path], check=True)
    old = path.read_bytes()
    killed = subprocess.run([*python, WRITER + save.format(what="new " * 5_000), path])
    assert killed.returncode == -signal.SIGXFSZ
    assert path.read_bytes() == old
    assert b"old" in old
