"""Local Edge is for this computer only: whom a request is for, whatever form it names that in."""

import socket
from pathlib import Path

import pytest

from edge_studio.local_edge.hosts import is_served, netloc, reachable, served_names
from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.wire import (
    INTERACT,
    a_request,
    a_scenario,
    heard,
    running,
)

# Whom a request is for

OURS = [
    "localhost",
    "LOCALHOST:80",
    "localhost.",
    "shop.localhost:8080",
    "127.0.0.1",
    "127.0.0.1:1234",
    "127.1.2.3",
    "[::1]",
    "[::1]:80",
    "",
]
OTHERS = [
    "evil.example",
    "evil.example:80",
    "localhost.evil.example:80",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "evil.example@localhost",
    "evil.example:localhost",
    "localhost:80:80",
    "localhost:80a",
    "[::1",
    "::1",
    "[::1].evil.example",
    "[::1]evil.example",
    "[evil.example]",
    "[localhost]:80 evil.example",
    "localhost evil.example",
    "localhost,evil.example",
    "localhost/evil.example",
    "0.0.0.0",
    "192.168.1.9",
    "notlocalhost",
    ".localhost.evil",
    "127.0.0.1\u3002evil",
    "l\u00f6calhost",
]


@pytest.mark.parametrize("host", OURS)
def test_this_computers_names_are_served(host: str) -> None:
    assert is_served(host, frozenset())


@pytest.mark.parametrize("host", OTHERS)
def test_other_names_are_not_served(host: str) -> None:
    assert not is_served(host, frozenset())


def test_who_lets_others_in_is_called_by_any_address_and_this_computers_name() -> None:
    names = served_names("0.0.0.0", ())
    assert is_served("192.168.1.9:80", names, any_address=True)
    assert is_served("[fe80::1]", names, any_address=True)
    assert is_served(socket.gethostname(), names, any_address=True)
    assert not is_served("evil.example", names, any_address=True)
    assert not is_served(socket.gethostname() + ".evil.example", served_names("127.0.0.1", ()))


def test_addresses_are_written_as_clients_take_them() -> None:
    assert netloc("127.0.0.1", 80) == "127.0.0.1:80"
    assert netloc("::1", 80) == "[::1]:80"
    assert [reachable(host) for host in ("0.0.0.0", "::", "192.168.1.9")] == [
        "127.0.0.1",
        "::1",
        "192.168.1.9",
    ]


@pytest.mark.parametrize(("host", "status"), [("[::1]:80", 200), ("", 200), ("evil.example", 421)])
def test_the_host_header_is_checked(quiet_edge: LocalEdge, host: str, status: int) -> None:
    assert heard(quiet_edge.base_url, a_request(host=host)).status == status


@pytest.mark.parametrize("second", ["localhost", "evil.example"])
def test_two_host_headers_are_refused(quiet_edge: LocalEdge, second: str) -> None:
    assert heard(quiet_edge.base_url, a_request(headers=(("Host", second),))).status == 400
    assert heard(quiet_edge.base_url, a_request(headers=(("host", second),))).status == 400


def test_the_scenarios_hosts_are_served_too(tmp_path: Path) -> None:
    with running(a_scenario(tmp_path, hosts=["Data.Shop.example"])) as edge:
        assert heard(edge.base_url, a_request(host="data.shop.example:8080")).status == 200
        assert heard(edge.base_url, a_request(host="shop.example")).status == 421
        (tmp_path / "other").mkdir()
        edge.play(a_scenario(tmp_path / "other"))
        assert heard(edge.base_url, a_request(host="data.shop.example")).status == 421


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (f"http://127.0.0.1:9{INTERACT}", 200),
        (f"HTTPS://[::1]{INTERACT}", 200),
        (f"http://evil.example{INTERACT}", 421),
        ("http://evil.example", 421),
        ("http://localhost@evil.example/", 421),
        ("http://localhost?", 404),
        ("ftp://localhost/", 400),
        ("localhost:443", 400),
        ("ee/v2/interact", 400),
        ("*", 400),
        (f"/{INTERACT}", 404),
        ("/%00", 404),
        ("/%ff%fe", 404),
        ("/../../etc/passwd", 404),
    ],
)
def test_targets_of_any_form_lead_only_here(quiet_edge: LocalEdge, target: str, status: int) -> None:
    assert heard(quiet_edge.base_url, a_request(target=target)).status == status


def test_it_is_no_tunnel(quiet_edge: LocalEdge) -> None:
    answer = heard(quiet_edge.base_url, b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    assert answer.status == 400


def test_options_may_be_asked_of_the_whole_server(quiet_edge: LocalEdge) -> None:
    assert heard(quiet_edge.base_url, a_request(b"", target="*", method="OPTIONS")).status in {200, 204, 404}


def test_it_listens_on_loopback_only() -> None:
    with running() as edge:
        assert edge.base_url.startswith("http://127.0.0.1:")
    with running(host="::1") as edge:
        assert edge.base_url.startswith("http://[::1]:")
        assert heard(edge.base_url, a_request(host="[::1]")).status == 200
