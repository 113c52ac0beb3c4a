"""How fast the review pages answer: p50 and p95 of each kind of page, with ten people at once.

`python -m benchmarks.review` makes a database of made-up deals (`benchmarks.made_deals`), serves it on loopback and
asks; then the same while one person decides. `--postgres` measures on a PostgreSQL server of its own as well,
`--database` on a database that is there, and fills it if it is empty.

The ten people are one process that sleeps most of the time, but it runs on the machine that serves: of two cores the
server has one, the database and the people share the other.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import uvicorn
from sqlalchemy import select

from benchmarks.made_deals import fill
from pipeline.store import Store
from pipeline.store import models as t
from review.app import create_app

PEOPLE = 10
THINK_SECONDS = 1.0
"""How long a person looks at a page on average before asking for the next."""

DECIDE_SECONDS = 5.0
"""How long the one who decides takes for it."""

AIM_MS = {"loops": 1000.0, "graph": 1000.0, "commitments": 1000.0}
OTHER_AIM_MS = 150.0

FIRST = (("loops", "/loops"), ("graph", "/graph"), ("commitments", "/commitments"),
         ("evidence not found", "/?what=unlocated"), ("deals", "/deals?sort=size"))  # fmt: skip
"""Pages whose first answer is told apart: what they show is kept until something changes."""


@dataclass(slots=True)
class Names:
    """What people ask for by name: some deals, mentions and companies, the last as often as deals name them."""

    deals: list[str]
    mentions: list[str]
    companies: list[str]
    called: list[str]


def names_of(store: Store, many: int = 3_000) -> Names:
    """Names drawn from a database."""
    luck = random.Random(5)
    with store.reading() as connection:
        deals = list(connection.scalars(select(t.deal.c.id)))
        last = max(1, max(connection.scalars(select(t.mention.c.id))))
        some = sorted({luck.randint(1, last) for _ in range(many)})
        mentions: list[str] = []
        companies: list[str] = []
        called: list[str] = []
        for start in range(0, len(some), 500):
            part = some[start : start + 500]
            mentions += connection.scalars(select(t.mention.c.uid).where(t.mention.c.id.in_(part)))
            for row in connection.execute(select(t.mention_party).where(t.mention_party.c.mention_id.in_(part))):
                companies.append(row.company_id)
                called.append(row.name)
    return Names(luck.sample(deals, min(many, len(deals))), mentions, companies, called)


def addresses(names: Names, luck: random.Random, graph: bool) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Pages as people ask for them, without end, each with its kind and its query."""
    while True:
        mention = luck.choice(names.mentions)
        pages: list[tuple[str, str, dict[str, str]]] = [
            ("queue", "/", {"item": f"m-{mention}"}),
            ("next", "/queue/next", {"after": f"m-{mention}", "number": "2"}),
            ("queue by filter", "/", {"kind": luck.choice(_KINDS), "least": str(luck.randrange(90))}),
            ("queue of company", "/", {"company": luck.choice(names.called)}),
            ("merges", "/", {"what": "merge"}),
            ("evidence not found", "/", {"what": "unlocated"}),
            ("deals", "/deals", {"page": str(luck.randrange(1, 50))}),
            ("deals by filter", "/deals", {"kind": luck.choice(_KINDS), "sort": luck.choice(_SORTS),
                                           "least": f"{luck.randrange(1, 90)}bn"}),
            ("search", "/deals", {"q": luck.choice(names.called)}),
            ("deal", f"/deals/{luck.choice(names.deals)}", {}),
            ("company", f"/companies/{luck.choice(names.companies)}", {}),
            ("loops", "/loops", {}),
            ("commitments", "/commitments", {}),
        ]  # fmt: skip
        if graph:
            pages.append(("graph", "/graph", {}))
        luck.shuffle(pages)
        yield from pages


_KINDS = ("investment", "acquisition", "purchase", "compute", "debt", "power")
_SORTS = ("day", "size", "power", "sources", "confidence", "conflicts")


@dataclass(slots=True)
class Asked:
    """What answers took, in milliseconds by kind of page; `decided` is how long decisions took."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    decided: list[float] = field(default_factory=list)


async def ask(address: str, seed: int, names: Names, asked: Asked, until: float, graph: bool) -> None:
    """One person, who asks for page after page and looks at each for a second."""
    luck = random.Random(seed)
    await asyncio.sleep(luck.random() * THINK_SECONDS)
    async with httpx.AsyncClient(base_url=address, timeout=120) as client:
        for kind, path, query in addresses(names, luck, graph):
            if time.monotonic() > until:
                return
            began = time.perf_counter()
            answer = await client.get(path, params=query, follow_redirects=True)
            answer.raise_for_status()
            asked.times[kind].append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(THINK_SECONDS * (0.5 + luck.random()))


async def decide(address: str, seed: int, names: Names, asked: Asked, until: float) -> None:
    """One more person, who accepts a mention and takes it back, again and again."""
    luck = random.Random(seed)
    async with httpx.AsyncClient(base_url=address, timeout=120) as client:
        page = (await client.get("/deals")).text
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
        assert found is not None
        headers = {"X-CSRF-Token": found[1], "Accept": "application/json"}
        while time.monotonic() < until:
            item = f"m-{luck.choice(names.mentions)}"
            for path, form in (("/decide", {"item": item, "action": "accept", "seconds": "4"}), ("/undo", {})):
                began = time.perf_counter()
                (await client.post(path, data=form, headers=headers)).raise_for_status()
                asked.decided.append((time.perf_counter() - began) * 1000)
                await asyncio.sleep(DECIDE_SECONDS)


async def ask_all(address: str, names: Names, people: int, seconds: float, deciding: bool) -> Asked:
    """Ten people at once."""
    asked = Asked()
    async with httpx.AsyncClient(base_url=address, timeout=300) as client:
        graph = (await client.get("/graph")).status_code == 200
    until = time.monotonic() + seconds
    work = [ask(address, seed, names, asked, until, graph) for seed in range(people)]
    if deciding:
        work.append(decide(address, 99, names, asked, until))
    await asyncio.gather(*work)
    return asked


def first_answers(address: str, names: Names) -> dict[str, list[float]]:
    """What pages take whose answer is kept: at the first asking, at the second, and after a decision."""
    taken: dict[str, list[float]] = defaultdict(list)
    pages = (*FIRST, ("company", f"/companies/{names.companies[0]}"))
    with httpx.Client(base_url=address, timeout=300) as client:
        for after_decision in (False, False, True):
            for name, path in pages:
                if after_decision:
                    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get("/deals").text)
                    assert found is not None
                    headers = {"X-CSRF-Token": found[1], "Accept": "application/json"}
                    form = {"item": f"m-{names.mentions[0]}", "action": "accept"}
                    client.post("/decide", data=form, headers=headers).raise_for_status()
                began = time.perf_counter()
                answer = client.get(path)
                if answer.status_code == 200:
                    taken[name].append((time.perf_counter() - began) * 1000)
                if after_decision:
                    client.post("/undo", data={}, headers=headers).raise_for_status()
    return taken


_BEHIND = "Deals have changed since this was drawn"


def _settle(address: str) -> None:
    """Wait until what the decisions changed is drawn again: while people only read, nothing is made behind them."""
    end = time.monotonic() + 180
    with httpx.Client(base_url=address, timeout=300, headers={"Accept-Language": "en"}) as client:
        for path in ("/loops", "/graph", "/commitments"):
            while _BEHIND in client.get(path).text and time.monotonic() < end:
                time.sleep(1)


def ranks(times: list[float]) -> tuple[float, float]:
    """p50 and p95."""
    found = statistics.quantiles(times, n=20) if len(times) > 1 else times * 19
    return found[9], found[18]


def main() -> None:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deals", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--database", action="append", default=[], help="an address; may be given several times")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server of its own as well")
    parser.add_argument("--ask", help="the address of a site that runs: what this program calls itself with")
    told = parser.parse_args()
    if told.ask:
        _ask(told.ask, told.people, told.seconds)
        return
    with ExitStack() as open_:
        places = list(told.database)
        if not places:
            folder = open_.enter_context(tempfile.TemporaryDirectory())
            places.append(str(Path(folder) / "review.sqlite"))
        if told.postgres:
            from tests import postgres

            places.append(open_.enter_context(postgres.running()))
        measured = [_measured(place, told.deals, told.people, told.seconds) for place in places]
    _print(measured)


def _ask(address: str, people: int, seconds: float) -> None:
    names = Names(**json.load(sys.stdin))
    first = first_answers(address, names)
    _settle(address)
    told = {"first": first}
    for name, deciding in (("reading", False), ("deciding", True)):
        asked = asyncio.run(ask_all(address, names, people, seconds, deciding))
        told[name] = dict(asked.times) | ({"a decision": asked.decided} if deciding else {})
    print(json.dumps(told))


@dataclass(slots=True)
class Measured:
    """What was measured on one database."""

    database: str
    warm_seconds: float
    busy_ms: float
    first: dict[str, list[float]]
    reading: dict[str, list[float]]
    deciding: dict[str, list[float]]


def _measured(place: str, deals: int, people: int, seconds: float) -> Measured:
    with Store(place) as store:
        if not store.count():
            began = time.monotonic()
            fill(store, deals)
            _vacuum(store)
            print(f"{store.address}: filled in {time.monotonic() - began:.0f} s", flush=True)
        return _serve(store, people, seconds)


def _vacuum(store: Store) -> None:
    """Let the database count what it holds, as one in use has done by itself."""
    with store.writing() as connection:
        connection.exec_driver_sql("ANALYZE")


def _serve(store: Store, people: int, seconds: float) -> Measured:
    names = names_of(store)
    app = create_app(store)
    began = time.monotonic()
    app.state.site.warm()
    warm = time.monotonic() - began
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", timeout_keep_alive=120))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    # The people are a process of their own, so that they do not share the server's interpreter.
    command = [sys.executable, "-m", "benchmarks.review", "--ask", address]
    command += ["--people", str(people), "--seconds", str(seconds)]
    told = json.dumps({"deals": names.deals, "mentions": names.mentions, "companies": names.companies,
                       "called": names.called})  # fmt: skip
    busy = time.process_time()
    done = subprocess.run(command, input=told, capture_output=True, text=True)
    busy = time.process_time() - busy
    if done.returncode:
        raise SystemExit(done.stderr)
    server.should_exit = True
    thread.join(10)
    found = json.loads(done.stdout)
    pages = sum(len(times) for how in ("reading", "deciding") for times in found[how].values())
    return Measured(store.address.partition(":")[0], warm, 1000 * busy / pages, **found)


def _print(measured: list[Measured]) -> None:
    """One table for all databases."""
    print(f"load of the machine in the last minute, this program's own included: {os.getloadavg()[0]:.1f}")
    for each in measured:
        print(f"{each.database}: lists read in {each.warm_seconds:.1f} s, {each.busy_ms:.0f} ms of processor a page")
        for name, own in each.first.items():
            print(f"  {name}: first {own[0]:,.0f} ms, again {own[1]:,.0f}, after a decision {own[2]:,.0f}")
    kinds = sorted({kind for each in measured for kind in each.deciding}, key=lambda kind: (kind in AIM_MS, kind))
    head = [f"{each.database} {how}" for each in measured for how in ("p50", "p95", "deciding p50", "p95")]
    print("| page (ms) | aim | " + " | ".join(head) + " |")
    print("| --- |" + " --- |" * (len(head) + 1))
    for kind in kinds:
        cells = [f"{AIM_MS.get(kind, OTHER_AIM_MS):.0f}"]
        for each in measured:
            for times in (each.reading.get(kind), each.deciding.get(kind)):
                cells += [f"{number:,.0f}" for number in ranks(times)] if times else ["", ""]
        print(f"| {kind} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
