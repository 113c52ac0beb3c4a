"""Deals as a graph in GraphML: companies are nodes, deals are edges from who pays to who is paid.

A deal of one payer and one receiver is one edge. One of more companies is an edge from each payer to each receiver, a
seller (who is paid for what somebody else becomes the target of) being a receiver too. All of them carry the whole
sum and one of them is the `lead`. Participants, who do not pay each other, are joined pair by pair, from the first
named to the later one, with `relation` participant-participant. Where one side is not told, a node of this deal's own
stands for it, so that no two deals meet in it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, product
from pathlib import Path
from typing import Any

from pipeline.export.dictionary import Column, columns
from pipeline.export.rows import SEPARATOR, dollar_cells, side
from pipeline.export.selection import Selection
from pipeline.resolve import Companies
from pipeline.store.rows import exact
from pipeline.xml_text import xml_text
from schemas.deal import Party, Role
from schemas.merged import Deal
from schemas.rates import Converted
from schemas.record import Record

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
NOT_TOLD = "(not told)"

_TYPES = {"integer": "int", "number": "double", "decimal": "double", "boolean": "boolean"}


def write_graphml(selection: Selection, path: Path) -> None:
    """Write the graph; its own data (`schema_version` and so on) are the export's header."""
    from lxml import etree

    with path.open("wb") as stream, etree.xmlfile(stream, encoding="utf-8") as out:
        out.write_declaration()
        with out.element("graphml", nsmap={None: NAMESPACE}):
            for name, _ in selection.about.flat():
                out.write(etree.Element("key", {"id": f"g_{name}", "for": "graph", "attr.name": name} | _STRING))
            for table, of in (("nodes", "node"), ("edges", "edge")):
                for column in columns(table):
                    out.write(_key(etree, column, of))
            with out.element("graph", {"id": "deals", "edgedefault": "directed"}):
                for name, value in selection.about.flat():
                    out.write(_data(etree, f"g_{name}", value))
                for node_id, row in nodes(selection.deals, selection.companies).items():
                    out.write(_element(etree, "node", {"id": node_id}, row, "nodes"))
                for deal_id, deal in selection.deals:
                    dollars = selection.rates.convert_amount(deal)
                    for at, (source, target, row) in enumerate(edges(deal_id, deal, dollars, selection.companies)):
                        ends = {"id": f"{deal_id}-{at}", "source": source, "target": target}
                        out.write(_element(etree, "edge", ends, row, "edges"))


_STRING = {"attr.type": "string"}


def nodes(deals: Iterable[tuple[str, Deal]], companies: Companies) -> dict[str, Record]:
    """The companies of deals by id, and a node for each side that is not told."""
    found: dict[str, Record] = {}
    aliases: dict[str, set[str]] = {}
    for deal_id, deal in deals:
        for party in deal.parties:
            identity = companies.identity(party)
            found.setdefault(identity.id, {"name": party.name, "known": identity.known})
            aliases.setdefault(identity.id, set()).update((party.name, *party.aliases))
        if any(party is None for pair in _pairs(deal) for party in pair):
            found[_untold(deal_id)] = {"name": NOT_TOLD, "known": False}
    for node_id, row in found.items():
        row["aliases"] = SEPARATOR.join(sorted(aliases.get(node_id, set()) - {row["name"]}))
    return found


def edges(
    deal_id: str, deal: Deal, dollars: Converted | None, companies: Companies
) -> Iterator[tuple[str, str, Record]]:
    """A deal's edges: the ids of the two nodes, and the row of the table `edges`. There is at least one."""
    pairs = _pairs(deal)
    when = deal.announced or deal.latest
    for at, (source, target) in enumerate(pairs):
        row: Record = {
            "deal_id": deal_id,
            "kind": deal.kind.value,
            "status": deal.status.value,
            "relation": _relation(source, target),
            "edges": len(pairs),
            "lead": at == 0,
            "currency": deal.amount.currency if deal.amount else None,
            "amount_bound": deal.amount.bound.value if deal.amount else None,
            "amount": deal.amount.value if deal.amount else None,
            **dollar_cells(dollars),
            "power_gw": deal.power.value if deal.power else None,
            "date": None if when is None else str(when),
            "sources": deal.sources,
            "confidence": round(deal.confidence, 3),
        }
        ends = [_untold(deal_id) if party is None else companies.identity(party).id for party in (source, target)]
        yield ends[0], ends[1], row


def _pairs(deal: Deal) -> list[tuple[Party | None, Party | None]]:
    """The pairs of companies that a deal joins, None for a side that is not told; the main one first."""
    payers = [party for party in deal.parties if side(party) == "payer"]
    receivers = [party for party in deal.parties if side(party) == "receiver"]
    others = [party for party in deal.parties if side(party) == "participant"]
    receivers.sort(key=lambda party: party.role is Role.SELLER)
    sides: list[tuple[Party | None, Party | None]] = []
    if payers or receivers:
        sides = list(product(payers or (None,), receivers or (None,)))
    if len(others) == 1:
        return [*sides, (others[0], None)]
    return [*sides, *combinations(others, 2)]


def _relation(source: Party | None, target: Party | None) -> str:
    told = [party.role.value if party else "?" for party in (source, target)]
    return ("-" if Role.PARTICIPANT.value in told else ">").join(told)


def _untold(deal_id: str) -> str:
    return f"?{deal_id}"


def _key(etree: Any, column: Column, of: str) -> Any:
    kind = _TYPES.get(column.type, "string")
    key = etree.Element("key", {"id": f"{of}_{column.name}", "for": of, "attr.name": column.name, "attr.type": kind})
    etree.SubElement(key, "desc").text = f"{column.meaning} [{column.unit}]" if column.unit else column.meaning
    return key


def _element(etree: Any, name: str, attributes: dict[str, str], row: Record, table: str) -> Any:
    element = etree.Element(name, {key: xml_text(value) for key, value in attributes.items()})
    for column in columns(table):
        if row[column.name] is not None:
            element.append(_data(etree, f"{name}_{column.name}", row[column.name]))
    return element


def _data(etree: Any, key: str, value: Any) -> Any:
    element = etree.Element("data", key=key)
    element.text = xml_text(_text(value))
    return element


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return exact(value) or ""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
