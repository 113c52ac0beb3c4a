"""Whether two mentions tell of one deal: a score made of named reasons, some of which forbid it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.compare_amounts import compare_amounts, near
from pipeline.facts import Actor, Facts, Side, least_prefix
from pipeline.reason import Reason
from schemas.deal import Kind, Status
from schemas.quantity import Bound, PartialDate, Power

MERGE_AT = 4.0
"""The score from which two mentions are taken as one deal: both parties and the kind alone reach it."""

_KIND_GROUPS = (
    frozenset({Kind.PURCHASE, Kind.COMPUTE, Kind.POWER, Kind.PARTNERSHIP, Kind.PROJECT}),
    frozenset({Kind.INVESTMENT, Kind.ACQUISITION, Kind.PARTNERSHIP, Kind.PROJECT}),
    frozenset({Kind.DEBT, Kind.INVESTMENT}),
    frozenset({Kind.PURCHASE, Kind.ACQUISITION}),
)
"""Kinds as which the press tells one and the same deal."""

_SAME_NAME, _PARENT, _LONGER_NAME = 0.9, 0.5, 0.6
_FAR_DAYS, _NEAR_DAYS, _APART_DAYS = 365, 7, 45


@dataclass(frozen=True, slots=True)
class Comparison:
    """The reasons for and against; `barred` if one of them forbids the merge whatever the score."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """The sum of the reasons' points."""
        return sum(reason.points for reason in self.reasons)

    @property
    def barred(self) -> bool:
        """Whether one reason forbids the merge."""
        return any(reason.bars for reason in self.reasons)

    @property
    def merges(self) -> bool:
        """Whether the two are taken as one deal."""
        return not self.barred and self.score >= MERGE_AT


def compare(a: Facts, b: Facts) -> Comparison:
    """Compare two mentions; the result does not depend on which comes first."""
    if b.key < a.key:
        a, b = b, a
    if a.doc_id == b.doc_id:
        return Comparison((Reason("told apart by one article", bars=True),))
    reasons: list[Reason] = []
    for part in _PARTS:
        reasons.extend(part(a, b))
        if reasons and reasons[-1].bars:
            break
    return Comparison(tuple(reasons))


def _kinds(a: Facts, b: Facts) -> Iterator[Reason]:
    first, second = a.mention.kind, b.mention.kind
    if first is second:
        yield Reason("same kind", 1)
    elif any({first, second} <= group for group in _KIND_GROUPS):
        yield Reason(f"{first} may be told as {second}")
    else:
        yield Reason(f"{first} is not {second}", bars=True)


def _parties(a: Facts, b: Facts) -> Iterator[Reason]:
    matches = match_actors(a.actors, b.actors)
    fewer = min(len(a.actors), len(b.actors))
    if not _enough(a, b, matches):
        yield Reason("too few companies in common", bars=True)
        return
    for number, (likeness, left, right) in enumerate(matches):
        points = 1.5 if number < 2 else 0.5
        yield Reason(
            f"{left.id.lstrip('~')} in both" if likeness == 1 else f"{left.id} is like {right.id}", points * likeness
        )
    if len(matches) < fewer:
        yield Reason("each names a company that the other does not", -0.75 * (fewer - len(matches)))
    if any({left.side, right.side} == {Side.PAYER, Side.RECEIVER} for _, left, right in matches):
        yield Reason("payer and receiver change places", -2)


def _enough(a: Facts, b: Facts, matches: list[tuple[float, Actor, Actor]]) -> bool:
    """Two companies, or the only one, or the one that the deal is about unless others bid for it."""
    if len(matches) >= min(2, len(a.actors), len(b.actors)):
        return bool(matches)
    about_it = any(left.centre and right.centre for _, left, right in matches)
    return about_it and Kind.ACQUISITION not in (a.mention.kind, b.mention.kind)


def match_actors(left: tuple[Actor, ...], right: tuple[Actor, ...]) -> list[tuple[float, Actor, Actor]]:
    """Match companies one to one, the most alike first; each match with its likeness between 0 and 1."""
    rated = ((likeness(a, b), -i, -j) for i, a in enumerate(left) for j, b in enumerate(right))
    matches: list[tuple[float, Actor, Actor]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for rate, i, j in sorted((item for item in rated if item[0]), reverse=True):
        if -i not in used_left and -j not in used_right:
            used_left.add(-i)
            used_right.add(-j)
            matches.append((rate, left[-i], right[-j]))
    return matches


def likeness(a: Actor, b: Actor) -> float:
    """How surely two companies are the same: 1 by identity, less by a name, by a parent, by a longer name."""
    if a.id == b.id:
        return 1.0
    if a.parent == b.id or b.parent == a.id or (a.parent is not None and a.parent == b.parent):
        return _PARENT
    if a.known and b.known:
        return 0.0
    if a.names & b.names:
        return _SAME_NAME
    return _LONGER_NAME if any(_begins(x, y) for x in a.names for y in b.names) else 0.0


def _begins(a: str, b: str) -> bool:
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= least_prefix(shorter) and longer.startswith(shorter)


def _power(a: Facts, b: Facts) -> Iterator[Reason]:
    first, second = a.mention.power, b.mention.power
    if first is None or second is None:
        return
    if near(first.value, second.value, Decimal("0.02")):
        yield Reason(f"same power, {first.value.normalize():f} GW", 2)
    elif near(first.value, second.value, Decimal("0.1")):
        yield Reason("nearly the same power", 0.5)
    elif _within(first, second) or _within(second, first):
        yield Reason("one power is a bound of the other")
    else:
        yield Reason(f"{first.value.normalize():f} GW is not {second.value.normalize():f} GW", bars=True)


def _within(limit: Power, value: Power) -> bool:
    return (limit.bound is Bound.MAX and value.value <= limit.value) or (
        limit.bound is Bound.MIN and value.value >= limit.value
    )


def _terms(a: Facts, b: Facts) -> Iterator[Reason]:
    left, right = a.mention.terms, b.mention.terms
    yield from _number("years", left.years, right.years, 1)
    yield from _number("stake", left.stake_pct, right.stake_pct, 1)
    yield from _number("number of shares", left.shares, right.shares, 2)
    one, other = left.price_per_share, right.price_per_share
    if one is not None and other is not None and one.currency == other.currency:
        yield from _number("price per share", one.value, other.value, 2)
    if left.start is not None and right.start is not None:
        gap = days_apart(left.start, right.start)
        yield Reason("same start", 0.5) if gap == 0 else Reason("other start", -0.5 if gap < 180 else -1)


def _number(name: str, a: Decimal | None, b: Decimal | None, points: float) -> Iterator[Reason]:
    if a is not None and b is not None:
        same = near(a, b, Decimal("0.02"))
        yield Reason(f"same {name}", points) if same else Reason(f"other {name}", -1)


def _days(a: Facts, b: Facts) -> Iterator[Reason]:
    first, second = a.mention.announced, b.mention.announced
    if first is not None and second is not None:
        yield _announced(first, second)
        return
    for told, other in ((a, b), (b, a)):
        if told.mention.announced is None or other.published is None:
            continue
        early = other.published.last_day() < told.mention.announced.first_day()
        if early and days_apart(other.published, told.mention.announced) > _NEAR_DAYS:
            waiting = other.mention.status in (Status.RUMOURED, Status.PLANNED)
            yield Reason("told before the other was announced", -0.25 if waiting else -1.5)


def _announced(first: PartialDate, second: PartialDate) -> Reason:
    gap = days_apart(first, second)
    if gap > _FAR_DAYS:
        return Reason(f"announced {first} and {second}", bars=True)
    if gap > _APART_DAYS:
        return Reason(f"announced {first} and {second}", -0.75)
    vague = len(str(first)) == 4 or len(str(second)) == 4
    return (
        Reason("announced at the same time", 0.25 if vague else 1)
        if gap <= _NEAR_DAYS
        else Reason("announced weeks apart")
    )


def days_apart(a: PartialDate, b: PartialDate) -> int:
    """Days between two partial dates; 0 if they overlap."""
    (_, first_end), (second_start, _) = sorted([(a.first_day(), a.last_day()), (b.first_day(), b.last_day())])
    return max(0, (second_start - first_end).days)


def _status(a: Facts, b: Facts) -> Iterator[Reason]:
    if {a.mention.status, b.mention.status} == {Status.CANCELLED, Status.COMPLETED}:
        yield Reason("one is cancelled, the other completed", -1)


def _objects(a: Facts, b: Facts) -> Iterator[Reason]:
    shared = sorted(a.words & b.words)
    if shared:
        yield Reason(f"both name {', '.join(shared[:3])}", min(1.0, 0.5 * len(shared)))


def _apart(a: Facts, b: Facts) -> Iterator[Reason]:
    """Two mentions that each state quantities, but never the same one, may be two deals of one pair."""
    left, right = _stated(a), _stated(b)
    if left and right and not left & right:
        yield Reason("no quantity that both state", -0.5)


def _stated(facts: Facts) -> set[str]:
    mention = facts.mention
    stated = {name for name in ("amount", "power") if getattr(mention, name) is not None}
    terms = mention.terms
    return stated | {
        name for name in ("years", "shares", "stake_pct", "annual_amount") if getattr(terms, name) is not None
    }


_PARTS: tuple[Callable[[Facts, Facts], Iterator[Reason]], ...] = (
    _kinds,
    _parties,
    compare_amounts,
    _power,
    _terms,
    _days,
    _status,
    _objects,
    _apart,
)
