"""Weights and the reader of roles together: what its word changes, and that everything stays evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from extractors.learned.package import load_role_reader
from extractors.pairs.pair import Pair, pairs_of
from extractors.pairs.score import NONE, Way
from extractors.pairs.settle import Judged
from extractors.reader import read, read_sentences
from extractors.recognisers import RULES_ONLY, Recognisers
from extractors.slots import MaskedSentence
from schemas.article import Article
from schemas.deal import DealMention, Kind, Role
from tests.tiny_model import LABELS, write_model

TEXT = "Microsoft has agreed to buy computing capacity from CoreWeave for $10 billion."
UNTOLD = "It is $40 million from Microsoft, and CoreWeave is glad."
Opinion = Callable[[str, str], str]


class Opinionated:
    """A reader that is sure of every pair what a test tells it to."""

    labels = (NONE, "compute:buyer/seller", "compute:seller/buyer", "purchase:seller/buyer")

    def __init__(self, opinion: Opinion) -> None:
        self.opinion = opinion
        self.asked: list[Pair] = []

    def read(
        self, sentences: Sequence[MaskedSentence], pairs: Mapping[int, Sequence[Pair]]
    ) -> dict[tuple[int, int], np.ndarray]:  # type: ignore[type-arg]
        told = {}
        for number, row in pairs.items():
            for place, pair in enumerate(row):
                self.asked.append(pair)
                told[number, place] = np.full(len(self.labels), -9.0)
                told[number, place][self.labels.index(self.opinion(pair.first.name, pair.second.name))] = -0.001
        return told


def _mentions(text: str, reader: Opinionated | None, language: str = "en") -> tuple[DealMention, ...]:
    recognisers = RULES_ONLY if reader is None else Recognisers(roles={language: reader})  # type: ignore[dict-item]
    extraction = read(Article(doc_id="a", text=text), recognisers).extraction
    assert extraction is not None
    return extraction.mentions


def test_the_rules_alone_find_the_deal() -> None:
    (mention,) = _mentions(TEXT, None)
    assert mention.kind is Kind.COMPUTE
    assert {party.role.value: party.name for party in mention.parties} == {"buyer": "Microsoft", "seller": "CoreWeave"}


def test_a_deal_that_the_reader_rules_out_is_less_probable_or_falls() -> None:
    (certain,) = _mentions(TEXT, Opinionated(lambda first, second: "compute:buyer/seller"))
    doubted = _mentions(TEXT, Opinionated(lambda first, second: NONE))
    assert all(mention.confidence < certain.confidence for mention in doubted)


def test_a_deal_that_only_the_reader_sees_is_found_with_evidence_for_its_parties() -> None:
    assert not _mentions(UNTOLD, None)
    (mention,) = _mentions(UNTOLD, Opinionated(lambda first, second: "compute:buyer/seller"))
    assert mention.rules == ("en-learned",)
    quotes = {item.field: item.quote for item in mention.evidence}
    assert quotes["party.buyer"] == "Microsoft" and quotes["party.seller"] == "CoreWeave"
    assert all(UNTOLD[item.start : item.end] == item.quote for item in mention.evidence)


def test_the_readers_roles_prevail_over_those_of_a_frame() -> None:
    (mention,) = _mentions(TEXT, Opinionated(lambda first, second: "compute:seller/buyer"))
    assert {party.role.value: party.name for party in mention.parties} == {"buyer": "CoreWeave", "seller": "Microsoft"}


def test_a_frames_roles_give_way_only_to_much_likelier_ones() -> None:
    bought, sold = Way(Kind.COMPUTE, Role.BUYER, Role.SELLER), Way(Kind.COMPUTE, Role.SELLER, Role.BUYER)

    def surer(frames: float, others: float) -> bool:
        shares = {bought: frames, sold: others}
        judged = Judged(None, {Kind.COMPUTE: 0.9}, {Kind.COMPUTE: sold}, shares, 0.9, None)  # type: ignore[arg-type]
        return judged.surer(Kind.COMPUTE, "buyer", "seller")

    assert surer(0.2, 0.7) and not surer(0.3, 0.5)


def test_who_stands_on_one_side_plays_one_role_whatever_the_reader_says_of_each() -> None:
    text = "Microsoft and Meta have agreed to buy computing capacity from CoreWeave for $10 billion."
    turned = Opinionated(
        lambda first, second: "compute:seller/buyer" if first == "Microsoft" else "compute:buyer/seller"
    )
    (mention,) = _mentions(text, turned)
    roles = {party.name: party.role.value for party in mention.parties}
    assert roles["Microsoft"] == roles["Meta"] != roles["CoreWeave"]


def test_a_reader_of_another_language_is_not_asked() -> None:
    reader = Opinionated(lambda first, second: "compute:buyer/seller")
    assert not _mentions(UNTOLD, reader, "zh")
    assert not reader.asked


@pytest.mark.parametrize("text", ["", "Nobody paid anybody.", "2025年，没有公司。", "Microsoft is a company."])
def test_a_text_without_pairs_is_read_by_nobody(text: str) -> None:
    reader = Opinionated(lambda first, second: NONE)
    assert _mentions(text, reader) == ()
    assert not reader.asked


def test_the_reader_is_not_asked_where_the_weights_leave_no_doubt() -> None:
    reader = Opinionated(lambda first, second: "purchase:seller/buyer")
    assert not _mentions("輝達的股價漲3%，甲骨文跌5%。", reader, "zh")
    assert not reader.asked


def test_in_chinese_the_same_holds_and_evidence_is_in_the_articles_own_script() -> None:
    text = "輝達與甲骨文昨日都上漲2%。"
    assert not _mentions(text, None)
    (mention,) = _mentions(text, Opinionated(lambda first, second: "purchase:seller/buyer"), "zh")
    assert mention.rules == ("zh-learned",)
    assert {item.quote for item in mention.evidence if item.field.startswith("party.")} == {"輝達", "甲骨文"}


def test_probabilities_of_a_network_add_up_and_an_endless_text_is_read_so_far(tmp_path: Path) -> None:
    _, reader = load_role_reader(write_model(tmp_path / "roles"))
    text = "\n".join(
        f"Nvidia sold Oracle part {number} of its plant for $3 million in March of a year." for number in range(900)
    )
    sentences = read_sentences(Article(doc_id="a", text=text), RULES_ONLY).sentences
    pairs = {number: found for number, each in enumerate(sentences) if (found := pairs_of(each))}
    told = reader.read(sentences, pairs)
    assert 100 < len(told) < len(pairs)
    assert {len(row) for row in told.values()} == {len(LABELS)}
    assert all(abs(float(np.exp(row).sum()) - 1) < 1e-5 for row in told.values())
