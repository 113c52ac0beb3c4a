"""Exports of text: CSV of the merged deals, JSON Lines of them with their claims, and the gold format by article."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from pipeline.export.dictionary import dictionary_record, names
from pipeline.export.rows import deal_row
from pipeline.export.selection import Exported, Selection
from pipeline.store import Store
from pipeline.store.rows import exact
from schemas.merged import Claim, Event
from schemas.record import Record, extraction_record, mention_record, money_record, number, party_record, terms_record

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def deal_record(each: Exported) -> Record:
    """A merged deal as a JSON object: the fields of the gold format, and `claims` with the article of each."""
    deal, dollars = each.deal, each.dollars
    day = dollars.rate.day if dollars else None
    return {
        "deal_id": each.deal_id,
        "kind": deal.kind.value,
        "status": deal.status.value,
        "parties": [party_record(party) for party in deal.parties],
        "amount": money_record(deal.amount),
        "amount_usd": number(dollars.value) if dollars else None,
        "usd_rate": number(dollars.rate.value) if dollars else None,
        "usd_rate_date": day.isoformat() if day else None,
        "power_gw": None
        if deal.power is None
        else {"value": number(deal.power.value), "bound": deal.power.bound.value},
        "terms": terms_record(deal.terms),
        "announced": None if deal.announced is None else str(deal.announced),
        "quote": deal.quote,
        "confidence": round(deal.confidence, 3),
        "languages": [language.value for language in deal.languages],
        "sources": deal.sources,
        "independent": deal.independent,
        "review": deal.review.value,
        "history": [_event_record(event) for event in deal.history],
        "chosen_by": deal.chosen_by,
        "alternatives": {
            name: [value.model_dump(mode="json") for value in values] for name, values in deal.alternatives.items()
        },
        "conflicts": list(deal.conflicts),
        "edited": deal.edited,
        "claims": [_claim_record(claim) for claim in each.claims],
    }


def article_records(store: Store) -> Iterator[Record]:
    """Each article in the gold format, with the `deal_id` of each of its deals."""
    for extraction, deal_ids in store.extractions():
        record = extraction_record(extraction)
        for deal, deal_id in zip(record["deals"], deal_ids, strict=True):
            deal["deal_id"] = deal_id
        yield record


def to_csv(selection: Iterable[Exported]) -> Iterator[str]:
    """Deals as lines of CSV, the header first. Text that a spreadsheet would run as a formula gets a leading '."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, names("deals"), lineterminator="\n")
    writer.writeheader()
    for each in selection:
        yield _taken(buffer)
        writer.writerow({name: _cell(value) for name, value in deal_row(each).items()})
    yield _taken(buffer)


def to_jsonl(records: Iterable[Record]) -> Iterator[str]:
    """Records as lines of JSON, Chinese as it is."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False) + "\n"


def sidecar(selection: Selection, table: str | None) -> tuple[str, str]:
    """What lies beside a file whose format has no place for a header: the ending of its name, and its JSON.

    `table` is the one whose columns the file has; without it the sidecar has no columns.
    """
    record: Record = {"about": selection.about.record()}
    if table is not None:
        record["columns"] = dictionary_record(table)
    ending = ".dictionary.json" if table == "deals" else ".manifest.json"
    return ending, json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def sidecar_path(output: Path, ending: str) -> Path:
    """Where a file's sidecar lies: `deals.csv.dictionary.json`."""
    return output.with_name(output.name + ending)


def _event_record(event: Event) -> Record:
    return {
        "day": None if event.day is None else str(event.day),
        "what": event.what.value,
        "amount": money_record(event.amount),
        "doc_ids": list(event.doc_ids),
    }


def _claim_record(claim: Claim) -> Record:
    return {
        "doc_id": claim.doc_id,
        "title": claim.title,
        "url": claim.url,
        "published": None if claim.published is None else str(claim.published),
        "lang": claim.language.value,
        "uid": claim.uid,
        "copies": claim.copies,
        "review": claim.review.value,
        "reasons": list(claim.reasons),
    } | mention_record(claim.mention)


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    # Articles are strangers' words: a spreadsheet must show them, not run them.
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
