"""The values that a merged deal shows, chosen among its claims by one stated rule; the claims all stay.

Of the claims that state a field, those with the weightiest standing count (a company's release before a report before
a rumour); of these the recent ones (told within 60 days before the newest); of these what most independent sources
say (copies of one article are one source); then what says most (an exact number before a rounded one before a bound);
then the newest. The same number told as exact by one source and as a ceiling by two is a ceiling. A sum that is a
part of a ceiling is not the deal's sum. The status follows from the deal's history. Parties: every company of any
claim, under the name and role that most claims (then the surest) give, without a parent told in its subsidiary's
role. What a person set stands above all of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from pipeline.history import change_of_size, history, status_of
from pipeline.resolve import GAZETTEER, Companies
from pipeline.standing import ORDER, standing
from schemas.deal import PAYERS, RECEIVERS, ROLES_OF_KIND, DealMention, Kind, Party, Role
from schemas.merged import Alternative, Claim, Deal, Review, Standing
from schemas.quantity import Bound, Money, PartialDate, Power, Price, Terms
from schemas.record import money_record, number, price_record

T = TypeVar("T")

_PRECISION = {Bound.EXACT: 3, Bound.APPROX: 2, Bound.MAX: 1, Bound.MIN: 1}
_TERMS = tuple(Terms.model_fields)
_RECENT = datetime.timedelta(days=60)
_NO_DAY = datetime.date.max


@dataclass(frozen=True, slots=True)
class _Stated(Generic[T]):
    value: T
    claim: Claim
    standing: Standing
    day: datetime.date

    @property
    def source(self) -> str:
        return self.claim.copies or self.claim.doc_id


@dataclass(slots=True)
class _Story:
    """What is told beside the chosen values."""

    chosen_by: dict[str, str] = field(default_factory=dict)
    alternatives: dict[str, tuple[Alternative, ...]] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)


def choose(claims: Sequence[Claim], companies: Companies = GAZETTEER) -> Deal:
    """The deal that claims (at least one) tell together; rejected ones do not count unless all are."""
    counted = [claim for claim in claims if claim.review is not Review.REJECTED] or list(claims)
    claims = sorted(counted, key=_newness, reverse=True)
    mentions = [claim.mention for claim in claims]
    story = _Story()
    told = [_Stated(claim, claim, standing(claim), _told_on(claim)) for claim in claims]

    def pick(
        name: str,
        value_of: Callable[[DealMention], T | None],
        same: Callable[[T], Hashable] = str,
        precision: Callable[[T], int] = lambda value: 0,
        shown: Callable[[T], Any] = str,
    ) -> T | None:
        stated = [
            _Stated(value, each.claim, each.standing, each.day)
            for each in told
            if (value := value_of(each.claim.mention)) is not None
        ]
        return _pick(name, stated, story, same, precision, shown) if stated else None

    kind = pick("kind", lambda m: m.kind)
    assert kind is not None
    events = history(claims)
    parts = _parts(claims)
    terms: dict[str, Any] = {
        name: pick(name, lambda m, name=name: getattr(m.terms, name), _same_term, shown=_shown)  # type: ignore[misc]
        for name in _TERMS
    }
    best = max(claims, key=lambda claim: (claim.mention.kind is kind, claim.mention.confidence, _newness(claim)))
    return Deal(
        kind=kind,
        parties=_parties(kind, claims, companies),
        amount=pick(
            "amount", lambda m: None if id(m) in parts else m.amount, _same_money, _money_precision, money_record
        ),
        power=pick("power_gw", lambda m: m.power, _same_power, _power_precision, _shown),
        terms=Terms(**terms),
        status=status_of(events, [m.status for m in mentions]),
        announced=pick("announced", lambda m: m.announced, str, _date_precision),
        quote=best.mention.quote,
        confidence=max(m.confidence for m in mentions),
        languages=tuple(sorted({claim.language for claim in claims})),
        sources=len({claim.doc_id for claim in claims}),
        independent=len({claim.copies or claim.doc_id for claim in claims}),
        latest=max((claim.published for claim in claims if claim.published is not None), default=None),
        chosen_by=story.chosen_by,
        history=events,
        alternatives=story.alternatives,
        conflicts=tuple(story.conflicts),
        review=_review(counted, claims),
    )


def _review(counted: Sequence[Claim], claims: Sequence[Claim]) -> Review:
    told = {claim.review for claim in claims}
    if told == {Review.REJECTED}:
        return Review.REJECTED
    if told == {Review.ACCEPTED}:
        return Review.ACCEPTED
    return Review.PARTLY if Review.ACCEPTED in told else Review.OPEN


def _newness(claim: Claim) -> tuple[str, str, int]:
    """The newest claim sorts last; the key settles ties, so that the order of reading never matters."""
    day = "" if claim.published is None else claim.published.last_day().isoformat()
    return day, claim.doc_id, claim.position


def _told_on(claim: Claim) -> datetime.date:
    """The day of a claim; one that bears none counts as recent."""
    return _NO_DAY if claim.published is None else claim.published.last_day()


def _pick(
    name: str,
    stated: Sequence[_Stated[T]],
    story: _Story,
    same: Callable[[T], Hashable],
    precision: Callable[[T], int],
    shown: Callable[[T], Any],
) -> T:
    """The value chosen among those stated, which come newest first."""
    groups = _grouped(stated, same)
    if len(groups) == 1:
        return _told_most(stated, precision)
    weightiest = min(ORDER[each.standing] for each in stated)
    counted = [each for each in stated if ORDER[each.standing] == weightiest]
    newest = max((each.day for each in counted if each.day != _NO_DAY), default=_NO_DAY)
    recent = [each for each in counted if newest == _NO_DAY or each.day >= newest - _RECENT]
    left = _grouped(recent, same)
    sizes = {key: len({each.source for each in group}) for key, group in left.items()}
    finest = {key: max(precision(each.value) for each in group) for key, group in left.items()}
    best = max(left, key=lambda key: (sizes[key], finest[key]))
    story.chosen_by[name] = _rule(len(groups), _grouped(counted, same), left, sizes, finest, best, counted[0].standing)
    if len(left) > 1:
        story.conflicts.append(name)
    story.alternatives[name] = _alternatives(groups, best, shown)
    return _told_most(left[best], precision)


def _told_most(stated: Sequence[_Stated[T]], precision: Callable[[T], int]) -> T:
    """Of one value told with more or less reserve (100, up to 100), what most sources say, then the most precise."""
    tellings = _grouped(stated, _all_of)
    best = max(tellings.values(), key=lambda group: (len({each.source for each in group}), precision(group[0].value)))
    return best[0].value


def _all_of(value: object) -> Hashable:
    """A value as a key, with all that it says."""
    return tuple(value.__dict__.values()) if isinstance(value, BaseModel) else value


def _grouped(stated: Sequence[_Stated[T]], same: Callable[[T], Hashable]) -> dict[Hashable, list[_Stated[T]]]:
    groups: dict[Hashable, list[_Stated[T]]] = {}
    for each in stated:
        groups.setdefault(same(each.value), []).append(each)
    return groups


def _rule(
    values: int,
    counted: dict[Hashable, list[_Stated[T]]],
    recent: dict[Hashable, list[_Stated[T]]],
    sizes: dict[Hashable, int],
    finest: dict[Hashable, int],
    best: Hashable,
    weightiest: Standing,
) -> str:
    """Which step of the rule decided, in words."""
    if len(counted) == 1 and values > 1:
        return weightiest.value
    if len(recent) == 1:
        return "newest"
    if sizes[best] > max(size for key, size in sizes.items() if key != best):
        return f"{sizes[best]} of {sum(sizes.values())} sources"
    rivals = [finest[key] for key, size in sizes.items() if key != best and size == sizes[best]]
    return "most precise" if all(finest[best] > rival for rival in rivals) else "newest"


def _alternatives(
    groups: dict[Hashable, list[_Stated[T]]], best: Hashable, shown: Callable[[T], Any]
) -> tuple[Alternative, ...]:
    order = sorted(groups, key=lambda key: (key != best, -len({each.source for each in groups[key]})))
    return tuple(
        Alternative(
            value=shown(groups[key][0].value),
            sources=len({each.source for each in groups[key]}),
            doc_ids=tuple(sorted({each.claim.doc_id for each in groups[key]})),
            standing=min((each.standing for each in groups[key]), key=ORDER.__getitem__),
        )
        for key in order
    )


def _parts(claims: Sequence[Claim]) -> frozenset[int]:
    """Mentions (by their identity) whose sum is a part of a ceiling that another claim states, and not a cut of it."""
    ceilings = [
        claim.mention.amount
        for claim in claims
        if claim.mention.amount is not None
        and (claim.mention.amount.bound is Bound.MAX or claim.mention.terms.tranche is not None)
    ]
    return frozenset(
        id(claim.mention)
        for claim in claims
        if (amount := claim.mention.amount) is not None
        and amount.bound is not Bound.MAX
        and any(
            ceiling.currency == amount.currency
            and amount.value * 2 <= ceiling.value
            and change_of_size(ceiling, claim) is None
            for ceiling in ceilings
        )
    )


def _shown(value: object) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Price):
        return price_record(value)
    if isinstance(value, Power):
        return {"value": number(value.value), "bound": value.bound.value}
    return str(value)


def _same_money(money: Money) -> Hashable:
    return money.currency, _rounded(money.value)


def _same_power(power: Power) -> Hashable:
    return _rounded(power.value)


def _same_term(value: object) -> Hashable:
    if isinstance(value, Price):
        return value.currency, _rounded(value.value)
    return _rounded(value) if isinstance(value, Decimal) else str(value)


def _rounded(value: Decimal) -> str:
    """Three significant digits: 5.8 billion and 5.80 billion are one value, told twice."""
    return f"{value:.2E}"


def _money_precision(money: Money) -> int:
    return _PRECISION[money.bound]


def _power_precision(power: Power) -> int:
    return _PRECISION[power.bound]


def _date_precision(date: PartialDate) -> int:
    return -(date.last_day() - date.first_day()).days


def _parties(kind: Kind, claims: Sequence[Claim], companies: Companies) -> tuple[Party, ...]:
    """Every company once, in the order in which the newest claims name them.

    Where one article says Amazon and another its subsidiary AWS, in the same role, the subsidiary stands for both: a
    search for the parent finds its subsidiaries' deals too.
    """
    told: dict[str, list[tuple[DealMention, Party]]] = {}
    for claim in claims:
        for party in claim.mention.parties:
            told.setdefault(companies.identity(party).id, []).append((claim.mention, party))
    parties = {company: _party(kind, parties, companies) for company, parties in told.items()}
    told_closer = {(companies.parent(company), party.role) for company, party in parties.items()}
    return tuple(party for company, party in parties.items() if (company, party.role) not in told_closer)


def _party(kind: Kind, told: Sequence[tuple[DealMention, Party]], companies: Companies) -> Party:
    # Roles told for the chosen kind count; others only where no claim of that kind names the company.
    fitting = [(mention, party.role) for mention, party in told if mention.kind is kind]
    roles: dict[Role, list[float]] = {}
    for mention, role in fitting or [(mention, _role_in(kind, party.role)) for mention, party in told]:
        roles.setdefault(role, []).append(mention.confidence)
    identity = companies.identity(told[0][1])
    aliases = sorted({name for _, party in told for name in (party.name, *party.aliases)} - {identity.name})
    return Party(
        name=identity.name,
        role=max(roles, key=lambda role: (len(roles[role]), max(roles[role]))),
        company_id=identity.id if identity.known else None,
        aliases=tuple(aliases),
    )


def _role_in(kind: Kind, role: Role) -> Role:
    """A role told for another kind, as the chosen kind has it: the payer stays the payer."""
    fitting = ROLES_OF_KIND[kind]
    if role in fitting:
        return role
    side = RECEIVERS if role in RECEIVERS else PAYERS
    return next((each for each in (*side, *PAYERS, Role.PARTICIPANT) if each in fitting), Role.PARTICIPANT)
