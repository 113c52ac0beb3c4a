"""The pages that readers are measured on: the project's own, and those of two outside sets given as folders."""

from __future__ import annotations

import datetime
import gzip
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chinese_pages import cases

_ZONES = Path(__file__).with_name("zones.toml")


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with the body and the publication that are expected; None where none is."""

    id: str
    data: bytes
    url: str | None
    body: str | None
    published: datetime.datetime | datetime.date | None
    zone: str | None = None


def chinese_samples() -> Iterator[Sample]:
    """The project's own pages."""
    for case in cases():
        yield Sample(case.id, case.body, case.url, "\n".join(case.paragraphs), case.published, case.zone)


def article_samples(folder: Path) -> Iterator[Sample]:
    """The pages of the article-extraction-benchmark, with its bodies."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for key, said in sorted(truth.items()):
        data = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        yield Sample(key, data, said.get("url"), said["articleBody"], None)


def fundus_samples(folder: Path) -> Iterator[Sample]:
    """The stored pages of fundus's publishers, with the instants that its tests expect.

    Each publisher has a JSON file with the expected values by version of its parser, and pages whose names end in the
    day they were stored; versions and pages are paired from the newest back. `meta.info` has the pages' addresses.
    """
    zones = tomllib.loads(_ZONES.read_text(encoding="utf-8"))
    for side in sorted(folder.rglob("test_data/**/*.json")) or sorted(folder.rglob("*.json")):
        versions = json.loads(side.read_text(encoding="utf-8"))
        dates = [said.get("publishing_date") for _, said in sorted(versions.items()) if isinstance(said, dict)]
        pages = [path for path in sorted(side.parent.glob("*.html.gz")) if _publisher(path) == side.stem]
        pages = pages or (sorted(side.parent.glob("*.html.gz")) if len(list(side.parent.glob("*.json"))) == 1 else [])
        pages.sort(key=lambda path: path.name[-18:])
        info = side.parent / "meta.info"
        addresses = json.loads(info.read_text(encoding="utf-8")) if info.exists() else {}
        for path, date in zip(reversed(pages), reversed(dates), strict=False):
            if isinstance(date, str):
                url = (addresses.get(path.name) or {}).get("url")
                expected = datetime.datetime.fromisoformat(date)
                yield Sample(
                    path.name, gzip.decompress(path.read_bytes()), url, None, expected, zones.get(side.parent.name)
                )


def _publisher(path: Path) -> str:
    return path.name.partition("_")[0]
