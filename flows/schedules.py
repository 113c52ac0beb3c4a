"""The schedules of all sources, served by this process against the Prefect server that its environment names."""

from __future__ import annotations

import argparse
from pathlib import Path

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment

from flows.crawl import crawl
from pipeline.configuration import read_sources

MOST_AT_ONCE = 4
"""Sources that are crawled at the same time on one machine."""


def main() -> None:
    """Serve one deployment a source until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", default="sources.toml")
    parser.add_argument("--settings")
    parser.add_argument("--recognisers")
    arguments = parser.parse_args()
    given = {"sources": str(Path(arguments.sources).resolve())}
    if arguments.settings:
        given["settings"] = str(Path(arguments.settings).resolve())
    if arguments.recognisers:
        given["recognisers"] = arguments.recognisers
    never_twice = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    deployments = [
        RunnerDeployment.from_flow(
            crawl,
            name=source.name,
            cron=source.cron,
            parameters={"source": source.name, **given},
            concurrency_limit=never_twice,
        )
        for source in read_sources(Path(arguments.sources))
    ]
    serve(*deployments, limit=MOST_AT_ONCE, print_starting_message=False)


if __name__ == "__main__":
    main()
