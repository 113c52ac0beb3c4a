"""From candidates to the deals of an article: one real deal once, with what later sentences add, and its evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.calibration import found_by
from extractors.company.recognise import Companies
from extractors.company.spans import DERIVED, MODEL, Entity
from extractors.cue import CueHit
from extractors.frames import AGREEMENT
from extractors.match import Candidate, Filled
from extractors.normal_text import NormalText
from extractors.quantity.spans import Quantity
from schemas.deal import ROLES_OF_KIND, DealMention, Evidence, Kind, Party, Role, Status
from schemas.quantity import Bound, Money, PartialDate, Power, Price, Terms

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
_TERM_FIELDS = ("years", "start", "end", "stake_pct", "shares", "price_per_share", "annual_amount")


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


class Builder:
    """Turns drafts into mentions with evidence in the article's own text."""

    def __init__(
        self,
        normal: NormalText,
        companies: Companies,
        published: PartialDate | None,
        probability: Callable[[float, str], float] = lambda raw, by: raw,
    ) -> None:
        self.normal = normal
        self.probability = probability
        self.companies = companies
        self.published = published
        self._names: dict[str, set[str]] = {}
        self._finders: dict[str, set[str]] = {}
        for span in companies.spans:
            self._names.setdefault(span.entity.key, set()).add(normal.quote(span.start, span.end))
            if span.source not in DERIVED:
                self._finders.setdefault(span.entity.key, set()).add(span.source)

    def _evidence(self, name: str, start: int, end: int) -> Evidence:
        first, last = self.normal.span(start, end)
        return Evidence(field=name, start=first, end=last, quote=self.normal.own[first:last])

    def _surfaces(self, entity: Entity) -> list[str]:
        return sorted(self._names.get(entity.key, ()), key=lambda text: (-len(text), text))

    def _party(self, item: Filled) -> Party:
        surfaces = self._surfaces(item.entity)
        name = item.entity.name
        if not item.entity.known and surfaces:
            name = surfaces[0]
        return Party(
            name=name,
            role=Role(item.role),
            company_id=item.entity.company_id,
            aliases=tuple(text for text in surfaces if text != name),
        )

    def mention(self, deal: Draft) -> DealMention | None:
        """The mention of a draft, None where no company of it fits its kind."""
        allowed = ROLES_OF_KIND[deal.kind]
        filled = [item for item in deal.filled if Role(item.role) in allowed]
        unique: dict[str, Filled] = {}
        for item in filled:
            unique.setdefault(item.entity.key, item)
        if not unique:
            return None
        first = deal.candidates[0]
        sentence = first.masked.sentence
        evidence = [self._evidence("kind", first.trigger.start, first.trigger.end)]
        for item in unique.values():
            evidence.extend(self._party_evidence(item))
        amount, power = self._amount(deal.amount), self._power(deal.power)
        for name, quantity in (
            ("amount", deal.amount if amount else None),
            ("power_gw", deal.power if power else None),
        ):
            if quantity is not None:
                evidence.append(
                    self._evidence(
                        name,
                        min(quantity.start, quantity.cue_start if quantity.cue_start >= 0 else quantity.start),
                        quantity.end,
                    )
                )
        terms = self._terms(deal.others)
        for name in _TERM_FIELDS:
            if name in deal.others and getattr(terms, name) is not None:
                quantity = deal.others[name]
                evidence.append(self._evidence(f"terms.{name}", quantity.start, quantity.end))
        if deal.status_cue is not None:
            evidence.append(self._evidence("status", deal.status_cue.start, deal.status_cue.end))
        else:
            evidence.append(self._evidence("status", first.trigger.start, first.trigger.end))
        announced = deal.others.get("announced")
        if announced is not None and announced.iso is not None:
            evidence.append(self._evidence("announced", announced.start, announced.end))
        start, end = self.normal.span(sentence.start, sentence.end)
        rules = tuple(dict.fromkeys([*(each.frame.id for each in deal.candidates), *self._models(unique.values())]))
        return DealMention(
            kind=deal.kind,
            parties=tuple(self._party(item) for item in unique.values()),
            amount=amount,
            power=power,
            terms=terms,
            status=deal.status,
            announced=PartialDate(announced.iso) if announced is not None and announced.iso else None,
            quote=self.normal.own[start:end].strip() or self.normal.own[start:end],
            evidence=tuple(evidence),
            confidence=round(self.probability(deal.certainty, found_by(rules)), 4),
            rules=rules,
        )

    def _models(self, parties: Iterable[Filled]) -> Iterator[str]:
        """The models without which a party would not have been found."""
        for party in parties:
            finders = self._finders.get(party.entity.key, set())
            if finders and all(finder.startswith(MODEL) for finder in finders):
                yield from sorted(finders)

    def _party_evidence(self, item: Filled) -> list[Evidence]:
        slot = item.slot
        if slot is None:
            place = next((span for span in self.companies.spans if span.entity.key == item.entity.key), None)
            return [] if place is None else [self._evidence(f"party.{item.role}", place.start, place.end)]
        return [self._evidence(f"party.{item.role}", slot.start, slot.end)]

    def _amount(self, item: Quantity | None) -> Money | None:
        if item is None or item.value is None or item.currency is None or item.value <= 0:
            return None
        return Money(value=item.value, currency=item.currency, bound=_bound(item), low=item.low, high=item.high)

    def _power(self, item: Quantity | None) -> Power | None:
        if item is None or item.value is None or item.value <= 0:
            return None
        return Power(value=item.value, bound=_bound(item))

    def _terms(self, others: dict[str, Quantity]) -> Terms:
        def number(name: str) -> Decimal | None:
            return others[name].value if name in others else None

        def price(name: str) -> Price | None:
            item = others.get(name)
            return (
                Price(value=item.value, currency=item.currency)
                if item is not None and item.value is not None and item.currency
                else None
            )

        def date(name: str) -> PartialDate | None:
            item = others.get(name)
            return PartialDate(item.iso) if item is not None and item.iso else None

        return Terms(
            years=number("years"),
            start=date("start"),
            end=date("end"),
            stake_pct=number("stake_pct"),
            shares=number("shares"),
            price_per_share=price("price_per_share"),
            annual_amount=price("annual_amount"),
        )


def _bound(item: Quantity) -> Bound:
    if item.low is not None and item.bound == "exact":
        return Bound.APPROX
    return Bound(item.bound) if item.bound in ("exact", "approx", "max", "min") else Bound.EXACT
