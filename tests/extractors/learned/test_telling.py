"""From scores to deals: pairs that make one deal and pairs that make several, figures, sellers, and the vote."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.company.spans import Entity
from extractors.learned.classes import FIELDS, NOBODY, PAIRS, STATUSES
from extractors.learned.hints import Hints
from extractors.learned.roles import Scores
from extractors.learned.tell import Telling, tellings
from extractors.learned.window import Name, Window, make_window
from extractors.quantity import find_quantities
from schemas.deal import Kind, Status

NAMES = ("Ashgrove", "Meridian", "Kestrel", "Vell")


def _window(text: str) -> Window:
    names = [Name(text.index(name), text.index(name) + len(name), Entity(name, name)) for name in NAMES if name in text]
    window = make_window(text, 0, len(text), names, find_quantities(text, None, None))
    assert window is not None
    return window


class Told:
    """A reader that holds what a test says: pairs by name with their kind, figures of pairs by their text."""

    def __init__(
        self, window: Window, pairs: dict[tuple[str, str], str], figures: dict[tuple[str, str, str], str]
    ) -> None:
        self.window = window
        self.figures = figures
        count = len(window.companies) + 1
        kinds = np.zeros((count, count, len(PAIRS)), np.float32)
        kinds[:, :, 0] = 1
        for (payer, paid), kind in pairs.items():
            row = kinds[self.number(payer), self.number(paid)]
            row[:] = 0
            row[PAIRS.index(kind)] = 0.9
            row[0] = 0.1
        self.scores = Scores(
            window, kinds, np.zeros((count, count, 1), np.float32), np.zeros((0, 1), np.float32), Hints()
        )

    def number(self, name: str) -> int:
        return NOBODY if not name else [company.name for company in self.window.companies].index(name) + 1

    def name(self, number: int) -> str:
        return self.window.companies[number - 1].name if number else ""

    def status(self, scores: Scores, payer: int, paid: int) -> np.ndarray:  # type: ignore[type-arg]
        row = np.zeros(len(STATUSES), np.float32)
        row[STATUSES.index("planned")] = 1
        return row

    def fields(self, scores: Scores, payer: int, paid: int) -> np.ndarray:  # type: ignore[type-arg]
        rows = np.zeros((len(self.window.quantities), len(FIELDS)), np.float32)
        for number, item in enumerate(self.window.quantities):
            said = self.window.text[item.start : item.end]
            field = self.figures.get((self.name(payer), self.name(paid), said), "none")
            rows[number, FIELDS.index(field)] = 1
        return rows

    def tell(self) -> list[Telling]:
        return tellings(self, self.scores, 0.5)  # type: ignore[arg-type]


def _roles(telling: Telling) -> set[tuple[str, str]]:
    return {(role, telling.scores.window.companies[number].name) for role, number in telling.roles}


def test_a_pair_is_a_deal_with_its_figures_and_status() -> None:
    window = _window("Ashgrove will rent 150 MW from Meridian for $2 billion.")
    figures = {("Ashgrove", "Meridian", "$2 billion"): "amount", ("Ashgrove", "Meridian", "150 MW"): "power"}
    (telling,) = Told(window, {("Ashgrove", "Meridian"): "compute"}, figures).tell()
    assert telling.kind is Kind.COMPUTE
    assert telling.status is Status.PLANNED
    assert _roles(telling) == {("buyer", "Ashgrove"), ("seller", "Meridian")}
    assert set(telling.figures) == {"amount", "power"}


def test_investors_of_one_sum_make_one_round_and_of_two_sums_two() -> None:
    pairs = {("Ashgrove", "Kestrel"): "investment", ("Meridian", "Kestrel"): "investment"}
    window = _window("Ashgrove and Meridian put $5 million and $9 million into Kestrel.")
    shared = {(payer, "Kestrel", "$5 million"): "amount" for payer in ("Ashgrove", "Meridian")}
    (one,) = Told(window, pairs, shared).tell()
    assert _roles(one) == {("investor", "Ashgrove"), ("investor", "Meridian"), ("investee", "Kestrel")}
    apart = {("Ashgrove", "Kestrel", "$5 million"): "amount", ("Meridian", "Kestrel", "$9 million"): "amount"}
    assert len(Told(window, pairs, apart).tell()) == 2


def test_one_buyer_of_two_sellers_without_a_common_sum_makes_two_deals() -> None:
    window = _window("Ashgrove buys chips from Meridian and from Kestrel.")
    pairs = {("Ashgrove", "Meridian"): "purchase", ("Ashgrove", "Kestrel"): "purchase"}
    assert len(Told(window, pairs, {}).tell()) == 2


def test_participants_make_one_project() -> None:
    window = _window("Ashgrove, Meridian and Kestrel plan a campus.")
    names = ("Ashgrove", "Meridian", "Kestrel")
    pairs = {(one, other): "project" for one in names for other in names if one != other}
    (telling,) = Told(window, pairs, {}).tell()
    assert _roles(telling) == {("participant", name) for name in names}


def test_the_seller_of_a_stake_joins_the_deal() -> None:
    window = _window("Ashgrove buys Kestrel from Vell.")
    (telling,) = Told(window, {("Ashgrove", "Kestrel"): "acquisition", ("Vell", "Kestrel"): "seller"}, {}).tell()
    assert _roles(telling) == {("acquirer", "Ashgrove"), ("target", "Kestrel"), ("seller", "Vell")}


@pytest.mark.parametrize(("kind", "found"), [("investment", 1), ("debt", 1), ("compute", 0), ("acquisition", 0)])
def test_only_rounds_debts_and_projects_may_have_one_party(kind: str, found: int) -> None:
    window = _window("Kestrel has raised $5 million.")
    assert len(Told(window, {("", "Kestrel"): kind}, {}).tell()) == found


def test_an_unnamed_payer_gives_way_to_a_named_one() -> None:
    window = _window("Ashgrove led the $5 million round of Kestrel.")
    pairs = {("", "Kestrel"): "investment", ("Ashgrove", "Kestrel"): "investment"}
    (telling,) = Told(window, pairs, {}).tell()
    assert _roles(telling) == {("investor", "Ashgrove"), ("investee", "Kestrel")}
