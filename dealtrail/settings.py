"""Settings, read once at the edge: which database is meant, and options that people write in their own ways."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import SettingsError
from schemas.recognisers import Choice

if TYPE_CHECKING:
    import datetime

    from pipeline.rates import Rates
    from pipeline.search import Filter
    from schemas.article import Language
    from schemas.deal import Kind, Status
    from schemas.merged import Review
    from schemas.quantity import PartialDate
    from schemas.settings import Settings

DATABASE_VARIABLE = "DEALTRAIL_DATABASE_URL"
"""The environment variable that names the database: a URL, or the path of an SQLite file."""

CONTACT_VARIABLE = "DEALTRAIL_CONTACT"
"""The environment variable with the mail or web address of who runs this."""

SETTINGS_VARIABLE = "DEALTRAIL_SETTINGS"
"""The environment variable that names the file of settings."""

_UNITS = {
    "": 0, "k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "b": 9, "bn": 9, "billion": 9,
    "t": 12, "tn": 12, "trillion": 12, "萬": 4, "万": 4, "億": 8, "亿": 8, "萬億": 12, "万亿": 12, "兆": 12,
}  # fmt: skip
_AMOUNT = re.compile(r"^([0-9][0-9,]*(?:\.[0-9]+)?(?:e[0-9]{1,2})?)\s*(.*)$", re.IGNORECASE)


def database_address(option: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """The database that is meant: the option, else the environment's, else a file in the user's data folder."""
    named = option or environment.get(DATABASE_VARIABLE)
    if named:
        return named
    from platformdirs import user_data_path

    return str(user_data_path("dealtrail", appauthor=False) / "deals.sqlite")


def existing_database(address: str) -> str:
    """The address of a database that is to be read.

    Raises:
        SettingsError: If it is a file that is not there.
    """
    path = address.removeprefix("sqlite:///") if address.startswith("sqlite:///") else address
    try:
        there = "://" in path or path == ":memory:" or Path(path).expanduser().exists()
    except OSError as error:
        raise SettingsError(f"the database {path} cannot be looked at: {error.strerror}") from error
    if not there:
        raise SettingsError(f"there is no database at {path} yet; make it with: dealtrail ingest ARTICLES…")
    return address


def amount(text: str) -> Decimal:
    """A sum as people write it: 5e9, 5000000000, 5bn, 5 billion, 50億.

    Raises:
        SettingsError: If it is none.
    """
    match = _AMOUNT.match(text.strip())
    unit = match[2].strip().lower() if match else None
    if match is None or unit not in _UNITS:
        raise SettingsError(f"{text!r} is no amount; write e.g. 5e9, 5bn, '5 billion' or 50億")
    try:
        return Decimal(match[1].replace(",", "")).scaleb(_UNITS[unit])
    except InvalidOperation as error:
        raise SettingsError(f"{text!r} is no amount") from error


def partial_date(text: str, option: str) -> PartialDate:
    """A date as 2026, 2026-Q3, 2026-11 or 2026-11-21.

    Raises:
        SettingsError: If it is none.
    """
    from pipeline.day import day_of

    day = day_of(text)
    if day is None:
        raise SettingsError(f"{option} {text!r} is no date; write e.g. 2026-11-21, 2026-11 or 2026")
    return day


def first_day(text: str, option: str) -> datetime.date:
    """The first day of a date, in the same forms.

    Raises:
        SettingsError: If it is none.
    """
    return partial_date(text, option).first_day()


def settings_path(option: Path | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The file of settings that is meant, None for the defaults."""
    named = option or (Path(environment[SETTINGS_VARIABLE]) if environment.get(SETTINGS_VARIABLE) else None)
    usual = Path("dealtrail.toml")
    return named or (usual if usual.exists() else None)


def read_settings(option: Path | None) -> tuple[Path | None, Settings]:
    """The file of settings that is meant, and what it says; the defaults where there is none.

    Raises:
        SettingsError: If it cannot be read or does not fit.
    """
    from pipeline.configuration import read_settings as read
    from schemas.settings import Settings

    path = settings_path(option)
    return path, Settings() if path is None else read(path)


def contact(option: Path | None, environment: Mapping[str, str] = os.environ) -> str | None:
    """The mail or web address of who runs this: the environment's, else the settings'."""
    return environment.get(CONTACT_VARIABLE) or read_settings(option)[1].contact


def chosen_rates(option: Path | None, settings: Path | None) -> Rates:
    """The exchange rates of the file that is meant: the option's, else the settings', else the one that ships.

    A file that settings name is sought from the folder they lie in.

    Raises:
        SettingsError: If the settings cannot be read.
        RatesError: If the rates cannot.
    """
    from pipeline.rates import DAYS, read_rates, shipped_rates

    path, told = read_settings(settings)
    named = option
    if named is None and told.rates is not None and path is not None:
        named = path.parent / Path(told.rates).expanduser()
    if named is None:
        return shipped_rates(told.rates_days)
    return read_rates(named, DAYS if told.rates_days is None else told.rates_days)


def wanted_deals(
    company: str | None,
    kind: Kind | None,
    status: Status | None,
    min_amount: str | None,
    currency: str,
    since: str | None,
    language: Language | None,
    review: Review | None = None,
    limit: int | None = None,
) -> Filter:
    """Which deals are wanted, by the options that several commands share.

    Raises:
        SettingsError: If the amount, the currency or the date is none.
    """
    from pipeline.search import Filter

    if not re.fullmatch(r"[A-Za-z]{3}", currency):
        raise SettingsError(f"--currency {currency!r} is no code of a currency; write e.g. USD, TWD or CNY")
    return Filter(
        company=company,
        kind=kind,
        status=status,
        min_amount=None if min_amount is None else amount(min_amount),
        currency=currency.upper(),
        since=None if since is None else first_day(since, "--since"),
        language=language,
        review=review,
        limit=limit,
    )


def recognisers(text: str) -> Choice:
    """Which recognisers are meant by a list such as `rules,roles=FOLDER` (`Choice.parse`).

    Raises:
        SettingsError: If it names none, one that does not exist, or a model without its place.
    """
    try:
        return Choice.parse(text)
    except ValueError as error:
        raise SettingsError(f"--recognisers {error}") from error
