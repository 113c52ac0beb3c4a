"""A language model is asked where the others are unsure; only what the article bears out counts; runs have budgets."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pipeline.backfill.run import finish
from pipeline.extract import asked, extract_articles, loaded_recognisers, missing_recognisers
from pipeline.llm.ledger import Ledger
from pipeline.report import backfill_markdown
from pipeline.store import Store
from pipeline.store.models import backfill as backfill_table
from schemas.article import Article
from schemas.deal import DealMention, Status
from schemas.recognisers import Choice, LlmSettings
from tests.conftest import Ran
from tests.sites.chat import Answer, ChatServer, Request, Told, deal

TEXT = "Quillon Partners quietly wired $40 million, it is whispered, towards Zorblatt Inc one night."
SURE = "Microsoft has agreed to buy capacity from CoreWeave for $10 billion."
CHINESE = "甲骨文昨晚把一張價值30億美元的單子交到了輝達手上。"
GOOD = deal(
    "investment", "quietly wired", {"Quillon Partners": "investor", "Zorblatt Inc": "investee"}, amount="$40 million"
)
_RUNS = iter(range(1_000_000))


@pytest.fixture
def choose(tmp_path: Path) -> Callable[..., Choice]:
    def make(server: ChatServer, **settings: Any) -> Choice:
        given = {"cache": str(tmp_path / "cache"), "wait_seconds": 0.01, "seconds": 5} | settings
        return Choice(shipped_roles=False, llm=LlmSettings(address=server.address, **given)).for_run(
            f"run-{next(_RUNS)}"
        )

    return make


def mentions(text: str, choice: Choice) -> tuple[DealMention, ...]:
    (extraction,) = extract_articles([Article(doc_id="a", text=text)], choice=choice)
    return extraction.mentions


def telling(*deals: Told) -> Answer:
    return lambda request, told, number: request.tell(*deals)


Choose = Callable[..., Choice]


def test_a_deal_that_nobody_else_sees_is_found_with_its_evidence(choose: Choose) -> None:
    with ChatServer(telling(GOOD)) as server:
        (mention,) = mentions(TEXT, choose(server))
    assert {party.name: party.role.value for party in mention.parties} == {
        "Quillon Partners": "investor",
        "Zorblatt Inc": "investee",
    }
    assert mention.rules == ("en-llm",)
    assert mention.amount is not None
    assert int(mention.amount.value) == 40_000_000
    assert {item.field: TEXT[item.start : item.end] for item in mention.evidence}["kind"] == "quietly wired"
    assert all(TEXT[item.start : item.end] == item.quote for item in mention.evidence)


def test_evidence_stands_in_the_articles_own_script_and_the_gazetteer_names_the_parties(choose: Choose) -> None:
    told = deal("purchase", "單子交到了", {"甲骨文": "buyer", "輝達": "seller"}, amount="30億美元")
    with ChatServer(telling(told)) as server:
        (mention,) = mentions(CHINESE, choose(server))
    assert {party.company_id for party in mention.parties} == {"oracle", "nvidia"}
    assert {item.quote for item in mention.evidence} == {"單子交到了", "甲骨文", "輝達", "30億美元"}


@pytest.mark.parametrize(
    ("invented", "left"),
    [
        (GOOD | {"amount": "$41 million"}, [None]),
        (GOOD | {"years": "five years", "stake": "9%"}, [40_000_000]),
        (GOOD | {"words": "signed a binding contract"}, []),
        (GOOD | {"parties": [{"name": "Hidden Ltd", "role": "investor"}, {"name": "Nobody", "role": "investee"}]}, []),
        (GOOD | {"amount": "a slice"}, [None]),
        (GOOD | {"status": "completed", "status_words": "money arrived"}, [40_000_000]),
    ],
)
def test_what_the_article_does_not_say_is_dropped(choose: Choose, invented: Told, left: list[int | None]) -> None:
    with ChatServer(telling(invented)) as server:
        found = mentions(TEXT, choose(server))
    assert [None if each.amount is None else int(each.amount.value) for each in found] == left
    for each in found:
        assert (each.terms.years, each.terms.stake_pct, each.status) == (None, None, Status.AGREED)


def test_a_sure_article_costs_nothing_and_always_asks_of_all(choose: Choose) -> None:
    with ChatServer(telling()) as server:
        (mention,) = mentions(SURE, choose(server))
        assert server.asked == []
        mentions(SURE, choose(server, when="always"))
        (question,) = server.asked
    assert mention.rules == ("en-buy-from",)
    assert question["messages"][1]["content"].endswith(SURE)
    assert question["response_format"]["json_schema"]["schema"]["required"] == ["deals"]


def test_of_an_unsure_deal_the_language_model_has_the_last_word_and_of_a_sure_one_the_rules(choose: Choose) -> None:
    other = deal("debt", "agreed to buy", {"Microsoft": "lender", "CoreWeave": "borrower"}, years="10 billion")
    with ChatServer(telling(other)) as server:
        (sure,) = mentions(SURE, choose(server, when="always"))
        (corrected,) = mentions(SURE, choose(server, when="always", certain=1))
    assert (sure.kind.value, sure.rules) == ("compute", ("en-buy-from", "en-llm"))
    assert (corrected.kind.value, {party.role.value for party in corrected.parties}) == ("debt", {"lender", "borrower"})
    with ChatServer(telling()) as server:
        assert mentions(SURE, choose(server, when="always", certain=1, cache=None)) == ()
        assert len(mentions(SURE, choose(server, when="always", cache=None))) == 1


def test_only_what_is_doubtful_of_a_long_article_is_sent_and_a_short_one_whole(choose: Choose) -> None:
    idle = " ".join(f"Sentence number {number} tells of nothing at all." for number in range(60))
    short = f"{TEXT} So it goes. And on. And on it goes. {TEXT}"
    with ChatServer(telling()) as server:
        mentions(f"{idle} {TEXT} {idle} {TEXT.replace('40', '50')} {idle}", choose(server))
        mentions(short, choose(server))
        sent = [question["messages"][1]["content"] for question in server.asked]
    assert len(sent) == 3
    assert max(len(each) for each in sent[:2]) < 250
    assert sent[2].endswith(short)


def test_a_long_article_is_read_whole_in_passages(choose: Choose) -> None:
    lines = [f"Sentence number {number} tells of nothing at all." for number in range(400)]
    text = " ".join([*lines, TEXT])
    with ChatServer(telling(GOOD)) as server:
        assert len(mentions(text, choose(server, when="always", passage_characters=2000))) == 1
        read = "".join(question["messages"][1]["content"] for question in server.asked)
    assert all(line in read for line in lines)
    assert max(len(question["messages"][1]["content"]) for question in server.asked) < 2100


def test_a_reply_is_asked_for_once_and_prompt_model_and_text_are_its_key(choose: Choose) -> None:
    with ChatServer(telling(GOOD)) as server:
        first = choose(server, price_in=2, price_out=10)
        assert mentions(TEXT, first) == mentions(TEXT, choose(server))
        assert len(server.asked) == 1
        mentions(TEXT, choose(server, model="other"))
        mentions(TEXT + " So.", choose(server))
        assert len(server.asked) == 3
        assert asked(first) == (
            "language model default: 1 replies, 0 from the cache, 100 tokens in and 20 out, cost 0.0004",
        )


def test_broken_replies_are_sent_back_once_and_never_kept(choose: Choose) -> None:
    def at_first_broken(request: Request, told: Told, number: int) -> None:
        request.say('{"deals": [' if number == 1 else f"```json\n{json.dumps({'deals': [GOOD]})}\n```")

    with ChatServer(at_first_broken) as server:
        assert len(mentions(TEXT, choose(server))) == 1
        assert "does not fit the schema (no JSON" in server.asked[1]["messages"][3]["content"]
    for content in ("not JSON", '{"deals": [{"kind": "theft"}]}', "[" * 100_000, '{"deals": 3}'):
        with ChatServer(lambda request, told, number, content=content: request.say(content)) as server:  # type: ignore[misc]
            choice = choose(server)
            assert mentions(TEXT, choice) == ()
            assert len(server.asked) == 2
            assert "2 replies unusable" in asked(choice)[0]
            mentions(TEXT, choice)
            assert len(server.asked) == 4


def test_a_busy_server_is_asked_again_as_late_as_it_wants(choose: Choose) -> None:
    def busy(request: Request, told: Told, number: int) -> None:
        if number == 1:
            request.give(429, Retry_After="1")
        elif number == 2:
            request.give(503)
        else:
            request.tell(GOOD)

    with ChatServer(busy) as server:
        started = time.monotonic()
        assert len(mentions(TEXT, choose(server))) == 1
        assert time.monotonic() - started > 1
        assert len(server.asked) == 3


def test_a_server_that_knows_no_schema_is_asked_without(choose: Choose) -> None:
    def plain(request: Request, told: Told, number: int) -> None:
        request.give(400, b"response_format?") if "response_format" in told else request.tell(GOOD)

    with ChatServer(plain) as server:
        assert len(mentions(TEXT, choose(server))) == 1


def test_a_word_for_a_company_is_no_name_and_one_that_is_understood_is_the_company(choose: Choose) -> None:
    text = (
        "Microsoft opened an office on Monday. On Friday the company quietly wired $40 million to Zorblatt Inc today."
    )
    parties = {"the company": "investor", "Zorblatt Inc": "investee"}
    with ChatServer(telling(deal("investment", "quietly wired", parties, amount="$40 million"))) as server:
        (mention,) = mentions(text, choose(server, when="always"))
    assert {party.name for party in mention.parties} == {"Microsoft", "Zorblatt Inc"}
    words = {"an office": "investor", "Zorblatt Inc": "investee"}
    with ChatServer(telling(deal("investment", "quietly wired", words, amount="$40 million"))) as server:
        (mention,) = mentions(text + " So.", choose(server, when="always"))
    assert {party.name for party in mention.parties} == {"Zorblatt Inc"}


def test_a_ledger_that_breaks_during_a_run_stops_nothing_but_the_questions(choose: Choose, tmp_path: Path) -> None:
    with ChatServer(telling()) as server:
        choice = choose(server)
        mentions(TEXT, choice)
        for path in (tmp_path / "cache").iterdir():
            path.write_bytes(b"no database any more" * 200)
        told = [{party.name for party in each.parties} for each in mentions(SURE + " " + TEXT, choice)]
        assert {"Microsoft", "CoreWeave"} in told
        assert {"Quillon Partners", "Zorblatt Inc"} not in told
        assert "what it used is not known" in asked(choice)[0]


@pytest.mark.parametrize("how", ["silent", "dripping", "huge", "packed", "strange", "gone"])
def test_a_server_that_gives_no_good_reply_leaves_the_others_word(choose: Choose, how: str) -> None:
    ends = threading.Event()

    def bad(request: Request, told: Told, number: int) -> None:
        if how == "silent":
            ends.wait(5)
        elif how == "dripping":
            request.send_response(200)
            request.end_headers()
            while not ends.wait(0.05):
                request.wfile.write(b" ")
                request.wfile.flush()
        elif how == "huge":
            request.give(200, b" " * 60_000)
        elif how == "packed":
            request.give(200, b"{}", Content_Encoding="gzip")
        else:
            request.give(200, b'{"choices": [{"message": {"content": null}}]}' if how == "strange" else b"")

    with ChatServer(bad) as server:
        choice = choose(server, seconds=0.3, tries=2, reply_bytes=50_000, when="always")
        if how == "gone":
            server.__exit__(None, None, None)
        started = time.monotonic()
        (mention,) = mentions(SURE, choice)
        assert time.monotonic() - started < 3
        ends.set()
        assert mention.rules == ("en-buy-from",)
        assert "1 questions without a reply" in asked(choice)[0]


def test_a_server_that_is_down_is_not_asked_for_ever(choose: Choose) -> None:
    with ChatServer(lambda request, told, number: request.give(500)) as server:
        choice = choose(server, tries=1)
        for number in range(6):
            mentions(f"{TEXT} Part {number}.", choice)
        assert len(server.asked) == 3
        assert "HTTP 500; 3 passages not asked" in asked(choice)[0]
    with ChatServer(lambda request, told, number: request.give(401, b"no such key")) as server:
        choice = choose(server)
        mentions(TEXT, choice)
        mentions(TEXT, choice)
        assert len(server.asked) == 1
        assert "HTTP 401: no such key; 1 passages not asked" in asked(choice)[0]


@pytest.mark.parametrize("limit", [{"tokens": 9_000}, {"cost": 0.09, "price_in": 10.0, "price_out": 10.0}])
def test_a_run_stops_at_its_budget_and_says_so(choose: Choose, limit: dict[str, float]) -> None:
    def answer(request: Request, told: Told, number: int) -> None:
        request.say(json.dumps({"deals": []}), (3000, 400))

    with ChatServer(answer) as server:
        choice = choose(server, **limit)
        for number in range(5):
            mentions(f"{TEXT} Part {number}.", choice)
        assert len(server.asked) == 2
        assert "the budget of the run" in asked(choice)[0]
        assert "3 passages not asked" in asked(choice)[0]
        mentions(f"{TEXT} Part 9.", choose(server, **limit))  # another run has a budget of its own
        assert len(server.asked) == 3


def test_processes_share_the_budget_of_their_run(choose: Choose) -> None:
    with ChatServer(lambda request, told, number: request.say('{"deals": []}', (900, 100))) as server:
        choice = choose(server, tokens=6_000)
        articles = [Article(doc_id=str(number), text=f"{TEXT} Part {number}.") for number in range(40)]
        assert len(list(extract_articles(articles, processes=2, choice=choice))) == 40
        told = asked(choice)[0]
        assert len(server.asked) in (2, 3, 4)  # each process would ask four times by itself
        assert f"{len(server.asked)} replies" in told
        assert f"{40 - len(server.asked)} passages not asked" in told


def test_hostile_texts_neither_stop_nor_escape(choose: Choose) -> None:
    told = deal(
        "investment", ".*", {"(": "investor", "\\": "investee", "": "seller"}, amount="[", status_words="\ud800"
    )
    for text in (f"{TEXT} \ud800\x00", TEXT + " ( \\ .* ["):
        with ChatServer(telling(told, GOOD)) as server:
            assert len(mentions(text, choose(server, when="always"))) >= 1


def test_a_key_comes_from_the_environment_alone(choose: Choose, monkeypatch: pytest.MonkeyPatch) -> None:
    with ChatServer(telling(GOOD)) as server:
        monkeypatch.delenv("OUR_KEY", raising=False)
        without = choose(server, key="OUR_KEY")
        assert [fault.partition("and ")[2] for fault in missing_recognisers(without)] == ["OUR_KEY is not set"]
        assert mentions(TEXT, without) == ()
        assert asked(without) == ()
        monkeypatch.setenv("OUR_KEY", "s3cret")
        assert len(mentions(TEXT, choose(server, key="OUR_KEY"))) == 1
        assert server.headers[0]["Authorization"] == "Bearer s3cret"
        with ChatServer(lambda request, told, number: request.give(403, b"bad key s3cret")) as refusing:
            choice = choose(refusing, key="OUR_KEY")
            mentions(TEXT + " So.", choice)
            assert "HTTP 403: bad key …;" in asked(choice)[0]
        assert "s3cret" not in choose(server, key="OUR_KEY").text


def test_a_cache_that_is_none_is_named_and_the_others_read(choose: Choose, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "llm.sqlite").write_bytes(b"not a database" * 100)
    with ChatServer(telling(GOOD)) as server:
        choice = choose(server)
        assert loaded_recognisers(choice).llm is None
        assert "replies of the language model cannot be kept there" in missing_recognisers(choice)[0]
        assert len(mentions(SURE, choice)) == 1


def test_what_was_set_aside_counts_until_it_is_settled(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "llm.sqlite")
    assert ledger.reserve("run", 60, 100, 0, None)
    assert not ledger.reserve("run", 60, 100, 0, None)
    ledger.settle("run", 60, 0, 10, 5, 0)
    assert ledger.reserve("run", 60, 100, 0, None)
    assert (ledger.used("run").tokens_in, ledger.used("run").tokens_out) == (10, 5)


def test_commands_ask_by_the_settings_and_report_what_was_used(
    command: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DEALTRAIL_SETTINGS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with ChatServer(telling(GOOD)) as server:
        (tmp_path / "dealtrail.toml").write_text(f'llm = "{server.address}"\n', encoding="utf-8")
        for arguments in (("extract", "a.txt"), ("explain", "a.txt"), ("ingest", "a.txt", "--database", "d.sqlite")):
            ran = command(*arguments)
            assert ran.code == 0, ran.err
            assert ran.err.count("language model default: ") == 1
        assert "en-llm" in command("extract", "a.txt").out
        ran = command("extract", "a.txt", "--recognisers", "rules,-llm")
        assert "llm" not in ran.out
        assert "language model" not in ran.err
        assert len(server.asked) == 1
        for number in range(2):
            line = json.dumps({"doc_id": f"b{number}", "text": f"{TEXT} Part {number}."})
            (tmp_path / f"{number}.jsonl").write_text(line, encoding="utf-8")
        ran = command("backfill", "0.jsonl", "1.jsonl", "--processes", "2", "--database", "e.sqlite")
        assert ran.code == 0, ran.err
        assert ran.err.count("language model default: 2 replies, 0 from the cache, 200 tokens in") == 1
        assert len(server.asked) == 3
    with Store(str(tmp_path / "e.sqlite")) as store:
        (number,) = store_runs(store)
        report = backfill_markdown(finish(store, number))
    assert "Asked: language model default: 2 replies" in report


def store_runs(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.scalars(select(backfill_table.c.id)))


def _opened(path: Path) -> str:
    Ledger(path)
    return path.name


def test_processes_that_open_a_new_ledger_at_once_all_can(tmp_path: Path) -> None:
    names = [f"{number // 4}.sqlite" for number in range(240)]
    with ProcessPoolExecutor(4) as pool:
        assert list(pool.map(_opened, [tmp_path / name for name in names])) == names
