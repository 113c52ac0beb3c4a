"""Reading the archive again as a Prefect flow."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.edge import workplace
from flows.running import only_one, task_runner
from pipeline.configuration import read_sources
from pipeline.extract import extract_articles
from pipeline.reextract import reextract as read_again
from pipeline.report import deal_rows, reextract_markdown


@flow(name="reextract", persist_result=False)
def reextract(sources: str = "sources.toml", settings: str | None = None) -> dict[str, int]:
    """Read every archived page again by the rules as they are now.

    Args:
        sources: The file of sources.
        settings: The file of settings.

    Returns:
        How many pages were read, articles changed and forgotten, and deals new, changed and gone.
    """
    by_name = {source.name: source for source in read_sources(Path(sources))}
    with workplace(settings) as place, only_one("dealtrail-reextract"):
        done = read_again(by_name, place, extract_articles, runner=task_runner())
        create_markdown_artifact(reextract_markdown(done), key="reextract", description="The archive read again")
        create_table_artifact(deal_rows(place.store, done.deals), key="deals-reextract", description="New and changed")
    return {
        "pages": done.pages,
        "changed": done.changed,
        "forgotten": done.forgotten,
        "deals_new": done.deals.new,
        "deals_changed": done.deals.changed,
        "deals_gone": done.deals.gone,
    }
