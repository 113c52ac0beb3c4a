"""prefect.yaml holds every source of sources.toml for both kinds of work pool, and names flows that exist."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import yaml

from flows.deployments import to_yaml
from pipeline.configuration import read_sources

ROOT = Path(__file__).parents[2]


def test_it_is_made_from_the_sources_as_they_are() -> None:
    made = to_yaml(read_sources(ROOT / "sources.toml"))
    assert (ROOT / "prefect.yaml").read_text(encoding="utf-8") == made, "run python -m flows.deployments > prefect.yaml"


def test_every_deployment_leads_to_a_flow_with_its_parameters_and_never_runs_twice() -> None:
    found = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert len({each["name"] for each in found}) == len(found)
    for each in found:
        path, _, name = each["entrypoint"].partition(":")
        flow = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)
        accepted = inspect.signature(flow.fn).parameters
        assert set(each["parameters"]) <= set(accepted)
        needed = {key for key, value in accepted.items() if value.default is inspect.Parameter.empty}
        assert needed <= set(each["parameters"])
        assert each["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
        assert "DATABASE_URL" not in str(each)
