"""A headless Chromium for pages that webloop writes: every request and every complaint of a page is kept.

Pages are tested in the Chromium that the machine has (WEBLOOP_CHROMIUM names another); without one these tests are
skipped. The driver is Playwright's, which needs no browser of its own.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
QUIET += ("--disable-component-update", "--disable-sync")
_PATIENCE = 120_000  # milliseconds; nothing takes that long but on a busy machine


@dataclass
class Watched:
    """An open page, and what it did.

    Attributes:
        page: Playwright's page.
        requests: addresses that it asked for, other than itself and data in it.
        complaints: errors and warnings of its console, and exceptions that nobody caught.
    """

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> "Watched":
        self.page.on("request", self._asked)
        self.page.on("console", lambda said: self._said(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return self

    def _asked(self, request: Any) -> None:
        if not request.is_navigation_request() and not request.url.startswith(("data:", "blob:")):
            self.requests.append(request.url)

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(script))


def chromium() -> str:
    """The program; the test is skipped where there is none."""
    found = os.environ.get("WEBLOOP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine (WEBLOOP_CHROMIUM names one)")
    return found


@contextmanager
def browser() -> Iterator[Any]:
    """A browser, for as long as it is needed."""
    program = chromium()
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=list(QUIET))
        try:
            yield started
        finally:
            started.close()


@contextmanager
def opened(started: Any, address: str | Path, **how: Any) -> Iterator[Watched]:
    """A page in a window of its own.

    Args:
        started: a browser.
        address: of the page: a file, or where a server on this machine listens.
        how: of the window: `viewport`, `java_script_enabled`, `color_scheme`, `offline` and the like.
    """
    window = started.new_context(**how)
    try:
        window.set_default_timeout(_PATIENCE)
        seen = Watched(window.new_page()).watch()
        seen.page.goto(address.resolve().as_uri() if isinstance(address, Path) else address)
        yield seen
    finally:
        window.close()
