"""Reading the archive again as a Prefect flow."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.edge import workplace
from flows.running import only_one, task_runner
from pipeline.configuration import choose_recognisers, read_sources
from pipeline.extract import asked, extractor, missing_recognisers
from pipeline.reextract import reextract as read_again
from pipeline.report import deal_rows, reextract_markdown


@flow(name="reextract", persist_result=False)
def reextract(
    sources: str = "sources.toml", settings: str | None = None, recognisers: str | None = None
) -> dict[str, int]:
    """Read every archived page again by the rules as they are now.

    Args:
        sources: The file of sources.
        settings: The file of settings.
        recognisers: Who reads the articles, e.g. `rules,roles=FOLDER`; by default the settings say.

    Returns:
        How many pages were read, articles changed and forgotten, and deals new, changed and gone.
    """
    by_name = {source.name: source for source in read_sources(Path(sources))}
    with workplace(settings) as place, only_one("dealtrail-reextract"):
        choice = choose_recognisers(recognisers, place.settings)
        done = read_again(by_name, place, extractor(choice), runner=task_runner())
        report = reextract_markdown(done, missing_recognisers(choice), asked(choice))
        create_markdown_artifact(report, key="reextract", description="The archive read again")
        create_table_artifact(deal_rows(place.store, done.deals), key="deals-reextract", description="New and changed")
    return {
        "pages": done.pages,
        "changed": done.changed,
        "forgotten": done.forgotten,
        "deals_new": done.deals.new,
        "deals_changed": done.deals.changed,
        "deals_gone": done.deals.gone,
    }
