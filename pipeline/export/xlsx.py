"""Deals as an Excel file: sheets of deals, claims and parties, the data dictionary, and what the file is."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.dictionary import columns, names
from pipeline.export.rows import claim_rows, deal_row, party_rows
from pipeline.export.selection import Selection
from pipeline.store.rows import exact
from schemas.errors import StoreError
from schemas.record import Record

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEETS = ("deals", "claims", "parties")
MOST_ROWS = 1_048_575
"""Rows below the header that a sheet holds."""

_MOST_CHARACTERS = 32_767
_DIGITS = 15
"""Digits that a number in a sheet keeps; one with more is written as text."""

_WIDE = {"quote": 60, "parties": 40, "title": 40, "meaning": 90, "reasons": 40, "aliases": 30}


def write_xlsx(selection: Selection, path: Path) -> None:
    """Write the file. Every text is a text: none is run as a formula or becomes a link.

    Raises:
        StoreError: If there are more rows than a sheet holds.
    """
    import xlsxwriter

    made = selection.about.made_at.replace(tzinfo=None)
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with path.open("wb") as stream, xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": "Deals", "comments": selection.about.program, "created": made})
        sheets = {name: _Sheet(book, name, names(name)) for name in SHEETS}
        for each in selection:
            sheets["deals"].add([deal_row(each)])
            sheets["claims"].add(claim_rows(each))
            sheets["parties"].add(party_rows(each, selection.companies))
        told = _Sheet(book, "dictionary", ("sheet", "column", "type", "unit", "meaning"))
        told.add(
            {"sheet": sheet, "column": each.name, "type": each.type, "unit": each.unit, "meaning": each.meaning}
            for sheet in SHEETS
            for each in columns(sheet)
        )
        about = _Sheet(book, "about", ("what", "value"))
        about.add({"what": name, "value": value} for name, value in selection.about.flat())
        for sheet in (*sheets.values(), told, about):
            sheet.finish()


class _Sheet:
    """A sheet that rows are added to; its header stays in sight."""

    def __init__(self, book: Workbook, name: str, header: Sequence[str]) -> None:
        self._name = name
        self._header = header
        self._sheet: Worksheet = book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        self._next = 1
        for at, column in enumerate(header):
            self._sheet.set_column(at, at, _WIDE.get(column, 16))
            self._sheet.write_string(0, at, column, bold)

    def add(self, rows: Iterable[Record]) -> None:
        for row in rows:
            if self._next > MOST_ROWS:
                raise StoreError(
                    f"a sheet holds {MOST_ROWS:,} rows and there are more {self._name}: choose fewer deals, "
                    "or export as csv or parquet"
                )
            for at, column in enumerate(self._header):
                _write(self._sheet, self._next, at, row[column])
            self._next += 1

    def finish(self) -> None:
        self._sheet.autofilter(0, 0, max(self._next - 1, 1), len(self._header) - 1)


def _write(sheet: Worksheet, row: int, at: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > _DIGITS:
        sheet.write_string(row, at, exact(value) or "")
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, at, float(value))
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, at, datetime.datetime.combine(value, datetime.time()))
    else:
        text = str(value)
        # A longer text would be left out of the sheet without a word.
        cut = text if len(text.encode("utf-16-le")) // 2 <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS // 2] + "…"
        sheet.write_string(row, at, cut)
