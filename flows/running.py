"""How steps become tasks: retries, time limits, and concurrency limits that are made before they are relied on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, cast

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency

from pipeline.crawl.run import Runner
from schemas.errors import SettingsError

P = ParamSpec("P")
R = TypeVar("R")

RETRY_SECONDS = [5.0, 30.0]
TASK_SECONDS = 3600
LEASE_SECONDS = 120
"""How long a killed run keeps others of its source out."""


def task_runner(seconds: float = TASK_SECONDS) -> Runner:
    """A runner that makes each step a task: one task a batch, tried again unless its settings are at fault."""

    def run(name: str, step: Callable[P, R]) -> Callable[P, R]:
        as_task = task(
            name=name,
            retries=len(RETRY_SECONDS),
            retry_delay_seconds=RETRY_SECONDS,
            retry_jitter_factor=0.5,
            retry_condition_fn=_may_work_again,
            timeout_seconds=seconds,
            cache_policy=NO_CACHE,
            persist_result=False,
            log_prints=False,
        )
        return cast(Callable[P, R], as_task(step))

    return run


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Hold the one place of a name; the limit is made here and strict, since a missing one would limit nothing.

    Raises:
        TimeoutError: If another run holds it.
    """
    make_limit(name, 1)
    # A taken place is refused at once (no retries); the time is for a server that has much else to do.
    with concurrency(name, occupy=1, timeout_seconds=30, max_retries=0, lease_duration=LEASE_SECONDS, strict=True):
        yield


def make_limit(name: str, places: int) -> None:
    """Make a concurrency limit, or set it."""
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(name=name, limit=places)


def _may_work_again(task: Any, run: Any, state: Any) -> bool:
    try:
        state.result()
    except SettingsError:
        return False
    except BaseException:
        return True
    return True
