"""Visits to the shop with the SDK configured, in the words of the tests."""

from threading import Condition
from typing import Any
from urllib.parse import urlsplit

from edge_studio.edge.received import ReceivedHit
from tests.local_edge.requests import DATASTREAM, ORGANISATION
from tests.web_sdk.browser import PATIENCE, Page

SHOP = "https://www.shop.example/"
CHECKOUT = "https://checkout.example/"
THIRD_PARTY = "localhost"
FIRST_PARTY = "data.shop.example"
IDENTITY = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_identity"
CLUSTER = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_cluster"
CONSENT = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_consent"


class Hits:
    """What reached Local Edge; told in its thread, once the client has its answer."""

    def __init__(self) -> None:
        self.received: list[ReceivedHit] = []
        self._grown = Condition()

    def add(self, hit: ReceivedHit) -> None:
        """Take another one."""
        with self._grown:
            self.received.append(hit)
            self._grown.notify_all()

    def of(self, action: str, count: int = 1) -> list[ReceivedHit]:
        """Those of an action, such as ``interact``, in their order, as soon as there are ``count``."""
        with self._grown:
            assert self._grown.wait_for(lambda: len(self._of(action)) >= count, PATIENCE), self.received
            return self._of(action)

    def _of(self, action: str) -> list[ReceivedHit]:
        return [hit for hit in self.received if urlsplit(hit.url).path.endswith(f"/{action}")]


def configuration(**more: Any) -> dict[str, Any]:
    """What ``configure`` needs to talk to Local Edge."""
    return {
        "datastreamId": DATASTREAM,
        "orgId": ORGANISATION,
        "edgeDomain": THIRD_PARTY,
        "thirdPartyCookiesEnabled": False,  # else the first call goes to a domain of Adobe's
        "clickCollectionEnabled": False,
        **more,
    }


def visit(page: Page, url: str = SHOP, **more: Any) -> None:
    """Open a page and configure the SDK."""
    page.open(url)
    page.alloy("configure", configuration(**more))


def view(page: Page, event_type: str = "web.webpagedetails.pageViews", **more: Any) -> dict[str, Any]:
    """What the SDK gives for a page view."""
    result = page.alloy("sendEvent", {"xdm": {"eventType": event_type}, **more})
    assert isinstance(result, dict)
    return result


def ecid(page: Page) -> str:
    """The visitor's ECID as the SDK says it."""
    found = page.alloy("getIdentity", {"namespaces": ["ECID"]})["identity"]["ECID"]
    assert isinstance(found, str)
    return found
