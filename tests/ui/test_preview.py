"""Previews of content: what a visitor would see, and nothing that would load or run anything."""

import base64
import socket
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PySide6.QtCore import QBuffer, QIODevice, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from edge_studio.edge.summary.model import Content
from edge_studio.ui.raw.value_viewer import ValueViewer
from edge_studio.ui.summary.content_words import Way
from edge_studio.ui.summary.paper import TALLEST, Paper
from edge_studio.ui.summary.preview import ContentView
from edge_studio.ui.summary.safe_html import harmless
from edge_studio.ui.theme import Look, load_theme
from tests.ui import summaries as make

RED, GREEN = "#ff0000", "#00ff00"


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def paper(look: Look, qtbot: QtBot) -> Paper:
    paper = Paper(look)
    qtbot.addWidget(paper)
    paper.resize(300, 200)
    with qtbot.waitExposed(paper):
        paper.show()
    return paper


@pytest.fixture
def view(look: Look, qtbot: QtBot) -> ContentView:
    view = ContentView(look)
    qtbot.addWidget(view)
    view.resize(300, 400)
    with qtbot.waitExposed(view):
        view.show()
    return view


def png(colour: str) -> bytes:
    """A picture of 40 by 40 pixels in one colour."""
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs know of file names only
    return bytes(buffer.data().data())


def data_address(colour: str) -> str:
    return "data:image/png;base64," + base64.b64encode(png(colour)).decode()


def shows(widget: QWidget, colour: str) -> bool:
    """Whether this very colour is anywhere to be seen."""
    picture = widget.grab().toImage()
    wanted = QColor(colour).rgb()
    return any(
        picture.pixel(x, y) == wanted
        for x in range(0, picture.width(), 4)
        for y in range(0, picture.height(), 4)
    )


def shown(view: ContentView, content: Content, way: Way = "preview") -> str:
    view.show_content(content, way, make.NOW)
    QApplication.processEvents()
    return view.words


def draws_picture(view: ContentView) -> bool:
    return view.has_picture


# Nothing is loaded


def hostile(address: str) -> str:
    """HTML that would load from ``address`` in every way there is."""
    return f"""
        <link rel="stylesheet" href="{address}/a.css"><base href="{address}/">
        <style>@import url("{address}/b.css"); body {{ background: url({address}/c.png) }}</style>
        <script src="{address}/d.js"></script><script>fetch("{address}/e")</script>
        <meta http-equiv="refresh" content="0; url={address}/f">
        <body background="{address}/g.png" onload="fetch('{address}/h')">
        <p>Hello</p><img src="{address}/i.png" srcset="{address}/j.png 2x"><img src="relative.png">
        <img src="//{address.partition("//")[2]}/k.png">
        <div style="background-image: url('{address}/l.png')">there</div>
        <table background="{address}/m.png"><tr><td background="{address}/n.png">cell</td></tr></table>
        <ul style="list-style-image: url({address}/o.png)"><li>item</li></ul>
        <iframe src="{address}/p"></iframe><object data="{address}/q"></object><embed src="{address}/r">
        <video src="{address}/s" poster="{address}/t"></video><audio src="{address}/u"></audio>
        <svg><image href="{address}/v.svg"/></svg>
        <form action="{address}/w"><input type="image" src="{address}/x"></form></body>"""


def test_html_loads_nothing_from_the_network(paper: Paper, server: socket.socket) -> None:
    address = f"http://127.0.0.1:{server.getsockname()[1]}"
    paper.show_html(hostile(address))
    paper.grab()
    QApplication.processEvents()
    for word in ("Hello", "there", "cell", "item"):
        assert word in paper.words
    with pytest.raises(BlockingIOError):
        server.accept()


@pytest.mark.parametrize("spelling", ["file://{}", "{}", "FILE://{}"])
def test_html_loads_nothing_from_the_disk(paper: Paper, qtbot: QtBot, tmp_path: Path, spelling: str) -> None:
    path = tmp_path / "red.png"
    path.write_bytes(png(RED))
    html = f'<p>Hello</p><img src="{spelling.format(path)}"> <img src="{data_address(GREEN)}">'
    careless = QTextBrowser()
    qtbot.addWidget(careless)
    careless.setHtml(f'<img src="file://{path}">')
    assert shows(careless, RED)
    paper.show_html(html)
    assert not shows(paper, RED)
    assert shows(paper, GREEN)
    assert f"[picture: {spelling.format(path)}]" in paper.words
    paper.document().setHtml(html)  # even where something got past the first wall
    assert not shows(paper, RED)
    paper.setSource(QUrl.fromLocalFile(str(path)))
    assert not shows(paper, RED)


def test_svg_is_not_drawn_for_it_can_refer_to_other_files(view: ContentView) -> None:
    svg = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"><rect fill="#f00"/></svg>').decode()
    shown(view, make.content("image", f"data:image/svg+xml;base64,{svg}"))
    assert not draws_picture(view)


PARTS = [
    "<p",
    "<img src=",
    "<a href='x'",
    ">",
    "</p>",
    "<script>",
    "</script>",
    "<!--",
    "&amp;",
    "\x00",
    "&lt;",
]
PARTS += [
    " style='color:url(x)'",
    " style='color:red'",
    "é",
    "<svg><b>",
    "]]>",
    "<table background=y>",
    " onload=z",
]


class Tags(HTMLParser):
    """Collects the tags of HTML with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@settings(max_examples=150, deadline=None)
@given(some.lists(some.sampled_from(PARTS)))
def test_whatever_the_html_is_no_tag_or_address_gets_through(parts: list[str]) -> None:
    for tag, attributes in Tags(harmless("".join(parts)).html).found:
        assert tag in {"p", "a", "b", "i", "table"}
        assert set(attributes) <= {"href", "style"}
        assert attributes.get("style") in {None, "color:red"}


def test_html_nested_without_end_is_shown_as_far_as_it_makes_sense() -> None:
    html = harmless("<div><b>" * 9_000 + "in the middle").html
    assert html.count("<div>") <= 40
    assert "in the middle" not in html  # beyond the beginning, which is all that is previewed
    assert "in the middle" in harmless("<div><b>" * 900 + "in the middle").html
    assert harmless("<b>x</b>" * 1_000).html.count("<b>") <= 400


def test_tables_in_tables_are_taken_out_before_they_take_seconds() -> None:
    html = harmless("<table><tr><td>a" * 30 + "b</td></tr></table>" + "<table><tr><td>c").html
    assert html.count("<table>") == html.count("</table>") == 2
    assert html.count("<td>") == 2
    assert html.count("a") >= 30


# What is seen


def test_html_is_on_white_paper_in_both_themes(paper: Paper, look: Look) -> None:
    paper.show_html('<h2 style="color:#ff0000">Hello</h2>')
    for theme in ("light", "dark"):
        look.set_theme(load_theme(theme))
        assert shows(paper, "#ffffff")


def test_a_sheet_is_as_tall_as_its_content_within_bounds(paper: Paper) -> None:
    paper.show_html("<p>One line</p>")
    low = paper.heightForWidth(300)
    paper.show_html("<p>A line</p>" * 3)
    assert low < paper.heightForWidth(300) <= TALLEST
    paper.show_html("<p>A line</p>" * 300)
    assert paper.heightForWidth(300) == TALLEST


def test_json_is_tidied_with_its_own_numbers(view: ContentView) -> None:
    words = shown(view, make.content("json", '{"price":1.10,"big":7163309881222824984}'))
    assert '  "price": 1.10,\n  "big": 7163309881222824984' in words


def test_a_picture_is_named_and_never_fetched(view: ContentView, server: socket.socket) -> None:
    address = f"http://127.0.0.1:{server.getsockname()[1]}/hero.png"
    assert f"Address: {address}" in shown(view, make.content("image", address))
    with pytest.raises(BlockingIOError):
        server.accept()
    assert not draws_picture(view)
    shown(view, make.content("image", data_address(GREEN)))
    assert draws_picture(view)
    assert shows(view, GREEN)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (make.content("text", "Hello gold member"), "Hello gold member"),
        (make.content("redirect", "https://example.com/gold"), "Goes to: https://example.com/gold"),
        (
            make.content("dom", "<b>New</b>", title="Change: new HTML in #hero", selector="#hero"),
            "Change: new HTML in #hero\nNew",
        ),
        (make.content("message", "<h1>Welcome back</h1>", title="In-app message"), "Welcome back"),
        (
            make.content("message", '{"title":{"content":"Sale"},"body":{"content":"Half price"}}'),
            "Title: Sale\nText: Half price",
        ),
        (
            make.content("rules", '{"version":1}', title="Rules for the device: 1 rule"),
            "Rules for the device",
        ),
        (make.content("unknown", '{"a":1}', title="Content of a new kind"), '{\n  "a": 1\n}'),
    ],
)
def test_each_kind_of_content_has_its_preview(view: ContentView, content: Content, words: str) -> None:
    assert words in shown(view, content)


def test_the_source_is_the_text_as_it_came_with_its_schema(view: ContentView) -> None:
    words = shown(view, make.content(), "source")
    assert "<h2>Hello gold member</h2>" in words
    assert f"Schema: {make.SCHEMA}html-content-item" in words


def test_a_long_text_opens_whole_in_a_window_of_its_own(view: ContentView) -> None:
    text = "word " * 20_000
    assert len(shown(view, make.content("html", text), "source")) < 5_000
    view.show_whole()
    (viewer,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, ValueViewer)]
    assert viewer.view.text == text
    viewer.close()


def test_the_same_view_shows_one_kind_after_the_other(view: ContentView) -> None:
    shown(view, make.content("image", data_address(GREEN)))
    words = shown(view, make.content("json", '{"a":1}'))
    assert not draws_picture(view)
    assert '"a": 1' in words
    assert "Hello" in shown(view, make.content())
