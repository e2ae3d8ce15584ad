"""A secret that a server repeats is in no text copied for others, and in no byte of the window's files."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from edge_studio.edge.exchange import Connection, Draft, Header
from edge_studio.edge.secrecy import MASK
from edge_studio.edge.trace import TraceEvent
from edge_studio.store import paths
from edge_studio.store.masks import MaskStore
from edge_studio.ui.answer.response import ResponsePanel
from tests.peers import peer, read_request
from tests.ui.acts import press
from tests.ui.comparison_page import ComparisonPage
from tests.ui.exchanges import FAILURE, REQUEST, exchange
from tests.ui.studio_page import StudioPage

TOKEN = "canary/4711+abc==.walrus"
OWN = "own-canary-8812"
HEAD = (
    "HTTP/1.1 207 Multi-Status\r\nContent-Type: application/json\r\nContent-Length: {}\r\nx-echo: {}\r\n\r\n"
)
TRACES = ("walrus", OWN)
"""What is left of the secrets in every spelling of them."""


@pytest.fixture
def parrot(page: StudioPage) -> Iterator[str]:
    """The address of a server that repeats every secret: as value, as key, in an error and in a header."""
    numbers = count(1)

    async def repeat(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_request(reader)
            number = next(numbers)
            error = {
                "type": "https://ns.adobe.com/aep/errors/EXEG-0203-502",
                "status": 502,
                "title": f"No. {number}: {OWN} was refused",
                "detail": f"sent Authorization: Bearer {TOKEN}",
            }
            said = {
                "requestId": "6b1f0e52",
                "handle": [{"type": "private:echo", "payload": [{TOKEN: number, "own": f"{number} {OWN}"}]}],
                "errors": [error],
            }
            body = json.dumps(said).encode()
            head = (
                f"HTTP/1.1 207 Multi-Status\r\nContent-Length: {len(body)}\r\nx-echo: {number} {TOKEN} {OWN}"
            )
            writer.write(head.encode() + b"\r\nContent-Type: application/json\r\n\r\n" + body)
            await writer.drain()

    serving = peer(repeat)
    yield page.run(serving.__aenter__())
    page.run(serving.__aexit__(None, None, None))


def copied() -> str:
    """The text on the clipboard."""
    return QApplication.clipboard().text()


def told_in(text: str) -> list[str]:
    """What a text tells of the secrets."""
    return [trace for trace in TRACES if trace in text]


def compose_with_secrets(page: StudioPage, address: str) -> None:
    """Open a request with two secret headers and a secret parameter to this server."""
    page.use(Connection("Parrot", address, datastream="3fb0a1de"))
    headers = (
        Header("Authorization", f"Bearer {TOKEN}", secret=True),
        Header("X-Own", OWN, secret=True),
    )
    parameters = f"access_token={quote(TOKEN, safe='')}"
    page.studio.composer.open_draft(
        Draft('{"event": {}}', connection="Parrot", headers=headers, parameters=parameters)
    )


def compare_with_the_one_before(page: StudioPage, qtbot: QtBot) -> ComparisonPage:
    """The comparison of what is shown with the answer before it."""
    page.do("compare")
    page.wait_idle()
    picker = page.studio.comparison_room.picker
    assert picker is not None
    picker.activateWindow()
    press(picker, Qt.Key.Key_Return)
    page.wait_idle()
    room = page.studio.comparison_room
    return ComparisonPage(qtbot, room.windows[-1], room.book)


def use_as_filter(page: StudioPage, text: str) -> None:
    """Filter the answer, and leave the line."""
    handles = page.studio.response.handles
    handles.set_filter(text)
    handles.finish_filter()
    handles.filter.remember()


def test_nothing_that_is_copied_for_others_or_kept_tells_a_secret(
    page: StudioPage, parrot: str, qtbot: QtBot, home: Path
) -> None:
    compose_with_secrets(page, parrot)
    page.send()
    page.send()
    page.do("copy_ticket")
    assert told_in(copied()) == []
    assert f"No. 2: {MASK} was refused" in copied()
    page.studio.response.open_tab("Sent")
    page.studio.response.sent.copy_all()
    assert told_in(copied()) == []
    assert f"access_token={MASK}" in copied()

    for text in (TOKEN, "4711+abc==.walrus", f"$..[?@.own=='{OWN}']", "own-canary", "errors"):
        use_as_filter(page, text)

    comparison = compare_with_the_one_before(page, qtbot)
    assert told_in(str(comparison.rows())) == []
    assert ("own", f"1 {MASK}", f"2 {MASK}") in comparison.rows()
    comparison.window.copy_as_markdown()
    assert told_in(copied()) == []
    assert "was refused" in copied()
    assert comparison.copy_patch().startswith("Copied the patch of the answer: ")
    assert told_in(copied()) == []
    assert f"2 {MASK}" in str(json.loads(copied()))
    comparison.choose(MASK)
    comparison.pick("Copy the place")
    assert copied() == f"/handle/0/payload/0/{MASK}"
    comparison.pick("Always ignore this very place")
    comparison.close()
    page.wait_idle()
    page.close()

    written = {file.name: file.read_bytes() for file in home.rglob("*") if file.is_file()}
    assert b'"errors"' in written[paths.filters_file().name]
    kept = MaskStore(paths.masks_file()).load()
    assert [mask.where for mask in kept if mask.own] == [f"/handle/0/payload/0/{MASK}"]
    assert b"own-canary" not in written[paths.filters_file().name]
    assert [name for name, held in written.items() if told_in(held.decode("latin-1"))] == []


def test_what_is_copied_for_support_tells_no_secret_of_address_or_details(panel: ResponsePanel) -> None:
    secret = Header("Authorization", f"Bearer {TOKEN}", secret=True)
    request = replace(REQUEST, url=f"https://x.test/ee?token={quote(TOKEN)}", headers=(secret,))
    failure = replace(FAILURE, detail=f"refused: {TOKEN}")
    panel.show_exchange(replace(exchange(failure), request=request))
    panel.content.failure.copy_for_support()
    assert told_in(copied()) == []
    assert f"Details: refused: {MASK}" in copied()


def test_a_trace_is_copied_without_the_secrets_that_it_quotes(panel: ResponsePanel) -> None:
    request = replace(REQUEST, headers=(Header("X-Own", OWN, secret=True),))
    step = TraceEvent("com.adobe.edge.konductor", "hitReceived", (f"with {OWN}",), attributes=(("x", OWN),))
    shown = replace(exchange(FAILURE), request=request, trace=(step,))
    panel.show_exchange(shown)
    panel.open_tab("Trace")
    panel.content.trace.copy_all()
    assert told_in(copied()) == []
    assert f"with {MASK}" in copied()
