"""What an export holds: the deals that are wanted, and what its header says of itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version

from pipeline.export.dictionary import schema_version
from pipeline.rates import Rates
from pipeline.resolve import Companies
from pipeline.search import Filter, search
from pipeline.store import Store
from pipeline.store.log import companies_of
from schemas.merged import Claim, Deal
from schemas.rates import Converted
from schemas.record import Record


@dataclass(frozen=True, slots=True)
class Exported:
    """A merged deal with every source's claim, and its amount in USD where a rate tells it."""

    deal_id: str
    deal: Deal
    claims: Sequence[Claim]
    dollars: Converted | None


@dataclass(frozen=True, slots=True)
class About:
    """An export's header: its columns' version, the program's, when it was made, of what, and by which rates."""

    schema_version: int
    program: str
    made_at: datetime.datetime
    filter: dict[str, str]
    deals: int
    rates: dict[str, str]

    def record(self) -> Record:
        """The header as a JSON object."""
        return {
            "schema_version": self.schema_version,
            "program": self.program,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "filter": self.filter,
            "deals": self.deals,
            "rates": self.rates,
        }

    def flat(self) -> list[tuple[str, str]]:
        """The header as names and texts, for formats without objects."""
        return [(name, _words(value)) for name, value in self.record().items()]


@dataclass(frozen=True, slots=True)
class Selection:
    """The deals of an export, the newest first; iterating reads each one's claims as it comes.

    `companies` tells who parties are, after what people ruled; `incomparable` counts those left out because no rate
    compares their amounts with the least that is wanted.
    """

    store: Store
    deals: Sequence[tuple[str, Deal]]
    rates: Rates
    companies: Companies
    about: About
    incomparable: int = 0

    def __iter__(self) -> Iterator[Exported]:
        for deal_id, deal in self.deals:
            yield Exported(deal_id, deal, self.store.claims(deal_id), self.rates.convert_amount(deal))


def select(store: Store, rates: Rates, wanted: Filter | None = None, now: datetime.datetime | None = None) -> Selection:
    """The deals that are wanted (all by default); `now` stamps the export."""
    wanted = wanted or Filter()
    found = search(store, wanted, rates)
    about = About(
        schema_version=schema_version(),
        program=f"dealtrail {_version()}",
        made_at=(now or datetime.datetime.now(datetime.UTC)).astimezone(datetime.UTC),
        filter=_told(wanted),
        deals=len(found.deals),
        rates={"source": rates.source, "until": rates.last_day.isoformat(), "days": str(rates.days)},
    )
    with store.reading() as connection:
        companies = companies_of(connection)
    return Selection(store, found.deals, rates, companies, about, found.incomparable)


def _told(wanted: Filter) -> dict[str, str]:
    """What a filter asks for; the currency only where there is an amount."""
    told = {each.name: getattr(wanted, each.name) for each in fields(wanted)}
    if wanted.min_amount is None:
        del told["currency"]
    return {name: f"{value}" for name, value in told.items() if value is not None}


def _words(value: object) -> str:
    return "; ".join(f"{name}: {told}" for name, told in value.items()) if isinstance(value, dict) else str(value)


def _version() -> str:
    try:
        return version("dealtrail")
    except PackageNotFoundError:
        return "(not installed)"
