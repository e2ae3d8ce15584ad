import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from edge_studio.edge.exchange import Exchange
from edge_studio.edge.history_row import Ending
from edge_studio.edge.trace import TraceEvent
from edge_studio.store.history import History, HistoryDamaged, NewerFile
from edge_studio.store.problems import CannotWrite
from edge_studio.store.schema import STEPS, bring_up_to_date, version_of
from tests.store.exchanges import an_answer, an_exchange

TRACE = (
    TraceEvent("com.adobe.edge.konductor", "hitReceived", ("v2 interact",), 0.001, (("requestId", "1"),)),
)

INSERT_FOR_EVER = """
import sys
from pathlib import Path
from edge_studio.store.history import History
from tests.store.exchanges import an_answer, an_exchange
history = History(Path(sys.argv[1]))
while True:
    id = history.begin(an_exchange())
    print(id, flush=True)
    history.finish(id, an_answer(body=b"walrus" * 500), "Done.")
"""

COME_AND_GO = """
import sys
from contextlib import closing
from pathlib import Path
from edge_studio.store.history import History
from tests.store.exchanges import an_answer, an_exchange
sys.stdin.read()
for _ in range(10):
    with closing(History(Path(sys.argv[1]))) as history:
        history.record(an_exchange(outcome=an_answer()))
        assert not history.notice, history.notice
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def kept(history: History, id: int) -> Exchange:
    exchange = history.get(id)
    assert exchange is not None
    return exchange


def fill(path: Path, count: int = 3) -> None:
    with closing(History(path)) as history:
        for _ in range(count):
            history.record(an_exchange(outcome=an_answer()))


@pytest.mark.parametrize("rows", [1, 7, 60])
def test_a_killed_program_leaves_at_most_the_request_in_flight_unanswered(path: Path, rows: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INSERT_FOR_EVER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with process:
        assert process.stdout is not None
        begun = [int(process.stdout.readline()) for _ in range(rows)]
        process.send_signal(signal.SIGKILL)
        begun += [int(line) for line in process.stdout.read().split()]

    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.execute("INSERT INTO found(found) VALUES ('integrity-check')")
    with closing(History(path)) as history:
        kept = history.page(limit=100_000)
        assert {row.id for row in kept} >= set(begun)
        assert len(kept) <= len(begun) + 1
        unanswered = [row.id for row in kept if row.ending is Ending.NO_ANSWER]
        assert unanswered in ([], [kept[0].id])
        assert len(history.page("walrus", limit=100_000)) == len(kept) - len(unanswered)
        history.record(an_exchange(outcome=an_answer()))


def test_two_programs_write_at_the_same_time(path: Path) -> None:
    with closing(History(path)) as one, closing(History(path)) as two:
        first = one.begin(an_exchange())
        second = two.begin(an_exchange())
        two.finish(second, an_answer(), "")
        one.finish(first, an_answer(), "")
        assert [row.ending for row in two.page()] == [Ending.OK, Ending.OK]


def test_programs_that_come_and_go_at_once_lose_nothing(path: Path) -> None:
    command = [sys.executable, "-c", COME_AND_GO, str(path)]
    folder = Path(__file__).parents[2]
    programs = [subprocess.Popen(command, stdin=subprocess.PIPE, cwd=folder) for _ in range(4)]
    for program in programs:  # all of them begin with a file that is not there
        assert program.stdin is not None
        program.stdin.close()
    assert [program.wait(60) for program in programs] == [0, 0, 0, 0]
    with closing(History(path)) as history:
        assert len(history.page()) == 40
    assert [file.name for file in path.parent.iterdir()] == ["history.sqlite3"]


def test_a_newer_file_is_refused_untouched(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}

    with pytest.raises(NewerFile) as refusal:
        History(path)

    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before
    assert "newer Edge Studio" in refusal.value.happened
    assert refusal.value.why
    assert "untouched" in refusal.value.remedy


def test_a_newer_file_is_refused_when_only_its_log_says_so(path: Path) -> None:
    fill(path)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    writer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    before = path.read_bytes()

    with pytest.raises(NewerFile):
        History(path)

    assert path.read_bytes() == before
    writer.close()


def test_an_older_file_is_brought_up_to_date_and_a_copy_of_it_kept(path: Path) -> None:
    fill(path)
    steps = [*STEPS, "ALTER TABLE exchange ADD COLUMN note TEXT NOT NULL DEFAULT 'none; yet';"]

    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        bring_up_to_date(database, path, steps)
        assert version_of(database) == len(steps)
        assert database.execute("SELECT count(*), min(note) FROM exchange").fetchone() == (3, "none; yet")

    copy = path.with_name(f"history.sqlite3.v{len(STEPS)}.bak")
    with closing(sqlite3.connect(copy)) as database:
        assert version_of(database) == len(STEPS)
        assert database.execute("SELECT count(*) FROM answer").fetchone() == (3,)


def test_a_history_of_the_first_version_gets_room_for_traces(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:  # as the first version left it
        database.execute("DROP TABLE trace")
        database.execute("PRAGMA user_version = 1")

    history = History(path)
    old = history.page()
    new = history.record(replace(an_exchange(outcome=an_answer()), trace=TRACE))

    assert [kept(history, row.id).trace for row in old] == [(), (), ()]
    assert kept(history, new).trace == TRACE
    history.close()
    with closing(sqlite3.connect(path.with_name("history.sqlite3.v1.bak"))) as database:
        assert version_of(database) == 1
        assert database.execute("SELECT count(*) FROM exchange").fetchone() == (3,)


def test_a_failed_migration_changes_nothing(path: Path) -> None:
    fill(path)
    steps = [*STEPS, "ALTER TABLE exchange ADD COLUMN note TEXT;\nDROP TABLE nonsense;"]

    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        with pytest.raises(sqlite3.OperationalError, match="nonsense"):
            bring_up_to_date(database, path, steps)
        assert version_of(database) == len(STEPS)
        columns = [row[1] for row in database.execute("PRAGMA table_info(exchange)")]
        assert "note" not in columns


def test_an_error_with_which_sqlite_itself_takes_all_back_is_the_one_that_is_told(path: Path) -> None:
    """As a full disk does at the commit."""
    step = "CREATE TABLE a (x UNIQUE);\nINSERT INTO a VALUES (1);\nINSERT OR ROLLBACK INTO a VALUES (1);"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            bring_up_to_date(database, path, [step])
        assert version_of(database) == 0


@pytest.mark.parametrize("content", [b"not a database at all", b"SQLite format 3\0" + b"garbage" * 500])
def test_a_file_that_is_no_history_is_kept_under_another_name(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with closing(History(path)) as history:
        assert history.page() == []
        assert "history.sqlite3.damaged" in history.notice
        history.record(an_exchange())

    assert path.with_name("history.sqlite3.damaged").read_bytes() == content


def test_a_second_damaged_file_does_not_replace_the_first(path: Path) -> None:
    for content in (b"first", b"second"):
        path.write_bytes(content)
        with closing(History(path)):
            pass
    kept = sorted(file.name for file in path.parent.glob("*.damaged*"))
    assert kept == ["history.sqlite3.damaged", "history.sqlite3.damaged-2"]


def test_another_programs_database_is_not_used(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE cookies (a)")
    with closing(History(path)) as history:
        assert "not made by Edge Studio" in history.notice
    with closing(sqlite3.connect(path.with_name("history.sqlite3.damaged"))) as database:
        assert database.execute("SELECT count(*) FROM cookies").fetchone() == (0,)


def test_damage_met_on_the_way_is_said_in_words_and_the_file_moved_aside_at_the_next_start(
    path: Path,
) -> None:
    fill(path, 200)
    content = bytearray(path.read_bytes())
    for start in range(24 * 4096, len(content), 4096):  # beyond what opening reads
        content[start : start + 2000] = os.urandom(2000)
    path.write_bytes(content)

    def read_all(history: History) -> None:
        for id in range(1, 201):
            history.get(id)
            history.page("walrus")

    with closing(History(path)) as history, pytest.raises(HistoryDamaged) as damage:
        read_all(history)
    assert "damaged" in damage.value.happened

    with closing(History(path)) as history:
        assert history.page() == []
        assert "history.sqlite3.damaged" in history.notice
    assert path.with_name("history.sqlite3.damaged").read_bytes()[: 2 * 4096] == content[: 2 * 4096]
    with closing(History(path)) as history:
        assert history.notice == ""


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite, match="could not be written"):
        History(tmp_path / "file" / "history.sqlite3")
