"""The extraction step: order, laziness and several processes."""

from __future__ import annotations

import itertools
import subprocess
import sys

from pipeline.extract import extract_articles
from schemas import Article

TEXT = "輝達投資OpenAI 100億美元。"


def _articles(count: int) -> list[Article]:
    return [Article(doc_id=str(number), text=TEXT * (1 + number % 3)) for number in range(count)]


def test_order_is_kept_in_several_processes() -> None:
    articles = _articles(75)
    assert list(extract_articles(articles, processes=2)) == list(extract_articles(articles))


def test_articles_are_taken_as_needed() -> None:
    endless = (Article(doc_id=str(number), text=TEXT) for number in itertools.count())
    for processes in (1, 2):
        results = extract_articles(endless, processes)
        first = int(next(results).article.doc_id)
        assert int(next(results).article.doc_id) == first + 1
        results.close()  # type: ignore[attr-defined]


def test_no_articles_give_nothing() -> None:
    assert list(extract_articles([])) == list(extract_articles([], processes=2)) == []


def test_spacy_is_not_imported() -> None:
    code = (
        "import sys; from pipeline.extract import extract_articles; from schemas import Article; "
        f"list(extract_articles([Article(doc_id='a', text={TEXT!r})])); sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
