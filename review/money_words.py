"""The money in the reader's language: sums, legs, loops and why a deal counts."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.money.draw import Labels
from pipeline.money.graph import Edge, MoneyGraph, Pair
from pipeline.money.legs import Leg
from pipeline.money.loops import Loop, LoopKind
from pipeline.money.reasons import Reason
from pipeline.money.sums import Bucket, Entry, Standing, Sums
from pipeline.money.words import STANDING_WORDS, TIED_WORDS, pair_title
from pipeline.wording import amount_words, power_words, short
from review.messages import Words
from schemas.quantity import Bound


@dataclass(frozen=True, slots=True)
class MoneyWords:
    """Words about a graph of money, in one language."""

    words: Words
    graph: MoneyGraph

    def labels(self) -> Labels:
        """What drawings say."""
        return Labels(
            graph=self.words("Who pays whom"),
            sankey=self.words("Who pays whom, as a Sankey diagram"),
            word=self.words,
            sums=self.sums,
            only=self.words("only %(standing)s", standing="{}"),
        )

    def sums(self, sums: Sums) -> str:
        """As in `firm ≥12bn USD; planned 3bn USD`."""
        told = [self._bucket(sums, bucket) for bucket in Bucket if bucket in sums.totals]
        return self.words("; ").join(told) if told else self.words("no sum told")

    def _bucket(self, sums: Sums, bucket: Bucket) -> str:
        marks = sums.marks.get(bucket, frozenset())
        sign = "≥" if Bound.MIN in marks else "~" if Bound.APPROX in marks else ""
        return f"{self.words(bucket.value)} {sign}{short(sums.totals[bucket])} USD"

    def leg(self, leg: Leg) -> str:
        """How much flows in a leg and how sure it is."""
        if leg.only_shares:
            return self.words("shares, no money")
        told = self.sums(leg.sums)
        if leg.standing is Standing.FIRM or leg.usd is not None:
            return told
        return self.words(", ").join((told, self.words("only %(standing)s", standing=self.words(leg.standing.word))))

    def pair(self, pair: Pair) -> str:
        """As in `Nvidia → OpenAI`."""
        return pair_title(self.graph, pair)

    def members(self, loop: Loop) -> list[tuple[str, str]]:
        """The companies of a loop with what stands before each: an arrow, or a dash in a triangle."""
        sign = "–" if loop.kind is LoopKind.TRIANGLE else "→"
        nodes = loop.members if loop.kind is LoopKind.TRIANGLE else (*loop.members, loop.members[0])
        return [(sign if number else "", self.graph.name(node)) for number, node in enumerate(nodes)]

    def loop(self, loop: Loop) -> list[str]:
        """What a loop is, a sentence each: its form, how sure it is, its smallest leg, and what is missing."""
        words = self.words
        kind = words(f"loop {loop.kind.value}")
        if loop.shares_for_purchases:
            kind = words(", ").join((kind, words("equity against purchases")))
        told = [kind, words((TIED_WORDS if loop.kind is LoopKind.TRIANGLE else STANDING_WORDS)[loop.standing])]
        if loop.smallest is not None and loop.smallest.usd is not None:
            size = f"{'≤' if loop.smallest.ceiling else ''}{short(loop.smallest.usd)} USD"
            told.append(words("smallest leg told: %(sum)s (%(leg)s)", sum=size, leg=self.pair(loop.smallest.pair)))
        if loop.untold:
            told.append(words("%(number)s of %(all)s legs tell no sum", number=loop.untold, all=len(loop.legs)))
        if loop.unsure:
            legs = words(", ").join(self.pair(leg.pair) for leg in loop.unsure)
            told.append(words("not agreed: %(legs)s", legs=legs))
        if loop.through:
            groups = words(", ").join(self.graph.name(node) for node in loop.through)
            told.append(words("closes only inside the group of %(groups)s", groups=groups))
        return told

    def size(self, edge: Edge) -> str:
        """A deal's sum and power."""
        return " · ".join(each for each in (amount_words(edge.deal.amount), power_words(edge.deal.power)) if each)

    def inside(self, edge: Edge) -> list[str]:
        """The companies themselves, where the nodes are their groups."""
        own = {*edge.givers, *edge.getters} - {edge.payer, edge.receiver}
        return sorted(self.graph.companies[each] for each in own)

    def why(self, entry: Entry) -> str:
        """Why a deal counts in a sum, or does not."""
        return self.words("; ").join(self._reason(each) for each in entry.reasons)

    def _reason(self, reason: Reason) -> str:
        values = {name: self.words(value) if name == "bucket" else value for name, value in reason.values.items()}
        return self.words(reason.why.value, **values)
