"""The expected calibration error is Naeini's, and chance says what few mentions alone would give."""

from __future__ import annotations

import random

import pytest

from corpora.reliability import Point, by_language, reliability
from corpora.score import told_right


def points(confidence: float, right: int, wrong: int, language: str = "en") -> list[Point]:
    return [Point(language, confidence, True)] * right + [Point(language, confidence, False)] * wrong


def test_the_error_is_the_mean_distance_of_bins() -> None:
    curve = reliability([*points(0.95, 5, 5), *points(0.35, 3, 7)])
    assert [(each.low, each.mentions, each.right) for each in curve.bins] == [(0.3, 10, 0.3), (0.9, 10, 0.5)]
    assert curve.error == pytest.approx((0.45 + 0.05) / 2)
    assert curve.brier == pytest.approx(0.5 * (0.5 * 0.05**2 + 0.5 * 0.95**2) + 0.5 * (0.3 * 0.65**2 + 0.7 * 0.35**2))


def test_confidences_that_are_probabilities_err_as_chance_does() -> None:
    draw = random.Random(1)
    few = [Point("en", c, draw.random() < c) for c in (draw.random() for _ in range(40))]
    many = [Point("en", c, draw.random() < c) for c in (draw.random() for _ in range(4000))]
    assert reliability(many).error < 0.03
    assert reliability(few).chance > 0.05
    assert abs(reliability(many).error - reliability(many).chance) < 0.01


def test_a_confidence_of_one_is_in_the_last_bin_and_no_mentions_give_no_curve() -> None:
    assert [each.low for each in reliability(points(1.0, 1, 0)).bins] == [0.9]
    assert reliability([]).bins == ()


def test_languages_have_curves_of_their_own() -> None:
    assert list(by_language(points(0.5, 1, 1))) == ["en"]
    curves = by_language([*points(0.5, 1, 0), *points(0.5, 0, 1, "zh-Hant")])
    assert [(name, curve.error) for name, curve in curves.items()] == [("en", 0.5), ("zh-Hant", 0.5), ("all", 0.0)]


def test_a_mention_is_right_with_its_parties_and_kind() -> None:
    gold = {"kind": "debt", "parties": [{"name": "A", "role": "lender"}, {"name": "B", "role": "borrower"}]}
    other = {"kind": "debt", "parties": [{"name": "A", "role": "lender"}, {"name": "C", "role": "borrower"}]}
    assert told_right([gold], [other, gold, gold | {"kind": "power"}]) == [False, True, False]
