"""Rules and the learned reader together: who prevails, what each adds, and that everything stays evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from extractors.learned.classes import FIELDS, PAIRS, STATUSES
from extractors.learned.hints import Hints
from extractors.learned.roles import Scores
from extractors.learned.window import Window
from extractors.reader import read
from extractors.recognisers import RULES_ONLY, Recognisers
from schemas.article import Article
from schemas.deal import DealMention, Kind, Status

TEXT = "Microsoft has agreed to buy computing capacity from CoreWeave for $10 billion."
Opinion = Callable[[str, str], tuple[str, float]]


class Opinionated:
    """A reader that thinks of every ordered pair what a test tells it to."""

    def __init__(self, opinion: Opinion, status: str = "rumoured") -> None:
        self.opinion = opinion
        self.told = STATUSES.index(status)
        self.hints: list[Hints] = []

    def read(self, windows: Sequence[Window], hints: Sequence[Hints]) -> list[Scores]:
        self.hints.extend(hints)
        return [self._scores(window, hint) for window, hint in zip(windows, hints, strict=True)]

    def _scores(self, window: Window, hint: Hints) -> Scores:
        names = ["", *[company.name for company in window.companies]]
        kinds = np.zeros((len(names), len(names), len(PAIRS)), np.float32)
        for payer, one in enumerate(names):
            for paid, other in enumerate(names):
                kind, chance = self.opinion(one, other)
                kinds[payer, paid, 0] = 1 - chance
                kinds[payer, paid, PAIRS.index(kind)] += chance
        return Scores(window, kinds, np.zeros((1, 1, 1), "f4"), np.zeros((0, 1), "f4"), hint)

    def status(self, scores: Scores, payer: int, paid: int) -> np.ndarray:  # type: ignore[type-arg]
        return np.eye(len(STATUSES), dtype=np.float32)[self.told]

    def fields(self, scores: Scores, payer: int, paid: int) -> np.ndarray:  # type: ignore[type-arg]
        rows = np.zeros((len(scores.window.quantities), len(FIELDS)), np.float32)
        rows[:, 0] = 1
        return rows


def _mentions(text: str, reader: Opinionated | None) -> tuple[DealMention, ...]:
    recognisers = RULES_ONLY if reader is None else Recognisers(roles=reader)  # type: ignore[arg-type]
    extraction = read(Article(doc_id="a", text=text), recognisers).extraction
    assert extraction is not None
    return extraction.mentions


def _nothing(payer: str, paid: str) -> tuple[str, float]:
    return "none", 0.0


def test_the_rules_alone_find_the_deal() -> None:
    (mention,) = _mentions(TEXT, None)
    assert mention.kind is Kind.COMPUTE
    assert {party.role.value: party.name for party in mention.parties} == {"buyer": "Microsoft", "seller": "CoreWeave"}


def test_a_deal_that_the_reader_holds_unlikely_falls_and_explain_can_say_why() -> None:
    recognisers = Recognisers(roles=Opinionated(_nothing))  # type: ignore[arg-type]
    reading = read(Article(doc_id="a", text=TEXT), recognisers)
    assert reading.extraction is not None and not reading.extraction.mentions
    assert any("learned reader" in item.dropped for row in reading.candidates for item in row)


def test_a_deal_that_only_the_reader_sees_is_found_with_evidence_for_its_parties() -> None:
    text = "Microsoft and CoreWeave were both at the fair."
    assert not _mentions(text, None)
    reader = Opinionated(lambda payer, paid: ("compute", 0.9 if (payer, paid) == ("Microsoft", "CoreWeave") else 0.0))
    (mention,) = _mentions(text, reader)
    assert mention.rules == ("en-learned",)
    assert mention.status is Status.RUMOURED
    assert 0.85 < mention.confidence < 0.95
    quotes = {item.field: item.quote for item in mention.evidence}
    assert quotes["party.buyer"] == "Microsoft" and quotes["party.seller"] == "CoreWeave"
    assert all(text[item.start : item.end] == item.quote for item in mention.evidence)


def test_where_both_find_it_the_rules_say_who_and_what_and_the_reader_how_certain() -> None:
    reader = Opinionated(lambda payer, paid: ("compute", 0.9 if (payer, paid) == ("Microsoft", "CoreWeave") else 0.0))
    (mention,) = _mentions(TEXT, reader)
    assert mention.status is Status.RUMOURED
    assert mention.amount is not None and mention.amount.value == 10_000_000_000
    assert "en-learned" in mention.rules and len(mention.rules) > 1


def test_the_rules_roles_stand_where_the_reader_would_turn_them_round() -> None:
    reader = Opinionated(lambda payer, paid: ("compute", 0.9 if (payer, paid) == ("CoreWeave", "Microsoft") else 0.0))
    (mention,) = _mentions(TEXT, reader)
    assert {party.role.value: party.name for party in mention.parties} == {"buyer": "Microsoft", "seller": "CoreWeave"}
    assert mention.status is Status.RUMOURED


def test_a_deal_that_only_the_reader_half_believes_is_none() -> None:
    reader = Opinionated(lambda payer, paid: ("compute", 0.7 if (payer, paid) == ("Microsoft", "CoreWeave") else 0.0))
    assert not _mentions("Microsoft and CoreWeave were both at the fair.", reader)


def test_the_reader_hears_what_the_rules_say() -> None:
    reader = Opinionated(_nothing)
    _mentions(TEXT, reader)
    (hint,) = reader.hints
    assert [PAIRS[kind] for kind, _ in hint.pairs.values()] == ["compute"]
    assert [FIELDS[name] for figures in hint.fields.values() for name in figures.values()] == ["amount"]


@pytest.mark.parametrize("text", ["", "Nobody paid anybody.", "2025年，没有公司。"])
def test_a_text_without_companies_is_read_by_nobody(text: str) -> None:
    reader = Opinionated(_nothing)
    assert _mentions(text, reader) == ()
    assert not reader.hints


def test_in_chinese_the_same_holds_and_evidence_is_in_the_articles_own_script() -> None:
    text = "輝達與甲骨文昨日同台。"
    reader = Opinionated(lambda payer, paid: ("purchase", 0.9 if (payer, paid) == ("Oracle", "Nvidia") else 0.0))
    (mention,) = _mentions(text, reader)
    assert mention.rules == ("zh-learned",)
    assert {item.quote for item in mention.evidence if item.field.startswith("party.")} == {"輝達", "甲骨文"}
