"""Pairs of companies of a sentence, weighed: what frames tell may fall, what none tells may be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from extractors.loglinear import Example, learn, read, write
from extractors.pairs.learn import Text, Told, examples
from extractors.pairs.pair import Pair, pairs_of
from extractors.pairs.score import LANGUAGES, NONE, by_way, scores_of, shares_of, way_of, weights_file
from extractors.reader import extract, read_sentences
from extractors.reader import read as read_article
from extractors.recognisers import RULES_ONLY, load_recognisers
from schemas.article import Article
from schemas.deal import DealMention, Kind, Role
from schemas.recognisers import Choice


def _told(text: str) -> list[DealMention]:
    return list(extract(Article(doc_id="-", text=text)).mentions)


@pytest.mark.parametrize(
    ("text", "kind", "parties"),
    [
        # No frame holds, or one of another kind; the words around the two tell.
        ("远山数据位于德州的机房已由Oracle整体包下，租期十年。", Kind.COMPUTE, {"远山数据", "Oracle"}),
        ("晨星食品的新订单来自沃尔玛，金额3亿美元。", Kind.PURCHASE, {"晨星食品", "Walmart"}),
        ("由花旗与汇丰组成的银团，已为北辰环保放款8亿美元。", Kind.DEBT, {"Citigroup", "HSBC", "北辰环保"}),
        ("寧德時代鎖定贛鋒鋰業三年的氫氧化鋰供應。", Kind.PURCHASE, {"CATL", "Ganfeng Lithium"}),
    ],
)
def test_what_words_and_companies_say_together_is_told(text: str, kind: Kind, parties: set[str]) -> None:
    assert [(deal.kind, {party.name for party in deal.parties}) for deal in _told(text)] == [(kind, parties)]


@pytest.mark.parametrize(
    "text",
    [
        "美光订单金额低于三星，市占下滑。",
        "微星與技嘉未提供財測，蘋果拉貨高峰已過。",
        "寒武紀的客戶包括字節跳動與阿里巴巴，後者貢獻營收三億元。",
    ],
)
def test_companies_that_only_stand_side_by_side_make_no_deal(text: str) -> None:
    assert _told(text) == []


def test_without_weights_frames_have_the_last_word() -> None:
    article = Article(doc_id="-", text="寧德時代鎖定贛鋒鋰業三年的氫氧化鋰供應。")
    assert [mention.rules for mention in extract(article).mentions] == [("zh-weighed",)]
    assert not extract(article, load_recognisers(Choice.parse("rules,-weighed-deals"))).mentions


def test_a_candidate_that_falls_says_why() -> None:
    reading = read_article(Article(doc_id="-", text="微星與技嘉未提供財測，蘋果拉貨高峰已過。"))
    assert any("as a rule" in item.dropped for found in reading.candidates for item in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_the_weights_is_one_of_a_deal(language: str) -> None:
    ways = [label for label in read(weights_file(language)) if ":" in label]
    assert all(way_of(label).label == label for label in ways)
    assert 0.0 <= sum(by_way(shares_of(scores_of(["untold"], language), language), language).values()) <= 1.0


def test_a_sentence_is_weighed_with_those_of_whom_the_text_spoke_before() -> None:
    text = "CoreWeave runs halls in Ohio. Nebius is its rival. A loan of $50 million came from Wells Fargo."
    last = read_sentences(Article(doc_id="-", text=text), RULES_ONLY).sentences[-1]
    unnamed = {pair.first.name for pair in pairs_of(last) if pair.left is None}
    assert unnamed == {"CoreWeave", "Nebius"}
    assert all(pair.left is not None for pair in pairs_of(last, unnamed=()))


def test_two_parties_named_again_without_a_word_of_dealing_teach_nothing() -> None:
    text = (
        "Oracle agreed to buy Cerner for $28 billion. Shareholders were pleased. The weather was fine. "
        "Oracle and Cerner declined to comment. SAP fell."
    )
    roles = ((Role.ACQUIRER, frozenset({"oracle"})), (Role.TARGET, frozenset({"cerner"})))
    rows = list(examples(Text(Article(doc_id="-", text=text), (Told(Kind.ACQUISITION, roles),))))
    assert [row.label for row in rows if row.label != NONE] == ["acquisition:acquirer/target"]
    assert any("who=" in feature for row in rows for feature in row.features if row.label == NONE)


def test_learning_is_written_and_read_again(tmp_path: Path) -> None:
    rows = [Example("buys", ["采购", "向"]), Example("none", ["市值"]), Example("lends", ["贷款"])] * 9
    weights = learn(rows)
    assert weights["buys"]["采购"] > 0 > weights["none"]["采购"]
    write(weights, tmp_path / "weights.jsonl")
    assert read(tmp_path / "weights.jsonl") == weights


class Sure:
    """A stand-in for a reader of roles: any two companies deal, how probably tells whether both are named."""

    labels = (NONE, "compute:buyer/seller")
    trades = True

    def __init__(self, named: float, unnamed: float) -> None:
        self.named, self.unnamed = named, unnamed

    def read(self, sentences: object, pairs: Mapping[int, Sequence[Pair]]) -> dict[tuple[int, int], object]:
        return {
            (number, place): np.log([1 - share, share])
            for number, row in pairs.items()
            for place, pair in enumerate(row)
            for share in (self.named if pair.left is not None else self.unnamed,)
        }


@pytest.mark.parametrize(("unnamed", "who"), [(0.7, {"Microsoft"}), (0.999, {"Microsoft", "OpenAI"})])
def test_a_company_deals_with_one_that_its_sentence_names_unless_with_another_far_likelier(
    unnamed: float, who: set[str]
) -> None:
    text = "OpenAI is growing. Microsoft also is a customer of IREN for computing worth $9 billion."
    recognisers = replace(load_recognisers(Choice(shipped_roles=False)), roles={"en": Sure(0.9, unnamed)})
    told = extract(Article(doc_id="-", text=text), recognisers).mentions  # type: ignore[arg-type]
    buyers = {party.name for deal in told for party in deal.parties if party.name != "IREN"}
    assert buyers == who
