"""Money compared: exchange rates from a file in the form of the European Central Bank's history (eurofxref-hist.csv).

`Date, USD, JPY, …`: a row a day, the newest first, units of each currency for one euro; a cell without a rate is empty
or `N/A`. Any further currency may have a column. The file may lie alone in a .zip, as the bank publishes it.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path

from schemas.errors import RatesError
from schemas.merged import Deal
from schemas.quantity import Money, PartialDate
from schemas.rates import Converted, Rate

USD = "USD"
DAYS = 10
"""How many days older than its deal a rate may be: over any run of holidays."""

SHIPPED = Path(__file__).parents[1] / "corpora" / "rates" / "monthly.csv"
SHIPPED_DAYS = 35
"""The same for the file that ships, which has one row a month."""

_EURO = "EUR"
_CODE = re.compile(r"^[A-Z]{3}$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_NUMBER = re.compile(r"^\d{1,12}(?:\.\d{1,12})?$")
_NONE = frozenset({"", "N/A"})
_MOST_BYTES = 50_000_000
_RATE = Context(prec=10, rounding=ROUND_HALF_EVEN)
_SUM = Context(prec=60, rounding=ROUND_HALF_EVEN)
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates by day, the oldest first: units of each currency for one euro.

    `days` is the most that a rate may be older than the day it is used for; `source` names the file for people.
    """

    source: str
    days: int
    dates: Sequence[datetime.date]
    rows: Sequence[Mapping[str, Decimal]]

    @property
    def last_day(self) -> datetime.date:
        """The newest day with a rate."""
        return self.dates[-1]

    def rate(self, currency: str, into: str, day: datetime.date) -> Rate | None:
        """What a unit of `currency` was worth in `into`, to ten digits.

        The rate is that of the newest day with both currencies, neither after `day` nor more than `days` before it;
        None if there is none.
        """
        if currency == into:
            return Rate(value=Decimal(1))
        for at in range(bisect_right(self.dates, day) - 1, -1, -1):
            if (day - self.dates[at]).days > self.days:
                return None
            row = self.rows[at]
            if currency in row and into in row:
                return Rate(value=_RATE.divide(row[into], row[currency]), day=self.dates[at])
        return None

    def convert(self, money: Money, into: str, day: datetime.date | None) -> Converted | None:
        """A sum (of a range, its middle) in another currency by the rate of the day; None without a rate or a day."""
        if day is None and money.currency != into:
            return None
        rate = self.rate(money.currency, into, day or datetime.date.min)
        if rate is None:
            return None
        value = money.value
        if money.currency != into:
            value = _SUM.quantize(_SUM.multiply(value, rate.value), _HUNDREDTH)
        return Converted(value=value, currency=into, rate=rate)

    def convert_amount(self, deal: Deal, into: str = USD) -> Converted | None:
        """A deal's amount in another currency by the rate of its day; None without an amount, a rate or a day."""
        return None if deal.amount is None else self.convert(deal.amount, into, rate_day(deal))


def rate_day(deal: Deal) -> datetime.date | None:
    """The day whose rates a deal's amount is compared by: when it was announced, else when it was last written of.

    Of a month or a year it is the last day, but never one after the newest article: no rate comes from the future.
    """
    return day_of_rate(deal.announced, deal.latest)


def day_of_rate(announced: PartialDate | None, latest: PartialDate | None) -> datetime.date | None:
    """As `rate_day`, of a deal's two days."""
    told = [date.last_day() for date in (announced, latest) if date is not None]
    return min(told) if told else None


def shipped_rates(days: int | None = None) -> Rates:
    """The small file that ships: rounded, one row a month (corpora/rates/README.md)."""
    return read_rates(SHIPPED, SHIPPED_DAYS if days is None else days, "the table of monthly rates that ships")


def read_rates(path: Path, days: int = DAYS, source: str | None = None) -> Rates:
    """The rates of a .csv file, or of the one in a .zip; `source` names it for people, else its path does.

    Raises:
        RatesError: If it cannot be read or does not fit the format; it names the file and the line.
    """
    place, text = _text(path)
    dates: list[datetime.date] = []
    rows: list[dict[str, Decimal]] = []
    for line, day, row in _rows(text, place):
        if dates and day >= dates[-1]:
            raise RatesError(f"{place}, line {line}: {day} is not before {dates[-1]}; rows run from the newest back")
        dates.append(day)
        rows.append(row)
    if not dates:
        raise RatesError(f"{place}: has no row of rates")
    return Rates(source or str(path), days, dates[::-1], rows[::-1])


def _text(path: Path) -> tuple[str, str]:
    """The file's place for people and its text."""
    try:
        if path.suffix.lower() == ".zip":
            return _unzipped(path)
        content = path.read_bytes()
    except FileNotFoundError:
        raise RatesError(f"{path}: there is no such file of exchange rates") from None
    except OSError as error:
        raise RatesError(f"{path}: cannot be read: {error.strerror or error}") from error
    return str(path), _decoded(str(path), content)


def _unzipped(path: Path) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            tables = [each for each in archive.infolist() if each.filename.lower().endswith(".csv")]
            if len(tables) != 1:
                raise RatesError(f"{path}: holds {len(tables)} .csv files and should hold one")
            if tables[0].file_size > _MOST_BYTES:
                raise RatesError(f"{path}: {tables[0].filename} has more than {_MOST_BYTES:,} bytes")
            place = f"{path} ({tables[0].filename})"
            return place, _decoded(place, archive.read(tables[0]))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise RatesError(f"{path}: is no .zip that can be read: {error}") from error


def _decoded(place: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RatesError(f"{place}: is no UTF-8 text") from error


def _rows(text: str, place: str) -> Iterator[tuple[int, datetime.date, dict[str, Decimal]]]:
    """Each row with its line, its day and its rates; the euro's own is 1."""
    lines = csv.reader(io.StringIO(text))
    try:
        header = [cell.strip() for cell in next(lines, [])]
        currencies = _currencies(header, place)
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            where = f"{place}, line {lines.line_num}"
            if len(cells) != len(header):
                raise RatesError(f"{where}: has {len(cells)} cells, the header has {len(header)}")
            day, *values = (cell.strip() for cell in cells)
            yield lines.line_num, _day(day, where), {_EURO: Decimal(1)} | _rates(currencies, values, where)
    except csv.Error as error:
        raise RatesError(f"{place}, line {lines.line_num}: is no CSV: {error}") from error


def _currencies(header: Sequence[str], place: str) -> list[str]:
    if not header or header[0] != "Date":
        raise RatesError(f"{place}, line 1: should begin 'Date, USD, JPY, …', as eurofxref-hist.csv does")
    # The bank's own lines end in a comma.
    currencies = list(header[1:-1] if header[-1] == "" else header[1:])
    for name in currencies:
        if not _CODE.match(name) or name == _EURO:
            raise RatesError(f"{place}, line 1: {name!r} is no code of a currency other than the euro")
        if currencies.count(name) > 1:
            raise RatesError(f"{place}, line 1: has two columns {name}")
    if USD not in currencies:
        raise RatesError(f"{place}, line 1: has no column USD, which sums are compared in")
    return currencies


def _day(text: str, where: str) -> datetime.date:
    try:
        if _DAY.match(text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise RatesError(f"{where}: {text!r} is no day; write it as 2026-11-20")


def _rates(currencies: Sequence[str], values: Iterable[str], where: str) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for currency, text in zip(currencies, values, strict=False):
        if text in _NONE:
            continue
        rate = Decimal(text) if _NUMBER.match(text) else Decimal(0)
        if not rate:
            raise RatesError(f"{where}: {text!r} is no rate of {currency}: a number above zero, N/A or nothing")
        found[currency] = rate
    return found
