"""The commands that show where the money goes: loops, commitments, graph."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dealtrail import settings as edge
from dealtrail.options import Database, KindOption, LanguageOption, RatesFile, SettingsFile, Since
from dealtrail.output import console, note, print_lines, write_lines, writing
from schemas.deal import Status
from schemas.errors import SettingsError
from schemas.merged import Review

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.money.view import View


class ShownAs(StrEnum):
    """How loops and commitments are printed."""

    TABLE = "table"
    JSONL = "jsonl"


class GraphFormat(StrEnum):
    """How the graph is written."""

    SVG = "svg"
    PNG = "png"
    GRAPHML = "graphml"
    HTML = "html"


class Drawing(StrEnum):
    """What an SVG or PNG shows."""

    GRAPH = "graph"
    SANKEY = "sankey"


MinDollars = Annotated[
    str | None,
    typer.Option(
        "--min-amount", metavar="AMOUNT", help="The least amount of a deal in USD, e.g. 5bn; leaves out those untold."
    ),
]
Statuses = Annotated[
    list[Status] | None,
    typer.Option("--status", help="Only deals of this status; repeatable. Default: all but cancelled."),
]
Reviewed = Annotated[bool, typer.Option("--reviewed", help="Only deals that people accepted.")]
Company = Annotated[str | None, typer.Option("--company", help="A company by its id or a name.")]
Form = Annotated[ShownAs, typer.Option("--format", help="For people, or JSON objects a line.")]
Groups = Annotated[bool, typer.Option("--groups/--companies", help="Whether subsidiaries count as their group.")]


def register(app: typer.Typer) -> None:
    """Put the commands on the front door."""
    app.command(epilog="Example: dealtrail loops --company 輝達 --length 3 --status agreed --status completed")(loops)
    app.command(epilog="Example: dealtrail commitments OpenAI")(commitments)
    app.command(epilog="Example: dealtrail graph --min-amount 5bn --output money.html")(graph)


def loops(
    database: Database = None,
    length: Annotated[int, typer.Option(min=2, max=6, help="The most legs of a closed path.")] = 4,
    company: Company = None,
    min_amount: MinDollars = None,
    status: Statuses = None,
    kind: KindOption = None,
    since: Since = None,
    language: LanguageOption = None,
    reviewed: Reviewed = False,
    groups: Groups = True,
    limit: Annotated[int, typer.Option(min=1, help="The most loops to list.")] = 50,
    form: Form = ShownAs.TABLE,
    rates_file: RatesFile = None,
    settings: SettingsFile = None,
) -> None:
    """List closed paths of money, companies that pay each other, and triangles of investment and purchase."""
    with _view(database, kind, status, min_amount, since, language, reviewed, groups, rates_file, settings) as shown:
        through = None if company is None else shown.node_called(company)
        found = shown.loops(length, through)
        first = found.found[:limit]
        claims = shown.claims(edge.deal_id for loop in first for leg in loop.legs for edge in leg.edges)
        if form is ShownAs.JSONL:
            from pipeline.export import to_jsonl
            from pipeline.money.records import loop_record

            links = shown.claims(link.deal_id for loop in first for link in loop.links)
            print_lines(to_jsonl(loop_record(shown.graph, loop, claims | links) for loop in first))
        else:
            from dealtrail.money_tables import loop_lines

            out = console()
            for number, loop in enumerate(first, start=1):
                for line in loop_lines(shown.graph, number, loop, claims):
                    out.print(line, soft_wrap=True)
        note(f"{len(first):,} of {len(found.found):,} loops of {len(shown.graph.edges):,} payments; {_left_out(shown)}")
        if found.cut is not None:
            note(f"left out: {found.cut}")


def commitments(
    company: Annotated[
        str | None, typer.Argument(metavar="COMPANY", help="A company by its id or a name. Default: all.")
    ] = None,
    database: Database = None,
    min_amount: MinDollars = None,
    status: Statuses = None,
    kind: KindOption = None,
    since: Since = None,
    language: LanguageOption = None,
    reviewed: Reviewed = False,
    groups: Groups = False,
    limit: Annotated[int, typer.Option(min=1, help="The most companies to list.")] = 50,
    form: Form = ShownAs.TABLE,
    rates_file: RatesFile = None,
    settings: SettingsFile = None,
) -> None:
    """Show what companies have promised to pay and were promised, by year, and what articles report of them."""
    from pipeline.figures import figures_of
    from pipeline.money.commitments import commitments as read_commitments

    with _view(database, kind, status, min_amount, since, language, reviewed, groups, rates_file, settings) as shown:
        node = None if company is None else shown.node_called(company)
        found = read_commitments(shown.graph, None if node is None else [node])[:limit]
        members = {each.node: shown.graph.nodes[each.node].members | {each.node} for each in found}
        if form is ShownAs.JSONL:
            from pipeline.export import to_jsonl
            from pipeline.money.records import commitments_record

            told = figures_of(shown.store, set().union(*members.values()))
            records = (
                commitments_record(
                    shown.graph, each, [claim for claim in told if claim.company_id in members[each.node]]
                )
                for each in found
            )
            print_lines(to_jsonl(records))
        elif node is not None and found:
            from dealtrail.money_tables import company_page

            out = console()
            for part in company_page(shown.graph, found[0], figures_of(shown.store, members[node])):
                out.print(part)
        elif found:
            from dealtrail.money_tables import commitments_table

            console().print(commitments_table(found))
        note(f"{len(found):,} companies, sums in USD; {_left_out(shown)}")


def graph(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write.")],
    database: Database = None,
    form: Annotated[
        GraphFormat | None, typer.Option("--format", help="The file's format. Default: by the ending of --output.")
    ] = None,
    drawing: Annotated[Drawing, typer.Option("--as", help="What svg and png show; html has both.")] = Drawing.GRAPH,
    company: Annotated[
        str | None, typer.Option("--company", help="Only deals of this company and its subsidiaries.")
    ] = None,
    min_amount: MinDollars = None,
    status: Statuses = None,
    kind: KindOption = None,
    since: Since = None,
    language: LanguageOption = None,
    reviewed: Reviewed = False,
    groups: Groups = False,
    most: Annotated[int, typer.Option("--most", min=1, max=400, help="The most legs to draw, strongest first.")] = 40,
    rates_file: RatesFile = None,
    settings: SettingsFile = None,
) -> None:
    """Draw who pays whom: a directed graph or a Sankey diagram, or both on a page that needs nothing else."""
    form = _format(form, output)
    with _view(
        database, kind, status, min_amount, since, language, reviewed, groups, rates_file, settings, company
    ) as shown:
        _write(shown, form, drawing, most, output)
        note(f"{len(shown.graph.edges):,} payments; {_left_out(shown)}; written: {output}")


def _format(form: GraphFormat | None, output: Path) -> GraphFormat:
    if form is not None:
        return form
    ending = output.suffix.lstrip(".").lower()
    if ending not in {each.value for each in GraphFormat}:
        raise SettingsError(f"{output}: name a format with --format svg|png|graphml|html")
    return GraphFormat(ending)


def _write(shown: View, form: GraphFormat, drawing: Drawing, most: int, output: Path) -> None:
    if form is GraphFormat.GRAPHML:
        from pipeline.export import write_graphml

        with writing(output) as path:
            write_graphml(shown.selection, path)
        return
    from pipeline.money.draw import graph_svg, page, picture, sankey_svg, to_png

    drawn = picture(shown.graph, most, shown.legs)
    if form is GraphFormat.HTML:
        claims = shown.claims(edge.deal_id for arrow in drawn.arrows for edge in arrow.leg.edges)
        loops = shown.loops().found[:50]
        write_lines(page(shown.graph, drawn, loops, claims, dict(shown.selection.about.flat())), output)
        return
    svg = (graph_svg if drawing is Drawing.GRAPH else sankey_svg)(drawn)
    if form is GraphFormat.SVG:
        write_lines([svg], output)
    else:
        with writing(output) as path:
            path.write_bytes(to_png(svg))


@contextmanager
def _view(
    database: str | None,
    kind: KindOption,
    statuses: Sequence[Status] | None,
    min_amount: str | None,
    since: str | None,
    language: LanguageOption,
    reviewed: bool,
    groups: bool,
    rates_file: Path | None,
    settings: Path | None,
    company: str | None = None,
) -> Iterator[View]:
    from pipeline.money.view import Wanted, view
    from pipeline.store import Store

    review = Review.ACCEPTED if reviewed else None
    deals = edge.wanted_deals(company, kind, None, min_amount, "USD", since, language, review)
    rates = edge.chosen_rates(rates_file, settings)
    with Store(edge.existing_database(edge.database_address(database))) as store:
        store.refresh_if_pending()
        wanted = Wanted(deals, frozenset(statuses) if statuses else None, groups)
        shown = view(store, rates, wanted)
        yield shown
        if shown.selection.incomparable:
            from dealtrail.listing import tell_unconverted

            tell_unconverted([], shown.selection.incomparable, "USD", rates)


def _left_out(shown: View) -> str:
    """Why deals are no payments."""
    told = [f"{count:,} {reason}" for reason, count in sorted(shown.graph.left_out.items())]
    return "no payment: " + ", ".join(told) if told else "every deal is a payment"
