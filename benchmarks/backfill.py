"""How fast a backfill is: pages a second on one core and peak memory, next to a plain loop over the same WARC file.

Run it with `python -m benchmarks.backfill`. The plain loop is what one writes first: warcio, trafilatura and the
extractor on every page. Both run in one process of their own on one core, and must find the same deals.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.pages import write_warc
from schemas.article import Article
from schemas.deal import Extraction

TIMES = 8
MEGABYTES = 700


def plain(path: Path) -> Iterator[Extraction]:
    """What every article of a WARC file tells, by the plain loop."""
    from pipeline.extract import extract_articles

    return extract_articles(_plain_articles(path))


def _plain_articles(path: Path) -> Iterator[Article]:
    from trafilatura import extract as extract_text
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                text = extract_text(record.content_stream().read(), favor_precision=True, include_comments=False)
                url = record.rec_headers.get_header("WARC-Target-URI")
                if text:
                    yield Article(doc_id=url, url=url, text=text)


def ours(path: Path, folder: Path) -> None:
    """Backfill from a WARC file: read, save and merge."""
    from pipeline.backfill import backfill, start
    from pipeline.store import Store

    address = str(folder / "deals.sqlite")
    with Store(address) as store:
        backfill(store, address, start(store, [path]))


def saved(folder: Path) -> list[Extraction]:
    """What the backfill has saved."""
    from pipeline.store import Store

    with Store(str(folder / "deals.sqlite")) as store:
        return [extraction for extraction, _ in store.extractions()]


def deals(extractions: Iterable[Extraction]) -> list[str]:
    """The deals that were told, each as one comparable text."""
    told = set()
    for extraction in extractions:
        for mention in extraction.mentions:
            parties = sorted(f"{party.name} {party.role}" for party in mention.parties)
            amount = f"{mention.amount.value} {mention.amount.currency}" if mention.amount else ""
            told.add(f"{extraction.article.url} {mention.kind} {parties} {amount}")
    return sorted(told)


def measure(which: str, path: Path) -> dict[str, object]:
    """Run one of the two in this process; seconds without start-up, peak megabytes, deals."""
    import trafilatura  # noqa: F401  Both are measured without the time that importing takes.
    import warcio  # noqa: F401

    import pipeline.backfill  # noqa: F401
    from pipeline.extract import extract_articles

    text = "Nvidia will invest $2 billion in OpenAI. 輝達投資OpenAI 20億美元。"
    list(extract_articles([Article(doc_id="warm", text=text)]))
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        if which == "plain":
            told = list(plain(path))
            seconds = time.perf_counter() - began
        else:
            ours(path, Path(folder))
            seconds = time.perf_counter() - began
            told = saved(Path(folder))
        found = deals(told)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return {"seconds": seconds, "megabytes": peak, "deals": found}


def run(which: str, path: Path) -> dict[str, object]:
    """Run one of the two in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.backfill", "--only", which, "--warc", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--share", type=float, default=0.03)
    parser.add_argument("--warc", type=Path)
    parser.add_argument("--only", choices=("plain", "ours"))
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measure(options.only, options.warc)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = options.warc or write_warc(Path(folder), options.pages, options.share)
        small = write_warc(Path(folder) / "small", options.pages // 5, options.share)
        results = {name: run(name, path) for name in ("plain", "ours")}
        few = run("ours", small)
    table = Table("Way", "Seconds", "Pages a second", "Peak MB", "Deals")
    for name, each in results.items():
        seconds, megabytes, found = float(str(each["seconds"])), float(str(each["megabytes"])), each["deals"]
        assert isinstance(found, list)
        table.add_row(name, f"{seconds:.1f}", f"{options.pages / seconds:.0f}", f"{megabytes:.0f}", str(len(found)))
    console = Console()
    console.print(table)
    times = float(str(results["plain"]["seconds"])) / float(str(results["ours"]["seconds"]))
    console.print(f"{times:.1f} times as fast (target: {TIMES})")
    console.print(f"the same deals: {results['plain']['deals'] == results['ours']['deals']}")
    console.print(
        f"peak memory {float(str(few['megabytes'])):.0f} MB for a fifth of the pages, "
        f"{float(str(results['ours']['megabytes'])):.0f} MB for all (target: under {MEGABYTES})"
    )


if __name__ == "__main__":
    main()
