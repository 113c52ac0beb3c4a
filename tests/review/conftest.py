"""Articles told by hand, the review pages over them, and people who sign in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.store import Store
from review.accounts import Role as Rank
from review.accounts import add_account
from review.app import create_app
from review.site import Settings
from schemas import (
    Article,
    Bound,
    DealMention,
    Evidence,
    Extraction,
    Kind,
    Language,
    Money,
    PartialDate,
    Party,
    Role,
    Status,
)

PASSWORD = "a long enough password"


def told(
    text: str,
    *parties: Party,
    amount: tuple[str, int] | None = None,
    kind: Kind = Kind.COMPUTE,
    confidence: float = 0.8,
    status: Status = Status.AGREED,
    bound: Bound = Bound.EXACT,
    sentence: str | None = None,
    currency: str = "USD",
) -> DealMention:
    """A mention whose evidence is where its words first stand in the text."""
    words = [(f"party.{party.role.value}", party.name) for party in parties if party.name in text]
    money = None
    if amount is not None:
        words.append(("amount", amount[0]))
        money = Money(value=amount[1], currency=currency, bound=bound)
    evidence = tuple(
        Evidence(field=field, start=text.index(word), end=text.index(word) + len(word), quote=word)
        for field, word in words
    )
    return DealMention(
        kind=kind, parties=parties, amount=money, status=status, quote=sentence or text.split("\n")[0][:300],
        evidence=evidence, confidence=confidence,
    )  # fmt: skip


def article(
    doc_id: str, text: str, *mentions: DealMention, language: Language = Language.EN, day: str = "2025-11-05",
    url: str | None = None, title: str = "",
) -> Extraction:  # fmt: skip
    """An article with what was found in it."""
    return Extraction(
        article=Article(doc_id=doc_id, text=text, published=PartialDate(day), url=url, title=title),
        language=language,
        mentions=mentions,
    )


MICROSOFT, IREN = Party(name="Microsoft", role=Role.BUYER), Party(name="IREN", role=Role.SELLER)
TEXT = "Microsoft rents computing from IREN for $9.7 billion.\n\nThe contract runs for five years, both said."
OTHER = "Microsoft has a contract with IREN over $9.1 billion, a paper writes."
CHINESE = "輝達宣布向OpenAI投資1,000億美元。\n雙方將部署10吉瓦的系統。"


def stories() -> list[Extraction]:
    """Three deals: a sure one of two articles, an unsure one, and a Chinese one."""
    nvidia, openai = Party(name="輝達", role=Role.INVESTOR), Party(name="OpenAI", role=Role.INVESTEE)
    nebius = Party(name="Nebius", role=Role.SELLER)
    nebius_text = "Microsoft may buy computing from Nebius for $17 billion, people say."
    sure = {"amount": ("$9.7 billion", 9_700_000_000)}
    unsure = told(nebius_text, MICROSOFT, nebius, amount=("$17 billion", 17_000_000_000), confidence=0.5)
    chinese = told(
        CHINESE, nvidia, openai, amount=("1,000億美元", 100_000_000_000), kind=Kind.INVESTMENT, confidence=0.7
    )
    return [
        article("a", TEXT, told(TEXT, MICROSOFT, IREN, **sure, confidence=0.95)),  # type: ignore[arg-type]
        article("b", TEXT, told(TEXT, MICROSOFT, IREN, **sure, confidence=0.9), day="2025-11-06"),  # type: ignore[arg-type]
        article("n", nebius_text, unsure, url="https://www.news.example/n"),
        article("z", CHINESE, chinese, language=Language.ZH_HANT, title="輝達投資OpenAI"),
    ]


def doubtful() -> list[Extraction]:
    """Two articles of which too little is told to say whether they mean one deal."""
    one, two = "Microsoft rents machines of IREN.", "Microsoft buys from IREN, it is said."
    return [
        article("d1", one, told(one, MICROSOFT, IREN)),
        article("d2", two, told(two, MICROSOFT, IREN, kind=Kind.PURCHASE)),
    ]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """An empty database."""
    with Store(str(tmp_path / "review.sqlite")) as opened:
        yield opened


@pytest.fixture
def store(empty: Store) -> Store:
    """A database with the stories."""
    empty.save(stories())
    empty.refresh()
    return empty


Opened = Callable[..., TestClient]


@pytest.fixture
def open_site() -> Opened:
    """Open the pages of a database as a browser sees them."""

    def make(store: Store, **settings: object) -> TestClient:
        app = create_app(store, settings=Settings(**settings))  # type: ignore[arg-type]
        return TestClient(app, base_url="http://127.0.0.1", headers={"Accept-Language": "en"})

    return make


@pytest.fixture
def client(store: Store, open_site: Opened) -> TestClient:
    """The pages of the stories, open to the local user."""
    return open_site(store)


def csrf(client: TestClient, path: str = "/sign-in") -> str:
    """The token that the pages give to this browser."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get(path).text)
    assert found is not None
    return found[1]


def send(client: TestClient, path: str, **fields: object):  # type: ignore[no-untyped-def]
    """Send a form of our own pages; the answer is JSON."""
    data = {name: value for name, value in fields.items() if value is not None}
    headers = {"X-CSRF-Token": csrf(client, "/deals"), "Accept": "application/json"}
    return client.post(path, data=data, headers=headers, follow_redirects=False)


def signed_in(
    store: Store, open_site: Opened, name: str, rank: Rank = Rank.REVIEWER, site: TestClient | None = None
) -> TestClient:
    """The pages as an account sees them that was just made and signed in; `site` shares a running application."""
    add_account(store, name, rank, PASSWORD)
    client = (
        open_site(store, open=False)
        if site is None
        else TestClient(site.app, base_url="http://127.0.0.1", headers={"Accept-Language": "en"})
    )
    answer = client.post(
        "/sign-in", data={"csrf": csrf(client), "name": name, "password": PASSWORD}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return client


def key_of(client: TestClient, doc_id: str) -> str:
    """The queue's key of an article's first mention."""
    found = re.search(r"/\?item=(m-[0-9a-f]+)", client.get(f"/articles/{doc_id}").text)
    assert found is not None
    return found[1]


def shown_item(text: str) -> str:
    """The key of the item on a page; empty if there is none."""
    found = re.search(r'data-key="([^"]+)"', text)
    return found[1] if found else ""
