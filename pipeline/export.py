"""Deals out of the database: CSV, JSONL and Parquet of the merged deals, and the gold format by article."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.search import Filter, find_deals
from pipeline.store import Store
from pipeline.store.rows import exact
from schemas.errors import StoreError
from schemas.merged import Claim, Deal
from schemas.quantity import Price
from schemas.record import Record, extraction_record, mention_record, money_record, number, party_record, terms_record

TEXTS = ("deal_id", "kind", "status", "parties", "payers", "receivers", "announced", "currency", "amount_bound")
NUMBERS = (
    "amount",
    "amount_low",
    "amount_high",
    "power_gw",
    "years",
    "stake_pct",
    "shares",
    "price_per_share",
    "annual_amount",
)
MORE_TEXTS = ("power_bound", "start", "end", "tranche", "price_currency", "annual_currency", "languages")
LAST_TEXTS = ("doc_ids", "urls", "quote")
COLUMNS = (*TEXTS, *NUMBERS, *MORE_TEXTS, "sources", "confidence", *LAST_TEXTS)
"""The columns of CSV and Parquet; lists are joined by '; '."""

_PAYERS = frozenset({"investor", "acquirer", "buyer", "lender"})
_RECEIVERS = frozenset({"investee", "target", "seller", "borrower"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DIGITS, _PLACES = 38, 9
"""Parquet's decimals here: enough for a trillion trillion, to a billionth."""


def merged_records(store: Store, wanted: Filter | None = None) -> Iterator[Record]:
    """Each merged deal with the values shown and every source's claim beside them."""
    for deal_id, deal in find_deals(store, wanted):
        yield deal_record(deal_id, deal, store.claims(deal_id))


def deal_record(deal_id: str, deal: Deal, claims: Iterable[Claim]) -> Record:
    """A merged deal as a JSON object: the fields of the gold format, and `claims` with the article of each."""
    return {
        "deal_id": deal_id,
        "kind": deal.kind.value,
        "status": deal.status.value,
        "parties": [party_record(party) for party in deal.parties],
        "amount": money_record(deal.amount),
        "power_gw": None
        if deal.power is None
        else {"value": number(deal.power.value), "bound": deal.power.bound.value},
        "terms": terms_record(deal.terms),
        "announced": None if deal.announced is None else str(deal.announced),
        "quote": deal.quote,
        "confidence": round(deal.confidence, 3),
        "languages": [language.value for language in deal.languages],
        "sources": deal.sources,
        "chosen_by": deal.chosen_by,
        "claims": [_claim_record(claim) for claim in claims],
    }


def article_records(store: Store) -> Iterator[Record]:
    """Each article in the gold format, with the `deal_id` of each of its deals."""
    for extraction, deal_ids in store.extractions():
        record = extraction_record(extraction)
        for deal, deal_id in zip(record["deals"], deal_ids, strict=True):
            deal["deal_id"] = deal_id
        yield record


def rows(store: Store) -> Iterator[Record]:
    """Each merged deal as one flat row of `COLUMNS`, numbers as exact decimals."""
    for deal_id, deal in find_deals(store):
        yield _row(deal_id, deal, store.claims(deal_id))


def to_csv(table: Iterable[Record]) -> Iterator[str]:
    """Rows as lines of CSV, the header first. Text that a spreadsheet would run as a formula gets a leading '."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in table:
        yield _taken(buffer)
        writer.writerow({name: _cell(value) for name, value in row.items()})
    yield _taken(buffer)


def to_jsonl(records: Iterable[Record]) -> Iterator[str]:
    """Records as lines of JSON, Chinese as it is."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False) + "\n"


def write_parquet(table: Iterable[Record], path: Path) -> None:
    """Write rows as a Parquet file, numbers as decimals.

    Raises:
        StoreError: If a number has more digits than Parquet's decimals hold exactly.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _parquet_type(pa, name)) for name in COLUMNS])
    pq.write_table(pa.Table.from_pylist([_checked(row) for row in table], schema=schema), path)


def _claim_record(claim: Claim) -> Record:
    return {
        "doc_id": claim.doc_id,
        "title": claim.title,
        "url": claim.url,
        "published": None if claim.published is None else str(claim.published),
        "lang": claim.language.value,
        "reasons": list(claim.reasons),
    } | mention_record(claim.mention)


def _row(deal_id: str, deal: Deal, claims: list[Claim]) -> Record:
    amount, terms = deal.amount, deal.terms
    return {
        "deal_id": deal_id,
        "kind": deal.kind.value,
        "status": deal.status.value,
        "parties": "; ".join(f"{party.name} ({party.role})" for party in deal.parties),
        "payers": "; ".join(party.name for party in deal.parties if party.role in _PAYERS),
        "receivers": "; ".join(party.name for party in deal.parties if party.role in _RECEIVERS),
        "announced": _text(deal.announced),
        "currency": amount.currency if amount else None,
        "amount_bound": amount.bound.value if amount else None,
        "amount": amount.value if amount else None,
        "amount_low": amount.low if amount else None,
        "amount_high": amount.high if amount else None,
        "power_gw": deal.power.value if deal.power else None,
        "years": terms.years,
        "stake_pct": terms.stake_pct,
        "shares": terms.shares,
        **_price(terms.price_per_share, "price_per_share", "price_currency"),
        **_price(terms.annual_amount, "annual_amount", "annual_currency"),
        "power_bound": deal.power.bound.value if deal.power else None,
        "start": _text(terms.start),
        "end": _text(terms.end),
        "tranche": terms.tranche,
        "languages": "; ".join(deal.languages),
        "sources": deal.sources,
        "confidence": round(deal.confidence, 3),
        "doc_ids": "; ".join(sorted({claim.doc_id for claim in claims})),
        "urls": "; ".join(sorted({claim.url for claim in claims if claim.url})),
        "quote": deal.quote,
    }


def _price(price: Price | None, value: str, currency: str) -> Record:
    return {value: price.value if price else None, currency: price.currency if price else None}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return exact(value)
    # Articles are strangers' words: a spreadsheet must show them, not run them.
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _parquet_type(pa: Any, name: str) -> Any:
    if name in NUMBERS:
        return pa.decimal128(_DIGITS, _PLACES)
    return {"sources": pa.int32(), "confidence": pa.float64()}.get(name, pa.string())


def _checked(row: Record) -> Record:
    for name in NUMBERS:
        value = row[name]
        if value is not None and not _fits(value):
            raise StoreError(
                f"deal {row['deal_id']}: {name} {exact(value)} has more digits than Parquet holds exactly; "
                "export as csv or jsonl instead"
            )
    return row


def _fits(value: Decimal) -> bool:
    _, _, places = (exact(value) or "").partition(".")
    return len(places) <= _PLACES and abs(value) < Decimal(10) ** (_DIGITS - _PLACES)
