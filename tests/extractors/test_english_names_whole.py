"""English names are found whole: with the words before and behind a listed name that make it another company's."""

from __future__ import annotations

import pytest

from extractors.company.recognise import recognise


def _names(text: str) -> set[str]:
    return {text[span.start : span.end] for span in recognise(text, None).spans}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tata Power agreed to buy a solar farm.", "Tata Power"),
        ("It sold a stake in Adani Green to Total.", "Adani Green"),
        ("The loan came from the Nordic Investment Bank.", "Nordic Investment Bank"),
        ("The loan came from the Asian Development Bank.", "Asian Development Bank"),
        ("A round led by Legal & General was closed.", "Legal & General"),
        ("It signed a joint venture with New Era Helium in May.", "New Era Helium"),
        ("It sold its tower arm to Vodafone Spain.", "Vodafone Spain"),
        ("Windstar Fund II has drawn on its facility.", "Windstar Fund II"),
        ("Spirit of Kintyre Ferries obtained a loan.", "Spirit of Kintyre Ferries"),
    ],
)
def test_a_name_is_found_whole(text: str, name: str) -> None:
    assert name in _names(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Meridell Capital today announced a new fund.", "Capital today"),
        ("RWE & Amazon signed a framework.", "RWE & Amazon"),
        ("Boliden's Rönnskär smelter needs electricity.", "Rönnskär"),
        ("It bought a third of Mauritanian hydrogen venture Nour.", "Mauritanian"),
        ("The Borrower shall repay the loan to Lender in full.", "Borrower"),
    ],
)
def test_a_place_a_word_of_a_contract_or_a_row_is_no_name(text: str, wrong: str) -> None:
    assert wrong not in _names(text)
