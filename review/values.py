"""Values as people type or select them: a field's text to the JSON that an edit takes, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from extractors.normal_text import normalise
from extractors.quantity import Quantity, QuantityKind, find_quantities
from pipeline.day import day_of
from pipeline.wording import plain, short
from schemas.article import Language, Place
from schemas.deal import DealMention, Kind, Status
from schemas.errors import DecisionError
from schemas.merged import Deal
from schemas.quantity import Bound, Money, PartialDate, Price
from schemas.record import number

_SUM = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?) ?(tn|bn|m|k)? ?([A-Za-z]{3})", re.IGNORECASE)
_NUMBER = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?) ?(?:GW|%|years?)?", re.IGNORECASE)
_UNITS = {"tn": 12, "bn": 9, "m": 6, "k": 3, "": 0}
_NUMBERS = {
    "power_gw": QuantityKind.POWER,
    "terms.years": QuantityKind.DURATION,
    "terms.stake_pct": QuantityKind.PERCENT,
    "terms.shares": QuantityKind.SHARES,
}
_MONEYS = ("amount", "terms.price_per_share", "terms.annual_amount")
_DATES = ("announced", "terms.start", "terms.end")
_BOUNDED = ("amount", "power_gw")


@dataclass(frozen=True, slots=True)
class Context:
    """Where a text stands: its article's language and day tell what 100億元 and 去年 mean."""

    language: Language | None = None
    published: PartialDate | None = None

    @property
    def place(self) -> Place | None:
        """The market whose currency a bare 元 is."""
        return {Language.ZH_HANT: Place.TAIWAN, Language.ZH_HANS: Place.MAINLAND}.get(self.language)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Typed:
    """A field's value as it stands in its input: the text, and its bound where it has one."""

    text: str
    bound: str = Bound.EXACT.value


def typed(told: Deal | DealMention, name: str) -> Typed:
    """The value of a field as a person would type it; empty where nothing is told."""
    if name == "amount":
        money = told.amount
        return Typed("") if money is None else Typed(_sum_text(money), money.bound.value)
    if name == "power_gw":
        return Typed("") if told.power is None else Typed(plain(told.power.value), told.power.bound.value)
    if name == "announced":
        return Typed("" if told.announced is None else str(told.announced))
    if name.startswith("terms."):
        value = getattr(told.terms, name.removeprefix("terms."))
        if isinstance(value, Price):
            return Typed(f"{plain(value.value)} {value.currency}")
        return Typed("" if value is None else plain(value) if isinstance(value, Decimal) else str(value))
    return Typed(getattr(told, name).value)


def value_of_text(name: str, text: str, bound: str | None = None, context: Context = Context()) -> Any:
    """The JSON value of a field from what a person typed or selected; None if the text is empty.

    Args:
        name: The field, as the gold format names it.
        text: `10bn USD`, `100億美元`, `6 GW`, `2026-09`, `two years`…
        bound: The bound that was chosen beside it; None takes that of the text.
        context: Where the text stands.

    Raises:
        DecisionError: If the text says no such value.
    """
    text = text.strip()
    if not text:
        return None
    if name in _MONEYS:
        return _money_value(name, text, bound, context)
    if name in _NUMBERS:
        return _number_value(name, text, bound, context)
    if name in _DATES:
        return _date_value(name, text, context)
    if name in ("kind", "status"):
        allowed: Mapping[str, Any] = {each.value: each for each in (Kind if name == "kind" else Status)}
        if text not in allowed:
            raise DecisionError(f"{text!r} is no {name}; it is one of {', '.join(allowed)}")
    return text


def as_typed(name: str, value: Any) -> Typed:
    """The text and bound of a JSON value, to be put into its input."""
    if value is None:
        return Typed("")
    if name in _MONEYS:
        money = Money.model_validate({"bound": "exact"} | {key: _exact(each) for key, each in value.items()})
        return Typed(_sum_text(money), money.bound.value)
    if name == "power_gw":
        return Typed(plain(Decimal(str(value["value"]))), value["bound"])
    return Typed(str(value))


def _sum_text(money: Money) -> str:
    if money.low is not None and money.high is not None:
        return f"{_exact_short(money.low)}–{_exact_short(money.high)} {money.currency}"
    return f"{_exact_short(money.value)} {money.currency}"


def _exact_short(value: Decimal) -> str:
    """A number in few digits where that loses nothing."""
    told = short(value)
    match = re.fullmatch(r"(-?[0-9.,]+)(tn|bn|m)?", told)
    if match and Decimal(match[1].replace(",", "")).scaleb(_UNITS[match[2] or ""]) == value:
        return told
    return plain(value)


def _money_value(name: str, text: str, bound: str | None, context: Context) -> Any:
    low, high = None, None
    ends = re.split(r"\s*[–—~～]\s*", text)
    own = _SUM.fullmatch(ends[-1])
    if own and len(ends) <= 2:
        high = _scaled(own)
        first = re.fullmatch(r"([0-9][0-9,]*(?:\.[0-9]+)?) ?(tn|bn|m|k)?", ends[0], re.IGNORECASE)
        low = _scaled(first) if len(ends) == 2 and first else None
        if len(ends) == 2 and low is None:
            raise DecisionError(f"{text!r} is no range; write e.g. 2bn–3bn USD")
        value, currency, found_bound = high, own[3].upper(), Bound.EXACT.value
        if low is not None:
            value = (low + high) / 2
    else:
        found = _only(text, {QuantityKind.MONEY, QuantityKind.PRICE}, context)
        if found is None or found.value is None or found.currency is None:
            raise DecisionError(f"{text!r} is no sum of money; write e.g. 10bn USD, 100億美元 or up to $3 billion")
        value, currency, low, high = found.value, found.currency, found.low, found.high
        found_bound = found.bound
    record: dict[str, Any] = {"value": number(value), "currency": currency}
    if name != "amount":
        return record
    record["bound"] = _bound(bound, found_bound)
    if low is not None and high is not None:
        record |= {"low": number(low), "high": number(high)}
    return record


def _number_value(name: str, text: str, bound: str | None, context: Context) -> Any:
    found = _only(text, {_NUMBERS[name]}, context)
    match = _NUMBER.fullmatch(text)
    if found is not None and found.value is not None:
        value, found_bound = found.value, found.bound
    elif match:
        value, found_bound = Decimal(match[1].replace(",", "")), Bound.EXACT.value
    else:
        raise DecisionError(f"{text!r} is no number for {name}")
    if name == "power_gw":
        return {"value": number(value), "bound": _bound(bound, found_bound)}
    return number(value)


def _date_value(name: str, text: str, context: Context) -> str:
    iso = text if re.fullmatch(r"\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?", text) else None
    if iso is None:
        found = _only(text, {QuantityKind.DATE}, context)
        day = day_of(text) if found is None else None
        iso = found.iso if found is not None else None if day is None else str(day)
    if iso is None:
        raise DecisionError(f"{text!r} is no date; write e.g. 2026-09-22, 2026-09, 2026-Q3 or 2026")
    return iso


def _only(text: str, kinds: set[QuantityKind], context: Context) -> Quantity | None:
    """The first quantity of these kinds that a text states."""
    found = find_quantities(normalise(text).text, context.place, context.published)
    return next((each for each in found if each.kind in kinds), None)


def _bound(chosen: str | None, found: str) -> str:
    allowed = {each.value for each in Bound}
    if chosen in allowed:
        return str(chosen)
    return found if found in allowed else Bound.APPROX.value


def _scaled(match: re.Match[str]) -> Decimal:
    try:
        return Decimal(match[1].replace(",", "")).scaleb(_UNITS[(match[2] or "").lower()])
    except InvalidOperation as error:
        raise DecisionError(f"{match[0]!r} is no number") from error


def _exact(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
