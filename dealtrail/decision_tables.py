"""Tables of decisions and companies for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from dealtrail.output import visible
from pipeline.companies import CompanyRow
from pipeline.decisions import active
from schemas.decision import Action, Decision


def decisions_table(decisions: Sequence[Decision]) -> Table:
    """Decisions in order; those that were undone are struck out."""
    standing = {each.id for each in active(decisions)} | {each.id for each in decisions if each.action is Action.UNDO}
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "when (UTC)", "who", "what", "about", "why"):
        table.add_column(heading, overflow="fold")
    for each in decisions:
        style = "" if each.id in standing else "strike dim"
        when = f"{each.at:%Y-%m-%d %H:%M}"
        cells = (each.id, when, each.by, _what(each), _about(each), each.why)
        table.add_row(*(Text(visible(cell), style=style) for cell in cells))
    return table


def decision_lines(decisions: Sequence[Decision]) -> Iterator[str]:
    """Decisions in order, a line each."""
    standing = {each.id for each in active(decisions)} | {each.id for each in decisions if each.action is Action.UNDO}
    for each in decisions:
        undone = "" if each.id in standing else " (undone)"
        why = f" — {each.why}" if each.why else ""
        yield f"{each.id}  {each.at:%Y-%m-%d %H:%M}  {each.by}: {_what(each)}, {_about(each)}{undone}{why}"


def companies_table(companies: Sequence[CompanyRow]) -> Table:
    """Companies with the forms in which articles name them."""
    table = Table(box=None, pad_edge=False)
    table.add_column("id", overflow="fold")
    table.add_column("name", overflow="fold")
    table.add_column("mentions", justify="right")
    table.add_column("known as", overflow="fold")
    table.add_column("part of", overflow="fold")
    for each in companies:
        names = ", ".join(name for name in each.names if name != each.name)
        group = "" if each.group == each.id else each.group
        row = (each.id, each.name + (" ?" if each.provisional else ""), f"{each.mentions:,}", names, group)
        table.add_row(*(Text(visible(cell)) for cell in row))
    return table


def _what(decision: Decision) -> str:
    if decision.action is Action.EDIT:
        before, value = (json.dumps(each, ensure_ascii=False) for each in (decision.before, decision.value))
        return f"edit {decision.field}: {before} → {value}"
    return decision.action.value


def _about(decision: Decision) -> str:
    if decision.undoes is not None:
        return decision.undoes
    if decision.company is not None:
        return " → ".join(each for each in (decision.company, decision.other_company or decision.name) if each)
    named = [each for each in (decision.deal_id, decision.other_id) if each]
    if decision.scope == "mention" or (decision.others and not decision.other_id):
        anchors = decision.others or decision.mentions
        return f"{' '.join(named)}: {', '.join(anchor.doc_id for anchor in anchors)}"
    return " and ".join(named)
