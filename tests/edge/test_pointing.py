"""How to point real clients at Local Edge, in words that work."""

import json
import shlex
from collections.abc import Iterable
from xml.etree import ElementTree

import pytest

from edge_studio.edge.pointing import (
    WITHOUT_TLS,
    Recipe,
    System,
    mobile,
    server,
    system_of,
    trust,
    website,
)
from edge_studio.edge.prepare import LOCAL_DATASTREAM

ORGANISATION = "0A1B2C3D4E5F60718293A4B5@AdobeOrg"


def test_a_site_names_the_host_alone_since_the_web_sdk_has_no_room_for_a_port() -> None:
    recipes = {recipe.title: recipe for recipe in website("https://127.0.0.1:8443", ORGANISATION)}
    assert 'edgeDomain: "127.0.0.1",' in recipes["Web SDK, in the page"].code
    assert recipes["Web SDK, in Tags"].code == "127.0.0.1"
    finding = recipes["A browser that finds the port"].code
    assert finding == '--host-resolver-rules="MAP 127.0.0.1:443 127.0.0.1:8443"'


def test_at_the_port_of_https_a_browser_needs_no_help() -> None:
    for url in ("https://127.0.0.1:443", "https://127.0.0.1"):
        titles = [recipe.title for recipe in website(url, ORGANISATION)]
        assert "A browser that finds the port" not in titles
        assert "Permit it" in titles


def test_without_https_the_first_thing_is_to_switch_it_on() -> None:
    for recipes in (website("", ORGANISATION), mobile("")):
        assert [recipe.words for recipe in recipes] == [WITHOUT_TLS]


# What is to be copied


def code_of(recipes: Iterable[Recipe], title: str) -> str:
    return next(recipe.code for recipe in recipes if recipe.title == title)


@pytest.mark.parametrize(
    ("platform", "system"),
    [("darwin", "macos"), ("win32", "windows"), ("linux", "linux"), ("freebsd14", "linux")],
)
def test_the_system_is_known_by_its_platform(platform: str, system: System) -> None:
    assert system_of(platform) == system


def test_a_call_of_curl_is_one_that_a_shell_takes_as_it_is_meant() -> None:
    words = shlex.split(code_of(server("http://127.0.0.1:8731"), "curl").replace("\\\n", ""))
    assert words[:3] == ["curl", "-X", "POST"]
    assert words[3] == f"http://127.0.0.1:8731/ee/v2/interact?dataStreamId={LOCAL_DATASTREAM}"
    assert words[5] == "Content-Type: application/json"
    assert set(json.loads(words[7])) == {"event", "query"}


def test_on_windows_a_call_of_curl_is_one_for_the_command_prompt() -> None:
    code = code_of(server("http://127.0.0.1:8731", system="windows"), "curl")
    assert "'" not in code
    assert '\\"event\\"' in code
    assert code.count("^\n") == 2


def test_a_datastream_of_the_scenario_is_named_wherever_one_is() -> None:
    page = code_of(website("https://127.0.0.1:443", ORGANISATION, "mine:dev"), "Web SDK, in the page")
    assert 'datastreamId: "mine:dev"' in page
    assert "dataStreamId=mine:dev" in code_of(server("http://127.0.0.1:1", "mine:dev"), "curl")


@pytest.mark.parametrize("system", ["linux", "macos", "windows"])
def test_each_system_has_its_way_to_port_443(system: System) -> None:
    recipes = list(website("https://127.0.0.1:8743", ORGANISATION, system=system))
    code = code_of(recipes, "Or: any browser, at port 443")
    assert code.startswith({"linux": "sudo sysctl", "macos": 'echo "rdr pass', "windows": ""}[system])
    assert ("8743" in code) == (system == "macos")


@pytest.mark.parametrize(
    ("url", "needs_443"), [("https://127.0.0.1:8743", True), ("https://127.0.0.1", False)]
)
def test_an_app_on_ios_names_the_host_alone_and_one_on_android_the_port_as_well(
    url: str, needs_443: bool
) -> None:
    recipes = list(mobile(url))
    port = 8743 if needs_443 else 443
    assert f'"edge.domain" to "127.0.0.1:{port}"' in code_of(recipes, "Android: point it here")
    assert f"tcp:{port}" in code_of(recipes, "Android: let the device find this computer")
    ios = next(recipe for recipe in recipes if recipe.title == "iOS simulator: point it here")
    assert '["edge.domain": "127.0.0.1"]' in ios.code
    assert ("has to be at 443" in ios.words) == needs_443


def test_what_debug_builds_are_to_trust_is_well_formed() -> None:
    code = code_of(mobile("https://127.0.0.1"), "Android: let the app trust it")
    assert [each.get("src") for each in ElementTree.fromstring(code).iter("certificates")] == [
        "system",
        "user",
    ]


@pytest.mark.parametrize("path", ["/home/me/authority.pem", "/home/o'neil/My files/authority.pem"])
def test_a_path_reaches_each_program_whole_however_it_is_spelled(path: str) -> None:
    for recipe in trust(path):
        for line in recipe.code.splitlines():
            if recipe.title.startswith(("Chrome", "curl", "Node", "Python", "macOS", "Debian", "Fedora")):
                assert any(word.endswith(path) for word in shlex.split(line)) or "update-ca" in line


def test_what_is_for_this_system_comes_first() -> None:
    systems: tuple[System, ...] = ("linux", "macos", "windows")
    firsts = [next(iter(trust("/a.pem", system))).title for system in systems]
    assert firsts == ["Chrome and Chromium on Linux", "macOS", "Windows"]


def test_on_windows_paths_are_quoted_as_it_wants_them() -> None:
    path = "C:\\Users\\me too\\authority.pem"
    recipes = list(trust(path, "windows"))
    assert code_of(recipes, "Windows") == f'certutil -user -addstore Root "{path}"'
    assert code_of(recipes, "Node.js") == f"set NODE_EXTRA_CA_CERTS={path}"
