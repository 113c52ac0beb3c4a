"""The backfill on a Dask cluster with PostgreSQL gives the same deals as one process with SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from benchmarks.pages import write_warc
from pipeline.backfill import backfill, start
from pipeline.store import Store
from tests import postgres

pytestmark = [
    pytest.mark.usefixtures("server"),
    pytest.mark.skipif(postgres.programs() is None, reason="PostgreSQL is not installed; .ci/run installs it"),
]

QUERIES = {
    "article": "SELECT doc_id, content_hash, extraction_hash, text, url, published, language FROM article",
    "deal": "SELECT id, kind, status, amount_value, amount_currency, day, languages, sources, record FROM deal",
    "evidence": 'SELECT a.doc_id, m.position, e.field, e."start", e."end", e.quote, d.deal_id FROM evidence e '
    "JOIN mention m ON m.id = e.mention_id JOIN article a ON a.id = m.article_id "
    "JOIN deal_mention d ON d.mention_id = m.id",
    "near_duplicate": "SELECT doc_id, of_doc_id, likeness FROM near_duplicate",
}


def rows(address: str) -> dict[str, list[tuple[object, ...]]]:
    engine = create_engine(address)
    with engine.connect() as connection:
        found = {
            name: sorted((tuple(row) for row in connection.execute(text(query))), key=repr)
            for name, query in QUERIES.items()
        }
    engine.dispose()
    return found


@pytest.fixture
def database() -> Iterator[str]:
    with postgres.running() as address:
        yield address


def test_a_dask_cluster_with_postgresql_gives_the_same_deals(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warc = write_warc(tmp_path / "warc", 600, 0.3)
    with Store(str(tmp_path / "one.sqlite")) as store:
        backfill(store, "", start(store, [warc]))
    monkeypatch.setenv("DEALTRAIL_DATABASE_URL", database)
    from distributed import LocalCluster
    from prefect_dask import DaskTaskRunner

    from flows.backfill import on

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        done = on(DaskTaskRunner(address=cluster.scheduler_address))([str(warc)], shard_bytes=700_000)
    assert done["pages"] == 600
    one = rows(f"sqlite:///{tmp_path / 'one.sqlite'}")
    many = rows(database.replace("postgresql://", "postgresql+psycopg://"))
    assert len(one["deal"]) > 60
    assert many == one


def test_the_store_works_on_postgresql(database: str, tmp_path: Path) -> None:
    from dealtrail.demo_site import DemoSite
    from pipeline.configuration import read_sources
    from pipeline.crawl import Workplace, crawl_source
    from pipeline.extract import extract_articles
    from pipeline.reextract import reextract
    from schemas.settings import Settings

    with Store(database) as store, DemoSite() as site:
        (tmp_path / "sources.toml").write_text(site.sources, encoding="utf-8")
        sources = {source.name: source for source in read_sources(tmp_path / "sources.toml")}
        place = Workplace(store, tmp_path / "archive", Settings())
        assert sum(crawl_source(source, place, extract_articles).new for source in sources.values()) == 8
        assert crawl_source(sources["riverbank"], place, extract_articles).fetched == 0
        done = reextract(sources, place, extract_articles)
        assert (done.changed, done.deals.changed, done.forgotten) == (0, 0, 0)
