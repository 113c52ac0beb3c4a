"""What an export holds: the deals that are wanted, and what its header says of itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version

import sqlalchemy as sa

from pipeline.decisions import rulings_of
from pipeline.export.dictionary import schema_version
from pipeline.rates import Rates
from pipeline.resolve import Companies
from pipeline.search import Filter, ReadDeals, search
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.copies import copies_of
from pipeline.store.load import load_mentions
from pipeline.store.log import companies_of, ruled_about
from schemas.merged import Claim, Deal
from schemas.rates import Converted
from schemas.record import Record

_CHUNK = 400


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
    """The deals of an export, the newest first; iterating reads their claims, a few hundred deals at a time.

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
        for start in range(0, len(self.deals), _CHUNK):
            part = self.deals[start : start + _CHUNK]
            with self.store.reading() as connection:
                claims = claims_of(connection, [deal_id for deal_id, _ in part])
            for deal_id, deal in part:
                yield Exported(deal_id, deal, claims[deal_id], self.rates.convert_amount(deal))


def select(
    store: Store,
    rates: Rates,
    wanted: Filter | None = None,
    now: datetime.datetime | None = None,
    read: ReadDeals | None = None,
) -> Selection:
    """The deals that are wanted (all by default); `now` stamps the export, `read` are deals that were read before."""
    wanted = wanted or Filter()
    found = search(store, wanted, rates, read)
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


def claims_of(connection: sa.Connection, deal_ids: Sequence[str]) -> dict[str, list[Claim]]:
    """What each article says of these deals, with its evidence, its copies, and what people said of the mention."""
    links = sa.select(t.deal_mention.c.mention_id).where(t.deal_mention.c.deal_id.in_(deal_ids))
    stored = load_mentions(connection, ids=connection.scalars(links).all(), evidence=True)
    review = rulings_of(ruled_about(connection, [each.claim.uid for each in stored])).review
    copies = copies_of(connection, {each.claim.doc_id for each in stored})
    found: dict[str, list[Claim]] = {deal_id: [] for deal_id in deal_ids}
    for each in stored:
        claim = each.claim
        seen = {"review": review.get(claim.uid, claim.review), "copies": copies.get(claim.doc_id, claim.copies)}
        found[each.deal_id or ""].append(claim.model_copy(update=seen))
    return found


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
