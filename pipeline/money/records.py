"""Loops, sums and commitments as JSON objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.figures import FigureClaim
from pipeline.money.commitments import Commitments, Promise, Side
from pipeline.money.graph import Edge, MoneyGraph
from pipeline.money.legs import Leg
from pipeline.money.loops import Loop
from pipeline.money.sums import Sums
from schemas.merged import Claim
from schemas.record import Record, money_record, number

Claims = Mapping[str, Sequence[Claim]]


def loop_record(graph: MoneyGraph, loop: Loop, claims: Claims) -> Record:
    """A loop with every leg's deals, sums and sentences."""
    return {
        "kind": loop.kind.value,
        "members": [_node(graph, node) for node in loop.members],
        "standing": loop.standing.word,
        "smallest_leg": None if loop.smallest is None else _pair(graph, loop.smallest.payer, loop.smallest.receiver),
        "smallest_usd": None if loop.smallest is None else number(loop.smallest.usd),
        "smallest_is_ceiling": loop.smallest is not None and loop.smallest.ceiling,
        "legs_without_sum": loop.untold,
        "through_subsidiaries_of": [graph.name(node) for node in loop.through],
        "equity_against_purchases": loop.shares_for_purchases,
        "legs": [_leg(graph, leg, claims) for leg in loop.legs],
        "links": [
            {"between": [graph.name(link.first), graph.name(link.second)], "deal_id": link.deal_id}
            | _told(link.deal_id, link.deal.quote, claims)
            for link in loop.links
        ],
    }


def sums_record(sums: Sums) -> Record:
    """Sums by bucket, and what each deal does to them."""
    return {
        "usd": {bucket.value: number(value) for bucket, value in sums.totals.items()},
        "marks": {bucket.value: sorted(each.value for each in marks) for bucket, marks in sums.marks.items()},
        "deals": [
            {
                "deal_id": entry.deal_id,
                "counts_as": entry.bucket.value if entry.bucket else None,
                "usd": number(entry.usd),
                "jointly": entry.jointly,
                "part_of": entry.part_of,
                "why": entry.why,
            }
            for entry in sums.entries
        ],
    }


def commitments_record(graph: MoneyGraph, each: Commitments, figures: Sequence[FigureClaim]) -> Record:
    """A company's promises to pay and to be paid, by year, and what articles report of it."""
    return {
        "company": _node(graph, each.node),
        "to_pay": _side(graph, each.to_pay),
        "to_get": _side(graph, each.to_get),
        "figures": [figure_record(claim) for claim in figures],
    }


def figure_record(claim: FigureClaim) -> Record:
    """A company figure with its article."""
    figure = claim.figure
    return {
        "company_id": claim.company_id,
        "company": figure.company,
        "measure": figure.measure.value,
        "amount": money_record(figure.amount),
        "percent": number(figure.percent),
        "bound": figure.bound.value,
        "period": None if figure.period is None else str(figure.period),
        "basis": figure.basis.value,
        "quote": figure.quote,
        "evidence": [item.model_dump() for item in figure.evidence],
        "rule": figure.rule,
        "doc_id": claim.doc_id,
        "title": claim.title,
        "url": claim.url,
        "published": None if claim.published is None else str(claim.published),
    }


def _side(graph: MoneyGraph, side: Side) -> Record:
    return {
        "sums": sums_record(side.sums),
        "by_year": [
            {
                "year": year,
                "usd": {bucket.value: number(value) for bucket, value in line.usd.items()},
                "gigawatts": {bucket.value: number(value) for bucket, value in line.gigawatts.items()},
                "spread_evenly": line.spread,
            }
            for year, line in side.by_year.items()
        ],
        "promises": [_promise(graph, promise) for promise in side.promises],
    }


def _promise(graph: MoneyGraph, promise: Promise) -> Record:
    deal = promise.deal
    return {
        "deal_id": promise.entry.deal_id,
        "with": [graph.name(node) for node in promise.others],
        "kind": deal.kind.value,
        "status": deal.status.value,
        "amount": money_record(deal.amount),
        "power_gw": number(promise.gigawatts),
        "usd": number(promise.entry.usd),
        "counts_as": promise.entry.bucket.value if promise.entry.bucket else None,
        "why": promise.entry.why,
        "due": [{"year": due.year, "usd": number(due.usd), "spread_evenly": due.spread} for due in promise.due],
        "quote": deal.quote,
    }


def _leg(graph: MoneyGraph, leg: Leg, claims: Claims) -> Record:
    return {
        **_pair(graph, leg.payer, leg.receiver),
        "standing": leg.standing.word,
        "usd": number(leg.usd),
        "ceiling": leg.ceiling,
        "only_shares": leg.only_shares,
        "jointly": leg.jointly,
        "sums": sums_record(leg.sums),
        "deals": [_edge(edge, claims) for edge in leg.edges],
    }


def _edge(edge: Edge, claims: Claims) -> Record:
    deal = edge.deal
    return {
        "deal_id": edge.deal_id,
        "kind": deal.kind.value,
        "status": deal.status.value,
        "flow": edge.flow.value,
        "jointly": edge.jointly,
        "payers": sorted(edge.givers),
        "receivers": sorted(edge.getters),
        "amount": money_record(deal.amount),
        "amount_usd": number(edge.dollars.value) if edge.dollars else None,
        "power_gw": number(deal.power.value) if deal.power else None,
        "years": number(deal.terms.years),
        **_told(edge.deal_id, deal.quote, claims),
    }


def _told(deal_id: str, quote: str, claims: Claims) -> Record:
    return {
        "quote": quote,
        "evidence": [
            {
                "doc_id": claim.doc_id,
                "title": claim.title,
                "url": claim.url,
                "lang": claim.language.value,
                "quote": claim.mention.quote,
            }
            for claim in claims.get(deal_id, ())
        ],
    }


def _node(graph: MoneyGraph, node: str) -> Record:
    own = graph.nodes[node]
    return {"id": own.id, "name": own.name, "known": own.known, "members": sorted(own.members)}


def _pair(graph: MoneyGraph, payer: str, receiver: str) -> Record:
    return {"from": graph.name(payer), "to": graph.name(receiver)}
