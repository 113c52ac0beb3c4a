"""Names that only their form and their neighbours tell, weighed together, and how the weights are learned."""

from __future__ import annotations

import pytest

from corpora.passages import TRAINING, read_passages
from corpora.tagged import LEFT_OUT
from extractors.company.learn_names import NAME, OTHER, Text, examples, learned
from extractors.company.name_score import weighed_by
from extractors.company.recognise import recognise
from extractors.language import detect_language, detect_place
from extractors.loglinear import Example
from extractors.normal_text import normalise
from schemas.article import Article, Place


def _names(own: str) -> list[str]:
    normal = normalise(own)
    return [normal.quote(span.start, span.end) for span in recognise(normal.text, Place.MAINLAND).spans]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        # Ordinary words, and no suffix that makes a name by itself: subject, object, seller, lender.
        ("潮汐动力计划以3亿元收购远山数据六成股权。", ["潮汐动力", "远山数据"]),
        ("遠山股份擬向北辰環保採購12億元設備。", ["遠山股份", "北辰環保"]),
        ("晨星食品旗下的工厂被河谷乳业买下。", ["晨星食品", "河谷乳业"]),
        ("本轮融资由顺和资本领投，远山创新跟投。", ["顺和资本", "远山创新"]),
        # A listed name goes on, and is another company.
        ("保时捷中国与澄岳智驾签署供货协议。", ["保时捷中国", "澄岳智驾"]),
        # Letters of a product are no company.
        ("华为发布新一代GPU，售价2万元。", ["华为"]),
    ],
)
def test_a_name_is_what_its_form_and_its_place_make_likely(sentence: str, names: list[str]) -> None:
    assert _names(sentence) == names


def test_names_are_scored_by_other_weights_while_these_are_wanted() -> None:
    sentence = "潮汐动力计划以3亿元收购远山数据六成股权。"
    with weighed_by({"": -9.0}):
        assert "潮汐动力" not in _names(sentence)
    assert _names(sentence) == ["潮汐动力", "远山数据"]


def test_names_of_passages_that_taught_nothing_are_found() -> None:
    hits = true = said = 0
    for path in sorted((TRAINING / "zh").glob("*.txt")):
        for number, passage in enumerate(read_passages(path)):
            if number % (4 * LEFT_OUT):
                continue
            text = normalise(passage.text)
            place = detect_place(Article(doc_id="-", text=passage.text), detect_language(passage.text), text.text)
            spans = recognise(text.text, place).spans
            found = {text.quote(span.start, span.end) for span in spans}
            hits += sum(bool(found & set(company)) for company in passage.companies)
            true += len(passage.companies)
            said += len({span.entity.key for span in spans})
    assert hits / true > 0.82
    assert hits / said > 0.85


def test_learning_tells_names_from_other_words_and_leaves_out_what_is_rare() -> None:
    rows = [Example(NAME, ["l=向", "e=资本"]), Example(OTHER, ["l=的", "e=办法"])] * 20 + [Example(NAME, ["rare"])]
    (weights,) = learned(rows).values()
    assert weights["l=向"] > 0 > weights["l=的"]
    assert "rare" not in weights
    (again,) = learned(rows).values()
    assert again == weights


def test_where_not_all_companies_are_written_down_other_names_teach_nothing() -> None:
    own = "远山数据向北辰环保采购设备。"
    some = list(examples(Text(own, frozenset({"北辰环保"}), all_named=False)))
    assert any(row.label == NAME for row in some)
    assert all("远山" not in feature for row in some for feature in row.features)
