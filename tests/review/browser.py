"""A running site and a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from pipeline.store import Store
from review.app import create_app
from review.site import Settings

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
