"""English sentences whose parties stand elsewhere than right beside the verb: clauses, lists, gaps, descriptions."""

from __future__ import annotations

import pytest

from extractors.reader import extract
from extractors.recognisers import RULES_ONLY
from schemas import Article
from schemas.deal import Kind


def _told(text: str) -> dict[Kind, list[set[str]]]:
    told: dict[Kind, list[set[str]]] = {}
    for mention in extract(Article(doc_id="text", text=text), RULES_ONLY).mentions:
        told.setdefault(mention.kind, []).append({party.name for party in mention.parties})
    return told


@pytest.mark.parametrize(
    ("text", "kind", "parties"),
    [
        ("Groq, which Nvidia bought for $20 billion, keeps its name.", Kind.ACQUISITION, {"Groq", "Nvidia"}),
        (
            "Nscale, in which Nvidia bought a stake for $400 million in May, has hired a lawyer.",
            Kind.INVESTMENT,
            {"Nscale", "Nvidia"},
        ),
        (
            "Tesla leased a campus to Lambda for ten years, and Blue Owl is lending Tesla $1 billion for it.",
            Kind.DEBT,
            {"Blue Owl", "Tesla"},
        ),
        (
            "Nvidia's Californian rival Groq ordered 500 servers from Dell for $90 million.",
            Kind.PURCHASE,
            {"Groq", "Dell Technologies"},
        ),
        (
            "SoftBank-backed Nscale ordered 500 servers from Dell for $90 million.",
            Kind.PURCHASE,
            {"Nscale", "Dell Technologies"},
        ),
        (
            "Vattenfall will deliver 100 MW of electricity to Google's Hamina campus until 2035.",
            Kind.POWER,
            {"Vattenfall", "Google"},
        ),
    ],
)
def test_the_parties_are_found(text: str, kind: Kind, parties: set[str]) -> None:
    assert parties in _told(text)[kind]


def test_a_company_that_describes_another_is_no_party() -> None:
    told = _told("Nvidia and SoftBank's unit Arm invested $300 million in Nscale.")
    assert told == {Kind.INVESTMENT: [{"Nvidia", "Arm", "Nscale"}]}


def test_whoever_stands_before_a_measure_acts_by_the_verb_before() -> None:
    told = _told("Meta will take 300 MW of computing capacity from Nscale for ten years and Microsoft 120 MW.")
    assert {"Meta", "Nscale"} in told[Kind.COMPUTE]
    assert {"Microsoft", "Nscale"} in told[Kind.COMPUTE]
    assert len(told[Kind.COMPUTE]) == 2


def test_a_list_goes_on_behind_its_sums() -> None:
    told = _told("Meta signed a cloud contract with CoreWeave for $14 billion and with Nebius for $3 billion.")
    assert {"Meta", "CoreWeave"} in told[Kind.COMPUTE]
    assert {"Meta", "Nebius"} in told[Kind.COMPUTE]


def test_as_did_joins_the_list_of_those_who_act() -> None:
    told = _told("Nscale has closed a $1.1bn Series B round. Nvidia and Nokia chipped in, as did Dell.")
    assert len(told[Kind.INVESTMENT]) == 1
    assert {"Nscale", "Nvidia", "Nokia"} <= told[Kind.INVESTMENT][0]


def test_a_pronoun_behind_a_verb_is_its_object() -> None:
    told = _told("SoftBank owned Arm then, and Nvidia's attempt to buy it foundered in 2022.")
    assert {"Nvidia", "SoftBank"} not in told.get(Kind.ACQUISITION, [])
