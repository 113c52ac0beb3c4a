"""Pairs of companies of an English sentence: what none of the frames tells is told, what is no deal falls."""

from __future__ import annotations

from extractors.pairs.english_words import english_words, stem
from extractors.reader import extract
from schemas.article import Article
from schemas.deal import Kind


def test_words_are_stems_and_small_words_stay() -> None:
    words = {word.text: word.tag for word in english_words("The halls of Acme were leased to a bank.")}
    assert words["hall"] == "n"
    assert words[stem("leased")] == "v"
    assert words["of"] == words["the"] == "u"


def test_forms_of_a_word_have_one_stem() -> None:
    assert stem("rents") == stem("rented") == stem("renting") == stem("rent")
    assert stem("companies") == stem("company")


def test_a_deal_that_no_frame_tells_is_told() -> None:
    text = "CoreWeave's newest tenant is Mistral: 40 megawatts for ten years, at $900 million."
    (deal,) = extract(Article(doc_id="one", text=text)).mentions
    assert deal.kind is Kind.COMPUTE
    assert {(party.name, party.role.value) for party in deal.parties} == {
        ("CoreWeave", "seller"),
        ("Mistral AI", "buyer"),
    }
