"""A real headless Chromium for the tests of pages. Without one they skip; where CI is set they must run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _lacking(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and in CI the pages must be tested", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="package")  # playwright keeps an event loop running, in which others cannot start theirs
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _lacking("playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        _lacking("there is no Chromium (apt-get install chromium)")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


class Watched:
    """A browser tab that notes what it asks of the network, what runs in it and what goes wrong."""

    def __init__(self, context: Any) -> None:
        self.context = context
        context.set_default_timeout(10_000)
        self.tab = context.new_page()
        self.requests: list[str] = []
        self.troubles: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        self.tab.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.tab.on("dialog", lambda dialog: (self.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.tab.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        if message.type == "error" and "net::ERR" not in message.text:
            self.troubles.append(message.text)

    def foreign(self, *homes: str) -> list[str]:
        """Requests to anywhere else."""
        return [url for url in self.requests if not url.startswith(("file://", "data:", *homes))]


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1360, "height": 900}, reduced_motion="reduce")
    yield Watched(context)
    context.close()


def first_view(tab: Any) -> float:
    """Milliseconds from the start of a navigation to its first contentful paint or its load, whichever is later."""
    found = tab.evaluate(
        """async () => {
          let paint;
          while (!(paint = performance.getEntriesByName('first-contentful-paint')[0])) {
            await new Promise((done) => setTimeout(done, 20));
          }
          const { loadEventEnd, navigationStart } = performance.timing;
          return Math.max(paint.startTime, loadEventEnd - navigationStart);
        }"""
    )
    return float(found)


def serious(tab: Any) -> list[str]:
    """Serious and critical findings of axe-core."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]
