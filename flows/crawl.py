"""The crawl of one source as a Prefect flow."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.edge import workplace
from flows.running import only_one, task_runner
from pipeline.configuration import choose_sources, read_sources
from pipeline.crawl import crawl_source
from pipeline.extract import extract_articles
from pipeline.report import crawl_markdown, deal_rows

FLOW_SECONDS = 4 * 3600


@flow(name="crawl", flow_run_name="crawl {source}", timeout_seconds=FLOW_SECONDS, persist_result=False)
def crawl(source: str, sources: str = "sources.toml", settings: str | None = None) -> dict[str, int]:
    """Crawl one source.

    Args:
        source: Its name.
        sources: The file of sources.
        settings: The file of settings.

    Returns:
        How many articles were new and changed, how many inputs failed, how many deals were new and changed.
    """
    path = Path(sources)
    (chosen,) = choose_sources(read_sources(path), [source], path)
    with workplace(settings) as place, only_one(f"dealtrail-source-{source}"):
        done = crawl_source(chosen, place, extract_articles, runner=task_runner())
        create_markdown_artifact(crawl_markdown(done), key=f"crawl-{source}", description=f"Crawl of {source}")
        create_table_artifact(deal_rows(place.store, done.deals), key=f"deals-{source}", description="New and changed")
    return {
        "new": done.new,
        "changed": done.changed,
        "failures": len(done.failures),
        "deals_new": done.deals.new,
        "deals_changed": done.deals.changed,
    }
