"""What changes hands decides the kind of an English deal, and who sells it; tested on whole sentences."""

from __future__ import annotations

import pytest

from extractors.reader import extract
from extractors.recognisers import RULES_ONLY
from schemas.article import Article
from schemas.deal import Kind


def _kinds(text: str) -> list[str]:
    """The kinds that rules and weights tell, without the reader of roles."""
    return [mention.kind.value for mention in extract(Article(doc_id="one", text=text), RULES_ONLY).mentions]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vistra agreed to buy seven gas plants with 2.6 GW of capacity from Lotus for $1.9 billion.", "acquisition"),
        ("Vale paid Glencore $300 million for its nickel mines in Brazil.", "acquisition"),
        ("Temasek bought 12% of Grab from SoftBank for $450 million.", "investment"),
        ("Temasek bought the remaining 49% of Grab from SoftBank for $2 billion.", "acquisition"),
        ("SoftBank sold its entire Nvidia stake to Temasek for $5 billion.", "investment"),
        ("Norden sold four bulk carriers to Maersk for $128 million.", "purchase"),
        ("Lambda said it would rent 30,000 processors to Microsoft for $2 billion.", "compute"),
        ("Oracle ordered 30,000 processors from AMD for $2 billion.", "purchase"),
        ("Meta will take 400 megawatts of wind power from Iberdrola for 15 years.", "power"),
        ("Alcoa agreed to buy 40% of the output of a solar farm from Enel for ten years.", "power"),
        ("Keurig Dr Pepper is taking $7 billion from Apollo and KKR.", "investment"),
        ("SoftBank raised $3 billion from HSBC and Mizuho in May.", "debt"),
        ("Blackstone and Temasek will jointly spend $8 billion on a 1.1-gigawatt data centre campus.", "project"),
    ],
)
def test_what_is_bought_rented_or_built_tells_the_kind(text: str, kind: str) -> None:
    assert _kinds(text) == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Meta signed a contract worth $3 billion with Nebius.", Kind.COMPUTE),
        ("Meta signed a contract for 600 MW with Vistra.", Kind.POWER),
        ("Emirates signed a contract worth $3 billion with Boeing.", Kind.PURCHASE),
    ],
)
def test_an_agreement_is_for_what_its_seller_sells(text: str, kind: Kind) -> None:
    (deal,) = extract(Article(doc_id="one", text=text)).mentions
    assert deal.kind is kind
    assert [party.role.value for party in deal.parties if party.name in ("Nebius", "Vistra", "Boeing")] == ["seller"]


@pytest.mark.parametrize(
    "text",
    [
        "CoreWeave said it had no agreement to provide capacity to Tesla for $2 billion.",
        "Rio Tinto and Glencore are not talking about a merger worth $158 billion.",
        "What if Apple bought Mistral for $14 billion?",
        "A jury told Samsung to pay LG $191 million for infringing patents on screens.",
        "Boeing will pay Ryanair $40 million to end a lawsuit over late deliveries.",
        "Firms including KKR and Carlyle have spent more than $60 billion on European companies.",
    ],
)
def test_what_was_denied_supposed_or_ordered_by_a_court_is_no_deal(text: str) -> None:
    assert _kinds(text) == []


def test_a_company_that_only_names_another_one_is_no_party() -> None:
    (deal,) = extract(
        Article(doc_id="one", text="Boeing rival Embraer sold 20 jets to SkyWest for $1 billion.")
    ).mentions
    assert {party.name for party in deal.parties} == {"Embraer", "SkyWest"}


def test_it_is_whom_the_sentence_before_was_about() -> None:
    text = "Besides the Amazon contract, CoreWeave has one with Meta. It raised $350 million in equity from Citadel."
    deals = extract(Article(doc_id="one", text=text)).mentions
    assert {"CoreWeave", "Citadel"} in [{party.name for party in deal.parties} for deal in deals]
