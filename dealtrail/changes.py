"""The command `dealtrail changes`."""

from __future__ import annotations

import datetime
from enum import StrEnum
from pathlib import Path
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
    SettingsFile,
    StatusOption,
)
from dealtrail.output import console, note, write_lines
from schemas.errors import SettingsError

if TYPE_CHECKING:
    from pipeline.changes import Changes
    from pipeline.store import Store

LIMIT = 500
"""The most changes of a table or a feed where nothing else is said."""


class ChangeFormat(StrEnum):
    """How `changes` writes."""

    TABLE = "table"
    JSONL = "jsonl"
    ATOM = "atom"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: dealtrail changes --since 2026-11-20 --format atom --out changes.xml")(changes)


def changes(
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="A day (from midnight UTC), or an instant with its zone.")
    ],
    database: Database = None,
    form: Annotated[ChangeFormat, typer.Option("--format", help="How to write.")] = ChangeFormat.TABLE,
    out: Annotated[
        Path | None,
        typer.Option("--out", "--output", "-o", metavar="FILE", help="Where to write. Default: standard output."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help=f"The most changes; the newest are kept. Default: {LIMIT}, and all for jsonl."),
    ] = None,
    company: CompanyOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    min_amount: MinAmount = None,
    currency: CurrencyOption = "USD",
    language: LanguageOption = None,
    rates_file: RatesFile = None,
    settings: SettingsFile = None,
) -> None:
    """List what is new or changed since a day, the newest first; options choose by what deals are now."""
    from pipeline.changes import changes_since
    from pipeline.search import search
    from pipeline.store import Store

    if form is ChangeFormat.TABLE and out is not None:
        raise SettingsError("a table is printed and not written: add --format jsonl or --format atom")
    start = instant(since)
    wanted = edge.wanted_deals(company, kind, status, min_amount, currency, None, language)
    chosen = any(each is not None for each in (company, kind, status, min_amount, language))
    most = limit if limit is not None or form is ChangeFormat.JSONL else LIMIT
    with Store(edge.existing_database(edge.database_address(database))) as store:
        store.refresh_if_pending()
        rates = edge.chosen_rates(rates_file, settings) if chosen else None
        only = {deal_id for deal_id, _ in search(store, wanted, rates).deals} if chosen else None
        found = changes_since(store, start, most, only)
        _write(found, form, out, start, store, settings)
        left = f", {found.more:,} older ones left out: raise --limit" if found.more else ""
        note(f"{len(found.told):,} changes since {start:%Y-%m-%d %H:%M} UTC in {store.address}{left}")
    if out is not None:
        note(f"written: {out}")


def instant(text: str) -> datetime.datetime:
    """The instant of a day (its first in UTC), or one as 2026-11-21T09:30:00Z.

    Raises:
        SettingsError: If it is none, or an instant without a zone.
    """
    if "T" in text or " " in text.strip():
        try:
            at = datetime.datetime.fromisoformat(text.strip())
        except ValueError:
            raise SettingsError(f"--since {text!r} is no instant; write e.g. 2026-11-21T09:30:00Z") from None
        if at.tzinfo is None:
            raise SettingsError(f"--since {text!r} says no zone; write e.g. {text}Z or {text}+08:00")
        return at.astimezone(datetime.UTC)
    day = edge.first_day(text, "--since")
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _write(
    found: Changes,
    form: ChangeFormat,
    out: Path | None,
    since: datetime.datetime,
    store: Store,
    settings: Path | None,
) -> None:
    if form is ChangeFormat.JSONL:
        from pipeline.export.lines import to_jsonl

        write_lines(to_jsonl(each.record() for each in found.told), out)
    elif form is ChangeFormat.ATOM:
        from pipeline.atom import atom_feed, authority_of

        ids = {each.current for each in found.told if each.current is not None}
        sources = {deal_id: [claim.url for claim in store.claims(deal_id) if claim.url] for deal_id in sorted(ids)}
        authority = authority_of(edge.contact(settings))
        write_lines([atom_feed(found.told, since, authority, sources).decode()], out)
    elif found.told:
        from dealtrail.tables import changes_table

        console().print(changes_table(found.told))
