"""Deals as a Parquet file: numbers as decimals, the header and the dictionary in the file's own metadata."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.export.dictionary import Column, columns
from pipeline.export.rows import deal_row
from pipeline.export.selection import Selection
from pipeline.store.rows import exact
from schemas.errors import StoreError
from schemas.record import Record

METADATA = b"dealtrail"
"""The key of the header in the file's metadata."""

_DIGITS = 38


def write_parquet(selection: Selection, path: Path) -> None:
    """Write the table `deals` as a Parquet file.

    Raises:
        StoreError: If a number has more digits than Parquet's decimals hold exactly.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    header = json.dumps(selection.about.record(), ensure_ascii=False)
    schema = pa.schema([_field(pa, column) for column in columns("deals")], metadata={METADATA: header})
    rows = [_checked(deal_row(each)) for each in selection]
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def _field(pa: Any, column: Column) -> Any:
    types = {
        "decimal": pa.decimal128(_DIGITS, column.places),
        "integer": pa.int32(),
        "number": pa.float64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    told = {"unit": column.unit, "meaning": column.meaning}
    return pa.field(column.name, types.get(column.type, pa.string()), metadata=told)


def _checked(row: Record) -> Record:
    for column in columns("deals"):
        value = row[column.name]
        if column.type == "decimal" and value is not None and not _fits(value, column.places):
            raise StoreError(
                f"deal {row['deal_id']}: {column.name} {exact(value)} has more digits than Parquet holds exactly; "
                "export as csv or jsonl instead"
            )
    return row


def _fits(value: Decimal, places: int) -> bool:
    _, _, behind = (exact(value) or "").partition(".")
    return len(behind) <= places and abs(value) < Decimal(10) ** (_DIGITS - places)
