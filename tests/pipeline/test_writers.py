"""Many processes write one database at once, and nothing that any of them was told is lost."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from pipeline.decide import Order, decide, decisions
from pipeline.resolve import GAZETTEER
from pipeline.store import Store
from schemas import DecisionConflict, Role
from schemas.decision import Action
from tests.conftest import extraction, mention, party

MICROSOFT, IREN = party("Microsoft", Role.BUYER), party("IREN", Role.SELLER)


def test_crawlers_and_reviewers_lose_nothing(new_database: Callable[[], str]) -> None:
    command = [sys.executable, "-m", "benchmarks.writers", new_database()]
    done = subprocess.run(
        [*command, "--crawlers", "4", "--reviewers", "8", "--rounds", "3"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "24 decisions" in done.stdout


def _open(address: str, start: Any, answers: Any) -> None:
    start.wait()
    try:
        with Store(address) as store:
            store.save([extraction("a", mention(MICROSOFT, IREN))])
            answers.put("opened")
    except Exception as error:
        answers.put(repr(error))


def _accept(address: str, start: Any, answers: Any, order: Order) -> None:
    with Store(address) as store:
        start.wait()
        try:
            answers.put(decide(store, order).decision.id)
        except DecisionConflict:
            answers.put("conflict")
        except Exception as error:
            answers.put(repr(error))


def at_once(task: Callable[..., None], number: int, *arguments: object) -> list[str]:
    """What each of so many processes answers that begin at the same moment."""
    GAZETTEER.identity(MICROSOFT)
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(number), context.SimpleQueue()
    address, *rest = arguments
    processes = [context.Process(target=task, args=(address, start, answers, *rest)) for _ in range(number)]
    for process in processes:
        process.start()
    found = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    return found


def test_a_database_is_made_once_by_many_who_open_it_at_once(request: Any, new_database: Callable[[], str]) -> None:
    empty = new_database()
    if "postgresql" in empty:
        empty = request.getfixturevalue("postgres_server").new_database()
    assert at_once(_open, 6, empty) == ["opened"] * 6
    with Store(empty) as store:
        assert len(store.extractions()) == 1


def test_of_many_who_saw_one_version_one_decides(database: str) -> None:
    with Store(database) as store:
        store.save([extraction("a", mention(MICROSOFT, IREN))])
        (deal_id,) = store.refresh().new_ids
    answers = at_once(_accept, 6, database, Order(Action.ACCEPT, "ann", deal_id, version=1))
    assert answers.count("conflict") == 5
    with Store(database) as store:
        assert [each.id for each in decisions(store)] == [each for each in answers if each != "conflict"]
