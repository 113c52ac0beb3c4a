"""The commands by which people decide: about deals and mentions, about companies, and what they decided so far."""

from __future__ import annotations

import getpass
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dealtrail import settings
from dealtrail.options import Database
from dealtrail.output import console, note, print_lines
from schemas.decision import Action

if TYPE_CHECKING:
    from pipeline.decide import Decided
    from pipeline.store import Store

decide = typer.Typer(help="Decide about deals: what a person says, no machine undoes.", no_args_is_help=True)
decisions = typer.Typer(help="What people decided: list it, write it out, replay it.", no_args_is_help=True)
companies = typer.Typer(help="Who companies are: list, confirm, rename, merge and split them.", no_args_is_help=True)

Deal = Annotated[str, typer.Argument(metavar="DEAL", help="A deal's id, also an earlier one.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for those who read it later.")]
By = Annotated[str | None, typer.Option("--by", help="Who decides. Default: your user name.", show_default=False)]
Mentions = Annotated[
    list[str] | None,
    typer.Option("--mention", metavar="UID", help="Only this mention of the deal (show lists them); repeatable."),
]
Version = Annotated[
    int | None, typer.Option("--version", help="Decide only if the deal is still at this version (show tells it).")
]


def register(app: typer.Typer) -> None:
    """Put the commands on the front door."""
    app.add_typer(decide, name="decide")
    app.add_typer(decisions, name="decisions")
    app.add_typer(companies, name="companies")
    app.command(epilog="Example: dealtrail compare D-5TDOPFOT D-YOOIVYUS")(compare)
    app.command(epilog="Example: dealtrail doubts --limit 20")(doubts)


@decide.command(epilog="Example: dealtrail decide accept D-5TDOPFOT --why 'read the filing'")
def accept(
    deal: Deal,
    database: Database = None,
    mention: Mentions = None,
    why: Why = "",
    by: By = None,
    version: Version = None,
) -> None:
    """Say that a deal, or one mention of it, is right."""
    _decide(database, Action.ACCEPT, by, deal, why, version, mentions=tuple(mention or ()))


@decide.command(epilog="Example: dealtrail decide reject D-5TDOPFOT --why 'an analyst was joking'")
def reject(
    deal: Deal,
    database: Database = None,
    mention: Mentions = None,
    why: Why = "",
    by: By = None,
    version: Version = None,
) -> None:
    """Say that there is no such deal, or that one mention of it tells of none."""
    _decide(database, Action.REJECT, by, deal, why, version, mentions=tuple(mention or ()))


@decide.command(epilog="Example: dealtrail decide comment D-5TDOPFOT --why 'ask the company'")
def comment(deal: Deal, why: Why = "", database: Database = None, by: By = None) -> None:
    """Say something about a deal."""
    _decide(database, Action.COMMENT, by, deal, why, None)


@decide.command(
    epilog="""Examples: dealtrail decide edit D-5TDOPFOT terms.years 5;
dealtrail decide edit D-5TDOPFOT amount '{"value": 10000000000, "currency": "USD", "bound": "max"}'"""
)
def edit(
    deal: Deal,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="kind, status, amount, power_gw, announced, terms.…")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="JSON, or a plain word; null takes the value away.")],
    database: Database = None,
    mention: Mentions = None,
    why: Why = "",
    by: By = None,
    version: Version = None,
) -> None:
    """Set a field of a deal, or of one mention of it."""
    _decide(
        database, Action.EDIT, by, deal, why, version, field=field, value=_value(value), mentions=tuple(mention or ())
    )


@decide.command(epilog="Example: dealtrail decide merge D-5TDOPFOT D-YOOIVYUS")
def merge(
    deal: Deal, other: Deal, database: Database = None, why: Why = "", by: By = None, version: Version = None
) -> None:
    """Say that two deals are one; it keeps the older id."""
    _decide(database, Action.MERGE, by, deal, why, version, other_id=other)


@decide.command(epilog="Example: dealtrail decide distinct D-5TDOPFOT D-YOOIVYUS")
def distinct(
    deal: Deal, other: Deal, database: Database = None, why: Why = "", by: By = None, version: Version = None
) -> None:
    """Say that two deals are not the same."""
    _decide(database, Action.DISTINCT, by, deal, why, version, other_id=other)


@decide.command(epilog="Example: dealtrail decide split D-5TDOPFOT --mention 3f2a… --keeps stay")
def split(
    deal: Deal,
    mention: Mentions = None,
    keeps: Annotated[str, typer.Option("--keeps", help="Which part keeps the id: stay or leave.")] = "stay",
    database: Database = None,
    why: Why = "",
    by: By = None,
    version: Version = None,
) -> None:
    """Take mentions out of a deal into one of their own."""
    _decide(database, Action.SPLIT, by, deal, why, version, mentions=tuple(mention or ()), keeps=keeps)


@decide.command(epilog="Example: dealtrail decide undo R-ABCDEFGHIJKLMNOP")
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="A decision's id.")],
    database: Database = None,
    why: Why = "",
    by: By = None,
) -> None:
    """Undo a decision (or an undo); refused while later decisions build on it."""
    from pipeline.decide import undo as undo_decision

    with _open(database) as store:
        _tell(undo_decision(store, decision, _who(by), why))


@decisions.command("list", epilog="Example: dealtrail decisions list --deal D-5TDOPFOT")
def list_decisions(
    database: Database = None,
    deal: Annotated[str | None, typer.Option("--deal", help="Only those about this deal.")] = None,
) -> None:
    """List what people decided, in order, with what was undone."""
    from dealtrail.decision_tables import decisions_table
    from pipeline.decide import decisions as read_decisions

    with _open(database) as store:
        found = read_decisions(store, deal)
    if found:
        console().print(decisions_table(found))
    note(f"{len(found):,} decisions")


@decisions.command("export", epilog="Example: dealtrail decisions export > decisions.jsonl")
def export_decisions(database: Database = None) -> None:
    """Write every decision as a line of JSON: all that people ruled, for a backup or another database."""
    from pipeline.replay import write_decisions

    with _open(database) as store:
        print_lines(write_decisions(store))


@decisions.command("replay", epilog="Example: dealtrail decisions replay decisions.jsonl --database rebuilt.sqlite")
def replay_decisions(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="What export wrote.")],
    database: Database = None,
) -> None:
    """Take over decisions, e.g. into a database built anew; what is known already changes nothing."""
    from pipeline.replay import replay

    with _open(database) as store, file.open(encoding="utf-8") as lines:
        done = replay(store, lines, str(file))
    for decision_id, anchor in done.waiting:
        note(f"{decision_id} waits for a mention in {anchor.doc_id}: {anchor.quote[:80]}")
    note(f"{done.new:,} new, {done.known:,} known, {len(done.waiting):,} mentions not found (yet)")


@companies.command("list", epilog="Example: dealtrail companies list --provisional")
def list_companies(
    database: Database = None,
    provisional: Annotated[bool, typer.Option("--provisional", help="Only those that nobody listed.")] = False,
    like: Annotated[str | None, typer.Option("--like", help="One of whose names holds this text.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most to list.")] = 100,
) -> None:
    """List the companies that deals name, the most told of first."""
    from dealtrail.decision_tables import companies_table
    from pipeline.companies import companies as read_companies

    with _open(database) as store:
        found = read_companies(store, provisional=provisional, like=like)
    if found:
        console().print(companies_table(found[:limit]))
    note(f"{min(len(found), limit):,} of {len(found):,} companies")


@companies.command(epilog="Example: dealtrail companies candidates 澤克斯")
def candidates(company: Annotated[str, typer.Argument(help="An id or a name.")], database: Database = None) -> None:
    """Say which known company a provisional one may be, and why."""
    from pipeline.companies import candidates as find_candidates
    from pipeline.companies import company_called

    with _open(database) as store:
        found = find_candidates(store, company_called(store, company))
    for each in found:
        print_lines([f"{each.score:5.1f}  {each.id}  {each.name}  ({each.reason})\n"])
    note(f"{len(found):,} candidates")


Company = Annotated[str, typer.Argument(metavar="COMPANY", help="An id or a name.")]


@companies.command(epilog="Example: dealtrail companies confirm '~zzyx'")
def confirm(company: Company, database: Database = None, why: Why = "", by: By = None) -> None:
    """Say that a provisional company is one of its own; its names never fall back."""
    _decide_company(database, Action.CONFIRM_COMPANY, by, company, why)


@companies.command(epilog="Example: dealtrail companies rename '~zzyx' 'Zzyx Compute'")
def rename(company: Company, name: str, database: Database = None, why: Why = "", by: By = None) -> None:
    """Give a company the name under which it is shown."""
    _decide_company(database, Action.RENAME_COMPANY, by, company, why, name=name)


@companies.command("merge", epilog="Example: dealtrail companies merge '~澤克斯' zzyx")
def merge_companies(company: Company, into: Company, database: Database = None, why: Why = "", by: By = None) -> None:
    """Say that one company is another: all its deals become the other's."""
    _decide_company(database, Action.MERGE_COMPANIES, by, company, why, other=into)


@companies.command("split", epilog="Example: dealtrail companies split nebius 'Nebius Paper'")
def split_company(
    company: Company,
    name: str,
    to: Annotated[str | None, typer.Option("--to", help="The company that bears the name. Default: a new one.")] = None,
    database: Database = None,
    why: Why = "",
    by: By = None,
) -> None:
    """Say that a name is not this company's but another's."""
    _decide_company(database, Action.SPLIT_COMPANY, by, company, why, name=name, other=to)


@companies.command(epilog="Example: dealtrail companies parent jasm tsmc")
def parent(
    company: Company,
    owner: Annotated[str | None, typer.Argument(help="The owner; none if it has none.")] = None,
    database: Database = None,
    why: Why = "",
    by: By = None,
) -> None:
    """Say who owns a company, so that its deals count for the group too."""
    _decide_company(database, Action.PARENT_COMPANY, by, company, why, other=owner)


def compare(deal: Deal, other: Deal, database: Database = None) -> None:
    """Say whether two deals are one, two, or whether there is not enough to tell, and why."""
    from pipeline.doubts import compare_deals

    with _open(database) as store:
        told = compare_deals(store, deal, other)
    print_lines([f"{told.verdict.value}\n", *(f"  {reason}\n" for reason in told.reasons)])


def doubts(database: Database = None, limit: Annotated[int, typer.Option(min=1)] = 50) -> None:
    """List pairs of deals that may be one: too little is told to say so."""
    from pipeline.doubts import doubts as read_doubts

    with _open(database) as store:
        found = read_doubts(store, limit)
    for each in found:
        print_lines([f"{each.score:4.1f}  {each.deal_id}  {each.other_id}  {'; '.join(each.reasons)}\n"])
    note(f"{len(found):,} pairs; decide with: dealtrail decide merge|distinct A B")


def _open(database: str | None) -> Store:
    from pipeline.store import Store

    store = Store(settings.existing_database(settings.database_address(database)))
    store.refresh_if_pending()
    return store


def _who(by: str | None) -> str:
    return by or os.environ.get("DEALTRAIL_REVIEWER") or getpass.getuser()


def _decide(
    database: str | None, action: Action, by: str | None, deal: str, why: str, version: int | None, **order: Any
) -> None:
    from pipeline.decide import Order
    from pipeline.decide import decide as decide_deal

    with _open(database) as store:
        _tell(decide_deal(store, Order(action, _who(by), deal, why=why, version=version, **order)))


def _decide_company(
    database: str | None,
    action: Action,
    by: str | None,
    company: str,
    why: str,
    *,
    other: str | None = None,
    name: str | None = None,
) -> None:
    from pipeline.companies import company_called
    from pipeline.decide import decide_company

    with _open(database) as store:
        target = company_called(store, company)
        beside = other
        if other is not None and action is not Action.SPLIT_COMPANY:
            beside = company_called(store, other)
        _tell(decide_company(store, action, _who(by), target, other=beside, name=name, why=why))


def _tell(done: Decided) -> None:
    if done.known:
        note(f"{done.decision.id}: that is so already")
        return
    deals = done.deals
    note(f"{done.decision.id}: {deals.new:,} deals new, {deals.changed:,} changed, {deals.gone:,} gone into others")
    sys.stdout.write(done.decision.id + "\n")


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
