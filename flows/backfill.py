"""A backfill as a Prefect flow: one task a shard, on threads, processes or a Dask cluster.

Only references go to the tasks: the backfill's id and the shard's number. What a shard is and how far it has come is in
the database, whose address every worker has in its own environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import wait
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from flows.edge import database_address, load_settings
from flows.running import RETRY_SECONDS, only_one
from pipeline.backfill import finish, start
from pipeline.backfill.run import How, do_shard, open_shards
from pipeline.configuration import choose_recognisers
from pipeline.report import backfill_markdown, deal_rows
from pipeline.store import Store
from schemas.errors import DealtrailError

SHARD_SECONDS = 6 * 3600


@task(
    name="shard",
    task_run_name="shard {number}",
    retries=len(RETRY_SECONDS),
    retry_delay_seconds=RETRY_SECONDS,
    retry_jitter_factor=0.5,
    timeout_seconds=SHARD_SECONDS,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def shard(backfill_id: str, number: int) -> int:
    """Do one shard from its checkpoint on; say how many articles it gave."""
    return do_shard(database_address(), backfill_id, number).articles


@flow(name="backfill", persist_result=False, task_runner=ProcessPoolTaskRunner(max_workers=2))  # type: ignore[arg-type]
def run_backfill(
    what: list[str],
    base: str | None = None,
    settings: str | None = None,
    prefilter: bool = True,
    again: bool = False,
    shard_bytes: int = 32_000_000,
    recognisers: str | None = None,
) -> dict[str, int]:
    """Backfill from archives; a run that was killed goes on where it was when it is started with the same inputs.

    Args:
        what: WARC, WACZ, JSONL and Parquet files, folders of them, lists of WARC paths.
        base: The folder that the paths of a list are in.
        settings: The file of settings.
        prefilter: Skip pages that cannot hold a deal before parsing.
        again: Do what was done before again.
        shard_bytes: The size of a shard of a WARC file.
        recognisers: Who reads the articles, e.g. `rules,roles=FOLDER`; by default the settings say. A model's folder
            must be at the same path wherever a shard is done.

    Returns:
        How many pages and articles there were, how many inputs failed, how many deals there are and are new.
    """
    loaded = load_settings(settings)
    choice = choose_recognisers(recognisers, loaded)
    with Store(database_address()) as store:
        how = How(prefilter=prefilter, most_bytes=loaded.fetch.body_bytes, recognisers=choice.text)
        paths = [Path(each) for each in what]
        number = start(
            store, paths, base=None if base is None else Path(base), how=how, shard_bytes=shard_bytes, again=again
        )
        with only_one(f"dealtrail-backfill-{number}"):
            wait([shard.submit(number, each) for each in open_shards(store, number)])
            done = finish(store, number)
        create_markdown_artifact(backfill_markdown(done), key=f"backfill-{number}", description="A backfill")
        create_table_artifact(deal_rows(store, done.deals), key=f"deals-backfill-{number}", description="New deals")
        if done.shards_done < done.shards:
            raise DealtrailError(f"{done.shards - done.shards_done} of {done.shards} shards are not done; run it again")
        return {
            "pages": done.counts.pages,
            "articles": done.counts.articles,
            "failed": done.counts.failed,
            "deals": store.count(),
            "deals_new": done.deals.new,
        }


def on(runner: TaskRunner[Any]) -> Any:
    """The flow on another task runner, e.g. `DaskTaskRunner(address="tcp://scheduler:8786")`."""
    return run_backfill.with_options(task_runner=runner)
