"""A token planted wherever one could stand is in no byte of what the store writes."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from edge_studio.edge.exchange import Connection, Draft, Exchange, Header
from edge_studio.edge.received import ReceivedHit, received_exchange
from edge_studio.edge.secrecy import MASK
from edge_studio.edge.trace import TraceEvent
from edge_studio.store import paths
from edge_studio.store.connections import ConnectionStore
from edge_studio.store.history import History
from edge_studio.store.secrets import SecretStore
from edge_studio.store.session import Session, SessionStore, Tab
from edge_studio.store.settings import SettingsStore
from tests.store.exchanges import a_failure, a_request, an_answer, an_exchange

TOKEN = "canary/4711+abc==.walrus"
OWN = "own-canary-8812"
SPELLINGS = [TOKEN, quote(TOKEN, safe=""), OWN]


def planted() -> Exchange:
    """An exchange whose every corner quotes a secret."""
    headers = (
        Header("Authorization", f"Bearer {TOKEN}", secret=True),
        Header("X-Own", OWN, secret=True),
        Header("x-forwarded", f"was {TOKEN}"),
    )
    unmarked = tuple(replace(header, secret=False) for header in headers)
    return an_exchange(
        title=f"With {TOKEN}",
        subtitle=OWN,
        request=a_request(
            f'{{"token": "{TOKEN}", "own": "{OWN}"}}'.encode(),
            f"http://x/?t={quote(TOKEN, safe='')}",
            headers,
        ),
        draft=Draft(f'{{"token": "{TOKEN}", "own": "{OWN}"}}', headers=(*unmarked[:1], headers[1])),
    )


def everything_written(home: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in sorted(home.rglob("*")) if file.is_file())


def test_no_byte_on_the_disk_holds_a_token(home: Path) -> None:
    with closing(History(paths.history_file())) as history:
        answered = history.begin(planted())
        echo = an_answer(
            body=f'{{"echo": "Bearer {TOKEN}", "own": "{OWN}"}}'.encode(),
            headers=(("x-echo", f"{TOKEN} {OWN}"),),
        )
        history.finish(answered, echo, f"Said {TOKEN}.")
        history.record(
            replace(planted(), outcome=a_failure(detail=f"sent Authorization: Bearer {TOKEN} {OWN}"))
        )
        history.begin(planted())
        tab = Tab(replace(planted().draft or Draft(""), text="{}"))
        SessionStore(paths.session_file()).save(Session((tab,)))
        ConnectionStore(paths.connections_file()).save([Connection("Stage", "https://edge.adobedc.net")])
        SettingsStore(paths.settings_file()).save(SettingsStore(paths.settings_file()).load())
        SecretStore().set("Stage", TOKEN)

        written = everything_written(home)
        assert b"history.sqlite3" in b" ".join(bytes(file) for file in home.iterdir())
        assert MASK.encode() in written
        assert not [spelling for spelling in SPELLINGS if spelling.encode() in written]
        assert history.page("walrus") == history.page("own-canary") == []

        kept = history.get(answered)
        assert kept is not None
        shown = {header.name: (header.value, header.secret) for header in kept.request.headers}
        assert shown["Authorization"] == (f"Bearer {MASK}", True)
        assert shown["X-Own"] == (MASK, True)
    assert not [spelling for spelling in SPELLINGS if spelling.encode() in everything_written(home)]


@pytest.mark.parametrize("name", ["Authorization", "proxy-authorization", "X-Auth-Token", "x-client-secret"])
def test_a_header_whose_name_tells_is_masked_though_nobody_marked_it(home: Path, name: str) -> None:
    with closing(History(paths.history_file())) as history:
        id = history.begin(an_exchange(request=a_request(headers=(Header(name, "canary-canary"),))))
        kept = history.get(id)
        assert kept is not None
        assert kept.request.headers[-1] == Header(name, MASK, secret=True)
    assert b"canary" not in everything_written(home)


def test_a_cookie_typed_into_an_open_request_is_not_kept(home: Path) -> None:
    draft = Draft("{}", headers=(Header("Cookie", "session=canary"),))
    SessionStore(paths.session_file()).save(Session((Tab(draft),)))
    assert b"canary" not in everything_written(home)


def test_a_failure_that_quotes_credentials_nobody_knew_of_is_masked(home: Path) -> None:
    with closing(History(paths.history_file())) as history:
        history.record(
            an_exchange(outcome=a_failure(detail="header 'Authorization: Bearer canary.canary.canary'"))
        )
    assert b"canary" not in everything_written(home)


def test_short_secrets_do_not_mask_ordinary_words(home: Path) -> None:
    with closing(History(paths.history_file())) as history:
        request = a_request(b'{"a": 1}', headers=(Header("X-Flag", "a", secret=True),))
        id = history.begin(an_exchange(request=request))
        kept = history.get(id)
        assert kept is not None
        assert kept.request.body == b'{"a": 1}'
        assert kept.request.headers[-1].value == MASK


def test_what_another_client_sent_to_local_edge_keeps_its_secrets_to_itself(home: Path) -> None:
    hit = ReceivedHit(
        started=datetime(2026, 5, 4, tzinfo=UTC),
        method="POST",
        url=f"http://127.0.0.1:8731/ee/v2/interact?dataStreamId=1&token={quote(TOKEN, safe='')}",
        headers=(("authorization", f"Bearer {TOKEN}"), ("cookie", f"session={OWN}; other=1")),
        body=f'{{"event": {{"data": {{"token": "{TOKEN}"}}}}}}'.encode(),
        status=200,
        answer_headers=(("content-type", "application/json"),),
        answer_body=f'{{"requestId": "1", "handle": [], "echo": "{TOKEN}"}}'.encode(),
        seconds=0.01,
        trace=(TraceEvent("com.example", "echo", (f"Bearer {TOKEN}",), attributes=(("key", TOKEN),)),),
    )
    with closing(History(paths.history_file())) as history:
        (id,) = history.record_all([received_exchange(hit)])
        kept = history.get(id)
        assert kept is not None
        assert kept.is_received
        assert MASK in kept.trace[0].messages[0]
    assert not [spelling for spelling in SPELLINGS if spelling.encode() in everything_written(home)]


FOREIGN = (
    ("cookie", "sid=canary%2Fsession; kndctr_x_AdobeOrg_identity=visible; jwt=canary.cookie"),
    ("x-adobe-aep-validation-token", "canary-validation|1"),
)


def test_each_cookie_and_parameter_of_another_client_is_masked_wherever_it_is_repeated(home: Path) -> None:
    body = b'{"a": "canary.cookie", "b": "canary%2fquery", "c": "canary/query", "state": "visible"}'
    hit = ReceivedHit(
        started=datetime(2026, 5, 4, tzinfo=UTC),
        method="POST",
        url="http://127.0.0.1:8731/ee/v1/interact?configId=1&access_token=canary%2fquery&token=canary",
        headers=FOREIGN,
        body=body,
        status=200,
        answer_headers=(("x-echo", "canary%2Fsession"),),
        answer_body=b'{"echo": "canary-validation|1 canary\\/query", "state": "visible"}',
        seconds=0.01,
    )
    with closing(History(paths.history_file())) as history:
        (id,) = history.record_all([received_exchange(hit)])
        kept = history.get(id)
        assert kept is not None
        assert kept.request.body.count(b"visible") == 1
        assert history.page("canary") == []
        assert [row.id for row in history.page("visible")] == [id]
    assert b"canary" not in everything_written(home)


def test_a_token_among_the_parameters_of_an_open_request_is_not_kept(home: Path) -> None:
    draft = Draft("{}", parameters="silent=true&access_token=canary%2Fquery&a=1")
    SessionStore(paths.session_file()).save(Session((Tab(draft),)))
    with closing(History(paths.history_file())) as history:
        kept = history.get(history.begin(an_exchange(draft=draft)))
        assert kept is not None
        assert kept.draft is not None
        assert kept.draft.parameters == "silent=true&access_token=&a=1"
    assert b"canary" not in everything_written(home)
