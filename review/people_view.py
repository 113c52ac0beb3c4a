"""What admins see of the people who review: how fast they decide, and how often two agree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from sqlalchemy import select

from pipeline.decisions import active
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.log import read_log
from schemas.decision import Action, Decision


@dataclass(frozen=True, slots=True)
class Pace:
    """One person's decisions: how many of each action, and the median seconds of those that were timed one by one."""

    name: str
    decisions: int
    actions: dict[str, int]
    undone: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two people who both accepted or rejected the same mention said the same, and Cohen's kappa.

    Kappa is (po − pe) / (1 − pe) (Cohen 1960), None where both always said one and the same.
    """

    first: str
    second: str
    both: int
    same: int
    kappa: float | None


def paces(store: Store) -> list[Pace]:
    """Everybody who decided, the busiest first."""
    with store.reading() as connection:
        log = read_log(connection)
        timed = select(t.decision_time).where(t.decision_time.c.batch.is_(None))
        seconds = {row.decision_id: row.seconds for row in connection.execute(timed)}
    standing = {each.id for each in active(log)}
    of: dict[str, list[Decision]] = defaultdict(list)
    for each in log:
        of[each.by].append(each)
    told = []
    for name, own in of.items():
        actions: dict[str, int] = defaultdict(int)
        for each in own:
            actions[each.action.value] += 1
        times = [seconds[each.id] for each in own if each.id in seconds]
        undone = sum(1 for each in own if each.action is not Action.UNDO and each.id not in standing)
        told.append(Pace(name, len(own), dict(actions), undone, median(times) if times else None))
    return sorted(told, key=lambda each: (-each.decisions, each.name))


def agreements(store: Store) -> list[Agreement]:
    """Every two people who ruled on the same mentions; each one's last word counts, also one that was overruled."""
    with store.reading() as connection:
        log = read_log(connection)
    # What somebody took back themselves was not what they thought; what another took back was.
    by = {each.id: each.by for each in log}
    own_undone = {each.undoes for each in log if each.undoes is not None and by.get(each.undoes) == each.by}
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for each in log:
        if each.action in (Action.ACCEPT, Action.REJECT) and each.id not in own_undone:
            for anchor in each.mentions:
                said[each.by][anchor.uid] = each.action.value
    names = sorted(said)
    told = []
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            both = said[first].keys() & said[second].keys()
            if both:
                pairs = [(said[first][uid], said[second][uid]) for uid in both]
                told.append(Agreement(first, second, len(both), sum(a == b for a, b in pairs), _kappa(pairs)))
    return told


def _kappa(pairs: list[tuple[str, str]]) -> float | None:
    number = len(pairs)
    observed = sum(a == b for a, b in pairs) / number
    words = {word for pair in pairs for word in pair}
    expected = sum(sum(a == word for a, _ in pairs) * sum(b == word for _, b in pairs) for word in words) / number**2
    return None if expected == 1 else (observed - expected) / (1 - expected)
