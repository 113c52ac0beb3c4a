"""The values that a merged deal shows, chosen among its claims by one stated rule a field; the claims all stay.

For a number: what most claims say, then what says most (an exact number before a rounded one before a bound), then
the newest. For the kind: most claims, then the newest. For the status: the furthest along, but a cancellation only
if nothing newer says otherwise. Parties: every company of any claim, under the name and role that most claims (then
the surest) give, without a parent told in its subsidiary's role.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from pipeline.resolve import identify, parent_of
from schemas.deal import ROLES_OF_KIND, DealMention, Kind, Party, Role, Status
from schemas.merged import Claim, Deal
from schemas.quantity import Bound, Money, PartialDate, Power, Terms

T = TypeVar("T")

_PRECISION = {Bound.EXACT: 3, Bound.APPROX: 2, Bound.MAX: 1, Bound.MIN: 1}
_PAYERS = (Role.INVESTOR, Role.ACQUIRER, Role.BUYER, Role.LENDER)
_RECEIVERS = (Role.INVESTEE, Role.TARGET, Role.SELLER, Role.BORROWER)
_PROGRESS = (Status.RUMOURED, Status.PLANNED, Status.AGREED, Status.COMPLETED)
_TERMS = tuple(Terms.model_fields)


def choose(claims: Sequence[Claim]) -> Deal:
    """The deal that claims (at least one) tell together."""
    claims = sorted(claims, key=_newness, reverse=True)
    mentions = [claim.mention for claim in claims]
    chosen_by: dict[str, str] = {}
    kind = _pick("kind", [m.kind for m in mentions], chosen_by)
    assert kind is not None
    terms = {name: _pick(name, [getattr(m.terms, name) for m in mentions], chosen_by) for name in _TERMS}
    best = max(claims, key=lambda claim: (claim.mention.kind is kind, claim.mention.confidence, _newness(claim)))
    return Deal(
        kind=kind,
        parties=_parties(kind, claims),
        amount=_pick("amount", [m.amount for m in mentions], chosen_by, _same_money, _money_precision),
        power=_pick("power_gw", [m.power for m in mentions], chosen_by, _same_power, _power_precision),
        terms=Terms(**terms),
        status=_status(claims, chosen_by),
        announced=_pick("announced", [m.announced for m in mentions], chosen_by, str, _date_precision),
        quote=best.mention.quote,
        confidence=max(m.confidence for m in mentions),
        languages=tuple(sorted({claim.language for claim in claims})),
        sources=len({claim.doc_id for claim in claims}),
        latest=max((claim.published for claim in claims if claim.published is not None), default=None),
        chosen_by=chosen_by,
    )


def _newness(claim: Claim) -> tuple[str, str, int]:
    """The newest claim sorts last; the key settles ties, so that the order of reading never matters."""
    day = "" if claim.published is None else claim.published.last_day().isoformat()
    return day, claim.doc_id, claim.position


def _pick(
    name: str,
    values: Iterable[T | None],
    chosen_by: dict[str, str],
    same: Callable[[T], Hashable] = lambda value: repr(value),
    precision: Callable[[T], int] = lambda value: 0,
) -> T | None:
    """The value that most claims state, then the most precise, then the first (values come newest first)."""
    stated = [value for value in values if value is not None]
    if not stated:
        return None
    groups: dict[Hashable, list[T]] = {}
    for value in stated:
        groups.setdefault(same(value), []).append(value)
    if len(groups) > 1:
        chosen_by[name] = _rule(list(groups.values()), precision)
    best = max(groups.values(), key=lambda group: (len(group), max(map(precision, group))))
    return max(best, key=precision)


def _rule(groups: Sequence[Sequence[T]], precision: Callable[[T], int]) -> str:
    sizes = sorted((len(group) for group in groups), reverse=True)
    if sizes[0] > sizes[1]:
        return f"{sizes[0]} of {sum(sizes)} claims"
    most = sorted((max(map(precision, group)) for group in groups if len(group) == sizes[0]), reverse=True)
    return "most precise" if most[0] > most[1] else "newest"


def _same_money(money: Money) -> Hashable:
    return money.currency, _rounded(money.value)


def _same_power(power: Power) -> Hashable:
    return _rounded(power.value)


def _rounded(value: Decimal) -> str:
    """Three significant digits: 5.8 billion and 5.80 billion are one value, told twice."""
    return f"{value:.2E}"


def _money_precision(money: Money) -> int:
    return _PRECISION[money.bound]


def _power_precision(power: Power) -> int:
    return _PRECISION[power.bound]


def _date_precision(date: PartialDate) -> int:
    return -(date.last_day() - date.first_day()).days


def _status(claims: Sequence[Claim], chosen_by: dict[str, str]) -> Status:
    told = [claim.mention.status for claim in claims]
    if len(set(told)) == 1:
        return told[0]
    if told[0] is Status.CANCELLED:
        chosen_by["status"] = "newest"
        return Status.CANCELLED
    chosen_by["status"] = "furthest along"
    return max((status for status in told if status is not Status.CANCELLED), key=_PROGRESS.index)


def _parties(kind: Kind, claims: Sequence[Claim]) -> tuple[Party, ...]:
    """Every company once, in the order in which the newest claims name them.

    Where one article says Amazon and another its subsidiary AWS, in the same role, the subsidiary stands for both: a
    search for the parent finds its subsidiaries' deals too.
    """
    told: dict[str, list[tuple[DealMention, Party]]] = {}
    for claim in claims:
        for party in claim.mention.parties:
            told.setdefault(identify(party).id, []).append((claim.mention, party))
    parties = {company: _party(kind, parties) for company, parties in told.items()}
    told_closer = {(parent_of(company), party.role) for company, party in parties.items()}
    return tuple(party for company, party in parties.items() if (company, party.role) not in told_closer)


def _party(kind: Kind, told: Sequence[tuple[DealMention, Party]]) -> Party:
    # Roles told for the chosen kind count; others only where no claim of that kind names the company.
    fitting = [(mention, party.role) for mention, party in told if mention.kind is kind]
    roles: dict[Role, list[float]] = {}
    for mention, role in fitting or [(mention, _role_in(kind, party.role)) for mention, party in told]:
        roles.setdefault(role, []).append(mention.confidence)
    identity = identify(told[0][1])
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
    side = _RECEIVERS if role in _RECEIVERS else _PAYERS
    return next((each for each in (*side, *_PAYERS, Role.PARTICIPANT) if each in fitting), Role.PARTICIPANT)
