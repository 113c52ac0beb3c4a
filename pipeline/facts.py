"""What is compared of a mention, made ready once: who takes part on which side, figures, days, names in the sentence.

Figures are floats here, for comparing alone; what is stored and shown stays exact.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Protocol, SupportsFloat

from pipeline.names import heads, own_names
from pipeline.resolve import GAZETTEER, Companies
from pipeline.told_sums import former_sums
from schemas.deal import CENTRES, PAYERS, RECEIVERS, Kind, Party, Role, Status
from schemas.quantity import Bound, PartialDate, Price, Terms

Key = tuple[str, int]
"""A mention's place in the world: its article's doc_id and its order there."""


class Side(Enum):
    """Whose money moves: the payer's, to the receiver; a participant's side is not told."""

    PAYER = "payer"
    RECEIVER = "receiver"
    OPEN = "open"


_LEAST_LATIN, _LEAST_CHINESE = 4, 2

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]+")
_HAS_DIGIT = re.compile("[0-9]")
_COMMON_TEXT = """
ai gpu gpus cpu cpus ceo cfo ipo usd rmb gw mw kw gwh mwh us usa eu uk hk inc corp ltd
the this that with from under its their they it in on at for and both after also billion million trillion
january february march april may june july august september october november december
monday tuesday wednesday thursday friday
"""
_COMMON = frozenset(_COMMON_TEXT.split())


class ToldSum(Protocol):
    """Money as a mention tells it."""

    @property
    def value(self) -> SupportsFloat: ...
    @property
    def currency(self) -> str: ...
    @property
    def bound(self) -> Bound: ...
    @property
    def low(self) -> SupportsFloat | None: ...
    @property
    def high(self) -> SupportsFloat | None: ...


class ToldPower(Protocol):
    """Electric power as a mention tells it."""

    @property
    def value(self) -> SupportsFloat: ...
    @property
    def bound(self) -> Bound: ...


class Told(Protocol):
    """What is compared of a mention: a `DealMention` tells it, and so does a lighter reading of its row."""

    @property
    def kind(self) -> Kind: ...
    @property
    def status(self) -> Status: ...
    @property
    def parties(self) -> tuple[Party, ...]: ...
    @property
    def amount(self) -> ToldSum | None: ...
    @property
    def power(self) -> ToldPower | None: ...
    @property
    def terms(self) -> Terms: ...
    @property
    def announced(self) -> PartialDate | None: ...
    @property
    def quote(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """A company in a mention: `group` is its topmost owner, `names` are normalised, `heads` their beginnings.

    A `centre` is what the deal is about.
    """

    id: str
    known: bool
    name: str
    parent: str | None
    group: str
    names: frozenset[str]
    heads: frozenset[str]
    side: Side
    centre: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in units of its currency."""

    value: float
    currency: str
    bound: Bound = Bound.EXACT
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Gigawatts:
    """Electric power."""

    value: float
    bound: Bound


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day that a partial date may mean, as ordinals, and its own text."""

    first: int
    last: int
    text: str

    def apart(self, other: Days) -> int:
        """Days between the two; 0 if they overlap."""
        return max(0, other.first - self.last, self.first - other.last)


@dataclass(frozen=True, slots=True)
class Facts:
    """A mention ready to be compared; `former` are sums that its sentence names as what the deal's sum was, was said to
    be, or is with its debts; `stated` are the quantities
    that it states, as bits.

    `words` are the Latin names in its quote that are no party's; `copies` names the articles that are copies of its
    own.
    """

    key: Key
    kind: Kind
    status: Status
    actors: tuple[Actor, ...]
    amount: Sum | None
    annual: Sum | None
    price: Sum | None
    power: Gigawatts | None
    years: float | None
    stake: float | None
    shares: float | None
    tranche: bool
    start: Days | None
    announced: Days | None
    published: Days | None
    words: frozenset[str]
    quote: str
    copies: str = ""
    former: tuple[Sum, ...] = ()
    stated: int = 0

    @property
    def doc_id(self) -> str:
        """The article's id."""
        return self.key[0]


def facts(
    key: Key,
    mention: Told,
    published: PartialDate | None,
    companies: Companies = GAZETTEER,
    copies: str = "",
) -> Facts:
    """Make a mention ready to be compared."""
    terms = mention.terms
    return Facts(
        key=key,
        kind=mention.kind,
        status=mention.status,
        actors=actors_of(mention.parties, companies),
        amount=_sum(mention.amount),
        annual=_price(terms.annual_amount),
        price=_price(terms.price_per_share),
        power=_power(mention.power),
        years=_number(terms.years),
        stake=_number(terms.stake_pct),
        shares=_number(terms.shares),
        tranche=terms.tranche is not None,
        start=days_of(terms.start),
        announced=days_of(mention.announced),
        published=days_of(published),
        words=_words(mention.quote, mention.parties),
        quote=mention.quote,
        copies=copies,
        former=_former(mention),
        stated=_stated(mention),
    )


def actors_of(parties: Iterable[Party], companies: Companies) -> tuple[Actor, ...]:
    """The companies of a mention, each once: of two parties that are one company, the first counts."""
    found: dict[str, Actor] = {}
    for party in parties:
        actor = companies.remembered(party, _actor)
        found.setdefault(actor.id, actor)
    return tuple(found.values())


def _actor(party: Party, companies: Companies) -> Actor:
    identity = companies.identity(party)
    parent = companies.parent(identity.id)
    return Actor(
        identity.id,
        identity.known,
        identity.name,
        parent,
        companies.group(identity.id),
        own_names(party),
        heads(party),
        _side(party.role),
        party.role in CENTRES,
    )


def _side(role: Role) -> Side:
    if role in PAYERS:
        return Side.PAYER
    return Side.RECEIVER if role in RECEIVERS else Side.OPEN


def days_of(date: PartialDate | None) -> Days | None:
    """A partial date as its days."""
    return None if date is None else _days(date.root)


@lru_cache(maxsize=50_000)
def _days(text: str) -> Days:
    date = PartialDate(text)
    return Days(date.first_day().toordinal(), date.last_day().toordinal(), text)


def day_text(ordinal: int) -> str:
    """A day's ordinal as ISO text."""
    return datetime.date.fromordinal(ordinal).isoformat()


def least_prefix(name: str) -> int:
    """How long a name must be, in characters of its script, to stand for a longer one that begins with it."""
    return _LEAST_LATIN if name[:_LEAST_LATIN].isascii() else _LEAST_CHINESE


def _number(value: SupportsFloat | None) -> float | None:
    return None if value is None else float(value)


def _sum(money: ToldSum | None) -> Sum | None:
    if money is None:
        return None
    return Sum(float(money.value), money.currency, money.bound, _number(money.low), _number(money.high))


def _stated(mention: Told) -> int:
    """Which quantities a mention states, a bit each."""
    terms = mention.terms
    told = (mention.amount, mention.power, terms.years, terms.shares, terms.stake_pct, terms.annual_amount)
    return sum(1 << place for place, value in enumerate(told) if value is not None)


def _former(mention: Told) -> tuple[Sum, ...]:
    amount = mention.amount
    if amount is None:
        return ()
    taken_over = mention.kind is Kind.ACQUISITION
    told = former_sums(mention.quote, amount.currency, float(amount.value), with_debts=taken_over)
    return tuple(Sum(value, amount.currency) for value in told)


def _price(price: Price | None) -> Sum | None:
    return None if price is None else Sum(float(price.value), price.currency)


def _power(power: ToldPower | None) -> Gigawatts | None:
    return None if power is None else Gigawatts(float(power.value), power.bound)


def _words(quote: str, parties: Iterable[Party]) -> frozenset[str]:
    found = {word.casefold() for word in _WORD.findall(quote) if word[0].isupper() or _HAS_DIGIT.search(word)}
    found -= _COMMON
    if not found:
        return frozenset()
    own = " ".join(name for party in parties for name in (party.name, *party.aliases)).casefold()
    return frozenset(word for word in found if word not in own)
