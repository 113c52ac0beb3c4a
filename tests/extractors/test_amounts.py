"""Which sum a deal is for: the rules' choice is weighed with the words around each sum."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from corpora.teaching import Lesson
from extractors.amounts.learn import examples
from extractors.amounts.score import AMOUNT, ANNUAL, LANGUAGES, NONE, PRICE, probabilities, weights_file
from extractors.loglinear import Model, read
from extractors.reader import extract
from extractors.recognisers import RULES_ONLY
from schemas.article import Article
from schemas.deal import DealMention
from schemas.record import Record


def _deals(text: str) -> tuple[DealMention, ...]:
    return extract(Article(doc_id="-", text=text), RULES_ONLY).mentions


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Oracle acquired 22% of Nebius at a cost of $70 million.", 70_000_000),
        (
            "Oracle agreed to acquire Nebius in a deal that puts the company's enterprise value at $40 billion.",
            40 * 10**9,
        ),
        ("Oracle will supply servers to Nebius, both said. The Texan company gets $380 million.", 380_000_000),
        ("A $500 million loan was approved. Wells Fargo will lend the money to CoreWeave.", 500_000_000),
    ],
    ids=["at a cost of", "value of the offer", "the sentence behind", "the sentence before"],
)
def test_a_sum_that_no_rule_chooses_is_the_amount_where_the_words_say_so(text: str, amount: int) -> None:
    (deal,) = _deals(text)
    assert deal.amount is not None
    assert deal.amount.value == amount
    (evidence,) = [item for item in deal.evidence if item.field == "amount"]
    assert evidence.quote == text[evidence.start : evidence.end]
    assert evidence.quote.startswith("$")


@pytest.mark.parametrize(
    "text",
    [
        "Oracle bought Nebius for $2 billion. Its sales last year were $300 million.",
        "Oracle bought Nebius, which had sales of $300 million last year, for $2 billion.",
    ],
)
def test_what_the_rules_chose_stands_beside_the_results_of_a_company(text: str) -> None:
    (deal,) = _deals(text)
    assert deal.amount is not None
    assert deal.amount.value == 2_000_000_000


def test_a_sum_of_results_is_no_amount() -> None:
    for text in (
        "Oracle bought Nebius last week. Intel's profit was $3 billion.",
        "甲骨文收购Nebius。后者去年营收11亿美元。",
    ):
        (deal,) = _deals(text)
        assert deal.amount is None


def test_without_learned_weights_the_rules_have_the_last_word() -> None:
    text = "Oracle acquired 22% of Nebius at a cost of $70 million."
    (deal,) = extract(Article(doc_id="-", text=text), replace(RULES_ONLY, weighed=False)).mentions
    assert deal.amount is None


def test_a_price_per_share_is_found_by_the_words_around_it() -> None:
    (deal,) = _deals("Oracle bought Nebius at $30 for each share.")
    assert deal.terms.price_per_share is not None
    assert deal.terms.price_per_share.value == 30
    assert deal.amount is None


def _lesson(text: str, **said: str) -> Lesson:
    parties = [{"name": "Oracle", "aliases": []}, {"name": "Nebius", "aliases": []}]
    return Lesson(Article(doc_id="-", text=text), [{"kind": "compute", "parties": parties, "said": said}])


TEXT = "Oracle will pay Nebius $80 million a year for servers under a five-year contract worth $400 million."


def test_a_passage_teaches_what_each_sum_is_by_its_words() -> None:
    labels = [row.label for row in examples(_lesson(TEXT, amount="$400 million", annual="$80 million"))]
    assert labels == [ANNUAL, AMOUNT]
    assert [row.label for row in examples(_lesson(TEXT))] == [NONE, NONE]


def test_an_article_of_the_gold_teaches_by_its_values() -> None:
    lesson = _lesson(TEXT)
    deal: Record = {key: value for key, value in lesson.deals[0].items() if key != "said"}
    deal |= {"amount": {"value": 4e8, "currency": "USD"}, "terms": {PRICE: {"value": 8e7, "currency": "USD"}}}
    assert [row.label for row in examples(lesson._replace(deals=[deal]))] == [PRICE, AMOUNT]


def test_two_deals_of_the_same_companies_with_other_sums_teach_only_by_the_one_that_the_rules_found() -> None:
    one, other = (_lesson(TEXT, amount=amount).deals[0] for amount in ("$400 million", "$80 million"))
    assert [row.label for row in examples(_lesson(TEXT)._replace(deals=[one, other]))] == [NONE, AMOUNT]
    neither = [_lesson(TEXT).deals[0], _lesson(TEXT, amount="five").deals[0]]
    assert list(examples(_lesson(TEXT)._replace(deals=neither))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weights_know_every_label_and_are_reckoned_alike_one_by_one_and_at_once(language: str) -> None:
    table = read(weights_file(language))
    assert set(table) == {AMOUNT, ANNUAL, NONE, PRICE}
    rows = [["said=amount|money", "said=amount|money", "where=0"], [], ["no such feature"]]
    model = Model(table)
    for row, shares in zip(rows, probabilities(rows, language), strict=True):
        alone = dict(zip(model.labels, model.shares(model.scores(row)), strict=True))
        assert shares == pytest.approx(alone)
        assert sum(shares.values()) == pytest.approx(1.0)


def test_two_deals_of_a_sentence_have_a_sum_each() -> None:
    text = "Oracle invested $1 billion in Nebius and Intel $2 billion in CoreWeave."
    assert {deal.amount.value for deal in _deals(text) if deal.amount} == {Decimal(10**9), Decimal(2 * 10**9)}
