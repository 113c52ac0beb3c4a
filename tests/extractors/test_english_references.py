"""English pronouns stand for a company where they act, and for none in phrases that have only the form of it."""

from __future__ import annotations

import pytest

from extractors.reader import read_sentences
from extractors.recognisers import RULES_ONLY
from schemas import Article


def meant(sentence: str) -> list[str]:
    """Whom the pronouns of a sentence mean that follows one about Nebius."""
    reading = read_sentences(Article(doc_id="text", text=f"Nebius sold servers to Meta. {sentence}"), RULES_ONLY)
    last = reading.sentences[-1]
    return [slot.entities[0].name for slot in last.companies if slot.reference == "it"]


@pytest.mark.parametrize(
    "sentence",
    [
        "It turned to Oracle for capacity.",
        "It took a stake of 10% in Oracle.",
        "It took Oracle to court.",
        "It emerged from bankruptcy with a loan of Oracle.",
        "It follows Oracle in buying chips.",
        "It remains the largest customer of Oracle.",
    ],
)
def test_a_pronoun_that_acts_is_the_company_spoken_of(sentence: str) -> None:
    assert meant(sentence) == ["Nebius"]


@pytest.mark.parametrize(
    "sentence",
    [
        "It turned out that Oracle had paid.",
        "It took three years to build a site for Oracle.",
        "It took some time until Oracle paid.",
        "It emerged that Oracle had paid.",
        "It follows that Oracle will pay.",
        "It remains unclear what Oracle paid.",
        "It seems that Oracle paid.",
    ],
)
def test_a_pronoun_that_stands_for_nothing_is_none(sentence: str) -> None:
    assert meant(sentence) == []


def test_whom_a_pronoun_meant_stays_the_topic_whoever_acts() -> None:
    text = "CoreWeave has had a mixed autumn. Meta will pay it $3 billion. But its takeover of Core Scientific failed."
    last = read_sentences(Article(doc_id="text", text=text), RULES_ONLY).sentences[-1]
    assert [slot.entities[0].name for slot in last.companies] == ["CoreWeave", "Core Scientific"]
