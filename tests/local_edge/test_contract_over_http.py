"""What comes over HTTP is what answering says, and has a documented shape as well."""

import os
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from edge_studio.local_edge.scenario_file import default_path, load
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.contract.checking import PLAIN, Said, check
from tests.local_edge.contract.client import Client
from tests.local_edge.contract.requests import Drawn, request

SESSIONS = int(os.environ.get("EDGE_STUDIO_SOAK", "25"))
OF_HTTP = {"content-length", "connection", "transfer-encoding"}
"""Headers that belong to the connection, not to the answer."""


@pytest.fixture(scope="module")
def edge() -> Iterator[LocalEdge]:
    edge = LocalEdge()
    edge.start()
    yield edge
    edge.stop()


@given(data=st.data())
@settings(
    max_examples=SESSIONS,
    deadline=None,
    derandomize="EDGE_STUDIO_SOAK" not in os.environ,
    database=None,
    phases=[Phase.generate],  # a session takes minutes to shrink
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_every_answer_over_http_has_a_documented_shape(edge: LocalEdge, data: DataObject) -> None:
    edge.forget()  # so that the same requests get the same answers
    client = Client.of(load(default_path()))
    with closing(HTTPConnection(edge.base_url.removeprefix("http://"), timeout=10)) as connection:
        for _ in range(data.draw(st.integers(1, 20), label="requests")):
            drawn = data.draw(request(client), label="request")
            try:
                _exchanged(connection, drawn, client)
            except Exception as error:
                error.add_note(f"{drawn.request}")
                raise


def _exchanged(connection: HTTPConnection, drawn: Drawn, client: Client) -> None:
    sent = drawn.request
    target = quote(sent.path, safe="/*") + "?" + urlencode(sent.query)
    connection.putrequest(sent.method, target, skip_host=True, skip_accept_encoding=True)
    for name, value in sent.headers:
        connection.putheader(name, value.encode("latin-1"))
    body = b" " * 70_000 if sent.too_large else sent.body
    connection.putheader("content-length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in OF_HTTP]
    said = Said(answer.status, headers, answer.read())
    if not sent.path.startswith("/") or sent.header("host").strip() not in {"localhost", ""}:
        assert said.status in {400, 421}
        assert said.header("content-type").startswith("text/plain")
    elif sent.method == "HEAD":
        assert (said.body, said.header("content-type")) == (b"", PLAIN)
    else:
        client.learn(check(drawn.asked, said), said)
