"""Pairs compared by the million score what each of them scores alone, and no pair that shares a block is left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.goldfile import read_gold
from corpora.merge_cases import articles
from pipeline.candidates import candidates
from pipeline.columns import columns_of
from pipeline.compare import compare
from pipeline.facts import Facts, facts
from pipeline.scores import score_pairs
from schemas import Bound, DealMention, Kind, Money, PartialDate, Party, Power, Price, Status, Terms
from schemas.deal import ROLES_OF_KIND
from tests.conftest import mention

NAMES = ("Microsoft", "微軟", "AWS", "Amazon", "Zzyx", "Zzyx Compute Ltd", "澤克斯", "澤克斯智算科技有限公司", "IREN")
DAYS = st.sampled_from([None, "2023-01-05", "2025", "2025-09", "2025-09-04", "2025-09-08", "2026-01-02"])
QUOTES = ("a sentence", "Blackwell GB300 racks.", "GB300 for Stargate.", "It was cut from $100.")
BOUNDS = st.sampled_from(list(Bound))


def maybe(values: Sequence[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values)


@st.composite
def told(draw: st.DrawFn) -> tuple[DealMention, str | None, str]:
    """A mention with anything that is compared, the day of its article, and the copies of that."""
    kind = draw(st.sampled_from([Kind.PURCHASE, Kind.COMPUTE, Kind.INVESTMENT, Kind.ACQUISITION, Kind.PROJECT]))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    roles = sorted(ROLES_OF_KIND[kind])
    parties = [Party(name=name, role=draw(st.sampled_from(roles))) for name in names]
    fields: dict[str, object] = {"kind": kind, "status": draw(st.sampled_from(list(Status)))}
    value = draw(maybe(["100", "100.5", "108", "95", "2.2", "2", "60", "720", "13.9"]))
    if value is not None:
        low, high = ("90", "120") if draw(st.integers(0, 4)) == 0 else (None, None)
        currency = draw(st.sampled_from(["USD", "CNY", "XAU"]))
        fields["amount"] = Money(value=value, currency=currency, bound=draw(BOUNDS), low=low, high=high)
    if power := draw(maybe(["1", "1.01", "1.08", "10"])):
        fields["power"] = Power(value=power, bound=draw(BOUNDS))
    annual, price = draw(maybe(["20", "100", "60"])), draw(maybe(["5", "6"]))
    fields["terms"] = Terms(
        years=draw(maybe(["5", "3"])),
        stake_pct=draw(maybe(["10", "12"])),
        shares=draw(maybe(["1000", "1010", "2000"])),
        annual_amount=Price(value=annual, currency=draw(st.sampled_from(["USD", "CNY"]))) if annual else None,
        price_per_share=Price(value=price, currency=draw(st.sampled_from(["USD", "CNY"]))) if price else None,
        start=draw(DAYS),
        tranche=draw(maybe(["first"])),
    )
    fields["announced"] = draw(DAYS)
    quote = draw(
        st.sampled_from(["a sentence", "Blackwell GB300 racks.", "GB300 for Stargate.", "It was cut from $100."])
    )
    made = mention(*parties, quote=quote, **fields)  # type: ignore[arg-type]
    return made, draw(DAYS), draw(st.sampled_from(["", "first", "second"]))


def held_to_each_other(mentions: Sequence[Facts]) -> int:
    """Compare every two both ways; give how many may be one deal."""
    ordered = sorted(mentions, key=lambda each: each.key)
    pairs = [(i, j) for i, j in combinations(range(len(ordered)), 2) if ordered[i].doc_id != ordered[j].doc_id]
    places = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    scores = score_pairs(columns_of(ordered), places[:, 0], places[:, 1]).tolist()
    for (i, j), score in zip(pairs, scores, strict=True):
        comparison = compare(ordered[i], ordered[j])
        assert (None if score != score else score) == (None if comparison.barred else comparison.score), comparison
    return sum(score == score for score in scores)


@settings(max_examples=150, deadline=None)
@given(st.lists(told(), min_size=2, max_size=8))
def test_many_pairs_score_what_each_scores_alone(told: list[tuple[DealMention, str | None, str]]) -> None:
    held_to_each_other(
        [
            facts((f"doc-{number}", 0), each, None if day is None else PartialDate(day), copies=copies)
            for number, (each, day, copies) in enumerate(told)
        ]
    )


def test_every_two_mentions_of_the_merge_set_score_what_they_score_alone() -> None:
    mentions = [
        facts((record.article.doc_id, position), each, record.article.published)
        for path in articles()
        for record in read_gold(path)
        for position, each in enumerate(record.mentions)
    ]
    assert held_to_each_other(mentions) > 500


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.frozensets(st.integers(-3, 3), max_size=3), st.integers(0, 3)), max_size=12),
    st.integers(1, 6),
)
def test_each_pair_that_shares_a_block_comes_once(told: list[tuple[frozenset[int], int]], at_once: int) -> None:
    keys, homes = [each for each, _ in told], np.array([article for _, article in told], dtype=np.int64)
    found = [
        pair
        for first, second in candidates(keys, homes, at_once)
        for pair in zip(first.tolist(), second.tolist(), strict=True)
    ]
    wanted = [(a, b) for a, b in combinations(range(len(keys)), 2) if keys[a] & keys[b] and homes[a] != homes[b]]
    assert sorted(found) == wanted
