"""How well articles are read from pages: body precision, recall and F1, and instants of publication.

`python -m benchmarks.read` reads the project's own forty Chinese pages. With `--articles PATH` (a copy of
scrapinghub/article-extraction-benchmark) and `--fundus PATH` (a copy of flairNLP/fundus) it reads those too; neither is
part of this project. Plain trafilatura and newspaper4k, if it is installed, read the same pages in the same run, each
in a process of its own; a page that takes one longer than `--limit` counts as empty and is named.

Publications are counted twice. "Published" is strict: the expected instant, to the second. Fundus writes a day alone as
a midnight without a zone; "counting days" takes such a midnight as that day, for every reader alike. This project is
told the zone of each of fundus' folders (`zones.toml`), as a source's table tells it, unless `--without-zones` is
given; the other readers take no zone.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.readers import BoundedReader, OutlastedError, Publication, Reader, ours, readers
from benchmarks.samples import Sample, article_samples, chinese_samples, fundus_samples

_WORD = re.compile(r"\w+", re.UNICODE)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_NGRAM = 4


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


def is_right(expected: datetime.datetime | datetime.date, said: Publication) -> bool:
    """Whether an instant is the expected one to the second, or a day the expected day.

    An expected instant without a zone is compared with what the reader's clock shows, whatever its zone.
    """
    if isinstance(expected, datetime.datetime):
        if not isinstance(said, datetime.datetime):
            return False
        if expected.tzinfo is None or said.tzinfo is None:
            return expected.replace(tzinfo=None, microsecond=0) == said.replace(tzinfo=None, microsecond=0)
        return abs((expected - said).total_seconds()) < 1
    day = said.date() if isinstance(said, datetime.datetime) else said
    return day == expected


def day_meant(expected: datetime.datetime | datetime.date) -> datetime.datetime | datetime.date:
    """The day, where the expected instant is a midnight without a zone: so a day alone is written as an instant."""
    if isinstance(expected, datetime.datetime) and expected.tzinfo is None and expected.time() == datetime.time():
        return expected.date()
    return expected


@dataclass(slots=True)
class Result:
    """The mean precision and recall of bodies, F1 of the means, and right publications of all.

    `right` holds expected instants to the second; `right_days` takes a midnight without a zone as the day alone.
    `outlasted` names the pages that took the reader too long.
    """

    precision: float
    recall: float
    right: int
    right_days: int
    dated: int
    wrong: list[str]
    outlasted: list[str]

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def measure(samples: Sequence[Sample], reader: Reader) -> Result:
    """Read all samples; one that a reader breaks on, or does not end in time, counts as empty."""
    rates, right, right_days, dated, wrong, outlasted = [], 0, 0, 0, [], []
    for sample in samples:
        try:
            body, published = reader(sample)
        except Exception as error:
            body, published = "", None
            wrong.append(f"{sample.id}: {type(error).__name__}: {error}")
            if isinstance(error, OutlastedError):
                outlasted.append(sample.id)
        if sample.body is not None:
            rates.append(score(sample.body, body))
            if min(rates[-1]) < 0.9:
                wrong.append(f"{sample.id}: precision {rates[-1][0]:.2f}, recall {rates[-1][1]:.2f}")
        if sample.published is not None:
            dated += 1
            right_days += is_right(day_meant(sample.published), published)
            if is_right(sample.published, published):
                right += 1
            else:
                wrong.append(f"{sample.id}: published {published}, expected {sample.published}")
    count = max(1, len(rates))
    precision, recall = (sum(rate[at] for rate in rates) / count for at in (0, 1))
    return Result(precision, recall, right, right_days, dated, wrong, outlasted)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, help="a copy of scrapinghub/article-extraction-benchmark")
    parser.add_argument("--fundus", type=Path, help="a copy of flairNLP/fundus")
    parser.add_argument("--show", action="store_true", help="name what this project reads wrongly")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds that a reader may take for a page")
    parser.add_argument("--without-zones", action="store_true", help="do not tell this project the sources' time zones")
    options = parser.parse_args()
    sets: dict[str, list[Sample]] = {"own Chinese pages": list(chinese_samples())}
    if options.articles:
        sets["article-extraction-benchmark"] = list(article_samples(options.articles))
    if options.fundus:
        sets["fundus"] = list(fundus_samples(options.fundus))
        if options.without_zones:
            sets["fundus"] = [dataclasses.replace(sample, zone=None) for sample in sets["fundus"]]
    console = Console(width=None if sys.stdout.isatty() else 120, soft_wrap=False)
    table = Table("Pages", "Reader", "Precision", "Recall", "F1", "Published", "counting days", "too long", box=None)
    for name, samples in sets.items():
        bodies = any(sample.body is not None for sample in samples)
        for who, reader in readers().items():
            with BoundedReader(reader, options.limit) as bounded:
                done = measure(samples, bounded)
            rates = [f"{rate:.3f}" if bodies else "" for rate in (done.precision, done.recall, done.f1)]
            dates = [f"{right} of {done.dated}" if done.dated else "" for right in (done.right, done.right_days)]
            table.add_row(f"{name} ({len(samples)})", who, *rates, *dates, str(len(done.outlasted)))
            for page in done.outlasted:
                console.print(f"{who} did not read {page} within {options.limit:g} s", markup=False, soft_wrap=True)
            if options.show and reader is ours:
                for line in done.wrong:
                    console.print(line, markup=False, soft_wrap=True)
    console.print(table)


if __name__ == "__main__":
    main()
