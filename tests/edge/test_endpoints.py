import pytest

from edge_studio.edge.address import BadAddress, Server, is_loopback, parse_server
from edge_studio.edge.endpoints import INTERACT
from edge_studio.edge.exchange import ApiVersion


def test_interact_on_v2_is_spelled_as_in_the_specification() -> None:
    assert INTERACT.path(ApiVersion.V2) == "/ee/v2/interact"
    assert INTERACT.id_param(ApiVersion.V2) == "dataStreamId"
    assert INTERACT.body_root(ApiVersion.V2) == "event"
    assert INTERACT.event_pointer(ApiVersion.V2) == "/event"


def test_interact_on_v1_is_spelled_as_the_sdks_do() -> None:
    assert INTERACT.path(ApiVersion.V1) == "/ee/v1/interact"
    assert INTERACT.id_param(ApiVersion.V1) == "configId"
    assert INTERACT.body_root(ApiVersion.V1) == "events"
    assert INTERACT.event_pointer(ApiVersion.V1) == "/events/0"


def test_the_location_hint_stands_before_the_version_and_is_percent_encoded() -> None:
    assert INTERACT.path(ApiVersion.V2, "or2") == "/ee/or2/v2/interact"
    assert INTERACT.path(ApiVersion.V2, "a/b c") == "/ee/a%2Fb%20c/v2/interact"


@pytest.mark.parametrize(
    ("address", "origin", "base_path"),
    [
        ("https://server.adobedc.net", "https://server.adobedc.net", "/ee"),
        ("https://server.adobedc.net/", "https://server.adobedc.net", "/ee"),
        ("  https://Server.AdobeDC.net\n", "https://server.adobedc.net", "/ee"),
        ("http://127.0.0.1:8731/ee", "http://127.0.0.1:8731", "/ee"),
        ("http://127.0.0.1:8731/ee/", "http://127.0.0.1:8731", "/ee"),
        ("https://edge.adobedc.net/ee-pre-prd", "https://edge.adobedc.net", "/ee-pre-prd"),
        ("https://proxy.example/adobe/", "https://proxy.example", "/adobe/ee"),
        ("server.adobedc.net", "https://server.adobedc.net", "/ee"),
        ("localhost:8731", "http://localhost:8731", "/ee"),
        ("http://[::1]:8731", "http://[::1]:8731", "/ee"),
        ("https://bücher.example", "https://xn--bcher-kva.example", "/ee"),
    ],
)
def test_a_server_address_is_understood(address: str, origin: str, base_path: str) -> None:
    server = parse_server(address)
    assert isinstance(server, Server)
    assert (server.origin, server.base_path) == (origin, base_path)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "   ",
        "https://",
        "ftp://server.adobedc.net",
        "https://server adobedc.net",
        "https://server.adobedc.net\\@evil.example",
        "https://server.adobedc.net:0",
        "https://server.adobedc.net:99999",
        "https://server.adobedc.net:port",
        "https://[::1",
        "https://server..adobedc.net",
        "https://server.adobedc.net?a=b",
        "https://server.adobedc.net/#top",
        "https://server.adobedc.net/ee/v2/interact",
        "https://server.adobedc.net/ee/or2",
        "https:/server.adobedc.net",
        "http:server.adobedc.net",
        "https:///ee",
        "https://server.adobedc.net/\udcff",
        "https://\udcff.adobedc.net",
        "::1",
    ],
)
def test_an_address_that_cannot_be_used_says_why_and_what_to_do(address: str) -> None:
    problem = parse_server(address)
    assert isinstance(problem, BadAddress)
    assert problem.why
    assert problem.remedy


@pytest.mark.parametrize(
    "credentials", ["ann:hunter2", "ann:hun/hunter2", "ann:4711/hunter2", "hunter2", "ann:hunter2@home"]
)
def test_an_address_with_credentials_is_refused_without_repeating_them(credentials: str) -> None:
    problem = parse_server(f"https://{credentials}@server.adobedc.net")
    assert isinstance(problem, BadAddress)
    assert "hunter2" not in problem.why + problem.remedy


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost", "LOCALHOST"])
def test_these_hosts_are_this_computer(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "128.0.0.1", "127.1", "0.0.0.0", "localhost.example", "127.0.0.1.example", "10.0.0.1", "::2"]
)
def test_these_hosts_are_not_taken_for_this_computer(host: str) -> None:
    assert not is_loopback(host)
