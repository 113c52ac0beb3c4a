"""Loops and legs in words, as commands and pages tell them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.money.graph import Edge, MoneyGraph, Pair
from pipeline.money.legs import Leg
from pipeline.money.loops import Loop, LoopKind
from pipeline.money.sums import Standing
from pipeline.wording import amount_words, power_words, short
from schemas.merged import Claim

STANDING_WORDS = {
    Standing.FIRM: "all legs agreed or done",
    Standing.PLANNED: "with legs only planned",
    Standing.RUMOURED: "with legs only rumoured",
}

TIED_WORDS = {
    Standing.FIRM: "every two tied by something agreed or done",
    Standing.PLANNED: "with ties only planned",
    Standing.RUMOURED: "with ties only rumoured",
}


def pair_title(graph: MoneyGraph, pair: Pair) -> str:
    """As in `Nvidia → OpenAI`."""
    return f"{graph.name(pair[0])} → {graph.name(pair[1])}"


def loop_title(graph: MoneyGraph, loop: Loop) -> str:
    """As in `Nvidia → OpenAI → Oracle → Nvidia`; a triangle's companies are joined by –."""
    names = [graph.name(node) for node in loop.members]
    if loop.kind is LoopKind.TRIANGLE:
        return " – ".join(names)
    return " → ".join([*names, names[0]])


def loop_summary(graph: MoneyGraph, loop: Loop) -> str:
    """What a loop is, in a line: its form, how sure it is, its smallest leg, and what is missing."""
    told = [loop.kind.value + (", equity against purchases" if loop.shares_for_purchases else "")]
    told.append((TIED_WORDS if loop.kind is LoopKind.TRIANGLE else STANDING_WORDS)[loop.standing])
    if loop.smallest is not None and loop.smallest.usd is not None:
        sign = "≤" if loop.smallest.ceiling else ""
        told.append(
            f"smallest leg told: {sign}{short(loop.smallest.usd)} USD ({pair_title(graph, loop.smallest.pair)})"
        )
    if loop.untold:
        told.append(f"{loop.untold} of {len(loop.legs)} legs tell no sum")
    if loop.unsure:
        told.append("not agreed: " + ", ".join(pair_title(graph, leg.pair) for leg in loop.unsure))
    if loop.through:
        told.append(f"closes only inside the group of {', '.join(graph.name(node) for node in loop.through)}")
    return "; ".join(told)


def leg_words(leg: Leg) -> str:
    """How much flows in a leg and how sure it is."""
    if leg.only_shares:
        return "shares, no money"
    words = leg.sums.words()
    return words if leg.standing is Standing.FIRM or leg.usd is not None else f"{words}, only {leg.standing.word}"


def edge_words(graph: MoneyGraph, edge: Edge) -> str:
    """A deal in a line."""
    deal = edge.deal
    sums = [words for words in (amount_words(deal.amount), power_words(deal.power)) if words]
    inside = sorted(graph.companies[each] for each in {*edge.givers, *edge.getters} - {edge.payer, edge.receiver})
    marks = (["jointly"] if edge.jointly else []) + ([f"through {', '.join(inside)}"] if inside else [])
    return "  ".join([edge.deal_id, f"{deal.kind}, {deal.status}", *sums, *marks])


def best_quote(edge: Edge, claims: Sequence[Claim]) -> str:
    """The sentence that tells a deal best: it names the most of its companies, and the sum; else the deal's own."""
    best = best_claim(claims)
    return edge.deal.quote if best is None else best.mention.quote


def best_claim(claims: Sequence[Claim]) -> Claim | None:
    """The article whose sentence tells a deal best."""
    return max(claims, key=_telling, default=None)


def _telling(claim: Claim) -> tuple[int, bool, float]:
    mention = claim.mention
    named = sum(any(name in mention.quote for name in (party.name, *party.aliases)) for party in mention.parties)
    sums = [item.quote for item in mention.evidence if item.field == "amount"]
    return named, any(told in mention.quote for told in sums), mention.confidence
