"""How fast and how well mentions are merged: `python -m benchmarks.merge [--mentions 200000 --deals 40000]`.

Made-up mentions with their truth (`benchmarks.made_mentions`) go into an SQLite database; then a full merge is timed,
and 1,000 more mentions. On the same rows, in the same run and on one core: Splink on DuckDB, if it is installed, and
names compared by RapidFuzz alone. Each is scored by B-cubed. The baselines see what tables usually hold of a deal:
payer and receiver (where the gazetteer knows them, by their id), kind, amount in dollars, day.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import insert, select

from benchmarks.made_mentions import Told, made_mentions
from corpora.score import bcubed
from pipeline.compare_amounts import UNITS_PER_DOLLAR
from pipeline.resolve import GAZETTEER, identify, normal_name
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.insert import insert_new
from pipeline.store.rows import article_row, mention_row, mention_uid, party_rows
from schemas.deal import Party

MORE = 1000
_CHUNK = 5000
_ALIKE = 85.0
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way of merging took and gave; `seconds` of merging alone, `memory` the process's peak in MB."""

    name: str
    seconds: float
    memory: int
    scores: dict[str, float | int]
    more_seconds: float | None = None
    more_scores: dict[str, float | int] | None = None


def ours(told: Sequence[Told]) -> Measured:
    """A full merge of all but the last `MORE` mentions through the database, then those, each in its own process."""
    with tempfile.TemporaryDirectory() as folder, Store(str(Path(folder) / "merge.sqlite")) as store:
        _fill(store, told[:-MORE], 0)
        seconds, memory = _refreshed(folder)
        scores = _scored(store, told[:-MORE])
        _fill(store, told[-MORE:], len(told) - MORE)
        more, _ = _refreshed(folder)
        return Measured("dealtrail", seconds, memory, scores, more, _scored(store, told))


_REFRESH = """
import resource, sys, time
from pipeline.store import Store
with Store(sys.argv[1]) as store:
    begin = time.perf_counter()
    store.refresh()
    print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def _refreshed(folder: str) -> tuple[float, int]:
    """Seconds and peak memory of a merge in a process that does nothing else."""
    command = [sys.executable, "-c", _REFRESH, str(Path(folder) / "merge.sqlite")]
    seconds, memory = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    return float(seconds), int(memory)


def by_names_alone(told: Sequence[Told]) -> Measured:
    """Payer, receiver and kind by RapidFuzz within blocks of the first letters, sums within a tenth; linked, closed."""
    rows = list(_rows(told))
    begin = time.perf_counter()
    blocks: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        blocks[row["kind"], row["payer"][:3], row["receiver"][:3]].append(number)
    home = list(range(len(rows)))
    for block in blocks.values():
        for a, b in combinations(block, 2):
            if _find(home, a) != _find(home, b) and _alike(rows[a], rows[b]):
                home[_find(home, b)] = _find(home, a)
    pairs = [(str(each.deal), str(_find(home, number))) for number, each in enumerate(told)]
    return Measured("rapidfuzz", time.perf_counter() - begin, _memory(), bcubed(pairs))


def splink(told: Sequence[Told]) -> Measured:
    """Splink on DuckDB with one thread, its model trained by expectation maximisation as its documentation shows."""
    library: Any = importlib.import_module("splink")
    comparisons: Any = importlib.import_module("splink.comparison_library")
    pandas: Any = importlib.import_module("pandas")
    table = pandas.DataFrame(list(_rows(told)))
    begin = time.perf_counter()
    settings = library.SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            library.block_on("payer", "receiver"),
            library.block_on("substr(payer, 1, 3)", "substr(receiver, 1, 3)", "kind"),
            library.block_on("receiver", "kind", "amount"),
        ],
        comparisons=[
            comparisons.JaroWinklerAtThresholds("payer", [0.95, 0.85]),
            comparisons.JaroWinklerAtThresholds("receiver", [0.95, 0.85]),
            comparisons.ExactMatch("kind"),
            comparisons.CustomComparison(
                output_column_name="amount",
                comparison_levels=[
                    _absent("amount"),
                    {"sql_condition": "abs(amount_l - amount_r) <= 0.01 * amount_l", "label_for_charts": "same"},
                    {"sql_condition": "abs(amount_l - amount_r) <= 0.12 * amount_l", "label_for_charts": "near"},
                    {"sql_condition": "ELSE", "label_for_charts": "other"},
                ],
            ),
            comparisons.CustomComparison(
                output_column_name="day",
                comparison_levels=[
                    _absent("day"),
                    {"sql_condition": "abs(day_l - day_r) <= 7", "label_for_charts": "week"},
                    {"sql_condition": "abs(day_l - day_r) <= 60", "label_for_charts": "months"},
                    {"sql_condition": "ELSE", "label_for_charts": "other"},
                ],
            ),
        ],
    )
    database = library.DuckDBAPI()
    database.duckdb_con.execute("SET threads = 1")
    linker = library.Linker(database.register(table), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(
        [library.block_on("payer", "receiver", "kind", "amount")], recall=0.4
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(library.block_on("payer", "receiver"))
    linker.training.estimate_parameters_using_expectation_maximisation(library.block_on("amount", "kind"))
    predictions = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, _SURE)
    found = clusters.as_pandas_dataframe().set_index("unique_id")["cluster_id"].to_dict()
    seconds = time.perf_counter() - begin
    pairs = [(str(each.deal), str(found.get(number, f"alone-{number}"))) for number, each in enumerate(told)]
    return Measured("splink", seconds, _memory(), bcubed(pairs))


def _absent(column: str) -> dict[str, Any]:
    condition = f"{column}_l IS NULL OR {column}_r IS NULL"
    return {"sql_condition": condition, "label_for_charts": "null", "is_null_level": True}


def _fill(store: Store, told: Sequence[Told], first: int) -> None:
    """Write articles and mentions as `Store.save` does, many rows a statement: the saving is not what is measured."""
    for start in range(0, len(told), _CHUNK):
        part = told[start : start + _CHUNK]
        with store.writing() as connection:
            rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
            companies: dict[str, dict[str, Any]] = {}
            for number, each in enumerate(part, start=first + start + 1):
                mention = each.extraction.mentions[0]
                rows["article"].append(article_row(each.extraction) | {"id": number})
                uid = mention_uid(each.extraction.article.doc_id, mention)
                rows["mention"].append(mention_row(number, 0, uid, mention) | {"id": number})
                for identity, row in party_rows(number, mention, GAZETTEER):
                    companies[identity.id] = {
                        "id": identity.id,
                        "name": identity.name,
                        "provisional": not identity.known,
                    }
                    rows["mention_party"].append(row)
            insert_new(connection, t.company, list(companies.values()))
            for table in (t.article, t.mention, t.mention_party):
                connection.execute(insert(table), rows[table.name])


def _scored(store: Store, told: Sequence[Told]) -> dict[str, float | int]:
    with store.reading() as connection:
        query = select(t.deal_mention.c.mention_id, t.deal_mention.c.deal_id)
        found = dict(map(tuple, connection.execute(query)))
    return bcubed([(str(each.deal), found[number]) for number, each in enumerate(told, start=1)])


def _rows(told: Sequence[Told]) -> Iterator[dict[str, Any]]:
    """Mentions as rows of a table of deals."""
    for number, each in enumerate(told):
        mention = each.extraction.mentions[0]
        amount, announced = mention.amount, mention.announced or each.extraction.article.published
        low, high = UNITS_PER_DOLLAR[amount.currency] if amount else (1.0, 1.0)
        yield {
            "unique_id": number,
            "payer": _company(mention.parties[0]),
            "receiver": _company(mention.parties[-1]),
            "kind": mention.kind.value,
            "amount": float(amount.value) * 2 / (low + high) if amount else None,
            "day": announced.first_day().toordinal() if announced else None,
        }


def _company(party: Party) -> str:
    identity = identify(party)
    return identity.id if identity.known else normal_name(party.name)


def _alike(a: dict[str, Any], b: dict[str, Any]) -> bool:
    if a["amount"] and b["amount"] and abs(a["amount"] - b["amount"]) > 0.1 * max(a["amount"], b["amount"]):
        return False
    if min(fuzz.ratio(a[name], b[name]) for name in ("payer", "receiver")) < _ALIKE:
        return False
    return bool(a["amount"] and b["amount"]) or abs(a["day"] - b["day"]) <= 30


def _find(home: list[int], number: int) -> int:
    while home[number] != number:
        home[number] = home[home[number]]
        number = home[number]
    return number


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


WAYS: dict[str, Callable[[Sequence[Told]], Measured]] = {
    "dealtrail": ours,
    "rapidfuzz": by_names_alone,
    "splink": splink,
}


def main() -> None:
    """Run each way in a process of its own on one core, and print what it took and gave."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mentions", type=int, default=200_000)
    parser.add_argument("--deals", type=int, default=40_000)
    parser.add_argument("--companies", type=int, default=6000)
    parser.add_argument("--only", choices=sorted(WAYS), help="one way alone, its numbers as JSON")
    chosen = parser.parse_args()
    if chosen.only:
        told = made_mentions(chosen.mentions, chosen.deals, chosen.companies)
        done = WAYS[chosen.only](told)
        sys.stdout.write(
            json.dumps([done.name, done.seconds, done.memory, done.scores, done.more_seconds, done.more_scores]) + "\n"
        )
        return
    ways = [way for way in WAYS if way != "splink" or importlib.util.find_spec("splink")]
    for way in ways:
        sizes = ("--mentions", str(chosen.mentions), "--deals", str(chosen.deals), "--companies", str(chosen.companies))
        command = [sys.executable, "-m", "benchmarks.merge", "--only", way, *sizes]
        ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, preexec_fn=_one_core)
        name, seconds, memory, scores, more, more_scores = json.loads(ran.stdout.splitlines()[-1])
        told_more = "" if more is None else f"; {MORE} more: {more:.2f} s, B-cubed {more_scores['bcubed_f1']:.3f}"
        sys.stdout.write(f"{name}: {seconds:.1f} s, {memory:,} MB, B-cubed F1 {scores['bcubed_f1']:.3f}{told_more}\n")
        sys.stdout.flush()


def _one_core() -> None:
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})


if __name__ == "__main__":
    main()
