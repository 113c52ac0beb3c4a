"""What is drawn: the strongest legs of a graph, the companies between which they flow, and what each is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from heapq import nsmallest

from pipeline.money.draw.labels import ENGLISH, Labels
from pipeline.money.graph import MoneyGraph, Pair
from pipeline.money.legs import Leg, legs_of
from pipeline.money.payments import Family
from pipeline.money.sums import Standing, bucket_of
from pipeline.wording import short

MOST_LEGS = 40
"""How many legs a picture shows unless more are asked for: what an eye can follow."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A leg as it is drawn: `name` is its anchor, `family` its colour, `label` the words beside it."""

    name: str
    leg: Leg
    family: str
    label: str
    told: str

    @property
    def usd(self) -> float:
        """Its size for drawing alone: a sum that is told for several pairs is drawn once among all of them."""
        joint = {edge.deal_id: edge.pairs for edge in self.leg.edges if edge.jointly}
        told = bucket_of(self.leg.standing, self.leg.ceiling)
        own = [entry for entry in self.leg.sums.entries if entry.bucket is told and entry.usd is not None]
        return sum(float(entry.usd or 0) / joint.get(entry.deal_id, 1) for entry in own)


@dataclass(frozen=True, slots=True)
class Picture:
    """Companies by id with their names, and arrows, the strongest first; `left_out` counts the legs that are not
    drawn.
    """

    names: Mapping[str, str]
    arrows: tuple[Arrow, ...]
    left_out: int


def picture(
    graph: MoneyGraph, most: int = MOST_LEGS, legs: Mapping[Pair, Leg] | None = None, labels: Labels = ENGLISH
) -> Picture:
    """The strongest legs of a graph: what is firm before what is planned, then the largest."""
    known = legs_of(graph) if legs is None else legs
    strongest = nsmallest(most, known.values(), key=_strength)
    arrows = tuple(_arrow(graph, f"leg-{number}", leg, labels) for number, leg in enumerate(strongest, start=1))
    nodes = sorted({node for arrow in arrows for node in arrow.leg.pair})
    return Picture({node: graph.name(node) for node in nodes}, arrows, max(0, len(known) - most))


def _strength(leg: Leg) -> tuple[object, ...]:
    return leg.standing, leg.usd is None, -(leg.usd or Decimal(0)), leg.pair


def _arrow(graph: MoneyGraph, name: str, leg: Leg, labels: Labels) -> Arrow:
    families = {edge.family for edge in leg.edges}
    only = next(iter(families)) if len(families) == 1 else None
    what = "shares" if leg.only_shares else "joint" if only is Family.TOGETHER else only or "mixed"
    size = "" if leg.usd is None else f" {'≤' if leg.ceiling else ''}{short(leg.usd)}"
    told = f"{graph.name(leg.payer)} → {graph.name(leg.receiver)}: {labels.family(what)}, {labels.sums(leg.sums)}"
    if leg.standing is not Standing.FIRM:
        told += "; " + labels.only.format(labels.word(leg.standing.word))
    colour = "mixed" if only in (None, Family.TOGETHER) else str(only)
    return Arrow(name, leg, colour, labels.family(what) + size, told)
