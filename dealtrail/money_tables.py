"""Loops and commitments as people read them on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from dealtrail.output import visible
from pipeline.figures import FigureClaim
from pipeline.money.commitments import Commitments, Promise, Side
from pipeline.money.graph import MoneyGraph
from pipeline.money.loops import Loop
from pipeline.money.sums import Bucket, Sums
from pipeline.money.words import best_quote, edge_words, leg_words, loop_summary, loop_title, pair_title
from pipeline.wording import amount_words, plain, power_words, short
from schemas.figure import CompanyFigure
from schemas.merged import Claim

_QUOTE = 160


def loop_lines(graph: MoneyGraph, number: int, loop: Loop, claims: Mapping[str, Sequence[Claim]]) -> Iterator[Text]:
    """A loop: who, how sure, the smallest leg, and each leg's deals with a sentence."""
    yield Text(visible(f"{number}. {loop_title(graph, loop)}"), style="bold")
    yield Text(visible("   " + loop_summary(graph, loop)))
    for leg in loop.legs:
        yield Text(visible(f"   {pair_title(graph, leg.pair)}: {leg_words(leg)}"))
        for edge in leg.edges:
            yield Text(visible(f"     {edge_words(graph, edge)}"))
            yield Text(visible(f"       {_cut(best_quote(edge, claims.get(edge.deal_id, ())))}"), style="dim")
    for link in loop.links:
        between = f"{graph.name(link.first)} + {graph.name(link.second)}"
        yield Text(visible(f"   {between}: {link.deal.kind}, {link.deal.status}, who pays is not told  {link.deal_id}"))
        yield Text(visible(f"       {_cut(link.deal.quote)}"), style="dim")
    yield Text("")


def commitments_table(found: Sequence[Commitments]) -> Table:
    """A line a company: what it pays and gets, firm and otherwise."""
    table = Table(box=None, pad_edge=False)
    table.add_column("company", overflow="fold")
    for heading in ("pays, firm", "up to", "planned", "GW", "gets, firm", "up to", "planned", "GW"):
        table.add_column(heading, justify="right")
    for each in found:
        cells = [each.name]
        for side in (each.to_pay, each.to_get):
            cells += [_sum(side.sums, bucket) for bucket in (Bucket.FIRM, Bucket.FIRM_UP_TO, Bucket.PLANNED)]
            cells.append(plain(side.gigawatts(Bucket.FIRM)) if side.gigawatts(Bucket.FIRM) else "")
        table.add_row(*(Text(visible(cell)) for cell in cells))
    return table


def company_page(graph: MoneyGraph, each: Commitments, figures: Sequence[FigureClaim]) -> Iterator[Text | Table]:
    """Everything of one company."""
    yield Text(visible(each.name), style="bold")
    for heading, side in (("Pays", each.to_pay), ("Gets", each.to_get)):
        yield Text(visible(f"\n{heading}: {side.sums.words()}"), style="bold")
        if side.promises:
            yield _promises(graph, side)
            yield _years(side)
    yield Text("\nWhat articles report of it", style="bold")
    if figures:
        yield _figures(figures)
    else:
        yield Text("no figure found")


def _promises(graph: MoneyGraph, side: Side) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("deal", "with", "what", "amount", "how it counts"):
        table.add_column(heading, overflow="fold")
    for promise in side.promises:
        table.add_row(*(Text(visible(cell)) for cell in _promise_cells(graph, promise)))
    return table


def _promise_cells(graph: MoneyGraph, promise: Promise) -> tuple[str, ...]:
    deal = promise.deal
    amount = ", ".join(words for words in (amount_words(deal.amount), power_words(deal.power)) if words)
    names = ", ".join(graph.name(node) for node in promise.others)
    return promise.entry.deal_id, names, f"{deal.kind}, {deal.status}", amount, promise.entry.why


def _years(side: Side) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("year")
    for heading in ("firm", "up to", "planned", "GW from then"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for year, line in side.by_year.items():
        sums = [line.usd.get(bucket) for bucket in (Bucket.FIRM, Bucket.FIRM_UP_TO, Bucket.PLANNED)]
        power = line.gigawatts.get(Bucket.FIRM)
        cells = ["not told" if year is None else str(year), *("" if usd is None else short(usd) for usd in sums)]
        table.add_row(*cells, "" if power is None else plain(power), "spread evenly" if line.spread else "")
    return table


def _figures(figures: Sequence[FigureClaim]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("what", "value", "of", "told", "sentence"):
        table.add_column(heading, overflow="fold")
    for claim in figures:
        figure = claim.figure
        told = f"{claim.published or 'no day'}, {claim.doc_id}"
        what = figure.measure.value + ("" if figure.basis.value == "reported" else f" ({figure.basis})")
        cells = (what, figure_words(figure), str(figure.period or ""), told, _cut(figure.quote))
        table.add_row(*(Text(visible(cell)) for cell in cells))
    return table


def figure_words(figure: CompanyFigure) -> str:
    """A figure's value."""
    return amount_words(figure.amount) if figure.percent is None else f"{plain(figure.percent)}%"


def _sum(sums: Sums, bucket: Bucket) -> str:
    return short(sums.of(bucket)) if bucket in sums.totals else ""


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTE else line[: _QUOTE - 1] + "…"
