"""Evidence or nothing: every span of every article that is kept here says exactly what the article says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.reader import extract
from pipeline.read import read_articles
from schemas import Article, PartialDate

CORPORA = Path(__file__).parents[2] / "corpora"


def _articles() -> Iterator[Article]:
    for path in sorted((CORPORA / "gold").glob("*.jsonl")):
        if path.name == "quantities.jsonl":
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            published = record.get("published")
            yield Article(
                doc_id=record["doc_id"],
                text=record["text"],
                title=record.get("title") or "",
                published=None if published is None else PartialDate(published),
            )
    for item in read_articles([str(CORPORA / "demo")]):
        assert isinstance(item, Article), item
        yield item


@pytest.mark.parametrize("article", list(_articles()), ids=lambda article: article.doc_id)
def test_every_span_is_its_quote(article: Article) -> None:
    for mention in extract(article).mentions:
        assert mention.quote in article.text
        assert mention.evidence
        for item in mention.evidence:
            assert article.text[item.start : item.end] == item.quote
        stated = {item.field for item in mention.evidence}
        assert "kind" in stated
        assert (mention.amount is None) or "amount" in stated
        assert (mention.power is None) or "power_gw" in stated
        for name, value in mention.terms:
            assert value is None or f"terms.{name}" in stated
        assert {f"party.{party.role.value}" for party in mention.parties} <= stated
