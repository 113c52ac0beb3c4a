"""A merge or a decision that is cut off at any point leaves a whole database, and the next run ends in the same."""

from __future__ import annotations

import datetime
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from pipeline.decide import decisions
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.check import check
from schemas import Evidence, Extraction, Role, Status
from tests.conftest import extraction, mention, party

ROOT = Path(__file__).parents[2]
NOW = datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC)
MENTIONS = int(os.environ.get("DEALTRAIL_KILLED_MENTIONS", "600"))
KILLS = int(os.environ.get("DEALTRAIL_KILLS", "2"))

MERGE = """
import sys
from pipeline.store import Store
from tests.pipeline.test_killed_merge import NOW
with Store(sys.argv[1]) as store:
    print("begun", flush=True)
    store.refresh(NOW)
    print("done", flush=True)
"""

DECIDE = """
import itertools, sys
from pipeline.decide import Order, decide, undo
from pipeline.search import find_deals
from pipeline.store import Store
from schemas.decision import Action
with Store(sys.argv[1]) as store:
    ids = [deal_id for deal_id, _ in find_deals(store)]
    print("begun", flush=True)
    for first, second in itertools.pairwise(ids):
        done = decide(store, Order(Action.MERGE, "ann", first, other_id=second)).decision.id
        print(done, flush=True)
        print(undo(store, done, "ann").decision.id, flush=True)
        print(decide(store, Order(Action.EDIT, "ann", first, field="terms.years", value=3)).decision.id, flush=True)
"""


def article(number: int) -> Extraction:
    deal = number // 3
    text = f"Buyer{deal % 40} rents from Seller{deal} for USD {deal + 7}000000."
    return extraction(
        f"article-{number:05}",
        mention(
            party(f"Buyer{deal % 40}", Role.BUYER),
            party(f"Seller{deal}", Role.SELLER),
            usd=(deal + 7) * 10**6,
            status=random.Random(number).choice((Status.PLANNED, Status.AGREED)),
            evidence=tuple(Evidence(field=name, start=0, end=5, quote="Buyer") for name in ("kind", "amount")),
        ),
        text=text,
        published="2025-11-05",
    )


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose mentions wait to be merged, half of them having been merged before."""
    path = tmp_path_factory.mktemp("killed") / "saved.sqlite"
    with Store(str(path)) as store:
        store.save([article(number) for number in range(0, MENTIONS, 2)])
        store.refresh(NOW)
        store.save([article(number) for number in range(1, MENTIONS, 2)])
    return path


def deals(store: Store) -> list[tuple[str, str]]:
    with store.reading() as connection:
        return [(row.id, row.record) for row in connection.execute(select(t.deal).order_by(t.deal.c.id))]


def kill(program: str, path: Path, after: float) -> list[str]:
    """What a program printed that was killed so many seconds after it began to write."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    said = process.stdout.read().splitlines()
    process.wait()
    return said


def copy(source: Path, target: Path) -> Path:
    target.write_bytes(source.read_bytes())
    return target


def test_a_merge_killed_at_any_point_is_done_by_the_next_run(saved: Path, tmp_path: Path) -> None:
    with Store(str(copy(saved, tmp_path / "whole.sqlite"))) as store:
        began = time.monotonic()
        store.refresh(NOW)
        seconds = time.monotonic() - began
        wanted = deals(store)
    path = copy(saved, tmp_path / "killed.sqlite")
    chance, cut_off = random.Random(4), 0
    for number in range(KILLS):
        said = kill(MERGE, path, seconds * (number + chance.random()) / KILLS)
        cut_off += said == []
        with Store(str(path)) as store:
            found = check(store)
            assert found.faults == ()
            assert (found.waiting == 0) == (said == ["done"]) or said == []
    assert cut_off > 0
    with Store(str(path)) as store:
        store.refresh(NOW)
        assert deals(store) == wanted
        assert (check(store).faults, check(store).waiting) == ((), 0)


def test_every_decision_that_returned_outlives_a_kill(saved: Path, tmp_path: Path) -> None:
    path = copy(saved, tmp_path / "killed.sqlite")
    with Store(str(path)) as store:
        store.refresh(NOW)
    chance, told = random.Random(5), []
    for _ in range(2):
        told += kill(DECIDE, path, 0.3 + chance.random())
        with Store(str(path)) as store:
            assert check(store).faults == ()
            logged = [each.id for each in decisions(store)]
            assert set(told) <= set(logged)
            before = deals(store)
            store.refresh_if_pending()
            assert deals(store) == before
    assert len(told) > 3
