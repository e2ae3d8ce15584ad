"""Chromium without a window: it trusts given authorities and reaches given hosts, and nothing else."""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from selenium import webdriver
from selenium.common import TimeoutException
from selenium.webdriver.chrome.service import Service

PATIENCE = 10.0
"""Seconds until something that should happen is given up."""


class Rejected(Exception):  # how a promise ends, not how the test does
    """The SDK refused a command; the text is its reason."""


@contextlib.contextmanager
def chromium(
    folder: Path, authorities: Sequence[Path], hosts: Mapping[str, int], internet: int
) -> Iterator[webdriver.Chrome]:
    """A browser with its home in ``folder``, for which ``hosts`` are ports of this computer.

    No other name is found and no other port reached. What comes from the port ``internet`` counts as coming
    from the internet: pages from there need the visitor's permission to call this computer. The authorities'
    certificates are trusted as a person would have them be: in the store that Chromium reads on Linux.
    """
    store = folder / ".pki" / "nssdb"
    store.mkdir(parents=True)
    _certutil(store, "-N", "--empty-password")
    for number, authority in enumerate(authorities):
        _certutil(store, "-A", "-n", f"authority {number}", "-t", "C,,", "-i", str(authority))
    rules = [f"MAP {host}:443 127.0.0.1:{port}" for host, port in hosts.items()]
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (
        "--headless",
        "--no-sandbox",  # which root cannot have
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",  # small in containers
        "--no-first-run",
        f"--user-data-dir={folder / 'profile'}",
        f"--ip-address-space-overrides=127.0.0.1:{internet}=public",
        f"--host-resolver-rules={', '.join([*rules, 'MAP * ~NOTFOUND'])}",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    service = Service("/usr/bin/chromedriver", env={**environment, "HOME": str(folder)})
    driver = webdriver.Chrome(options, service)
    try:
        driver.set_script_timeout(PATIENCE)
        driver.set_page_load_timeout(PATIENCE)
        yield driver
    finally:
        driver.quit()


def _certutil(store: Path, *words: str) -> None:
    subprocess.run(["certutil", *words, "-d", f"sql:{store}"], check=True, capture_output=True)


class Page:
    """A page with the Web SDK, and everything that it and the browser said that they should not have."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver
        self._troubles: list[str] = []

    def open(self, url: str) -> None:
        """Go to an address; what the SDK said on the page before is kept."""
        self._collect()
        self.driver.get(url)

    def permit(self, origin: str, setting: Literal["granted", "denied"]) -> None:
        """Say whether pages of an origin may call this computer, as the visitor answers the browser."""
        permission = {"permission": {"name": "loopback-network"}, "setting": setting, "origin": origin}
        self.driver.execute_cdp_cmd("Browser.setPermission", permission)

    def alloy(self, command: str, options: Mapping[str, Any] | None = None) -> Any:
        """What a command of the SDK gives; raises :class:`Rejected` where it refuses."""
        return self.run("alloy(command, options)", command=command, options=dict(options or {}))

    def run(self, promise: str, **given: Any) -> Any:
        """What an expression of the page gives, waited for, with the names ``given`` in it."""
        script = (
            f"const [{', '.join([*given, 'done'])}] = arguments;"
            f"Promise.resolve({promise}).then(value => done([value ?? null, null]), "
            "error => done([null, String(error)]));"
        )
        value, error = self.driver.execute_async_script(script, *given.values())
        if error is not None:
            raise Rejected(error)
        return value

    def wait_for(self, condition: str, **given: Any) -> None:
        """Return as soon as an expression of the page, with the names ``given`` in it, is true."""
        look = (
            f"new Promise(seen => {{ const look = () => ({condition}) ? seen() : requestAnimationFrame(look);"
        )
        try:
            self.run(f"{look} look(); }})", **given)
        except TimeoutException as error:
            raise AssertionError(f"not within {PATIENCE:.0f} s: {condition} with {given}") from error

    def wait_for_text(self, selector: str, text: str) -> None:
        """Return as soon as the first element that fits reads ``text``."""
        self.wait_for("document.querySelector(selector).innerText === text", selector=selector, text=text)

    def wait_for_answers(self, count: int = 1) -> None:
        """Return as soon as ``count`` calls or more of the SDK are all answered."""
        self.wait_for("sdk.answered.length >= count && sdk.answered.length === sdk.sent.length", count=count)

    def text(self, selector: str) -> str:
        """What can be read in the first element that fits."""
        found = self.run("document.querySelector(selector).innerText", selector=selector)
        assert isinstance(found, str)
        return found

    def answered(self) -> list[dict[str, Any]]:
        """What the SDK got on this page: ``url``, ``status``, ``body`` and how many ``retries`` it took."""
        return list(self.run("sdk.answered"))

    def cookies(self) -> dict[str, dict[str, Any]]:
        """The cookies of the page's site by name, with their attributes."""
        return {cookie["name"]: cookie for cookie in self.driver.get_cookies()}

    def troubles(self) -> list[str]:
        """Warnings and errors of the SDK and the browser since this was last asked; the test takes note."""
        self._collect()
        troubles, self._troubles = self._troubles, []
        return troubles

    def _collect(self) -> None:
        said = self.driver.execute_script("return window.sdk ? window.sdk.log.splice(0) : []")
        self._troubles += [f"SDK: {level}: {text}" for level, text in said if level in {"warn", "error"}]
        self._troubles += [
            f"browser: {json.dumps(entry)}"
            for entry in self.driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium has none here
            if entry["level"] in {"WARNING", "SEVERE"}
        ]
