"""Many processes that write one database at once: crawlers that save and merge, reviewers who decide.

`python -m benchmarks.writers [URL|FILE]` runs fifty of them, twenty crawlers and thirty reviewers, on a new database.
It says what they did, how long the slowest write took, and whether the database is then what the articles and the
decisions alone make of it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as default
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pipeline.decide import Order, decide, decisions, undo
from pipeline.replay import replay, write_decisions
from pipeline.resolve import GAZETTEER
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.check import check
from schemas.article import Article, Language
from schemas.deal import DealMention, Evidence, Extraction, Kind, Party, Role, Status
from schemas.decision import Action
from schemas.errors import DecisionConflict, DecisionError
from schemas.quantity import Money, PartialDate

_BUYERS = ("Microsoft", "Meta", "OpenAI", "Oracle")
_SELLERS = ("IREN", "Nebius", "CoreWeave", "Zzyx Compute", "Northfield")
_ALSO = ("Zzyxia", "Nordfeld")
_STATUSES = (Status.PLANNED, Status.AGREED, Status.COMPLETED)
_TRIES = 40


@dataclass
class Work:
    """What one process did: decisions that returned, how often it had to look again, what broke, its longest write."""

    decided: list[str] = default(default_factory=list)
    conflicts: int = 0
    refused: int = 0
    saved: int = 0
    longest: float = 0.0
    broken: str = ""


@dataclass(frozen=True)
class Outcome:
    """What all of them did, how long it took, and how the database differs from one that is built anew."""

    works: list[Work]
    seconds: float
    lost: list[str]
    differences: list[str]

    @property
    def broken(self) -> list[str]:
        """What broke in any process."""
        return [work.broken for work in self.works if work.broken]


def article(number: int, edition: int) -> Extraction:
    """An article of one or two deals; other editions of it tell other sums and days."""
    chance = random.Random(number)
    told = []
    text = ""
    for seller in chance.sample(_SELLERS, chance.choice((1, 1, 2))):
        buyer = chance.choice(_BUYERS)
        amount = chance.choice((3, 3, 3, 40, 500)) * 10**9 + (edition % 2) * 10**8
        sentence = f"{buyer} rents computers from {seller} for ${amount:,}. "
        stated = (("kind", "rents"), ("amount", f"${amount:,}"))
        told.append(
            DealMention(
                kind=Kind.COMPUTE,
                parties=(Party(name=buyer, role=Role.BUYER), _seller(seller, number, edition)),
                amount=Money(value=Decimal(amount), currency="USD"),
                status=_STATUSES[(number + edition) % len(_STATUSES)],
                quote=sentence.strip(),
                evidence=tuple(_piece(name, said, sentence, len(text)) for name, said in stated),
                confidence=0.9,
                rules=("made-up",),
            )
        )
        text += sentence
    day = PartialDate(f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}")
    made = Article(doc_id=f"article-{number:04}", text=text, published=day)
    return Extraction(article=made, language=Language.EN, mentions=tuple(told))


def _seller(name: str, number: int, edition: int) -> Party:
    """A seller; of those that no gazetteer has, some articles know another name, and an edition of some knows both."""
    place = _SELLERS.index(name) - len(_SELLERS) + len(_ALSO)
    if place >= 0 and number % 7 == 0:
        return Party(name=_ALSO[place], role=Role.SELLER)
    both = place >= 0 and number % 7 == 1 and edition == 2
    return Party(name=name, role=Role.SELLER, aliases=(_ALSO[place],) if both else ())


def _piece(field: str, said: str, sentence: str, begins: int) -> Evidence:
    start = begins + sentence.index(said)
    return Evidence(field=field, start=start, end=start + len(said), quote=said)


def crawl(address: str, rounds: int, articles: int, seed: int) -> Work:
    """Save articles that others save too, in batches of any order, and merge."""
    chance, work = random.Random(seed), Work()
    with Store(address) as store:
        for _ in range(rounds):
            batch = [article(chance.randrange(articles), chance.randrange(3)) for _ in range(4)]
            began = time.monotonic()
            work.saved += sum(store.save(batch).values())
            store.refresh()
            work.longest = max(work.longest, time.monotonic() - began)
    return work


def review(address: str, rounds: int, seed: int) -> Work:
    """Look at deals and decide about what was seen; look again where somebody was faster."""
    chance, work = random.Random(seed), Work()
    with Store(address) as store:
        done = 0
        for _ in range(rounds * _TRIES):
            if done == rounds:
                break
            try:
                began = time.monotonic()
                found = _decide(store, chance, work.decided, f"reviewer {seed}")
                work.longest = max(work.longest, time.monotonic() - began)
            except DecisionConflict:
                work.conflicts += 1
            except DecisionError:
                work.refused += 1
            else:
                if found is not None:
                    work.decided.append(found)
                    done += 1
    return work


def _decide(store: Store, chance: random.Random, own: Sequence[str], by: str) -> str | None:
    """Decide something about some deals as they are seen; None while there is nothing to see."""
    with store.reading() as connection:
        deals = connection.execute(select(t.deal.c.id, t.deal.c.version).order_by(t.deal.c.id)).all()
    if not deals:
        time.sleep(0.05)
        return None
    seen, other = chance.choice(deals), chance.choice(deals)
    order = partial(Order, by=by, deal_id=seen.id, version=seen.version)
    match chance.randrange(7):
        case 0:
            return decide(store, order(Action.ACCEPT)).decision.id
        case 1:
            return decide(store, order(Action.EDIT, field="terms.years", value=chance.randint(1, 9))).decision.id
        case 2:
            return decide(store, order(Action.MERGE, other_id=other.id, other_version=other.version)).decision.id
        case 3:
            uids = [claim.uid for claim in store.claims(seen.id)]
            return decide(store, order(Action.SPLIT, mentions=tuple(uids[: len(uids) // 2]))).decision.id
        case 4:
            uid = chance.choice([claim.uid for claim in store.claims(seen.id)] or [""])
            return decide(store, order(Action.REJECT, mentions=(uid,))).decision.id
        case 5:
            return decide(store, order(Action.DISTINCT, other_id=other.id)).decision.id
        case _ if own:
            return undo(store, chance.choice(own), by).decision.id
    return None


def run(address: str, fresh: str, crawlers: int, reviewers: int, rounds: int, articles: int) -> Outcome:
    """Let them all begin at once on an empty database, and compare it in the end with one made anew in `fresh`."""
    GAZETTEER.identity(Party(name="Microsoft", role=Role.BUYER))  # Loaded once, not by every process.
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    start = context.Barrier(crawlers + reviewers)
    tasks: list[tuple[Any, ...]] = [(crawl, address, rounds, articles, seed) for seed in range(crawlers)]
    tasks += [(review, address, rounds, 1000 + seed) for seed in range(reviewers)]
    processes = [context.Process(target=_work, args=(start, answers, *task), daemon=True) for task in tasks]
    began = time.monotonic()
    for process in processes:
        process.start()
    works = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    seconds = time.monotonic() - began
    with Store(address) as store:
        store.refresh_if_pending()
        logged = {each.id for each in decisions(store)}
        lost = [each for work in works for each in work.decided if each not in logged]
        return Outcome(works, seconds, lost, differences(store, fresh))


def _work(start: Any, answers: Any, task: Any, *arguments: Any) -> None:
    start.wait()
    try:
        answers.put(task(*arguments))
    except Exception:
        answers.put(Work(broken=traceback.format_exc()))


def differences(store: Store, fresh: str) -> list[str]:
    """How a database differs from a new one at `fresh` with the same articles and its decisions replayed."""
    with Store(fresh) as rebuilt:
        rebuilt.save(extraction for extraction, _ in store.extractions())
        rebuilt.refresh()
        waiting = replay(rebuilt, write_decisions(store)).waiting
        was, made = _deals(store), _deals(rebuilt)
    told = [f"check: {fault}" for fault in check(store).faults]
    told += [f"no mention found for {anchor.doc_id} of {decision}" for decision, anchor in waiting]
    told += [f"only as it was: {each}" for each in sorted(was.keys() - made.keys(), key=repr)]
    told += [f"only built anew: {each}" for each in sorted(made.keys() - was.keys(), key=repr)]
    return told + [
        f"{each}: {was[each]} / {made[each]}" for each in was.keys() & made.keys() if was[each] != made[each]
    ]


def _deals(store: Store) -> dict[frozenset[tuple[str, int]], str]:
    """The record of every deal by its mentions."""
    groups: dict[str, set[tuple[str, int]]] = {}
    for extraction, deal_ids in store.extractions():
        for position, deal_id in enumerate(deal_ids):
            groups.setdefault(str(deal_id), set()).add((extraction.article.doc_id, position))
    with store.reading() as connection:
        records = {row.id: row.record for row in connection.execute(select(t.deal.c.id, t.deal.c.record))}
    return {frozenset(groups.pop(deal_id, ())): record for deal_id, record in records.items()} | {
        frozenset(group): "no deal" for group in groups.values()
    }


def main() -> int:
    """Run fifty writers and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", help="an empty database; default: an SQLite file that is thrown away")
    parser.add_argument("--crawlers", type=int, default=20)
    parser.add_argument("--reviewers", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = options.address or str(Path(folder) / "writers.sqlite")
        fresh = str(Path(folder) / "fresh.sqlite")
        done = run(address, fresh, options.crawlers, options.reviewers, options.rounds, 200)
    decided = sum(len(work.decided) for work in done.works)
    print(f"{len(done.works)} writers in {done.seconds:.1f} s: {sum(work.saved for work in done.works)} articles saved")
    print(f"{decided} decisions, {sum(work.conflicts for work in done.works)} conflicts reported and decided again")
    print(f"the longest write took {max(work.longest for work in done.works):.1f} s")
    for text, count in Counter(done.broken).items():
        print(f"{count} broke: {text}")
    print(f"{len(done.lost)} decisions lost, {len(done.differences)} differences from a database built anew")
    for line in done.differences[:10]:
        print(f"  {line}")
    return int(bool(done.broken or done.lost or done.differences))


if __name__ == "__main__":
    sys.exit(main())
