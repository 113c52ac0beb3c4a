"""The page of one deal on the command line: its values, history, contradictions, claims and decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dealtrail.decision_tables import decision_lines
from dealtrail.output import visible
from dealtrail.tables import deal_facts
from pipeline.rates import Rates
from pipeline.wording import amount_words, party_words, power_words
from schemas.decision import Decision
from schemas.merged import Alternative, Claim, Deal


@dataclass(frozen=True, slots=True)
class DealView:
    """Everything that is shown of a deal; `version` is what a decision may name, `aliases` are ids that lead here."""

    deal_id: str
    version: int
    deal: Deal
    claims: Sequence[Claim]
    aliases: Sequence[str]
    decisions: Sequence[Decision]


def deal_page(view: DealView, rates: Rates) -> RenderableType:
    """One deal with its values and how each was chosen, and every claim with its sentence and why it was merged."""
    deal = view.deal
    facts = Table(box=None, show_header=False, pad_edge=False)
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in deal_facts(deal, rates):
        key = name.replace(" ", "_")
        note = deal.edited.get(key) or deal.edited.get(f"terms.{key}") or deal.chosen_by.get(key)
        facts.add_row(name, Text(visible(value + (f"  [{note}]" if note else ""))))
    if view.aliases:
        facts.add_row("earlier ids", ", ".join(view.aliases))
    facts.add_row("review", f"{deal.review}, version {view.version}")
    head = Text(visible(f"{view.deal_id}  {party_words(deal.parties)}"), style="bold")
    copies = deal.sources - deal.independent
    told = f"\n{_count(len(view.claims), 'claim')} in {_count(deal.sources, 'article')}"
    title = Text(told + (f", {copies} of them copies" if copies else ""))
    parts: list[RenderableType] = [head, facts]
    if len(deal.history) > 1:
        parts.append(_section("history", _history(deal)))
    if deal.alternatives:
        parts.append(_section("said otherwise", _otherwise(deal)))
    if view.decisions:
        parts.append(_section("decisions", decision_lines(view.decisions)))
    return Group(*parts, title, *(_claim(claim) for claim in view.claims))


def _section(title: str, lines: Iterable[str]) -> RenderableType:
    return Group(Text(f"\n{title}", style="dim"), *(Padding(Text(visible(line)), (0, 0, 0, 2)) for line in lines))


def _history(deal: Deal) -> Iterator[str]:
    for event in deal.history:
        words = [
            str(event.day or "no day"),
            event.what.value,
            amount_words(event.amount),
            f"({', '.join(event.doc_ids)})",
        ]
        yield "  ".join(word for word in words if word)


def _otherwise(deal: Deal) -> Iterator[str]:
    for name, values in deal.alternatives.items():
        mark = "conflict, " if name in deal.conflicts else ""
        yield f"{name} ({mark}shown first): " + "; ".join(map(_alternative, values))


def _alternative(each: Alternative) -> str:
    value = each.value if isinstance(each.value, str) else json.dumps(each.value, ensure_ascii=False)
    return f"{value} by {_count(each.sources, 'source')}, {each.standing}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _claim(claim: Claim) -> RenderableType:
    mention = claim.mention
    words = [f"{mention.kind}, {mention.status}", amount_words(mention.amount), power_words(mention.power)]
    known = [*words, f"confidence {mention.confidence:.2f}", f"mention {claim.uid}" if claim.uid else ""]
    lines = [
        Text(visible(f"{claim.doc_id}  {claim.language}  {claim.published or ''}  {claim.title}"), style="bold"),
        Text(visible(f"“{mention.quote}”")),
        Text(visible("  ".join(word for word in known if word)), style="dim"),
    ]
    if claim.url:
        lines.append(Text(visible(claim.url), style="dim"))
    if mention.evidence:
        told = "; ".join(f"{item.field} {item.start}–{item.end} “{item.quote}”" for item in mention.evidence)
        lines.append(Text(visible(f"evidence: {told}"), style="dim"))
    if claim.reasons:
        lines.append(Text(visible(f"merged because: {'; '.join(claim.reasons)}"), style="dim"))
    return Padding(Group(*lines), (1, 0, 0, 2))
