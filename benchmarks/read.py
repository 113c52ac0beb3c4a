"""How well articles are read from pages: body precision, recall and F1, and instants of publication.

`python -m benchmarks.read` reads the project's own forty Chinese pages. With `--articles PATH` (a copy of
scrapinghub/article-extraction-benchmark) and `--fundus PATH` (a copy of flairNLP/fundus) it reads those too; neither is
part of this project. Plain trafilatura and newspaper4k, if it is installed, read the same pages in the same run.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import importlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.chinese_pages import cases
from pipeline.decode import decode_page
from pipeline.reading import HtmlPage
from pipeline.reading.published import find_published

_WORD = re.compile(r"\w+", re.UNICODE)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NGRAM = 4
_LEAST_CHINESE = 100
NOW = datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with the body and the publication that are expected; None where none is."""

    id: str
    data: bytes
    url: str | None
    body: str | None
    published: datetime.datetime | datetime.date | None
    zone: str | None = None


Reader = Callable[[Sample], tuple[str, datetime.datetime | datetime.date | None]]


def ours(sample: Sample) -> tuple[str, datetime.datetime | datetime.date | None]:
    """The body and the publication by this project."""
    page = HtmlPage(sample.data, sample.id, (), sample.url)
    found = find_published(page.document, sample.url, sample.zone, NOW)
    return "\n".join(page.lines), None if found is None else found.instant or found.day


def plain_trafilatura(sample: Sample) -> tuple[str, datetime.datetime | datetime.date | None]:
    """The body and the day by trafilatura alone, as its documentation calls it."""
    from trafilatura import bare_extraction

    found = bare_extraction(sample.data, url=sample.url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return "", None
    return found.text or "", datetime.date.fromisoformat(found.date) if found.date else None


def newspaper(sample: Sample) -> tuple[str, datetime.datetime | datetime.date | None]:
    """The body and the publication by newspaper4k (with its extra `zh`), told the language and the right encoding."""
    text = decode_page(sample.data, sample.id)
    language = "zh" if len(_CHINESE.findall(text)) > _LEAST_CHINESE else "en"
    article = importlib.import_module("newspaper").Article(url=sample.url or "https://page.example/", language=language)
    article.download(input_html=text)
    article.parse()
    return article.text or "", article.publish_date or None


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
                yield Sample(path.name, gzip.decompress(path.read_bytes()), url, None, expected)


def _publisher(path: Path) -> str:
    return path.name.partition("_")[0]


def score(expected: str, said: str) -> tuple[float, float]:
    """Precision and recall of 4-grams of words (characters in Chinese), each counted as often as it occurs."""
    want, got = _ngrams(expected), _ngrams(said)
    shared = sum((want & got).values())
    precision = shared / sum(got.values()) if got else float(not want)
    recall = shared / sum(want.values()) if want else 1.0
    return precision, recall


def _ngrams(text: str) -> Counter[tuple[str, ...]]:
    tokens = _tokens(text)
    if len(tokens) < _NGRAM:
        return Counter([tuple(tokens)]) if tokens else Counter()
    return Counter(tuple(tokens[start : start + _NGRAM]) for start in range(len(tokens) - _NGRAM + 1))


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text)
    return [token for word in _WORD.findall(plain) for token in (list(word) if _CHINESE.search(word) else [word])]


def is_right(expected: datetime.datetime | datetime.date, said: datetime.datetime | datetime.date | None) -> bool:
    """Whether an instant is the expected one to the second, or a day the expected day."""
    if isinstance(expected, datetime.datetime):
        if not isinstance(said, datetime.datetime):
            return False
        if expected.tzinfo is None or said.tzinfo is None:
            return expected.replace(tzinfo=None, microsecond=0) == said.replace(tzinfo=None, microsecond=0)
        return abs((expected - said).total_seconds()) < 1
    day = said.date() if isinstance(said, datetime.datetime) else said
    return day == expected


@dataclass(slots=True)
class Result:
    """The mean precision and recall of bodies, F1 of the means, and right publications of all."""

    precision: float
    recall: float
    right: int
    dated: int
    wrong: list[str]

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def measure(samples: Sequence[Sample], reader: Reader) -> Result:
    """Read all samples; one that a reader breaks on counts as empty."""
    rates, right, dated, wrong = [], 0, 0, []
    for sample in samples:
        try:
            body, published = reader(sample)
        except Exception as error:
            body, published = "", None
            wrong.append(f"{sample.id}: {type(error).__name__}: {error}")
        if sample.body is not None:
            rates.append(score(sample.body, body))
            if min(rates[-1]) < 0.9:
                wrong.append(f"{sample.id}: precision {rates[-1][0]:.2f}, recall {rates[-1][1]:.2f}")
        if sample.published is not None:
            dated += 1
            if is_right(sample.published, published):
                right += 1
            else:
                wrong.append(f"{sample.id}: published {published}, expected {sample.published}")
    count = max(1, len(rates))
    return Result(sum(r[0] for r in rates) / count, sum(r[1] for r in rates) / count, right, dated, wrong)


def readers() -> dict[str, Reader]:
    """The readers that can be measured here."""
    found: dict[str, Reader] = {"dealtrail": ours, "trafilatura": plain_trafilatura}
    try:
        importlib.import_module("newspaper")
    except ImportError:
        return found
    return found | {"newspaper4k": newspaper}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, help="a copy of scrapinghub/article-extraction-benchmark")
    parser.add_argument("--fundus", type=Path, help="a copy of flairNLP/fundus")
    parser.add_argument("--show", action="store_true", help="name what this project reads wrongly")
    options = parser.parse_args()
    sets: dict[str, list[Sample]] = {"own Chinese pages": list(chinese_samples())}
    if options.articles:
        sets["article-extraction-benchmark"] = list(article_samples(options.articles))
    if options.fundus:
        sets["fundus"] = list(fundus_samples(options.fundus))
    console = Console()
    table = Table("Pages", "Reader", "Precision", "Recall", "F1", "Published")
    for name, samples in sets.items():
        bodies = any(sample.body is not None for sample in samples)
        for who, reader in readers().items():
            done = measure(samples, reader)
            rates = [f"{rate:.3f}" if bodies else "" for rate in (done.precision, done.recall, done.f1)]
            table.add_row(
                f"{name} ({len(samples)})", who, *rates, f"{done.right} of {done.dated}" if done.dated else ""
            )
            if options.show and reader is ours:
                for line in done.wrong:
                    console.print(line, markup=False)
    console.print(table)


if __name__ == "__main__":
    main()
