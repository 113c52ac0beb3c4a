"""A check finds what is wrong with a database and names it; a repair makes anew what is derived and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select, text

from pipeline.decide import Order, decide
from pipeline.store import Store
from pipeline.store import models as t
from pipeline.store.check import check, repair
from schemas import Evidence, Extraction, Money, Role
from schemas.decision import Action
from tests.conftest import extraction, mention, party

MICROSOFT, IREN = party("Microsoft", Role.BUYER), party("IREN", Role.SELLER)
NEBIUS = party("Nebius", Role.SELLER)
TRUTH = (t.article, t.mention, t.evidence, t.decision)


def told(doc_id: str, seller: object, usd: int) -> Extraction:
    sentence = f"微軟 rents from it for ${usd}."
    said = f"${usd}"
    start = sentence.index(said)
    evidence = (
        Evidence(field="kind", start=0, end=2, quote="微軟"),
        Evidence(field="amount", start=start, end=start + len(said), quote=said),
    )
    amount = Money(value=usd, currency="USD")
    found = mention(MICROSOFT, seller, amount=amount, evidence=evidence)  # type: ignore[arg-type]
    return extraction(doc_id, found, published="2025-11-05", text=sentence)


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store(database) as opened:
        opened.save([told("a", IREN, 100), told("b", IREN, 100), told("c", IREN, 700), told("d", NEBIUS, 100)])
        opened.refresh()
        deal_of = {found.article.doc_id: ids[0] for found, ids in opened.extractions()}
        decide(opened, Order(Action.MERGE, "ann", str(deal_of["a"]), other_id=deal_of["c"]))
        decide(opened, Order(Action.EDIT, "ann", str(deal_of["d"]), field="terms.years", value=5))
        yield opened


def rows(store: Store) -> list[list[tuple[object, ...]]]:
    with store.reading() as connection:
        return [sorted(map(tuple, connection.execute(select(table)))) for table in TRUTH]


def harm(store: Store, *statements: str) -> None:
    """Change the database behind the program's back, where foreign keys do not guard it."""
    with store.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        for statement in statements:
            connection.execute(text(statement))
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.exec_driver_sql("BEGIN")


def test_a_whole_database_has_no_faults(store: Store) -> None:
    found = check(store)
    assert found.faults == ()
    assert (found.articles, found.mentions, found.deals, found.decisions, found.waiting) == (4, 4, 2, 2, 0)


def test_what_waits_to_be_merged_is_no_fault(store: Store) -> None:
    store.save([told("e", IREN, 100), told("d", NEBIUS, 900), extraction("b", text="nothing")])
    found = check(store)
    assert found.faults == ()
    assert found.waiting == 4  # The two new ones, and what hung together with the one that went.
    store.refresh()
    assert (check(store).faults, check(store).waiting) == ((), 0)


LOST = "D-AAAAAAAA"
DERIVED = {
    "UPDATE deal SET record = replace(record, '\"agreed\"', '\"planned\"')": "deals that differ from what",
    "UPDATE deal SET status = 'planned'": "deals that differ from what",
    "UPDATE deal SET record = 'garbled'": "deals that differ from what",
    "UPDATE deal SET amount_value = '1e9'": "no exact decimals",
    "UPDATE deal_mention SET reasons = '[\"so\"]'": "merged for other reasons",
    "UPDATE deal_mention SET deal_id = (SELECT min(id) FROM deal)": "mentions that belong to another deal",
    "UPDATE deal_mention SET deal_id = '" + LOST + "'": "rows of deal_mention whose deal is not there",
    "DELETE FROM deal": "rows of deal_mention whose deal is not there",
    "DELETE FROM deal_identity": "deals whose id is not kept",
    "UPDATE deal_identity SET leads_to = '" + LOST + "'": "ids that lead to no deal",
    "UPDATE deal_identity SET leads_to = NULL": "deals whose own id leads elsewhere",
    "UPDATE deal_identity SET owner = 'nobody'": "ids whose mention is not there",
    "DELETE FROM mention_block": "other block keys",
    "UPDATE mention_block SET key = key + 1": "other block keys",
    "UPDATE decision_mention SET uid = 'nobody'": "led to mentions that are not there",
    "DELETE FROM decision_mention": "decisions led to another mention",
    "UPDATE mention_party SET company_id = 'meta' WHERE name = 'IREN'": "mention_party whose company is not there",
    "UPDATE mention_party SET company_id = 'nebius' WHERE name = 'IREN'": "a party that is another company",
    "UPDATE mention SET located = NOT located": "wrongly whether their evidence is found",
    f"INSERT INTO deal (id, created, kind, status, languages, sources, record) "
    f"VALUES ('{LOST}', '', 'compute', 'agreed', 'en', 1, '{{}}')": "deals without a mention",
    "INSERT INTO doubt VALUES ('" + LOST + "', '" + LOST + "', 1, '[]')": "rows of doubt whose deal is not there",
}
TRUE = {
    "UPDATE evidence SET quote = '$10' WHERE field = 'amount'": "evidence that their text does not say",
    'UPDATE evidence SET "end" = 99': "evidence beyond their text",
    "DELETE FROM evidence": "claims without evidence",
    "DELETE FROM evidence WHERE field = 'amount'": "claims without evidence",
    "UPDATE article SET text = '微軟'": "evidence beyond their text",
    "UPDATE mention SET amount_value = '1e2'": "no exact decimals",
    "UPDATE mention SET terms = '{\"years\": 5.5}'": "no exact decimals",
    "UPDATE decision SET record = '{}'": "decisions that cannot be read",
    "UPDATE decision SET by = 'eve'": "decisions that cannot be read",
    "DELETE FROM article": "rows of mention whose article is not there",
}


@pytest.mark.parametrize("statement", DERIVED)
def test_what_is_derived_is_found_wrong_and_made_anew(store: Store, statement: str) -> None:
    before, deals = rows(store), sorted(ids[0] for _, ids in store.extractions() if ids[0])
    harm(store, statement)
    assert DERIVED[statement] in "\n".join(map(str, check(store).faults))
    done = repair(store)
    assert done.left.faults == ()
    assert rows(store) == before
    assert sorted(ids[0] for _, ids in store.extractions() if ids[0]) == deals
    assert done.dropped or done.deals.new or done.deals.changed or done.deals.gone or "deal " not in statement


@pytest.mark.parametrize("statement", TRUE)
def test_what_was_found_or_decided_is_found_wrong_and_left(store: Store, statement: str) -> None:
    harm(store, statement)
    (named,) = [each for each in check(store).faults if TRUE[statement] in str(each)]
    assert not named.mendable
    assert named.count >= 1


def test_a_damaged_file_is_told(new_database: Callable[[], str]) -> None:
    address = new_database()
    if "://" in address:
        pytest.skip("PostgreSQL looks after its own files")
    with Store(address) as store:
        store.save([told(str(number), IREN, number) for number in range(300)])
        store.refresh()
    with open(address, "r+b") as file:  # noqa: PTH123
        size = file.seek(0, 2)
        for page in range(size // 4096 * 2 // 3, size // 4096, 3):  # the first pages are needed to open it at all
            file.seek(page * 4096)
            file.write(b"\0" * 4096)
    with Store(address) as store:
        assert "the file itself is damaged" in str(check(store).faults[0])


def test_names_that_were_told_together_are_forgotten_with_the_article_that_told_them(store: Store) -> None:
    both = party("Zzyx Compute", Role.SELLER, "澤克斯")
    store.save([told("x", both, 8), told("y", party("Zzyx Compute", Role.SELLER), 9)])
    store.save([told("z", party("澤克斯", Role.SELLER), 9)])
    store.refresh()
    deal_of = {found.article.doc_id: ids for found, ids in store.extractions()}
    assert deal_of["y"] == deal_of["z"]
    store.save([told("x", NEBIUS, 8)])
    store.refresh()
    deal_of = {found.article.doc_id: ids for found, ids in store.extractions()}
    assert deal_of["y"] != deal_of["z"]
    assert check(store).faults == ()
