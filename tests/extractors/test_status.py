"""How far deals have come: what cues say is weighed with the words and dates around."""

from __future__ import annotations

import pytest

from corpora.teaching import Lesson
from extractors.loglinear import read
from extractors.reader import extract
from extractors.recognisers import RULES_ONLY
from extractors.status.learn import examples
from extractors.status.score import LANGUAGES, probabilities, weights_file
from schemas.article import Article
from schemas.deal import Status
from schemas.quantity import PartialDate

PUBLISHED = PartialDate("2026-03-18")


def _status(text: str) -> list[Status]:
    return [deal.status for deal in extract(Article(doc_id="-", text=text, published=PUBLISHED), RULES_ONLY).mentions]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Wells Fargo lent CoreWeave $400 million in 2023.", Status.COMPLETED),
        ("Oracle is in talks to buy Nebius for $3 billion, two people familiar with the matter said.", Status.RUMOURED),
        ("Oracle plans to buy Nebius for $3 billion.", Status.PLANNED),
        ("Oracle and Nebius have signed a merger agreement worth $3 billion.", Status.AGREED),
        ("甲骨文2023年以30億美元收購Nebius。", Status.COMPLETED),
        ("知情人士透露，甲骨文正洽談以30億美元收購Nebius。", Status.RUMOURED),
        ("甲骨文拟以30亿美元收购Nebius。", Status.PLANNED),
        ("甲骨文与Nebius签署30亿美元收购协议。", Status.AGREED),
        ("甲骨文终止以30亿美元收购Nebius。", Status.CANCELLED),
    ],
)
def test_each_status_is_told(text: str, status: Status) -> None:
    assert _status(text) == [status]


def test_a_deal_of_years_ago_is_done_where_no_cue_says_so() -> None:
    text = "Oracle, which bought Nebius for $2 billion in 2019, raised its forecast on Monday."
    assert _status(text) == [Status.COMPLETED]


def test_evidence_of_a_status_is_no_cue_that_says_another() -> None:
    (deal,) = extract(Article(doc_id="-", text="Oracle plans to buy Nebius for $3 billion."), RULES_ONLY).mentions
    (evidence,) = [item for item in deal.evidence if item.field == "status"]
    assert evidence.quote.lower() in ("plans to", "plans", "buy")


def test_two_deals_of_the_same_companies_with_other_statuses_teach_nothing() -> None:
    text = "Oracle bought Nebius for $3 billion."
    parties = [{"name": "Oracle", "aliases": []}, {"name": "Nebius", "aliases": []}]
    done, over = ({"status": status, "parties": parties} for status in ("completed", "cancelled"))
    article = Article(doc_id="-", text=text)
    assert [row.label for row in examples(Lesson(article, [done]))] == ["completed"]
    assert list(examples(Lesson(article, [done, over]))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weights_know_every_status_and_make_probabilities(language: str) -> None:
    assert set(read(weights_file(language))) == {status.value for status in Status}
    assert sum(probabilities(["said=agreed"], language).values()) == pytest.approx(1.0)
