"""The commands that show deals: deals, show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dealtrail import settings as edge
from dealtrail.options import (
    CompanyOption,
    CurrencyOption,
    Database,
    KindOption,
    LanguageOption,
    MinAmount,
    RatesFile,
    ReviewOption,
    SettingsFile,
    Since,
    StatusOption,
)
from dealtrail.output import console, note
from schemas.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.rates import Rates
    from schemas.merged import Deal


def register(app: typer.Typer) -> None:
    """Add the commands."""
    example = "Example: dealtrail deals --company 輝達 --kind investment --min-amount 5bn --since 2025-06"
    app.command(epilog=example)(deals)
    app.command(epilog="Example: dealtrail show D-5TDOPFOT")(show)


def deals(
    database: Database = None,
    company: CompanyOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    min_amount: MinAmount = None,
    currency: CurrencyOption = "USD",
    since: Since = None,
    language: LanguageOption = None,
    review: ReviewOption = None,
    limit: Annotated[int, typer.Option(min=1, help="The most deals to list.")] = 50,
    rates_file: RatesFile = None,
    settings: SettingsFile = None,
) -> None:
    """List merged deals, the newest first."""
    from pipeline.search import search
    from pipeline.store import Store

    wanted = edge.wanted_deals(company, kind, status, min_amount, currency, since, language, review, limit)
    rates = edge.chosen_rates(rates_file, settings)
    with Store(edge.existing_database(edge.database_address(database))) as store:
        store.refresh_if_pending()
        found = search(store, wanted, rates)
        total = store.count()
        address = store.address
    if found.deals:
        from dealtrail.tables import deals_table

        console().print(deals_table(found.deals, rates))
    more = "; there may be more: raise --limit" if len(found.deals) >= limit else ""
    note(f"{len(found.deals):,} of {total:,} deals in {address}{more}")
    tell_unconverted([deal for _, deal in found.deals], found.incomparable, wanted.currency, rates)


def show(
    deal_id: Annotated[
        str, typer.Argument(metavar="ID", help="A deal's id; an earlier id leads to the deal it joined.")
    ],
    database: Database = None,
    rates_file: RatesFile = None,
    settings: SettingsFile = None,
) -> None:
    """Show one deal with everything every article says of it, and why those were merged."""
    from dealtrail.deal_page import DealView, deal_page
    from pipeline.decide import decisions
    from pipeline.search import deal_by_id
    from pipeline.store import Store

    rates = edge.chosen_rates(rates_file, settings)
    with Store(edge.existing_database(edge.database_address(database))) as store:
        store.refresh_if_pending()
        current = store.resolve_id(deal_id)
        if current is None:
            raise SettingsError(f"there is no deal {deal_id} in {store.address}; list them with: dealtrail deals")
        view = DealView(
            current,
            store.version(current),
            deal_by_id(store, current),
            store.claims(current),
            store.aliases(current),
            decisions(store, current),
        )
    console().print(deal_page(view, rates))


def tell_unconverted(shown: Sequence[Deal], incomparable: int, currency: str, rates: Rates) -> None:
    """Say how many sums could not be compared, and what would help."""
    from pipeline.rates import USD

    unknown = [deal for deal in shown if deal.amount and deal.amount.currency != USD and not rates.convert_amount(deal)]
    if incomparable:
        note(f"left out, as no rate tells what their amounts are in {currency}: {_deals(incomparable)}")
    if unknown:
        note(f"without an amount in USD, as there is no rate for them: {_deals(len(unknown))}")
    if incomparable or unknown:
        note(
            f"a rate may be {rates.days} days older than its deal, and {rates.source} ends with {rates.last_day}: "
            "name the European Central Bank's eurofxref-hist.csv with --rates (docs/export.md)"
        )


def _deals(count: int) -> str:
    return f"{count:,} deal{'' if count == 1 else 's'}"
