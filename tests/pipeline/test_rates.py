"""Exchange rates: what a file may look like, which rate is taken, and which never."""

from __future__ import annotations

import datetime
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rates import Rates, rate_day, read_rates, shipped_rates
from schemas import Kind, Language, Money, PartialDate, Role, Status
from schemas.errors import RatesError
from schemas.merged import Deal
from tests.conftest import party

DAY = datetime.date
# The bank's own form: every line ends in a comma, and a currency that is no more has N/A.
TABLE = """Date,USD,JPY,BGN,TWD,
2026-02-27,1.1805,184.13,N/A,,
2026-02-26,1.1814,184.37,N/A,36.9,
2026-02-20,1.1767,182.63,1.9558,36.8,
"""


@pytest.fixture
def rates(tmp_path: Path) -> Rates:
    path = tmp_path / "eurofxref-hist.csv"
    path.write_text(TABLE, encoding="utf-8")
    return read_rates(path)


def test_the_rate_is_of_the_newest_day_before(rates: Rates) -> None:
    rate = rates.rate("JPY", "USD", DAY(2026, 2, 25))
    assert rate is not None
    assert (rate.day, rate.value) == (DAY(2026, 2, 20), Decimal("0.006443081640"))  # 1.1767 / 182.63
    assert rates.rate("JPY", "USD", DAY(2026, 2, 26)).day == DAY(2026, 2, 26)  # type: ignore[union-attr]
    assert rates.rate("EUR", "USD", DAY(2026, 3, 1)).value == Decimal("1.1805")  # type: ignore[union-attr]


def test_a_rate_is_never_of_the_future_and_never_too_old(rates: Rates) -> None:
    assert rates.rate("JPY", "USD", DAY(2026, 2, 19)) is None
    assert rates.rate("JPY", "USD", DAY(2026, 3, 9)) is not None
    assert rates.rate("JPY", "USD", DAY(2026, 3, 10)) is None


def test_a_currency_without_a_rate_that_day_takes_an_older_one(rates: Rates) -> None:
    assert rates.rate("TWD", "USD", DAY(2026, 2, 27)).day == DAY(2026, 2, 26)  # type: ignore[union-attr]
    assert rates.rate("BGN", "TWD", DAY(2026, 2, 27)).day == DAY(2026, 2, 20)  # type: ignore[union-attr]
    assert rates.rate("VND", "USD", DAY(2026, 2, 27)) is None


def test_sums_are_exact_to_a_cent(rates: Rates) -> None:
    money = Money(value=Decimal("123456789012345678.9"), currency="JPY")
    converted = rates.convert(money, "USD", DAY(2026, 2, 27))
    assert converted is not None
    assert converted.rate.value == Decimal("0.006411231195")  # 1.1805 / 184.13 to ten digits
    assert converted.value == Decimal("791510016950483.86")
    dollars = Money(value=Decimal("0.001"), currency="USD")
    same = rates.convert(dollars, "USD", None)
    assert same is not None
    assert (same.value, same.rate.value, same.rate.day) == (Decimal("0.001"), 1, None)


@pytest.mark.parametrize(
    ("announced", "latest", "day"),
    [
        ("2025-11-03", "2025-11-05", "2025-11-03"),
        (None, "2025-11-05", "2025-11-05"),
        ("2025-10", "2025-11-05", "2025-10-31"),
        ("2025", "2025-11-05", "2025-11-05"),
        ("2026-H2", "2025-11-05", "2025-11-05"),
        ("2025-Q3", None, "2025-09-30"),
        (None, None, None),
    ],
)
def test_a_deals_day_is_that_of_its_announcement_and_not_after_its_articles(
    announced: str | None, latest: str | None, day: str | None
) -> None:
    deal = Deal(
        kind=Kind.DEBT,
        parties=(party("A", Role.BORROWER),),
        status=Status.AGREED,
        quote="a sentence",
        confidence=1,
        languages=(Language.EN,),
        sources=1,
        announced=None if announced is None else PartialDate(announced),
        latest=None if latest is None else PartialDate(latest),
    )
    assert rate_day(deal) == (None if day is None else DAY.fromisoformat(day))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: should begin 'Date, USD, JPY"),
        ("day,USD\n2026-01-02,1\n", "line 1: should begin 'Date, USD, JPY"),
        ("Date,USD\n", "has no row of rates"),
        ("Date,JPY\n2026-01-02,1\n", "line 1: has no column USD"),
        ("Date,USD,usd\n2026-01-02,1,1\n", "line 1: 'usd' is no code"),
        ("Date,USD,EUR\n2026-01-02,1,1\n", "line 1: 'EUR' is no code"),
        ("Date,USD,USD\n2026-01-02,1,1\n", "line 1: has two columns USD"),
        ("Date,USD\n2026-01-02,1,2\n", "line 2: has 3 cells, the header has 2"),
        ("Date,USD\n02 January 2026,1\n", "line 2: '02 January 2026' is no day"),
        ("Date,USD\n2026-02-30,1\n", "line 2: '2026-02-30' is no day"),
        ("Date,USD\n2026-01-02,1\n2026-01-05,1\n", "line 3: 2026-01-05 is not before 2026-01-02"),
        ("Date,USD\n2026-01-02,1\n2026-01-02,1\n", "line 3: 2026-01-02 is not before 2026-01-02"),
        ("Date,USD\n2026-01-02,0\n", "line 2: '0' is no rate of USD"),
        ("Date,USD\n2026-01-02,-1\n", "line 2: '-1' is no rate of USD"),
        ("Date,USD\n2026-01-02,1e3\n", "line 2: '1e3' is no rate of USD"),
        ('Date,USD\n2026-01-02,"1,1"\n', "line 2: '1,1' is no rate of USD"),
        ("Date,USD\n2026-01-02,NaN\n", "line 2: 'NaN' is no rate of USD"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_by_its_line(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RatesError) as raised:
        read_rates(path)
    assert str(raised.value).startswith(str(path))
    assert fault in str(raised.value)


def test_the_banks_zip_is_read_as_its_table(tmp_path: Path, rates: Rates) -> None:
    path = tmp_path / "eurofxref-hist.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("eurofxref-hist.csv", TABLE.replace(",", ", "))
    assert read_rates(path).rows == rates.rows
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("more.csv", TABLE)
    with pytest.raises(RatesError, match=r"holds 2 \.csv files"):
        read_rates(path)
    path.write_bytes(b"no archive")
    with pytest.raises(RatesError, match=r"is no \.zip"):
        read_rates(path)
    with pytest.raises(RatesError, match="there is no such file"):
        read_rates(tmp_path / "none.csv")


def test_the_rates_that_ship_are_plausible_and_leave_no_gap() -> None:
    rates = shipped_rates()
    assert (rates.dates[0], rates.last_day) == (DAY(2023, 12, 29), DAY(2026, 2, 27))
    day = rates.dates[0]
    while day <= rates.last_day:
        for currency, low, high in (("EUR", "1", "1.3"), ("CNY", ".13", ".15"), ("JPY", ".006", ".0075")):
            rate = rates.rate(currency, "USD", day)
            assert rate is not None
            assert Decimal(low) < rate.value < Decimal(high)
        day += datetime.timedelta(days=1)
    # Between the months no currency jumps by a tenth: a slip of the pen would.
    for before, after in zip(rates.rows, rates.rows[1:], strict=False):
        for currency in before.keys() & after.keys():
            assert abs(after[currency] / before[currency] - 1) < Decimal("0.1"), (currency, before, after)
    assert rates.rate("TWD", "USD", DAY(2025, 11, 3)) is not None
    assert rates.rate("TWD", "USD", DAY(2026, 3, 1)) is None


@given(st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False), st.sampled_from(["HKD", "KRW", "GBP"]))
def test_there_and_back_is_the_same_sum(value: Decimal, currency: str) -> None:
    rates = shipped_rates()
    day = DAY(2025, 11, 21)
    there = rates.convert(Money(value=value, currency=currency), "USD", day)
    assert there is not None
    back = rates.convert(Money(value=there.value, currency="USD"), currency, day)
    assert back is not None
    assert abs(back.value - value) <= value * Decimal("1e-8") + 20  # a cent is some won
