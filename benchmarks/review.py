"""How fast the review pages answer: p50 and p95 of each kind of page, with ten people at once.

`python -m benchmarks.review --deals 100000` fills a database of made-up deals with three mentions each (or uses one
that `--database` names and that is not empty), serves it on loopback and asks.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from sqlalchemy import Table, func, insert, select

from pipeline.store import Store
from pipeline.store import models as t
from review.app import create_app
from schemas.deal import Kind, Party, Role, Status
from schemas.merged import Deal
from schemas.quantity import Money, PartialDate

PEOPLE = 10
THINK_SECONDS = 1.0
"""How long a person looks at a page on average before asking for the next."""

_COMPANIES = 5_000
_TEXT = "{buyer} rents computing from {seller} for ${sum} billion, both said.\n" + "More is told of it here. " * 60


def fill(store: Store, deals: int) -> None:
    """Write deals with three mentions each, as merging would have."""
    luck = random.Random(7)
    names = [f"Maker {number:04}" for number in range(_COMPANIES)]
    tables: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    tables[t.company] = [{"id": f"~maker{n:04}", "name": name, "provisional": True} for n, name in enumerate(names)]
    for number in range(deals):
        _deal(tables, number, luck, names)
        if number % 2_000 == 1_999 or number == deals - 1:
            with store.writing() as connection:
                for table, rows in tables.items():
                    if rows:
                        connection.execute(insert(table), rows)
            tables = defaultdict(list)
    with store.writing() as connection:
        connection.execute(insert(t.fact).values(name="merging", value="1"))


def _deal(tables: dict[Table, list[dict[str, Any]]], number: int, luck: random.Random, names: list[str]) -> None:
    buyer, seller = luck.sample(range(len(names)), 2)
    day = f"2025-{luck.randrange(1, 13):02}-{luck.randrange(1, 28):02}"
    billions, kind = luck.randrange(1, 500), luck.choice([Kind.COMPUTE, Kind.PURCHASE])
    status = luck.choice(list(Status))
    parties = (Party(name=names[buyer], role=Role.BUYER), Party(name=names[seller], role=Role.SELLER))
    text = _TEXT.format(buyer=names[buyer], seller=names[seller], sum=billions)
    deal = Deal(
        kind=kind, parties=parties, amount=Money(value=billions * 10**9, currency="USD"), status=status,
        announced=PartialDate(day), quote=text[:60], confidence=luck.random(), languages=("en",), sources=3,
    )  # fmt: skip
    deal_id = f"D-{number:08}"
    tables[t.deal].append(
        {
            "id": deal_id, "version": 1, "created": day, "kind": kind.value, "status": status.value, "review": "open",
            "amount_value": str(billions * 10**9), "amount_currency": "USD", "day": day, "languages": "en",
            "sources": 3, "record": deal.model_dump_json(),
        }
    )  # fmt: skip
    tables[t.deal_identity].append(
        {"deal_id": deal_id, "number": number + 1, "owner": f"u{number}-0", "created": day, "leads_to": deal_id}
    )
    for place in range(3):
        own = number * 3 + place + 1
        tables[t.article].append(
            {
                "id": own, "doc_id": f"a{own}", "content_hash": "", "extraction_hash": "", "text": text,
                "title": text[:40], "url": f"https://paper{own % 25}.example/{own}", "published": day,
                "lang": "en", "language": "en",
            }
        )  # fmt: skip
        tables[t.mention].append(
            {
                "id": own, "article_id": own, "position": 0, "uid": f"u{number}-{place}", "kind": kind.value,
                "status": status.value, "amount_value": str(billions * 10**9), "amount_currency": "USD",
                "amount_bound": "exact", "terms": "{}", "announced": day, "quote": text[:60],
                "confidence": luck.random(), "rules": "[]",
            }
        )  # fmt: skip
        tables[t.deal_mention].append(
            {"mention_id": own, "deal_id": deal_id, "component": f"u{number}-0", "reasons": '["same amount (+3)"]'}
        )
        for order, (company, party) in enumerate(zip((buyer, seller), parties, strict=True)):
            tables[t.mention_party].append(
                {
                    "mention_id": own, "position": order, "company_id": f"~maker{company:04}", "known_id": None,
                    "name": party.name, "role": party.role.value, "aliases": "[]",
                }
            )  # fmt: skip
            start = text.index(party.name)
            tables[t.evidence].append(
                {
                    "mention_id": own, "position": order, "field": f"party.{party.role.value}", "start": start,
                    "end": start + len(party.name), "quote": party.name,
                }
            )  # fmt: skip


def addresses(deals: int, luck: random.Random) -> Iterator[tuple[str, str]]:
    """Pages as people ask for them, without end, each with its kind."""
    while True:
        number = luck.randrange(deals)
        maker = luck.randrange(_COMPANIES)
        yield "queue", f"/?item=m-u{number}-{luck.randrange(3)}"
        yield "next", f"/queue/next?after=m-u{number}-0&number=2"
        yield "filter", f"/?kind=compute&least={luck.randrange(90)}"
        yield "deals", f"/deals?page={luck.randrange(1, 50)}"
        yield "search", f"/deals?q=Maker+{maker:04}"
        yield "deal", f"/deals/D-{number:08}"
        yield "company", f"/companies/~maker{maker:04}"


async def ask(address: str, seed: int, deals: int, times: dict[str, list[float]], until: float) -> None:
    """One person, who asks for page after page and looks at each for a second."""
    luck = random.Random(seed)
    await asyncio.sleep(luck.random() * THINK_SECONDS)
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        for kind, path in addresses(deals, luck):
            if time.monotonic() > until:
                return
            began = time.perf_counter()
            answer = await client.get(path)
            answer.raise_for_status()
            times[kind].append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(THINK_SECONDS * (0.5 + luck.random()))


async def ask_all(address: str, deals: int, people: int, seconds: float) -> None:
    """Ten people at once; print what each kind of page took."""
    times: dict[str, list[float]] = defaultdict(list)
    until = time.monotonic() + seconds
    await asyncio.gather(*(ask(address, seed, deals, times, until) for seed in range(people)))
    for kind, own in times.items():
        ranks = statistics.quantiles(own, n=20) if len(own) > 1 else own * 19
        print(
            json.dumps({"page": kind, "asked": len(own), "p50_ms": round(ranks[9], 1), "p95_ms": round(ranks[18], 1)})
        )


def main() -> None:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deals", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--database")
    parser.add_argument("--ask", help="the address of a site that runs: what this program calls itself with")
    told = parser.parse_args()
    if told.ask:
        asyncio.run(ask_all(told.ask, told.deals, told.people, told.seconds))
        return
    folder = tempfile.TemporaryDirectory()
    with folder, Store(told.database or str(Path(folder.name) / "review.sqlite")) as store:
        with store.reading() as connection:
            deals = connection.scalar(select(func.count()).select_from(t.deal)) or 0
        if not deals:
            began = time.monotonic()
            fill(store, told.deals)
            print(f"filled in {time.monotonic() - began:.0f} s")
            deals = told.deals
        _measure(store, deals, told.people, told.seconds)


def _measure(store: Store, deals: int, people: int, seconds: float) -> None:
    app = create_app(store)
    began = time.monotonic()
    app.state.site.warm()
    print(f"lists read in {time.monotonic() - began:.1f} s")
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    # The people are a process of their own, so that they do not share the server's interpreter.
    command = [sys.executable, "-m", "benchmarks.review", "--ask", address, "--deals", str(deals)]
    subprocess.run([*command, "--people", str(people), "--seconds", str(seconds)], check=True)
    server.should_exit = True
    thread.join(10)


if __name__ == "__main__":
    main()
