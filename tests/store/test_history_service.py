import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from edge_studio.edge.history_row import Ending
from edge_studio.store.background import Background
from edge_studio.store.history_service import HistoryService
from edge_studio.store.problems import NewerFile
from tests.store.exchanges import an_answer, an_exchange

pytestmark = pytest.mark.anyio


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


@pytest.fixture
async def service(path: Path) -> AsyncIterator[HistoryService]:
    opened = HistoryService(path)
    yield opened
    opened.close()


async def test_what_is_begun_is_on_the_disk_and_can_be_read_at_once(service: HistoryService) -> None:
    id = await service.begin(an_exchange())
    row = await service.row(id)
    assert row is not None
    assert row.ending is Ending.WAITING
    await service.finish(id, an_answer(), "1 handle.")
    exchange = await service.get(id)
    assert exchange is not None
    assert exchange.summary == "1 handle."
    assert [found.id for found in await service.page("1 handle")] == [id]


ADD_ONE = """
import sys
from contextlib import closing
from pathlib import Path
from edge_studio.store.history import History
from tests.store.exchanges import an_exchange
with closing(History(Path(sys.argv[1]))) as history:
    history.record(an_exchange(title="Of the other program"))
"""


async def test_another_program_that_comes_and_goes_takes_nothing_away(
    service: HistoryService, path: Path
) -> None:
    first = await service.begin(an_exchange())
    assert len(await service.page()) == 1  # reading and writing each have the file open now

    ended = subprocess.run(
        [sys.executable, "-c", ADD_ONE, str(path)], cwd=Path(__file__).parents[2], timeout=60
    )
    assert ended.returncode == 0

    await service.finish(first, an_answer(), "")
    second = await service.begin(an_exchange())
    assert [row.id for row in await service.page()] == [second, 2, first]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM exchange").fetchone() == (3,)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_every_question_can_be_asked(service: HistoryService) -> None:
    ids = [await service.record(an_exchange(outcome=an_answer())) for _ in range(60)]
    await service.pin(ids[0], True)
    assert await service.trim(max_age=timedelta(0)) == 59
    count, size = await service.stats()
    assert count == 1
    assert size > 0
    assert await service.connections() == ["Local Edge"]
    await service.clear()
    assert [row.id for row in await service.page()] == [ids[0]]
    await service.delete(ids)
    assert await service.page() == []


async def test_closing_waits_until_everything_asked_for_is_written(path: Path) -> None:
    service = HistoryService(path)
    begun = [asyncio.ensure_future(service.begin(an_exchange())) for _ in range(50)]
    await asyncio.sleep(0)
    service.close()
    await asyncio.gather(*begun)
    again = HistoryService(path)
    assert len(await again.page()) == 50
    again.close()


async def test_reading_first_opens_the_file_too(service: HistoryService) -> None:
    assert await service.page() == []
    assert await service.open() == ""


async def test_a_newer_file_is_told_to_everybody_who_asks(path: Path) -> None:
    older = HistoryService(path)
    await older.open()
    older.close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")
    newer = HistoryService(path)
    with pytest.raises(NewerFile):
        await newer.open()
    with pytest.raises(NewerFile):
        await newer.page()
    newer.close()


async def test_a_cancelled_search_leaves_the_thread_free(service: HistoryService) -> None:
    for _ in range(20):
        await service.record(an_exchange(outcome=an_answer()))
    search = asyncio.ensure_future(service.page("nothing at all like this"))
    await asyncio.sleep(0)
    search.cancel()
    with suppress(asyncio.CancelledError):
        await search
    assert search.cancelled()
    assert len(await service.page()) == 20


async def test_work_is_done_in_order_in_one_thread() -> None:
    done: list[int] = []
    background = Background("test")
    await asyncio.gather(*(background.run(done.append, number) for number in range(20)))
    assert done == list(range(20))
    background.close()
    with pytest.raises(RuntimeError):
        await background.run(done.append, 1)


async def test_what_the_work_raises_arrives_at_the_waiter() -> None:
    background = Background("test")
    with pytest.raises(ZeroDivisionError):
        await background.run(divmod, 1, 0)
    background.close()
