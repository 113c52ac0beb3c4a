"""What trade a company is in, by its name alone."""

from __future__ import annotations

import pytest

from corpora.gazetteer import load_companies
from corpora.lexicon import lexicon
from extractors.company.spans import Entity
from extractors.learned.tokens import FIRST_TRADE, FREE
from extractors.learned.trade import TRADES, trade_of


@pytest.mark.parametrize(
    ("name", "trade"),
    [
        ("Thistledown Capital", "fund"),
        ("Bank of Ostara", "bank"),
        ("Boreal Shield Gold Corp.", "mining"),
        ("Quillan Energy", "power"),
        ("Quillan Energy Capital", "fund"),  # the last word says what it is
        ("赤松智算云", "compute"),
        ("海岳银行", "bank"),
        ("凌霄半导体", "goods"),
        ("Brevant", None),
        ("Airborne", None),  # air only as a word
        ("", None),
    ],
)
def test_the_last_word_of_a_name_that_tells_a_trade_counts(name: str, trade: str | None) -> None:
    assert trade_of(Entity(name.lower(), name)) == trade


def test_what_a_listed_company_sells_prevails_over_its_name() -> None:
    known = {company.name: company for company in load_companies()}
    assert trade_of(Entity(known["Nvidia"].id, "Nvidia")) == "goods"
    assert trade_of(Entity(known["Oracle"].id, "甲骨文")) == "compute"


def test_every_trade_has_words_and_a_token_of_its_own() -> None:
    table = lexicon("trades_in_names")
    assert set(table) == set(TRADES)
    assert all(table[trade]["english"] and table[trade]["chinese"] for trade in TRADES)
    assert FIRST_TRADE + len(TRADES) <= FREE
