"""What tests share: a toy extractor in place of the real one, the command line in this process, builders of nouns."""

from __future__ import annotations

import json
import re
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest

from schemas import (
    Article,
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
from tests import postgres

_VERBS = {
    "invests in": (Kind.INVESTMENT, Role.INVESTOR, Role.INVESTEE),
    "rents from": (Kind.COMPUTE, Role.BUYER, Role.SELLER),
    "acquires": (Kind.ACQUISITION, Role.ACQUIRER, Role.TARGET),
}
_SENTENCE = re.compile(rf"(\w+) ({'|'.join(_VERBS)}) (\w+) for ([A-Z]{{3}}) (\d+)")


def toy_extract(articles: Iterable[Article], choice: object = None) -> Iterator[Extraction]:
    """Find `A invests in B for USD 5` (or rents from, acquires) and nothing else: tests of the house around it."""
    for article in articles:
        chinese = re.search(r"[\u4e00-\u9fff]", article.text)
        language = Language.ZH_HANT if chinese else Language.EN
        mentions = tuple(_toy_mention(match) for match in _SENTENCE.finditer(article.text))
        yield Extraction(article=article, language=language, mentions=mentions)


def _toy_mention(match: re.Match[str]) -> DealMention:
    kind, payer, receiver = _VERBS[match[2]]
    return DealMention(
        kind=kind,
        parties=(Party(name=match[1], role=payer), Party(name=match[3], role=receiver)),
        amount=Money(value=Decimal(match[5]), currency=match[4]),
        status=Status.AGREED,
        quote=match[0],
        evidence=(
            Evidence(
                field="amount",
                start=match.start(4),
                end=match.end(5),
                quote=match.string[match.start(4) : match.end(5)],
            ),
        ),
        confidence=0.9,
        rules=("toy",),
    )


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the toy extractor in the place of the real one."""
    module = types.ModuleType("pipeline.extract")
    module.extract_articles = toy_extract  # type: ignore[attr-defined]
    module.asked = lambda choice: ()  # type: ignore[attr-defined]
    module.missing_recognisers = lambda choice: ()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pipeline.extract", module)


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    def records(self) -> list[dict]:  # type: ignore[type-arg]
        """Standard output as JSON objects a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run `dealtrail` in this process, in 80 columns."""
    from dealtrail.__main__ import main

    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("DEALTRAIL_DATABASE_URL", raising=False)

    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A JSONL file of three articles in two languages; two tell of one deal."""
    path = tmp_path / "news.jsonl"
    lines = [
        {"doc_id": "a", "text": "Microsoft rents from IREN for USD 9700000000.", "published": "2025-11-03T09:00:00Z"},
        {"doc_id": "b", "text": "消息:Microsoft rents from IREN for USD 9700000000。", "published": "2025-11-05"},
        {
            "doc_id": "c",
            "text": "SoftBank acquires Ampere for USD 6500000000.",
            "published": "2025-03",
            "url": "https://e.org/c",
        },
    ]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One PostgreSQL server for all tests that want one."""
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed; .ci/run installs it")
    if find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed; it comes with the extra `cluster`")
    with postgres.running() as address:
        yield postgres.Server(address)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes the addresses of new databases: what uses it runs once on SQLite and once on PostgreSQL."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_server").new_store  # type: ignore[no-any-return]
    return lambda: str(tmp_path_factory.mktemp("database") / "d.sqlite")


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:
    """The address of a new database on SQLite or PostgreSQL."""
    return new_database()


def party(name: str, role: Role, *aliases: str, company_id: str | None = None) -> Party:
    """A party."""
    return Party(name=name, role=role, aliases=aliases, company_id=company_id)


def mention(
    *parties: Party, kind: Kind = Kind.COMPUTE, status: Status = Status.AGREED, **fields: object
) -> DealMention:
    """A mention with a quote; `usd=5` is its amount in dollars, `announced` a text."""
    usd = fields.pop("usd", None)
    announced = fields.pop("announced", None)
    values: dict[str, object] = {"quote": "a sentence", "evidence": (), "confidence": 0.8} | fields
    if usd is not None:
        values["amount"] = Money(value=Decimal(str(usd)), currency="USD")
    if announced is not None:
        values["announced"] = PartialDate(str(announced))
    return DealMention(kind=kind, parties=parties, status=status, **values)  # type: ignore[arg-type]


def extraction(
    doc_id: str, *mentions: DealMention, published: str | None = None, text: str = "a sentence"
) -> Extraction:
    """An article with what was found in it."""
    day = None if published is None else PartialDate(published)
    return Extraction(article=Article(doc_id=doc_id, text=text, published=day), language=Language.EN, mentions=mentions)
