"""Whether two mentions tell of one deal: a score made of named reasons, some of which forbid it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from pipeline.compare_amounts import compare_amounts, near
from pipeline.facts import Actor, Days, Facts, Gigawatts, Side, least_prefix
from pipeline.reason import Reason
from schemas.deal import Kind, Status
from schemas.quantity import Bound

MERGE_AT = 4.0
"""The score from which two mentions are taken as one deal: both parties and the kind alone reach it."""

DOUBT_AT = 3.0
"""The score from which a person should look at two deals that were not merged."""

_KIND_GROUPS = (
    frozenset({Kind.PURCHASE, Kind.COMPUTE, Kind.POWER, Kind.PARTNERSHIP, Kind.PROJECT}),
    frozenset({Kind.INVESTMENT, Kind.ACQUISITION, Kind.PARTNERSHIP, Kind.PROJECT}),
    frozenset({Kind.DEBT, Kind.INVESTMENT}),
    frozenset({Kind.PURCHASE, Kind.ACQUISITION}),
)
"""Kinds as which the press tells one and the same deal."""

_TOLD_AS = frozenset((a, b) for group in _KIND_GROUPS for a in group for b in group)
_SAME_NAME, _PARENT, _LONGER_NAME = 0.9, 0.5, 0.6

FAR_DAYS, APART_DAYS, NEAR_DAYS = 365, 45, 7
"""Days between two announcements that keep mentions apart, speak against them, and speak for them."""

DECIMALS = 6
"""To how many decimals a score is told: the same points added in another order are one score."""


class Verdict(Enum):
    """What two mentions or deals are to each other, as far as can be told."""

    SAME = "one deal"
    UNSURE = "not enough to tell"
    DIFFERENT = "two deals"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The reasons for and against; `barred` if one of them forbids the merge whatever the score."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """The sum of the reasons' points."""
        return round(sum(reason.points for reason in self.reasons), DECIMALS)

    @property
    def barred(self) -> bool:
        """Whether one reason forbids the merge; that reason is then the last."""
        return bool(self.reasons) and self.reasons[-1].bars

    @property
    def merges(self) -> bool:
        """Whether the two are taken as one deal."""
        return self.verdict is Verdict.SAME

    @property
    def verdict(self) -> Verdict:
        """What the two are to each other."""
        if self.barred:
            return Verdict.DIFFERENT
        score = self.score
        if score >= MERGE_AT:
            return Verdict.SAME
        return Verdict.UNSURE if score >= DOUBT_AT else Verdict.DIFFERENT

    def __str__(self) -> str:
        """The comparison as a sentence for people."""
        forbidding = [reason.name for reason in self.reasons if reason.bars]
        speaks_for = [reason.name for reason in self.reasons if reason.points > 0]
        against = [reason.name for reason in self.reasons if reason.points < 0]
        if forbidding:
            return f"{Verdict.DIFFERENT.value}: {forbidding[0]}"
        told = f"{self.verdict.value}: {', '.join(speaks_for) or 'nothing speaks for it'}"
        return f"{told}; but {', '.join(against)}" if against else told


def told_as(a: Kind, b: Kind) -> bool:
    """Whether the press tells one deal as both of these kinds."""
    return a is b or (a, b) in _TOLD_AS


def compare(a: Facts, b: Facts) -> Comparison:
    """Compare two mentions; the result does not depend on which comes first."""
    if b.key < a.key:
        a, b = b, a
    if a.key[0] == b.key[0]:
        return _ONE_ARTICLE
    reasons: list[Reason] = []
    for part in _PARTS:
        part(a, b, reasons)
        if reasons and reasons[-1].bars:
            break
    return Comparison(tuple(reasons))


_ONE_ARTICLE = Comparison((Reason("told apart by one article", bars=True),))
_SAME_KIND = Reason("same kind", 1)
_TOO_FEW = Reason("too few companies in common", bars=True, leaves_open="companies")

Reasons = list[Reason]


def _kinds(a: Facts, b: Facts, reasons: Reasons) -> None:
    if a.kind is b.kind:
        reasons.append(_SAME_KIND)
    elif (a.kind, b.kind) in _TOLD_AS:
        reasons.append(Reason("{} may be told as {}", values=(a.kind, b.kind)))
    else:
        reasons.append(Reason("{} is not {}", bars=True, values=(a.kind, b.kind)))


def _parties(a: Facts, b: Facts, reasons: Reasons) -> None:
    reasons.extend(party_reasons(a.actors, b.actors, Kind.ACQUISITION in (a.kind, b.kind)))


def party_reasons(left: tuple[Actor, ...], right: tuple[Actor, ...], takeover: bool) -> Reasons:
    """Reasons from the companies of two mentions; the last one bars if too few are in both.

    Args:
        left: The companies of the one mention.
        right: Those of the other.
        takeover: Whether one of the two tells of an acquisition, for which several may bid.
    """
    matches = match_actors(left, right)
    fewer = min(len(left), len(right))
    if not _enough(len(left), len(right), matches, takeover):
        return [_TOO_FEW]
    reasons: Reasons = []
    for number, (rate, one, other) in enumerate(matches):
        points = 1.5 if number < 2 else 0.5
        if rate == 1:
            reasons.append(Reason("{} in both", points, values=(one.name,)))
        else:
            reasons.append(Reason("{} is like {}", points * rate, values=(one.name, other.name)))
    if len(matches) < fewer:
        reasons.append(Reason("each names a company that the other does not", -0.75 * (fewer - len(matches))))
    if any(one.side is not other.side and Side.OPEN not in (one.side, other.side) for _, one, other in matches):
        reasons.append(Reason("payer and receiver change places", -2))
    return reasons


def _enough(left: int, right: int, matches: list[tuple[float, Actor, Actor]], takeover: bool) -> bool:
    """Two companies, or the only one, or the one that the deal is about unless others bid for it."""
    if len(matches) >= min(2, left, right):
        return bool(matches)
    return not takeover and any(one.centre and other.centre for _, one, other in matches)


def match_actors(left: tuple[Actor, ...], right: tuple[Actor, ...]) -> list[tuple[float, Actor, Actor]]:
    """Match companies one to one, the most alike first; each match with its likeness between 0 and 1."""
    by_id = {actor.id: actor for actor in right}
    matches = [(1.0, actor, by_id[actor.id]) for actor in left if actor.id in by_id]
    if len(matches) == min(len(left), len(right)):
        return matches
    told = {actor.id for _, actor, _ in matches}
    more = [actor for actor in left if actor.id not in told]
    rest = [actor for actor in right if actor.id not in told]
    rated = sorted(
        ((rate, -i, -j) for i, a in enumerate(more) for j, b in enumerate(rest) if (rate := likeness(a, b))),
        reverse=True,
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    for rate, i, j in rated:
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            matches.append((rate, more[-i], rest[-j]))
    return matches


def likeness(a: Actor, b: Actor) -> float:
    """How surely two companies are the same: 1 by identity, less by a name, by a parent, by a longer name."""
    if a.id == b.id:
        return 1.0
    if a.parent == b.id or b.parent == a.id or (a.parent is not None and a.parent == b.parent):
        return _PARENT
    if a.known and b.known:
        return 0.0
    if not a.names.isdisjoint(b.names):
        return _SAME_NAME
    return _LONGER_NAME if any(_begins(x, y) for x in a.names for y in b.names) else 0.0


def days_forbid(a: Facts, b: Facts) -> bool:
    """Whether the days alone keep two mentions apart, which `compare` does not reach where it refused before."""
    reasons: Reasons = []
    _days(a, b, reasons)
    return any(reason.bars for reason in reasons)


def _begins(a: str, b: str) -> bool:
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    return longer.startswith(shorter) and len(shorter) >= least_prefix(shorter)


def _power(a: Facts, b: Facts, reasons: Reasons) -> None:
    first, second = a.power, b.power
    if first is None or second is None:
        return
    if near(first.value, second.value, 0.02):
        reasons.append(Reason("same power, {:g} GW", 2, values=(first.value,)))
    elif near(first.value, second.value, 0.1):
        reasons.append(Reason("nearly the same power", 0.5))
    elif _within(first, second) or _within(second, first):
        reasons.append(Reason("one power is a bound of the other"))
    else:
        reasons.append(Reason("{:g} GW is not {:g} GW", bars=True, values=(first.value, second.value)))


def _within(limit: Gigawatts, power: Gigawatts) -> bool:
    return (limit.bound is Bound.MAX and power.value <= limit.value) or (
        limit.bound is Bound.MIN and power.value >= limit.value
    )


def _terms(a: Facts, b: Facts, reasons: Reasons) -> None:
    _number("years", a.years, b.years, 1, reasons)
    _number("stake", a.stake, b.stake, 1, reasons)
    _number("number of shares", a.shares, b.shares, 2, reasons)
    if a.price is not None and b.price is not None and a.price.currency == b.price.currency:
        _number("price per share", a.price.value, b.price.value, 2, reasons)
    if a.start is not None and b.start is not None:
        gap = a.start.apart(b.start)
        reasons.append(Reason("same start", 0.5) if gap == 0 else Reason("other start", -0.5 if gap < 180 else -1))


def _number(name: str, a: float | None, b: float | None, points: float, reasons: Reasons) -> None:
    if a is not None and b is not None:
        same = near(a, b, 0.02)
        reasons.append(Reason("same {}", points, values=(name,)) if same else Reason("other {}", -1, values=(name,)))


def _days(a: Facts, b: Facts, reasons: Reasons) -> None:
    if a.announced is not None and b.announced is not None:
        reasons.append(_announced(a.announced, b.announced))
        return
    for told, other in ((a, b), (b, a)):
        if told.announced is None or other.published is None:
            continue
        early = other.published.last < told.announced.first
        if early and other.published.apart(told.announced) > NEAR_DAYS:
            waiting = other.status in (Status.RUMOURED, Status.PLANNED)
            reasons.append(Reason("told before the other was announced", -0.25 if waiting else -1.5))


def _announced(first: Days, second: Days) -> Reason:
    gap = first.apart(second)
    values = (first.text, second.text)
    if gap > FAR_DAYS:
        return Reason("announced {} and {}", bars=True, values=values)
    if gap > APART_DAYS:
        return Reason("announced {} and {}", -0.75, values=values)
    vague = len(first.text) == 4 or len(second.text) == 4
    if gap <= NEAR_DAYS:
        return Reason("announced at the same time", 0.25 if vague else 1)
    return Reason("announced weeks apart")


def _status(a: Facts, b: Facts, reasons: Reasons) -> None:
    if {a.status, b.status} == {Status.CANCELLED, Status.COMPLETED}:
        reasons.append(Reason("one is cancelled, the other completed", -1))


def _objects(a: Facts, b: Facts, reasons: Reasons) -> None:
    shared = a.words & b.words
    if shared:
        told = ", ".join(sorted(shared)[:3])
        reasons.append(Reason("both name {}", word_points(len(shared)), values=(told,)))


def word_points(shared: int) -> float:
    """What it speaks for two mentions that so many names stand in both sentences."""
    return min(1.0, 0.5 * shared)


def _copies(a: Facts, b: Facts, reasons: Reasons) -> None:
    if a.copies and a.copies == b.copies:
        reasons.append(Reason("their articles are copies of each other", 1))


def _apart(a: Facts, b: Facts, reasons: Reasons) -> None:
    """Two mentions that each state quantities, but never the same one, may be two deals of one pair."""
    if a.stated and b.stated and not a.stated & b.stated:
        reasons.append(Reason("no quantity that both state", -0.5))


_PARTS: tuple[Callable[[Facts, Facts, Reasons], None], ...] = (
    _kinds,
    compare_amounts,
    _power,
    _parties,
    _terms,
    _days,
    _status,
    _objects,
    _copies,
    _apart,
)
"""The cheap ones that often forbid come first."""
