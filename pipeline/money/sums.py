"""Sums that do not lie: what deals add up to in USD, with a reason for every deal why it counts or not.

What is firm (agreed or completed), planned and rumoured is never added together. A ceiling ('up to'), and a sum told
for several companies together where only some of them are asked about, stand apart from what is promised. Of a whole
and its tranches, or a total and its yearly figure, one counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from enum import IntEnum, StrEnum

from pipeline.money.graph import Edge
from pipeline.money.payments import Flow
from pipeline.money.reasons import Reason, Why, reason
from pipeline.wording import plain, short
from schemas.deal import Status
from schemas.merged import Deal
from schemas.quantity import Bound

_EXACT = Context(prec=100)
_NEAR_WHOLE = Decimal("0.85")
"""How much of 'a year × years' another sum must be to be taken for the total that it makes."""

_TOGETHER_DAYS = 60
"""How far apart the news of a deal of several companies and of one company's share of it may be."""

_ZERO = Decimal(0)


class Standing(IntEnum):
    """How sure a deal is, the surest first."""

    FIRM = 0
    PLANNED = 1
    RUMOURED = 2

    @property
    def word(self) -> str:
        """For people."""
        return self.name.lower()


STANDINGS = {
    Status.COMPLETED: Standing.FIRM,
    Status.AGREED: Standing.FIRM,
    Status.PLANNED: Standing.PLANNED,
    Status.RUMOURED: Standing.RUMOURED,
}


class Bucket(StrEnum):
    """What a sum in USD is part of; `up to` are ceilings, which nobody has promised in full."""

    FIRM = "firm"
    FIRM_UP_TO = "firm, up to"
    PLANNED = "planned"
    PLANNED_UP_TO = "planned, up to"
    RUMOURED = "rumoured"
    RUMOURED_UP_TO = "rumoured, up to"


_BUCKETS = tuple(Bucket)


def bucket_of(standing: Standing, ceiling: bool) -> Bucket:
    """The bucket of a sum."""
    return _BUCKETS[2 * standing + ceiling]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one deal does to a sum: `usd` is what it adds to its `bucket` (both None where it adds nothing), `reasons`
    say so, `part_of` is the deal of which it is a tranche or a year.
    """

    deal_id: str
    deal: Deal
    usd: Decimal | None
    bucket: Bucket | None
    reasons: tuple[Reason, ...]
    jointly: bool
    part_of: str | None = None
    flow: Flow = Flow.MONEY

    @property
    def why(self) -> str:
        """The reasons in a line."""
        return "; ".join(map(str, self.reasons))


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums in USD by bucket, and how each deal comes into them; `marks` tells of a bucket whether it is `about` or
    `at least` that much.
    """

    totals: Mapping[Bucket, Decimal] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    marks: Mapping[Bucket, frozenset[Bound]] = field(default_factory=dict)

    def of(self, bucket: Bucket) -> Decimal:
        """The sum of a bucket, 0 where nothing is in it."""
        return self.totals.get(bucket, _ZERO)

    @property
    def firm(self) -> Decimal:
        """What is agreed or done: no ceiling, no plan, no rumour."""
        return self.of(Bucket.FIRM)

    def words(self) -> str:
        """As in `≥12bn USD, up to 5bn more; planned 3bn`."""
        told = [self._bucket_words(bucket) for bucket in Bucket if bucket in self.totals]
        return "; ".join(told) if told else "no sum told"

    def _bucket_words(self, bucket: Bucket) -> str:
        marks = self.marks.get(bucket, frozenset())
        sign = "≥" if Bound.MIN in marks else "~" if Bound.APPROX in marks else ""
        return f"{bucket.value} {sign}{short(self.totals[bucket])} USD"


def add_up(edges: Iterable[Edge]) -> Sums:
    """The sums of some edges of a graph: of a pair of nodes, of all that one node pays or gets, or of everything.

    A deal whose other edges are not among them is told jointly: its whole sum is a ceiling of what belongs to these.
    """
    by_deal: dict[tuple[str, Flow], list[Edge]] = defaultdict(list)
    for edge in edges:
        by_deal[edge.deal_id, edge.flow].append(edge)
    drafts = [_draft(own) for _, own in sorted(by_deal.items())]
    for side in (0, 1):
        groups: dict[object, list[_Draft]] = defaultdict(list)
        for each in drafts:
            if each.usd is not None and each.part_of is None and each.edge.flow is Flow.MONEY:
                groups[each.edge.whole[side], each.edge.family].append(each)
        for group in groups.values():
            if len(group) > 1:
                _settle_parts(group)
    totals: dict[Bucket, Decimal] = {}
    marks: dict[Bucket, set[Bound]] = defaultdict(set)
    for each in drafts:
        if each.bucket is not None and each.usd is not None:
            totals[each.bucket] = _EXACT.add(totals.get(each.bucket, _ZERO), each.usd)
            if each.bound in (Bound.APPROX, Bound.MIN):
                marks[each.bucket].add(each.bound)
    entries = tuple(each.entry() for each in drafts)
    return Sums(totals, entries, {bucket: frozenset(own) for bucket, own in marks.items()})


@dataclass(slots=True)
class _Draft:
    """A deal on its way into a sum; `yearly` is a figure a year without a number of years, `settled` is a part that
    has been set against its whole.
    """

    edge: Edge
    usd: Decimal | None
    bucket: Bucket | None
    bound: Bound
    jointly: bool
    yearly: bool = False
    by_years: bool = False
    part_of: str | None = None
    settled: bool = False
    why: list[Reason] = field(default_factory=list)

    @property
    def tranche(self) -> bool:
        """Whether words of staged payment are told."""
        return self.edge.deal.terms.tranche is not None

    def entry(self) -> Entry:
        counted = self.usd if self.bucket is not None else None
        edge = self.edge
        return Entry(
            edge.deal_id, edge.deal, counted, self.bucket, tuple(self.why), self.jointly, self.part_of, edge.flow
        )


def _draft(own: Sequence[Edge]) -> _Draft:
    edge = own[0]
    deal = edge.deal
    made = _Draft(edge, None, None, Bound.EXACT, len(own) < edge.pairs)
    standing = STANDINGS.get(deal.status)
    if standing is None:
        made.why.append(reason(Why.CANCELLED))
    elif edge.flow is Flow.SHARES:
        made.why.append(reason(Why.SHARES))
    elif deal.amount is None and deal.terms.annual_amount is None:
        made.why.append(reason(Why.UNTOLD))
    else:
        _value(made)
        if made.usd is None:
            made.why.append(reason(Why.NO_RATE))
        elif made.yearly:
            made.why.append(reason(Why.YEARLY, sum=short(made.usd)))
        else:
            _place(made, standing)
    return made


def _value(made: _Draft) -> None:
    """The deal's sum in USD: its amount, or what it tells a year times its years."""
    edge, deal = made.edge, made.edge.deal
    amount, annual = deal.amount, deal.terms.annual_amount
    only_yearly = annual is not None and (
        amount is None or (amount.value, amount.currency) == (annual.value, annual.currency)
    )
    if not only_yearly:
        made.usd = None if edge.dollars is None else edge.dollars.value
        if amount is not None:
            made.bound = Bound.APPROX if amount.low is not None and amount.bound is Bound.EXACT else amount.bound
        return
    if amount is not None:
        made.bound = amount.bound
    yearly = edge.yearly.value if edge.yearly is not None else None
    years = deal.terms.years
    if yearly is None or years is None:
        made.usd, made.yearly = yearly, True
        return
    made.usd, made.by_years = _EXACT.multiply(yearly, years), True
    made.why.append(reason(Why.YEARS, sum=short(yearly), years=plain(years)))


def _place(made: _Draft, standing: Standing) -> None:
    ceiling = made.bound is Bound.MAX or made.edge.ceiling
    made.bucket = bucket_of(standing, ceiling or made.jointly)
    if made.jointly:
        made.why.append(reason(Why.JOINTLY, sum=short(made.usd or _ZERO)))
    elif ceiling:
        made.why.append(reason(Why.CEILING))
    made.why.append(reason(Why.COUNTS, bucket=made.bucket.value))


def _settle_parts(group: list[_Draft]) -> None:
    """Of a whole and its parts, count each dollar once: in the part where that is surer, else in the whole."""
    ordered = sorted(group, key=lambda each: (-(each.usd or _ZERO), each.edge.deal_id))
    wholes = [each for each in ordered if not each.yearly]
    staged = [each for each in wholes if each.tranche or each.edge.pairs > 1]
    for part in reversed(ordered):
        likely = wholes if part.yearly or part.by_years or part.tranche else staged
        whole = next((each for each in likely if each is not part and _is_part(part, each)), None)
        if whole is None or part.settled or part.usd is None or whole.usd is None:
            continue
        part.settled = True
        if _is_surer(part, whole) and not part.by_years:
            whole.usd = max(_ZERO, _EXACT.subtract(whole.usd, part.usd))
            whole.why.append(reason(Why.LESS, sum=short(part.usd), deal=part.edge.deal_id))
            continue
        part.bucket, part.part_of = None, whole.edge.deal_id
        what = Why.YEAR_OF if part.yearly or part.by_years else Why.PART_OF
        part.why = [reason(what, deal=whole.edge.deal_id)]


def _is_surer(part: _Draft, whole: _Draft) -> bool:
    if part.bucket is None or whole.bucket is None:
        return False
    return _BUCKETS.index(part.bucket) < _BUCKETS.index(whole.bucket)


def _is_part(part: _Draft, whole: _Draft) -> bool:
    """Whether a deal is a tranche or a year of another one between the same companies, or one company's share of a
    deal that several made together at the time.
    """
    if part.usd is None or whole.usd is None or whole.part_of is not None:
        return False
    if part.edge.whole != whole.edge.whole:
        return _is_share(part.edge, whole.edge) and not part.yearly and whole.usd >= part.usd
    if part.yearly:
        return whole.usd >= part.usd
    if part.by_years:
        return not whole.by_years and whole.usd >= part.usd * _NEAR_WHOLE
    if whole.usd <= part.usd:
        return False
    return part.tranche or (whole.tranche and _is_later(part.edge.deal, whole.edge.deal))


def _is_share(part: Edge, whole: Edge) -> bool:
    (payers, receivers), (all_payers, all_receivers) = part.whole, whole.whole
    if not (payers <= all_payers and receivers <= all_receivers):
        return False
    one, two = part.deal.announced or part.deal.latest, whole.deal.announced or whole.deal.latest
    if one is None or two is None:
        return True
    return abs((one.first_day() - two.first_day()).days) <= _TOGETHER_DAYS


def _is_later(deal: Deal, other: Deal) -> bool:
    one, two = deal.announced or deal.latest, other.announced or other.latest
    return one is not None and two is not None and one.first_day() > two.last_day()


def reasons(sums: Sums) -> Counter[str]:
    """How many deals came into a sum in which way."""
    return Counter(entry.bucket.value if entry.bucket else "not counted" for entry in sums.entries)
