"""The crawl of one source as a Prefect flow."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.edge import workplace
from flows.running import only_one, task_runner
from pipeline.configuration import choose_recognisers, choose_sources, read_sources
from pipeline.crawl import crawl_source
from pipeline.extract import asked, extractor, missing_recognisers
from pipeline.report import crawl_markdown, deal_rows

FLOW_SECONDS = 4 * 3600


@flow(name="crawl", flow_run_name="crawl {source}", timeout_seconds=FLOW_SECONDS, persist_result=False)
def crawl(
    source: str, sources: str = "sources.toml", settings: str | None = None, recognisers: str | None = None
) -> dict[str, int]:
    """Crawl one source.

    Args:
        source: Its name.
        sources: The file of sources.
        settings: The file of settings.
        recognisers: Who reads the articles, e.g. `rules,roles=FOLDER`; by default the settings say.

    Returns:
        How many articles were new and changed, how many inputs failed, how many deals were new and changed.
    """
    path = Path(sources)
    (chosen,) = choose_sources(read_sources(path), [source], path)
    with workplace(settings) as place, only_one(f"dealtrail-source-{source}"):
        choice = choose_recognisers(recognisers, place.settings)
        done = crawl_source(chosen, place, extractor(choice), runner=task_runner())
        report = crawl_markdown(done, missing_recognisers(choice), asked(choice))
        create_markdown_artifact(report, key=f"crawl-{source}", description=f"Crawl of {source}")
        create_table_artifact(deal_rows(place.store, done.deals), key=f"deals-{source}", description="New and changed")
    return {
        "new": done.new,
        "changed": done.changed,
        "failures": len(done.failures),
        "deals_new": done.deals.new,
        "deals_changed": done.deals.changed,
    }
