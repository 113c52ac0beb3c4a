"""The benchmark of reading takes the outside benchmarks' own folders, and its measure is what it says."""

from __future__ import annotations

import datetime
import gzip
import json
import os
import time
from pathlib import Path

import pytest

from benchmarks.read import is_right, measure, score
from benchmarks.readers import BoundedReader, ours
from benchmarks.samples import Sample, article_samples, fundus_samples

TEXT = "Acme agreed on Monday to buy Beta for two billion dollars, the companies said in a joint statement."
PAGE = f"""<html><head><script type="application/ld+json">{{"@type": "NewsArticle", "datePublished":
"2024-11-06T12:30:00+01:00"}}</script></head><body><article>{f"<p>{TEXT}</p>" * 5}</article></body></html>"""


def test_the_article_extraction_benchmark(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "abc.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    truth = {"abc": {"articleBody": "\n".join([TEXT] * 5), "url": "https://a.example/1"}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth))
    (sample,) = article_samples(tmp_path)
    assert sample.url == "https://a.example/1"
    assert measure([sample], ours).f1 == 1.0


def test_fundus(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "resources" / "parser" / "test_data" / "us"
    folder.mkdir(parents=True)
    for day in ("2023_03_01", "2024_11_06"):
        (folder / f"Paper_{day}.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    versions = {
        "V1": {"publishing_date": "2023-03-01 08:00:00+00:00"},
        "V1_1": {"publishing_date": "2024-11-06 12:30:00+01:00"},
    }
    (folder / "Paper.json").write_text(json.dumps(versions))
    info = {"Paper_2024_11_06.html.gz": {"url": "https://paper.example/x"}}
    (folder / "meta.info").write_text(json.dumps(info))
    newest, oldest = fundus_samples(tmp_path)
    assert (newest.id, newest.url) == ("Paper_2024_11_06.html.gz", "https://paper.example/x")
    done = measure([newest, oldest], ours)
    assert (done.right, done.dated) == (1, 2)


def test_the_measures() -> None:
    assert score("a b c d e", "a b c d e") == (1.0, 1.0)
    precision, recall = score("a b c d e", "x a b c d e")
    assert (round(precision, 3), recall) == (0.667, 1.0)
    assert score("輝達投資", "輝達投資") == (1.0, 1.0)
    assert score("a b c d", "") == (0.0, 0.0)
    instant = datetime.datetime(2026, 1, 1, 8, tzinfo=datetime.UTC)
    assert is_right(instant, instant.astimezone(datetime.timezone(datetime.timedelta(hours=8))))
    assert not is_right(instant, instant.date())
    assert is_right(instant.date(), instant)


@pytest.mark.parametrize("text", ["", "one two"])
def test_short_texts(text: str) -> None:
    assert score(text, text) == (1.0, 1.0)


def test_a_midnight_without_a_zone_is_a_day_when_days_are_counted_and_for_nothing_else() -> None:
    day = datetime.date(2026, 1, 2)
    midnight = datetime.datetime(2026, 1, 2)
    samples = [Sample(str(at), b"", None, None, at) for at in (midnight, midnight.replace(tzinfo=datetime.UTC))]
    done = measure(samples, lambda _: ("", day))
    assert (done.right, done.right_days, done.dated) == (0, 1, 2)


def sleepy(sample: Sample) -> tuple[str, None]:
    """A reader that does as the sample's id says."""
    if sample.id == "sleeps":
        time.sleep(60)
    if sample.id == "dies":
        os._exit(1)
    if sample.id == "breaks":
        raise ValueError("no page")
    return TEXT, None


def test_a_page_that_outlasts_a_reader_or_ends_it_counts_as_empty_and_the_next_is_read() -> None:
    samples = [Sample(id, b"", None, TEXT, None) for id in ("sleeps", "reads", "dies", "breaks", "reads too")]
    with BoundedReader(sleepy, 1.0) as reader:
        done = measure(samples, reader)
    assert done.outlasted == ["sleeps"]
    assert done.recall == 0.4
    named = [line.split(": ")[0] for line in done.wrong if "recall" not in line]
    assert named == ["sleeps", "dies", "breaks"]
