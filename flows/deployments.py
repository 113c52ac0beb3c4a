"""prefect.yaml from sources.toml: one deployment a source for each kind of work pool, and those of the other flows.

`python -m flows.deployments > prefect.yaml` writes it again after sources.toml has changed; a test compares them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from pipeline.configuration import read_sources
from schemas.source import Source

HEAD = """# Deployments of Dealtrail's flows on a Prefect server: see docs/operations.md.
# Made from sources.toml by: python -m flows.deployments > prefect.yaml
# process-* run where a worker of the process pool runs; kubernetes-* in pods of the image that you name. Deploy one
# kind only, e.g.: prefect --no-prompt deploy --name 'crawl/process-*'
"""

POOLS: dict[str, dict[str, Any]] = {
    "process": {"name": "dealtrail-process", "job_variables": {"working_dir": "{{ $DEALTRAIL_FOLDER }}"}},
    "kubernetes": {
        # The database's address comes from a secret in the pool's job template: job variables are there for all to see.
        "name": "dealtrail-kubernetes",
        "job_variables": {"image": "{{ $DEALTRAIL_IMAGE }}"},
    },
}


def deployments(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """All deployments; no source is crawled by two runs at once, a run that would be the second is cancelled."""
    listed = list(sources)
    found = []
    for kind, pool in POOLS.items():
        for source in listed:
            crawl = _deployment(f"{kind}-{source.name}", "flows/crawl.py:crawl", pool)
            crawl["parameters"] = {"source": source.name, "sources": "sources.toml", "settings": "dealtrail.toml"}
            crawl["schedules"] = [{"cron": source.cron, "timezone": source.zone or "UTC"}]
            found.append(crawl)
        files = {"sources": "sources.toml", "settings": "dealtrail.toml"}
        again = _deployment(f"{kind}-reextract", "flows/reextract.py:reextract", pool)
        back = _deployment(f"{kind}-backfill", "flows/backfill.py:run_backfill", pool)
        found += [again | {"parameters": files}, back | {"parameters": {"settings": "dealtrail.toml", "what": []}}]
    return found


def to_yaml(sources: Iterable[Source]) -> str:
    """The text of prefect.yaml."""
    text: str = yaml.safe_dump(
        {"name": "dealtrail", "deployments": deployments(sources)}, sort_keys=False, allow_unicode=True, width=120
    )
    return HEAD + text


def _deployment(name: str, entrypoint: str, pool: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "entrypoint": entrypoint,
        "work_pool": deepcopy(pool),
        "concurrency_limit": {"limit": 1, "collision_strategy": "CANCEL_NEW"},
    }


def main() -> None:
    """Print prefect.yaml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, default=Path("sources.toml"))
    sys.stdout.write(to_yaml(read_sources(parser.parse_args().sources)))


if __name__ == "__main__":
    main()
