"""What is new or changed: told from the log that merging keeps, and as a feed that feed readers read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from pipeline.atom import NAMESPACE, atom_feed, authority_of
from pipeline.changes import changes_since
from pipeline.decide import Order, decide
from pipeline.export import entities, select, to_csv
from pipeline.rates import shipped_rates
from pipeline.search import Filter
from pipeline.store import Store
from schemas import Kind, Role, Status
from schemas.decision import Action
from tests import postgres
from tests.conftest import extraction, mention, party

FIRST = datetime.datetime(2026, 11, 1, 8, 0, tzinfo=datetime.UTC)
SECOND = datetime.datetime(2026, 11, 2, 8, 0, tzinfo=datetime.UTC)
EVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def invests(status: Status, **fields: object) -> object:
    return mention(
        party("Nvidia", Role.INVESTOR),
        party("OpenAI", Role.INVESTEE),
        kind=Kind.INVESTMENT,
        status=status,
        **fields,
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A deal that was planned and a day later agreed, and another one of the first day."""
    with filled(str(tmp_path / "d.sqlite")) as opened:
        yield opened


@contextmanager
def filled(address: str) -> Iterator[Store]:
    other = mention(party("<b>& Evil\x07", Role.BUYER), party("IREN", Role.SELLER), usd=9_700_000_000)
    with Store(address) as opened:
        opened.save([extraction("a", invests(Status.PLANNED, usd=10**11), other, published="2026-10-31")])  # type: ignore[arg-type]
        opened.refresh(FIRST)
        opened.save([extraction("b", invests(Status.AGREED, usd=10**11), published="2026-11-02")])  # type: ignore[arg-type]
        opened.refresh(SECOND)
        yield opened


def test_changes_come_newest_first_with_what_changed(store: Store) -> None:
    changed, *new = changes_since(store, EVER).told
    assert (changed.at, changed.what) == (SECOND, "changed")
    assert changed.title() == "Changed: Nvidia → OpenAI, investment"
    assert "status: planned → agreed" in changed.lines()
    assert [each.what for each in new] == ["new", "new"]
    # A new deal is told as it is now.
    assert any(each.lines() == ["agreed", "100bn USD"] for each in new)
    assert changed.record()["fields"][0]["field"] == "status"


@pytest.mark.skipif(postgres.programs() is None, reason="PostgreSQL is not installed")
def test_postgresql_tells_the_same(store: Store) -> None:
    with postgres.running() as address, filled(address) as other:
        assert [each.record() for each in changes_since(other, FIRST).told] == [
            each.record() for each in changes_since(store, FIRST).told
        ]
        wanted = Filter(min_amount=Decimal(1), currency="TWD")
        rates = shipped_rates()
        theirs, ours = (select(each, rates, wanted, FIRST) for each in (other, store))
        assert list(entities(theirs)) == list(entities(ours))
        assert "".join(to_csv(theirs)) == "".join(to_csv(ours))


def test_since_is_an_instant_and_the_limit_says_what_it_left_out(store: Store) -> None:
    assert len(changes_since(store, FIRST).told) == 3
    assert len(changes_since(store, FIRST + datetime.timedelta(microseconds=1)).told) == 1
    taipei = datetime.timezone(datetime.timedelta(hours=8))
    assert len(changes_since(store, datetime.datetime(2026, 11, 2, 16, 0, tzinfo=taipei)).told) == 1
    limited = changes_since(store, EVER, limit=1)
    assert ([each.what for each in limited.told], limited.more) == (["changed"], 2)
    deal_id = limited.told[0].current
    assert deal_id is not None
    assert {each.deal_id for each in changes_since(store, EVER, only={deal_id}).told} == {deal_id}


def test_a_deal_without_an_article_is_gone(store: Store) -> None:
    store.save([extraction("a", invests(Status.PLANNED, usd=10**11), published="2026-10-31")])  # type: ignore[arg-type]
    third = SECOND + datetime.timedelta(days=1)
    store.refresh(third)
    (gone,) = changes_since(store, third).told
    assert (gone.what, gone.deal) == ("gone", None)
    assert gone.deal_id in gone.title()


def test_what_people_decide_is_told_and_a_merged_id_leads_on(store: Store) -> None:
    kept, lost = (each.deal_id for each in changes_since(store, EVER).told[1:])
    third = SECOND + datetime.timedelta(days=1)
    decide(store, Order(Action.ACCEPT, "ann", lost), third)
    (accepted,) = changes_since(store, third).told
    assert "review: open → accepted" in accepted.lines()
    fourth = third + datetime.timedelta(days=1)
    decide(store, Order(Action.MERGE, "ann", kept, other_id=lost), fourth)
    merged = next(each for each in changes_since(store, fourth).told if each.what == "merged")
    assert {merged.deal_id, merged.current} == {kept, lost}
    assert merged.lines() == [f"id: {merged.deal_id} → {merged.current}"]
    assert merged.title().startswith("Merged into another deal: ")


def test_the_feed_is_read_by_feed_readers(store: Store) -> None:
    told = changes_since(store, EVER).told
    sources = {told[0].current or "": ["https://news.example/a?b=1&c=<2>", "javascript:alert(1)"]}
    document = atom_feed(told, EVER, authority_of("you@example.org"), sources)
    read = feedparser.parse(document)
    assert (read.bozo, read.version) == (False, "atom10")
    assert read.entries[0].title == "Changed: Nvidia → OpenAI, investment"
    assert read.entries[0].summary.startswith("status: planned → agreed")
    assert read.entries[0].updated == "2026-11-02T08:00:00.000000Z"
    assert [link.href for link in read.entries[0].links] == ["https://news.example/a?b=1&c=%3C2%3E"]
    assert read.feed.updated == read.entries[0].updated
    assert read.feed.id == "tag:you@example.org,2026:dealtrail/changes"
    assert len({each.id for each in read.entries}) == 3
    # Names are text: no reader is given markup.
    evil = next(each for each in read.entries if "Evil" in each.title)
    assert (evil.title_detail.type, evil.summary_detail.type) == ("text/plain", "text/plain")
    assert "&lt;b&gt;" in document.decode().split("Evil")[0][-40:]
    assert "\x07" not in document.decode()


def test_the_feed_has_what_rfc_4287_asks_for(store: Store) -> None:
    def elements(parent: ElementTree.Element, name: str) -> list[ElementTree.Element]:
        return parent.findall(f"{{{NAMESPACE}}}{name}")

    for told in (changes_since(store, EVER).told, []):
        feed = ElementTree.fromstring(atom_feed(told, EVER))
        assert feed.tag == f"{{{NAMESPACE}}}feed"
        entries = elements(feed, "entry")
        assert len(entries) == len(told)
        assert len(elements(feed, "author")) == 1
        for each in (feed, *entries):
            for name in ("id", "title", "updated"):
                (element,) = elements(each, name)
                assert element.text
            (updated,) = elements(each, "updated")
            assert datetime.datetime.fromisoformat(updated.text or "").tzinfo is not None
            (identity,) = elements(each, "id")
            assert (identity.text or "").startswith("tag:dealtrail.invalid,2026:dealtrail/")
        assert all(len(elements(entry, "content")) == 1 for entry in entries)


def test_a_feed_made_again_has_the_same_ids(store: Store) -> None:
    told = changes_since(store, EVER).told
    store.refresh()
    assert atom_feed(told, EVER) == atom_feed(changes_since(store, EVER).told, EVER)


@pytest.mark.parametrize(
    ("contact", "authority"),
    [
        ("you@example.org", "you@example.org"),
        ("mailto:you@example.org", "you@example.org"),
        ("https://example.org/contact", "example.org"),
        (None, "dealtrail.invalid"),
    ],
)
def test_a_feeds_ids_bear_the_name_of_who_runs_it(contact: str | None, authority: str) -> None:
    assert authority_of(contact) == authority
