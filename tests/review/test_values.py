"""What people type or select becomes the value of a field."""

from __future__ import annotations

from typing import Any

import pytest

from review.values import Context, as_typed, typed, value_of_text
from schemas import Bound, DecisionError, Language, Money, PartialDate
from tests.review.conftest import IREN, MICROSOFT, told

RANGE = {"value": 816 * 10**6, "currency": "USD", "bound": "exact", "low": 736 * 10**6, "high": 896 * 10**6}
TAIWAN = Context(Language.ZH_HANT, PartialDate("2025-11-05"))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("amount", "10bn USD", {"value": 10**10, "currency": "USD", "bound": "exact"}),
        ("amount", "1,234.5m eur", {"value": 1_234_500_000, "currency": "EUR", "bound": "exact"}),
        ("amount", "up to $3 billion", {"value": 3 * 10**9, "currency": "USD", "bound": "max"}),
        ("amount", "至少100億元", {"value": 10**10, "currency": "TWD", "bound": "min"}),
        ("amount", "736m–896m USD", RANGE),
        ("power_gw", "4,500 MW", {"value": 4.5, "bound": "exact"}),
        ("power_gw", "6", {"value": 6, "bound": "exact"}),
        ("power_gw", "逾10吉瓦", {"value": 10, "bound": "min"}),
        ("announced", "2026-Q3", "2026-Q3"),
        ("announced", "明年下半年", "2026-H2"),
        ("terms.years", "五年", 5),
        ("terms.years", "5", 5),
        ("terms.stake_pct", "一成", 10),
        ("terms.shares", "1.6億股", 160_000_000),
        ("terms.price_per_share", "0.01 USD", {"value": 0.01, "currency": "USD"}),
        ("terms.tranche", "in stages", "in stages"),
        ("status", "rumoured", "rumoured"),
        ("amount", "  ", None),
    ],
)  # fmt: skip
def test_a_text_becomes_a_value(name: str, text: str, value: Any) -> None:
    assert value_of_text(name, text, None, TAIWAN) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("amount", "a lot"),
        ("amount", "1bn–x USD"),
        ("power_gw", "plenty"),
        ("announced", "soon"),
        ("status", "perhaps"),
    ],
)
def test_what_is_no_value_is_refused(name: str, text: str) -> None:
    with pytest.raises(DecisionError):
        value_of_text(name, text)


def test_the_bound_that_was_chosen_prevails() -> None:
    assert value_of_text("amount", "up to $3 billion", "approx")["bound"] == "approx"


@pytest.mark.parametrize("value", [9_700_000_000, 123_456_789_012, 1_000_001, 15])
def test_a_value_is_shown_so_that_saving_it_again_changes_nothing(value: int) -> None:
    mention = told("x", MICROSOFT, IREN, amount=("x", value), bound=Bound.MAX)
    shown = typed(mention, "amount")
    assert value_of_text("amount", shown.text, shown.bound) == {"value": value, "currency": "USD", "bound": "max"}
    record = {"value": value, "currency": "USD", "bound": "max"}
    assert as_typed("amount", record) == shown


def test_a_range_keeps_its_ends() -> None:
    money = Money(value=816, currency="USD", low=736, high=896)
    mention = told("x", MICROSOFT, IREN).model_copy(update={"amount": money})
    shown = typed(mention, "amount")
    assert value_of_text("amount", shown.text, shown.bound) | {"low": 736, "high": 896} == value_of_text(
        "amount", shown.text
    )
