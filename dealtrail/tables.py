"""Tables and pages for people: readable in 80 columns, with Chinese, and safe to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dealtrail.output import visible
from pipeline.rates import USD, Rates
from pipeline.wording import amount_words, converted_words, party_words, power_words, rate_words, term_words
from schemas.deal import DealMention, Extraction
from schemas.merged import Deal

if TYPE_CHECKING:
    from rich.console import JustifyMethod

    from pipeline.changes import DealChange
    from schemas.record import Record

_FIELDS = (
    "deal",
    "pair",
    "parties",
    "roles",
    "kind",
    "amount",
    "power_gw",
    "years",
    "start",
    "stake_pct",
    "shares",
    "status",
)


def deals_table(deals: Sequence[tuple[str, Deal]], rates: Rates) -> Table:
    """Merged deals, one a row: day, who and what, amount and power, sources, id.

    Where an amount is not in USD there is a column of amounts in USD, each with its rate and the day of that.
    """
    foreign = {deal_id: cell for deal_id, deal in deals if (cell := _dollars(deal, rates)) is not None}
    table = _table()
    for name in ("Day", "Deal", "Amount", *(("USD",) if foreign else ()), "N", "Id"):
        justify: JustifyMethod = "right" if name in ("Amount", "USD", "N") else "left"
        table.add_column(name, justify=justify, no_wrap=name in ("Day", "USD", "Id"), overflow="fold")
    for deal_id, deal in deals:
        cells: list[str | Text] = [str(deal.announced or deal.latest or ""), _deal_cell(deal), _quantities(deal)]
        if foreign:
            cells.append(foreign.get(deal_id, ""))
        table.add_row(*cells, str(deal.sources), deal_id)
    return table


def changes_table(changes: Iterable[DealChange]) -> Table:
    """Changes, one a row: when (UTC), what happened, to which deal."""
    table = _table()
    for name in ("When", "Change", "Id"):
        table.add_column(name, no_wrap=name != "Change", overflow="fold")
    for change in changes:
        cell = Text(visible(change.title())).append(
            visible("".join(f"\n{line}" for line in change.lines())), style="dim"
        )
        lines = [change.deal_id, *([f"→ {change.current}"] if change.current not in (None, change.deal_id) else [])]
        table.add_row(f"{change.at:%Y-%m-%d %H:%M}", cell, "\n".join(lines))
    return table


def mentions_table(extraction: Extraction) -> RenderableType:
    """What one article tells: a line for the article, then its deals."""
    article = extraction.article
    head = Text(visible(f"{article.doc_id}  {extraction.language}  {article.title}"), style="bold")
    if not extraction.mentions:
        return Group(head, Text("  no deal found", style="dim"))
    table = _table()
    for name in ("Deal", "Amount", "Said"):
        table.add_column(name, justify="right" if name == "Amount" else "left", overflow="fold")
    for mention in extraction.mentions:
        table.add_row(_deal_cell(mention), _quantities(mention), Text(visible(mention.quote), style="dim"))
    return Group(head, table)


def scores_table(numbers: Mapping[str, Record]) -> RenderableType:
    """Scores: one table a scope, and a line for merging."""
    parts: list[RenderableType] = []
    for scope, fields in numbers.items():
        if scope == "merge":
            continue
        table = _table(title=scope)
        for name in ("Field", "P", "R", "F1", "gold", "said"):
            table.add_column(name, justify="left" if name == "Field" else "right")
        for field in _FIELDS:
            if (rates := fields.get(field)) is not None:
                table.add_row(
                    field, *(f"{rates[key]:.3f}" for key in ("p", "r", "f1")), str(rates["gold"]), str(rates["said"])
                )
        parts.append(table)
    if merge := numbers.get("merge"):
        rates = "  ".join(
            f"{key[-2:].strip('_').upper()} {merge[key]:.3f}" for key in ("bcubed_p", "bcubed_r", "bcubed_f1")
        )
        parts.append(Text(f"merging, B-cubed: {rates}  over {merge['pairs']} deals"))
    return Group(*parts)


def _table(title: str | None = None) -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left", show_edge=False)


def _deal_cell(deal: Deal | DealMention) -> Text:
    text = Text(visible(party_words(deal.parties)))
    return text.append(f"\n{deal.kind}, {deal.status}", style="dim")


def _quantities(deal: Deal | DealMention) -> Text:
    return Text("\n".join(words for words in (amount_words(deal.amount), power_words(deal.power)) if words))


def _dollars(deal: Deal, rates: Rates) -> Text | None:
    """An amount in USD over its rate and that one's day; None where it is told in USD or there is no rate."""
    if deal.amount is None or deal.amount.currency == USD or (converted := rates.convert_amount(deal)) is None:
        return None
    rate, day = rate_words(converted.rate).split(" of ")
    return Text(converted_words(converted)).append(f"\n{rate}\n{day}", style="dim")


def _in_dollars(deal: Deal, rates: Rates) -> str:
    if deal.amount is None or deal.amount.currency == USD:
        return ""
    converted = rates.convert_amount(deal)
    if converted is None:
        return f"no rate for {deal.amount.currency} of that day: {rates.source} ends with {rates.last_day}"
    return f"{converted_words(converted)} USD at {rate_words(converted.rate)} ({rates.source})"


def deal_facts(deal: Deal, rates: Rates) -> list[tuple[str, str]]:
    parties = "\n".join(f"{party.name} ({party.role})" for party in deal.parties)
    return [
        (name, value)
        for name, value in (
            ("kind", deal.kind.value),
            ("status", deal.status.value),
            ("parties", parties),
            ("amount", amount_words(deal.amount)),
            ("in usd", _in_dollars(deal, rates)),
            ("power gw", power_words(deal.power)),
            *term_words(deal.terms),
            ("announced", str(deal.announced or "")),
            ("languages", ", ".join(deal.languages)),
        )
        if value
    ]
