"""Exported entities fit the FollowTheMoney model, and no deal is lost on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from pipeline.export import entities, select
from pipeline.rates import shipped_rates
from pipeline.store import Store
from schemas import Kind, Money, PartialDate, Role, Status, Terms
from schemas.deal import ROLES_OF_KIND
from tests.conftest import extraction, mention, party

MODEL: dict[str, tuple[set[str], set[str]]] = {
    "Company": ({"name"}, {"alias", "country", "ticker", "parent"}),
    "Article": (set(), {"title", "sourceUrl", "publishedAt", "language"}),
    "Payment": ({"payer", "beneficiary"}, {"purpose", "amount", "currency", "amountUsd"}),
    "Ownership": (
        {"owner", "asset"},
        {"role", "status", "percentage", "sharesCount", "sharesValue", "sharesCurrency"},
    ),
    "Contract": (
        {"title"},
        {"authority", "type", "status", "contractDate", "notes", "amount", "currency", "amountUsd"},
    ),
    "ContractAward": ({"contract", "supplier"}, {"status", "role"}),
    "Debt": ({"debtor"}, {"creditor", "amount", "currency", "amountUsd"}),
    "Project": (set(), {"name", "status", "amount", "currency", "amountUsd"}),
    "ProjectParticipant": (set(), {"project", "participant", "role", "status"}),
    "UnknownLink": ({"subject", "object"}, {"role", "status"}),
    "Event": ({"name"}, {"involved"}),
}
"""What an entity of a schema must and may have, beside `TOLD`; a test compares it with the model itself."""

TIME = {"date", "startDate", "endDate", "recordId"}
TOLD = {"summary", "description", "sourceUrl", "proof"}
TIMELESS = {"Company", "Article", "Contract"}
LINKS = {"parent", "payer", "beneficiary", "owner", "asset", "authority", "contract", "supplier", "debtor", "creditor"}
LINKS |= {"project", "participant", "subject", "object", "involved", "proof"}


def allowed(schema: str) -> set[str]:
    must, may = MODEL[schema]
    return must | may | (set() if schema in TIMELESS else TIME) | (set() if schema in {"Company", "Article"} else TOLD)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A deal of every kind in every status, with both sides, one side, or all roles at once."""
    told = []
    for number, (kind, status, missing) in enumerate(product(Kind, Status, range(3))):
        roles = sorted(ROLES_OF_KIND[kind])
        kept = roles[:1] if missing == 1 else roles[-1:] if missing == 2 else roles
        parties = [party(f"{role.value} {number}公司", role, f"{role.value} alias {number}") for role in kept]
        if kind in {Kind.PROJECT, Kind.PARTNERSHIP} and missing == 0:
            parties.append(party(f"Partner {number}", Role.PARTICIPANT))
        fields: dict[str, Any] = {
            "announced": "2025-10" if number % 4 else "2025-Q3",
            "terms": Terms(stake_pct=Decimal("27.5"), end=PartialDate("2030-H1")),
        }
        if number % 2:
            fields["amount"] = Money(value=Decimal(10**9 + number), currency="TWD")
        one = mention(*parties, kind=kind, status=status, quote=f"sentence {number}", **fields)
        told.append(extraction(f"news:{number}/台灣", one, published="2025-11-03"))
    opened = Store(str(tmp_path_factory.mktemp("ftm") / "d.sqlite"))
    opened.save(told)
    opened.refresh()
    with opened:
        yield opened


@pytest.fixture(scope="module")
def made(store: Store) -> list[dict[str, Any]]:
    return list(entities(select(store, shipped_rates())))


def test_every_deal_is_there_and_every_link_leads_to_an_entity(store: Store, made: list[dict[str, Any]]) -> None:
    ids = [each["id"] for each in made]
    assert len(ids) == len(set(ids))
    for deal_id, _ in select(store, shipped_rates()).deals:
        assert any(f"-{deal_id}-" in each for each in ids), deal_id
    for each in made:
        for name, values in each["properties"].items():
            if name in LINKS:
                assert set(values) <= set(ids), each


def test_entities_have_what_their_schema_needs_and_nothing_else(made: list[dict[str, Any]]) -> None:
    assert {each["schema"] for each in made} == set(MODEL)
    for each in made:
        assert MODEL[each["schema"]][0] <= set(each["properties"]) <= allowed(each["schema"]), each
        assert all(isinstance(value, str) and value for values in each["properties"].values() for value in values)


def test_only_what_is_agreed_is_money_or_property(store: Store, made: list[dict[str, Any]]) -> None:
    deals = dict(select(store, shipped_rates()).deals)
    ids = [each["id"] for each in made if each["id"].startswith("dealtrail-D")]
    of = {each: deals["-".join(each.split("-")[1:3])] for each in ids}
    for each in made:
        deal = of.get(each["id"])
        if each["schema"] == "Ownership":
            assert deal is not None
            assert deal.status is Status.COMPLETED
        if each["schema"] in {"Payment", "Debt", "Contract"}:
            assert deal is not None
            assert deal.status in {Status.AGREED, Status.COMPLETED}
    sums = Counter(each["id"].split("-")[2] for each in made if "amount" in each["properties"])
    assert set(sums.values()) == {1}, "a sum stands in one entity of a deal"


def test_a_completed_acquisition_says_who_pays_whom_and_who_owns_what(tmp_path: Path) -> None:
    bought = mention(
        party("SoftBank", Role.ACQUIRER),
        party("Ampere", Role.TARGET),
        party("Oracle", Role.SELLER),
        kind=Kind.ACQUISITION,
        status=Status.COMPLETED,
        usd=6_500_000_000,
        announced="2025-03-19",
        terms=Terms(stake_pct=Decimal(100)),
    )
    with Store(str(tmp_path / "d.sqlite")) as store:
        store.save([extraction("a", bought, published="2025-11-25")])
        store.refresh()
        by_schema: dict[str, dict[str, Any]] = {}
        names = {}
        for each in entities(select(store, shipped_rates())):
            by_schema[each["schema"]] = each["properties"]
            if each["schema"] == "Company":
                names[each["id"]] = each["properties"]["name"][0]
    payment, ownership, link = (by_schema[name] for name in ("Payment", "Ownership", "UnknownLink"))
    assert [names[each] for each in payment["payer"] + payment["beneficiary"]] == ["SoftBank", "Oracle"]
    assert (payment["amount"], payment["amountUsd"], payment["date"]) == (
        ["6500000000"],
        ["6500000000"],
        ["2025-03-19"],
    )
    assert [names[each] for each in ownership["owner"] + ownership["asset"]] == ["SoftBank", "Ampere Computing"]
    assert ownership["percentage"] == ["100"]
    assert [names[each] for each in link["subject"] + link["object"]] == ["Oracle", "Ampere Computing"]
    assert "6.5bn USD" in payment["summary"][0]


def test_the_library_agrees(made: list[dict[str, Any]]) -> None:
    """Every value survives the cleaning of the model: FollowTheMoney drops what it cannot read without a word."""
    ftm = pytest.importorskip("followthemoney")
    for schema, (must, _) in MODEL.items():
        assert set(ftm.model.get(schema).required) == must, schema
        assert allowed(schema) <= set(ftm.model.get(schema).properties), schema
    for each in made:
        entity = ftm.model.get_proxy(each, cleaned=False)
        entity.schema.validate(each)
        for name, values in each["properties"].items():
            assert sorted(entity.get(name)) == sorted(values), (each["schema"], name, values, entity.get(name))
