"""The commands that look after the database itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealtrail import settings
from dealtrail.options import Database
from dealtrail.output import FAILED, note, print_lines

if TYPE_CHECKING:
    from pipeline.store.check import Checked

db = typer.Typer(help="Look after the database: upgrade, backup, restore, check.", no_args_is_help=True)

_BACKUP = typer.Argument(metavar="FILE", help="The file of the backup.")


@db.command(epilog="Example: dealtrail db upgrade --database deals.sqlite")
def upgrade(database: Database = None) -> None:
    """Bring the database to the newest schema, in one transaction, and merge anew what that asks for.

    Every other command does the same when it opens a database.
    """
    from pipeline.store import Store
    from pipeline.store.engine import NEWEST, revision_at

    address = settings.existing_database(settings.database_address(database))
    before = revision_at(address)
    with Store(address) as store:
        deals = store.refresh_if_pending()
        how = "is the newest already" if before == NEWEST else f"was {before or 'empty'}, is {NEWEST} now"
        note(f"{store.address}: its schema {how}; {deals.deals:,} deals")


@db.command(epilog="Example: dealtrail db backup backups/deals-2026-11-21.sqlite")
def backup(
    target: Annotated[Path, _BACKUP],
    database: Database = None,
    portable: Annotated[
        bool,
        typer.Option("--portable", help="As JSON Lines (gzip), for SQLite and PostgreSQL; PostgreSQL always is."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")] = False,
) -> None:
    """Copy the database as it is at this moment into one file, while others use it, and verify the copy."""
    from pipeline.store.backup import backup as back_up

    address = settings.existing_database(settings.database_address(database))
    done = back_up(address, target, portable=portable, force=force)
    note(
        f"{done.path}: {done.articles:,} articles, {done.deals:,} deals, schema {done.schema}, "
        f"{done.size:,} bytes, verified"
    )


@db.command(epilog="Example: dealtrail db restore backups/deals-2026-11-21.sqlite --force")
def restore(
    source: Annotated[Path, _BACKUP],
    database: Database = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the database that is there; it is kept aside.")
    ] = False,
) -> None:
    """Make the database of a backup of either kind, upgraded to the newest schema."""
    from pipeline.store import Store
    from pipeline.store.backup import restore as bring_back

    address = settings.database_address(database)
    done = bring_back(source, address, force=force)
    with Store(address) as store:
        deals = store.refresh_if_pending()
        kept = "" if done.aside is None else f"; the database it replaced is kept: {done.aside}"
        note(f"{store.address}: {deals.deals:,} deals, from a backup of schema {done.schema}{kept}")


@db.command(epilog="Example: dealtrail db check --repair")
def check(
    database: Database = None,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Make anew what is derived; articles, mentions and decisions stay as they are."),
    ] = False,
) -> None:
    """Look for everything that is wrong with the database; exit with 1 if anything is."""
    from pipeline.store import Store
    from pipeline.store.check import check as look
    from pipeline.store.check import repair as mend

    with Store(settings.existing_database(settings.database_address(database))) as store:
        found = look(store)
        _tell(found)
        if repair:
            done = mend(store)
            note(
                f"made anew: {done.dropped:,} rows without an owner deleted; deals: {done.deals.new:,} new, "
                f"{done.deals.changed:,} changed, {done.deals.gone:,} gone"
            )
            for deal_id in (*done.deals.new_ids, *done.deals.changed_ids, *done.deals.gone_ids):
                note(f"  {deal_id}")
            found = done.left
            _tell(found)
        elif any(each.mendable for each in found.faults):
            note("--repair makes anew what is derived")
    if found.faults:
        raise typer.Exit(FAILED)


def _tell(found: Checked) -> None:
    print_lines(f"{each}\n" for each in found.faults)
    waits = f"; {found.waiting:,} mentions wait for the next merge" if found.waiting else ""
    holds = f"{found.articles:,} articles, {found.mentions:,} mentions, {found.deals:,} deals, "
    whole = "whole" if not found.faults else f"{len(found.faults)} kinds of fault"
    note(f"{holds}{found.decisions:,} decisions: {whole}{waits}")
