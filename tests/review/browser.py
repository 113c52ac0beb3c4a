"""A running site and a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from pipeline.store import Store
from review.app import create_app
from review.site import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARTEFACTS = Path(os.environ.get("DEALTRAIL_SCREENSHOTS", "build/screenshots"))
"""Where the browser tests leave their pictures."""


def chromium() -> str | None:
    """The program of Chromium, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def why_not() -> str:
    """Why there can be no browser here; empty if there can."""
    if chromium() is None:
        return "there is no Chromium here (on Debian: apt-get install chromium fonts-noto-cjk)"
    try:
        import playwright  # noqa: F401
    except ModuleNotFoundError:
        return "Playwright is not installed (pip install -e '.[dev]')"
    return ""


@contextmanager
def running(store: Store, **settings: object) -> Iterator[str]:
    """The address of the pages of a database, on a free port."""
    app = create_app(store, settings=Settings(**settings))  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Browser, site: str, **context: object) -> Iterator[Page]:
    """A page that fails the test if anything of it fails."""
    usual: dict[str, object] = {"locale": "en-US", "viewport": {"width": 1300, "height": 900}}
    made = browser.new_context(base_url=site, **(usual | context))  # type: ignore[arg-type]
    made.set_default_timeout(10_000)
    page = made.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" and "409" not in message.text else None,
    )
    yield page
    made.close()
    assert faults == []


def picture(page: Page, name: str, *, whole: bool = False) -> None:
    """Leave a picture of a page, or of all of it, to be looked at."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=whole)


def settle(page: Page) -> None:
    """Wait until nothing is on its way."""
    page.wait_for_load_state("load")
    page.wait_for_selector("#item:not([data-busy=true])", state="attached")
