"""What a run did, for people: Markdown and rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.backfill import Backfilled
from pipeline.crawl import Crawled, Failure
from pipeline.reextract import Reextracted
from pipeline.search import deal_by_id
from pipeline.store import Refreshed, Store

Row = dict[str, str]
_MOST_FAILURES = 200


def crawl_markdown(done: Crawled, missing: Sequence[str] = (), asked: Sequence[str] = ()) -> str:
    """A crawl in Markdown; `missing` tells of recognisers that could not be loaded, `asked` of a language model."""
    numbers = {
        "lists read": done.discovered.lists,
        "lists unchanged": done.discovered.unchanged,
        "addresses announced": done.discovered.announced,
        "pages fetched": done.fetched,
        "pages not modified": done.unmodified,
        "articles new": done.new,
        "articles changed": done.changed,
        "mentions of deals": done.mentions,
        "failures": len(done.failures),
    }
    return _markdown(f"Crawl of {done.source}", numbers, done.deals, done.failures, missing, asked)


def reextract_markdown(done: Reextracted, missing: Sequence[str] = (), asked: Sequence[str] = ()) -> str:
    """A reading of the archive in Markdown; `missing` and `asked` as for a crawl."""
    numbers = {
        "pages": done.pages,
        "articles new": done.new,
        "articles changed": done.changed,
        "articles forgotten": done.forgotten,
        "mentions of deals": done.mentions,
        "failures": len(done.failures),
    }
    lines = [
        f"| {c.deal_id} | {c.field} | {_cell(c.before)} | {_cell(c.after)} |" for c in done.changes[:_MOST_FAILURES]
    ]
    table = ["", "| deal | field | before | after |", "| --- | --- | --- | --- |", *lines] if lines else []
    return "\n".join([_markdown("Archive read again", numbers, done.deals, done.failures, missing, asked), *table])


def backfill_markdown(done: Backfilled) -> str:
    """A backfill in Markdown."""
    counts = done.counts
    numbers = {
        "shards done": done.shards_done,
        "shards": done.shards,
        "pages": counts.pages,
        "without a sign of a deal": counts.skipped,
        "without an article": counts.empty,
        "articles": counts.articles,
        "mentions of deals": counts.mentions,
        "failed": counts.failed,
    }
    failures = [Failure(each.place, "unread", each.reason) for each in done.failures]
    return _markdown(f"Backfill {done.id}", numbers, done.deals, failures, done.missing, done.asked)


def deal_rows(store: Store, deals: Refreshed) -> list[Row]:
    """The new and changed deals, one a row."""
    told = [("new", each) for each in deals.new_ids] + [("changed", each) for each in deals.changed_ids]
    rows = []
    for what, deal_id in told:
        deal = deal_by_id(store, deal_id)
        amount = f"{deal.amount.value:f} {deal.amount.currency}" if deal.amount else ""
        parties = ", ".join(f"{party.name} ({party.role})" for party in deal.parties)
        rows.append(
            {
                "what": what,
                "id": deal_id,
                "kind": deal.kind.value,
                "status": deal.status.value,
                "parties": parties,
                "amount": amount,
            }
        )
    return rows


def failure_rows(failures: Iterable[Failure]) -> list[Row]:
    """What failed, one a row."""
    return [{"kind": each.kind, "place": each.place, "reason": each.reason} for each in failures]


def _markdown(
    title: str,
    numbers: dict[str, int],
    deals: Refreshed,
    failures: Sequence[Failure],
    missing: Sequence[str],
    asked: Sequence[str],
) -> str:
    told = numbers | {"deals": deals.deals, "deals new": deals.new, "deals changed": deals.changed}
    lines = [f"# {title}", "", "| | |", "| --- | ---: |", *(f"| {name} | {count:,} |" for name, count in told.items())]
    lines += [f"\nRead without it: {_cell(fault)}" for fault in missing]
    lines += [f"\nAsked: {_cell(line)}" for line in asked]
    if failures:
        kinds = Counter(each.kind for each in failures)
        lines += ["", "What failed: " + ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items())), ""]
        lines += ["| kind | address | reason |", "| --- | --- | --- |"]
        lines += [f"| {f.kind} | {_cell(f.place)} | {_cell(f.reason)} |" for f in failures[:_MOST_FAILURES]]
    if len(failures) > _MOST_FAILURES:
        lines.append(f"\nand {len(failures) - _MOST_FAILURES:,} more")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """A stranger's text as a cell of a table: on one line, and no markup."""
    for sign in "\\`*_[]<>|":
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())[:300]
