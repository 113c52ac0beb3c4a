"""From candidates to the deals of an article: one real deal once, with what later sentences add, and its evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.candidate import Candidate, Filled
from extractors.cue import CueHit
from extractors.frames import AGREEMENT
from extractors.quantity.spans import Quantity
from schemas.deal import ROLES_OF_KIND, Kind, Role, Status

GROUPS = {
    Kind.INVESTMENT: "equity",
    Kind.ACQUISITION: "equity",
    Kind.PURCHASE: "supply",
    Kind.COMPUTE: "supply",
    Kind.POWER: "supply",
    Kind.DEBT: "debt",
    Kind.PROJECT: "joint",
    Kind.PARTNERSHIP: "joint",
}
_STRENGTH = {
    Kind.PARTNERSHIP: 0,
    Kind.PROJECT: 1,
    Kind.PURCHASE: 2,
    Kind.DEBT: 3,
    Kind.POWER: 4,
    Kind.COMPUTE: 4,
    Kind.INVESTMENT: 4,
    Kind.ACQUISITION: 5,
}


@dataclass(slots=True)
class Draft:
    """A deal being put together from one or more candidates."""

    kind: Kind
    filled: list[Filled]
    candidates: list[Candidate]
    status: Status
    status_cue: CueHit | None
    amount: Quantity | None = None
    power: Quantity | None = None
    others: dict[str, Quantity] = field(default_factory=dict)
    confidence: float = 0.5

    @property
    def keys(self) -> frozenset[str]:
        """The companies of the deal."""
        return frozenset(item.entity.key for item in self.filled)

    @property
    def certainty(self) -> float:
        """How sure the deal is, by its frames and by the likeliest pair of its companies; not yet a probability."""
        shares = [item.share for item in self.candidates if item.share is not None]
        return _both(self.confidence, max(shares)) if shares else self.confidence


def _both(one: float, other: float) -> float:
    """What has the mean of the log-odds of two."""
    odds = 1.0
    for each in (one, other):
        held = min(0.99, max(0.01, each))
        odds *= held / (1 - held)
    return 1 - 1 / (1 + math.sqrt(odds))


def draft(candidate: Candidate, status: Status, cue: CueHit | None) -> Draft:
    """A candidate that stands by itself."""
    assert candidate.kind is not None
    return Draft(
        candidate.kind,
        list(candidate.filled),
        [candidate],
        status,
        cue,
        candidate.amount,
        candidate.power,
        dict(candidate.others),
        _confidence(candidate),
    )


def _confidence(candidate: Candidate) -> float:
    value = candidate.frame.confidence
    implied = sum(item.slot is None or bool(item.slot.reference) for item in candidate.filled)
    weak = sum(item.slot is not None and item.slot.weak for item in candidate.filled)
    unknown = sum(not item.entity.known for item in candidate.filled)
    stated = (
        candidate.amount is not None
        or candidate.power is not None
        or bool(candidate.others.keys() - {"announced", "start", "end"})
    )
    unsaid = any(item.slot is None for item in candidate.filled)
    value += (
        0.08
        if stated
        else -0.3
        if unsaid
        else -0.12
        if candidate.frame.priority >= 50 or candidate.frame.id == "en-loose"
        else -0.2
        if candidate.frame.id in ("en-partner", "en-agreement")
        else -0.36
    )
    return max(0.05, min(0.99, value - 0.1 * implied - 0.15 * weak - 0.04 * unknown))


def _same_value(one: Quantity | None, other: Quantity | None) -> bool | None:
    """True or False where both are stated, None where one is not."""
    if one is None or other is None or one.value is None or other.value is None:
        return None
    if one.currency != other.currency:
        return None
    largest = max(abs(one.value), abs(other.value))
    return abs(one.value - other.value) <= largest * Decimal("0.02")


def _bare(item: Draft) -> bool:
    """Whether a draft states neither sum, power, stake nor length: it repeats a deal of its companies, if there is one."""
    return (
        _unpriced(item)
        and not {"years", "stake_pct", "shares", "price_per_share", "annual_amount"} & item.others.keys()
    )


def _unpriced(item: Draft) -> bool:
    """Whether a draft states neither sum nor power, such as the warrants that come with a purchase."""
    return (item.amount is None or item.amount.value is None) and item.power is None


def _repeats(item: Draft, same_group: bool) -> bool:
    """Whether a draft without quantities only takes up a deal: of its own group, or told by a word for any agreement."""
    return _bare(item) and (
        same_group
        or all(candidate.frame.kind == AGREEMENT or GROUPS[item.kind] == "joint" for candidate in item.candidates)
    )


def _comes_with(item: Draft) -> bool:
    """Whether a draft tells shares or warrants without a sum, which come with a purchase of the same companies."""
    return (
        _unpriced(item) and GROUPS[item.kind] == "equity" and bool({"shares", "price_per_share"} & item.others.keys())
    )


def compatible(one: Draft, other: Draft) -> bool:
    """Whether two drafts of one article may tell the same deal."""
    own, others = one.keys, other.keys
    shared = own & others
    nested = own <= others or others <= own
    if not shared or (not nested and len(shared) < 2):
        return False
    first, second = GROUPS[one.kind], GROUPS[other.kind]
    amounts, powers = _same_value(one.amount, other.amount), _same_value(one.power, other.power)
    solo = min(len(own), len(others)) == 1
    if solo and one.amount is not None and other.amount is not None and one.amount.currency != other.amount.currency:
        return False
    if (
        solo
        and own != others
        and nested
        and any(candidate.frame.round for candidate in other.candidates)
        and other.amount is None
    ):
        return one.kind is other.kind
    if solo and own != others:
        return (
            nested
            and first == second
            and amounts is not False
            and (amounts is True or one.candidates[0].masked is other.candidates[0].masked)
        )
    if nested and not solo and (_repeats(one, first == second) or _repeats(other, first == second)):
        return True
    if (
        nested
        and not solo
        and first != second
        and {first, second} == {"equity", "supply"}
        and (_comes_with(one) or _comes_with(other))
    ):
        return True
    if not nested and not (len(shared) >= 2 and first == second and amounts is True):
        return False
    if amounts is False or (powers is False and amounts is not True):
        return False
    if first != second and "joint" not in (first, second):
        return amounts is True or powers is True
    years = _same_value(one.others.get("years"), other.others.get("years"))
    if years is False and amounts is not True:
        return False
    return not (one.kind is Kind.ACQUISITION and other.kind is Kind.ACQUISITION and own != others and len(shared) < 2)


def join(one: Draft, other: Draft) -> None:
    """Add to a draft what another one of the same deal says; the first to state a field keeps it."""
    better = _STRENGTH[other.kind] > _STRENGTH[one.kind] if len(other.keys) >= len(one.keys) else False
    if _bare(other) and not _bare(one):
        better = False
    elif _bare(one) and not _bare(other):
        better = len(other.keys) >= 2
    if better or (not _bare(other) and len(other.keys) > len(one.keys) and GROUPS[one.kind] == GROUPS[other.kind]):
        one.kind = other.kind
        extra = [item for item in one.filled if item.entity.key not in other.keys]
        one.filled = [*other.filled, *[item for item in extra if Role(item.role) in ROLES_OF_KIND[other.kind]]]
    elif one.kind is other.kind:
        one.filled.extend(item for item in other.filled if item.entity.key not in one.keys)
    one.amount = one.amount if one.amount is not None and one.amount.value is not None else other.amount or one.amount
    one.power = one.power or other.power
    one.others = {**other.others, **one.others}
    if other.status is Status.CANCELLED or (
        one.status is Status.AGREED and other.status_cue is not None and one.status_cue is None
    ):
        one.status, one.status_cue = other.status, other.status_cue
    one.candidates.extend(other.candidates)
    one.confidence = min(0.99, 1 - (1 - one.confidence) * (1 - 0.5 * other.confidence))


def merge_drafts(drafts: list[Draft]) -> list[Draft]:
    """One draft a deal, in order of first mention: joined until nothing joins, without mere talk of several deals."""
    count = len(drafts) + 1
    while len(drafts) < count:
        count = len(drafts)
        drafts = _merged_once(drafts)
    return [item for item in drafts if not _sums_up(item, drafts)]


def _sums_up(item: Draft, drafts: list[Draft]) -> bool:
    """Whether a joint telling of three or more companies only speaks of deals that pairs of them made."""
    if GROUPS[item.kind] != "joint" or len(item.keys) < 3:
        return False
    own = item.keys
    pairs = {
        other.keys & own
        for other in drafts
        if other is not item and GROUPS[other.kind] != "joint" and len(other.keys & own) >= 2
    }
    return len(pairs) >= 2


def _merged_once(drafts: list[Draft]) -> list[Draft]:
    merged: list[Draft] = []
    by_company: dict[str, list[int]] = {}
    for item in drafts:
        near = sorted({number for key in item.keys for number in by_company.get(key, ())[-_MOST_DEALS:]})
        fitting = [number for number in near if compatible(merged[number], item)]
        if fitting:
            number = max(fitting, key=lambda place: _closeness(merged[place], item))
            join(merged[number], item)
        else:
            number = len(merged)
            merged.append(item)
        for key in merged[number].keys:
            held = by_company.setdefault(key, [])
            if number not in held[-_MOST_DEALS:]:
                held.append(number)
    return merged


_MOST_DEALS = 20
"""Of how many deals of one company, the latest, a further telling is compared with: more are a list, not an article."""


def _closeness(one: Draft, other: Draft) -> tuple[bool, bool, int]:
    return (_same_value(one.amount, other.amount) is True, one.kind is other.kind, len(one.keys & other.keys))
