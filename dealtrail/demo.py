"""`make demo`: crawls a small news site on loopback with the real flow, twice, and leaves the deals in a database."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path

from dealtrail.demo_site import DemoSite
from dealtrail.output import note
from flows.server import LocalServer

_PORT = 8649
"""The demo's usual port: the ids of its deals depend on the addresses of its articles."""

_NAMES = ("harbour-daily", "riverbank", "harbour-ledger")


def main(database: str) -> None:
    """Crawl the demo's site into a fresh database."""
    path = Path(database).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(path.name + "*"):
        old.unlink()
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        DemoSite(port=_PORT) as site,
        LocalServer(Path(folder) / "prefect") as server,
    ):
        os.environ |= server.client_environment() | {
            "DEALTRAIL_DATABASE_URL": str(path),
            "PREFECT_LOGGING_LEVEL": "ERROR",
            "PREFECT_LOGGING_TO_API_ENABLED": "false",
        }
        sources = Path(folder) / "sources.toml"
        sources.write_text(site.sources, encoding="utf-8")
        note(f"a news site runs at {site.url}, a Prefect server at {server.url}")
        _crawl("first crawl", sources)
        site.edition = 2
        _crawl("second crawl, after one article has changed", sources)
    note(f"two crawls in {time.monotonic() - began:.0f} s; database: {path}")


def _crawl(title: str, sources: Path) -> None:
    from flows.crawl import crawl

    logging.getLogger("prefect").setLevel(logging.ERROR)
    note(title)
    for name in _NAMES:
        done = crawl(source=name, sources=str(sources))
        note(
            f"  {name}: {done['new']} articles new, {done['changed']} changed, {done['failures']} pages without one; "
            f"{done['deals_new']} deals new, {done['deals_changed']} changed"
        )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1])
