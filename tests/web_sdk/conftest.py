"""The published Web SDK in a real browser, collected where ``EDGE_STUDIO_WEB_SDK`` says where its package is.

That is the folder of ``@adobe/alloy`` as npm unpacks it, with ``package.json`` and ``dist`` in it. Chromium,
its driver and ``certutil`` are Debian's packages chromium, chromium-driver and libnss3-tools.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from edge_studio.local_edge.authority import Authority
from edge_studio.local_edge.server import LocalEdge
from tests.web_sdk.browser import Page, chromium
from tests.web_sdk.site import Site
from tests.web_sdk.visits import Hits

PACKAGE = os.environ.get("EDGE_STUDIO_WEB_SDK", "")
SCENARIO = Path(__file__).with_name("scenario.json")
HOSTS = ("www.shop.example", "checkout.example")
EDGES = ("data.shop.example", "localhost", "127.0.0.1")
collect_ignore_glob = [] if PACKAGE else ["test_*.py"]


@pytest.fixture(scope="session")
def all_hits() -> Hits:
    return Hits()


@pytest.fixture(scope="session")
def edge(tmp_path_factory: pytest.TempPathFactory, all_hits: Hits) -> Iterator[LocalEdge]:
    """Local Edge over HTTPS, as a person has it who trusts its authority."""
    authority = Authority(tmp_path_factory.mktemp("authority"))
    edge = LocalEdge(SCENARIO, secure_port=0, authority=authority, on_hit=all_hits.add)
    edge.start()
    yield edge
    edge.stop()


@pytest.fixture(scope="session")
def driver(edge: LocalEdge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser for which the site, a first-party name of the Edge Network and ``localhost`` are here."""
    folder = tmp_path_factory.mktemp("browser")
    sdk = (Path(PACKAGE) / "dist" / "alloy.min.js").read_bytes()
    with Site(sdk, HOSTS, folder / "site.pem") as site:
        edge_port = int(edge.secure_url.rpartition(":")[2])
        ports = dict.fromkeys(HOSTS, site.port) | dict.fromkeys(EDGES, edge_port)
        authorities = (folder / "site.pem", Path(edge.status().authority_file))
        with chromium(folder, authorities, ports, site.port) as driver:
            yield driver


@pytest.fixture
def page(driver: Chrome, edge: LocalEdge, all_hits: Hits) -> Iterator[Page]:
    """A browser without cookies; what the SDK or the browser warns of fails the test."""
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    edge.forget()
    all_hits.received.clear()
    page = Page(driver)
    for host in HOSTS:
        page.permit(f"https://{host}", "granted")
    yield page
    troubles = page.troubles()
    driver.get("about:blank")
    assert not troubles


@pytest.fixture
def hits(all_hits: Hits, page: Page) -> Hits:
    """What reached Local Edge in this test."""
    return all_hits
