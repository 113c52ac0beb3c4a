"""New rules over the archive, without the network: what they find, change and no longer find is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from dealtrail.demo_site import DemoSite
from pipeline.configuration import read_sources
from pipeline.crawl import Workplace, crawl_source
from pipeline.extract import extract_articles
from pipeline.reextract import archived_pages, reextract
from pipeline.store import Store
from schemas import Article, Extraction
from schemas.settings import Settings
from schemas.source import Source


def half_blind(articles: Iterable[Article]) -> Iterator[Extraction]:
    """The extractor, but it finds nothing in English and no amount anywhere: older rules."""
    for found in extract_articles(articles):
        mentions = () if found.language == "en" else found.mentions
        yield found.model_copy(
            update={"mentions": tuple(each.model_copy(update={"amount": None}) for each in mentions)}
        )


@pytest.fixture
def crawled(tmp_path: Path) -> Iterator[tuple[Workplace, dict[str, Source]]]:
    with Store(str(tmp_path / "deals.sqlite")) as store:
        place = Workplace(store, tmp_path / "archive", Settings())
        with DemoSite() as site:
            (tmp_path / "sources.toml").write_text(site.sources, encoding="utf-8")
            sources = {source.name: source for source in read_sources(tmp_path / "sources.toml")}
            for source in sources.values():
                crawl_source(source, place, half_blind)
        yield place, sources  # the site is gone


def test_the_same_rules_change_nothing(crawled: tuple[Workplace, dict[str, Source]]) -> None:
    place, sources = crawled
    done = reextract(sources, place, half_blind)
    assert archived_pages(place) == done.pages == 11
    assert (done.new, done.changed, done.unchanged, done.forgotten, done.changes) == (0, 0, 9, 0, [])
    assert (done.deals.new, done.deals.changed, done.deals.gone) == (0, 0, 0)


def test_better_rules_find_more_and_say_what(crawled: tuple[Workplace, dict[str, Source]]) -> None:
    place, sources = crawled
    before = place.store.count()
    done = reextract(sources, place, extract_articles)
    assert done.changed >= 7
    assert done.deals.new > 0
    assert place.store.count() > before
    amounts = [change for change in done.changes if change.field == "amount"]
    assert amounts
    assert all(change.before == "null" and change.after != "null" for change in amounts)


def test_an_article_that_is_none_by_the_new_rules_goes(
    crawled: tuple[Workplace, dict[str, Source]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, sources = crawled
    monkeypatch.setattr("pipeline.reading.body._LEAST_CHINESE", 10**6)
    done = reextract(sources, place, half_blind)
    assert done.forgotten == 5
    assert {found.language.value for found, _ in place.store.extractions()} == {"en"}
    assert place.store.count() == 0
