"""Which mentions of known texts are right, and the map from confidence to probability that this gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpora.goldfile import extraction, read_records
from corpora.passages import TRAINING, passage_record, read_passages
from corpora.reliability import Point, reliability
from corpora.score import told_right
from corpora.tagged import LEFT_OUT
from extractors.calibration import FAMILIES, FORMAT, MODELS, RAW, RULES, Calibration, Line, family, found_by
from extractors.language import detect_language
from extractors.reader import extract
from extractors.recognisers import Recognisers
from schemas.article import Article
from schemas.record import Record, extraction_record

Floats = NDArray[np.float64]

_LEAST_SLOPE = 0.05
_PULL = 0.1
_STEPS = 100
_LEAST_MENTIONS = 40


def default_passages() -> list[Path]:
    """The project's passages in the prose of articles, of which those count that taught nothing.

    Rules were tuned on the dev articles, and weights learned from them.
    """
    return sorted(TRAINING.glob("*/article-*.txt"))


def gold_points(files: Iterable[Path], recognisers: Recognisers) -> Iterator[Point]:
    """Each mention of the articles of gold files, with its confidence and whether it is right.

    Raises:
        InputError: If a file is no gold.
    """
    for path in files:
        for record in read_records(path):
            yield from _points(extraction(record).article, record, recognisers)


def passage_points(files: Iterable[Path], recognisers: Recognisers, *, left_out: bool = False) -> Iterator[Point]:
    """Each mention of the passages of files, as for gold; with `left_out` of those alone that teach nothing.

    Raises:
        InputError: If a file holds no passages.
    """
    for path in files:
        for number, passage in enumerate(read_passages(path)):
            if left_out and number % LEFT_OUT:
                continue
            article = Article(doc_id=f"{path.stem}-{number}", text=passage.text, published=passage.published)
            record = passage_record(passage, article.doc_id, detect_language(passage.text).value)
            yield from _points(article, record, recognisers)


def raw(recognisers: Recognisers) -> Recognisers:
    """The same recognisers, whose mentions carry raw confidences."""
    return replace(recognisers, calibration=RAW)


def fit(points: Iterable[Point]) -> Calibration:
    """The map that makes these raw confidences probabilities, wherever there are enough mentions to tell."""
    held = list(points)
    lines = {}
    for name in FAMILIES:
        for by in (RULES, MODELS):
            own = _own(held, name, by)
            if len(own) >= _LEAST_MENTIONS and len({point.right for point in own}) == 2:
                lines[name, by] = fit_line([point.confidence for point in own], [point.right for point in own])
    return Calibration(lines)


def _own(points: Iterable[Point], name: str, by: str) -> list[Point]:
    return [point for point in points if family(point.language) == name and point.by == by]


def fit_line(confidences: Sequence[float], right: Sequence[bool]) -> Line:
    """Platt's line by Newton's method, with his targets, which keep few examples from certainty; its slope is above 0.

    Source: J. Platt, Probabilistic outputs for support vector machines (1999), section 2.2.
    """
    held = np.clip(np.asarray(confidences, float), 0.001, 0.999)
    odds = np.log(held / (1 - held))
    hits = np.asarray(right, bool)
    positive, negative = int(hits.sum()), int((~hits).sum())
    targets = np.where(hits, (positive + 1) / (positive + 2), 1 / (negative + 2))
    slope, offset = _newton(odds, targets, 1.0, free=True)
    if slope < _LEAST_SLOPE:
        slope, offset = _newton(odds, targets, _LEAST_SLOPE, free=False)
    return Line(slope, offset)


def _newton(odds: Floats, targets: Floats, slope: float, *, free: bool) -> tuple[float, float]:
    """The slope (if it is free) and offset of least log loss; a light pull to slope 1 settles what data leave open."""
    at = np.array([slope, 0.0])
    features = np.stack([odds if free else np.zeros_like(odds), np.ones_like(odds)], axis=1)
    pull = np.diag([_PULL, 0.0])
    fixed = np.zeros_like(odds) if free else slope * odds
    start = np.array([1.0, 0.0])

    def loss(place: Floats) -> float:
        score = features @ place + fixed
        pulled = 0.5 * float((place - start) @ pull @ (place - start))
        return float((np.logaddexp(0, score) - targets * score).sum()) + pulled

    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(features @ at + fixed, -500, 500)))
        weight = chance * (1 - chance)
        gradient = features.T @ (chance - targets) + pull @ (at - start)
        step = np.linalg.solve((features.T * weight) @ features + pull + 1e-9 * np.eye(2), gradient)
        size = 1.0
        while size > 1e-6 and loss(at - size * step) > loss(at):  # Newton's full step may go too far
            size /= 2
        at = at - size * step
        if float(np.abs(size * step).max()) < 1e-9:
            break
    return (float(at[0]) if free else slope), float(at[1])


def calibration_text(calibration: Calibration, points: Sequence[Point], recognisers: str, files: Sequence[Path]) -> str:
    """The text of calibration.toml: the map, what it was made from, and its error there before and after."""
    lines = [
        "# How probable a deal of a raw confidence is (calibration.py), made by: dealtrail train calibration",
        f"format = {FORMAT}",
        f'recognisers = "{recognisers}"',
    ]
    for (name, by), line in calibration.lines.items():
        own = _own(points, name, by)
        mapped = [point._replace(confidence=line.probability(point.confidence)) for point in own]
        lines += [
            "",
            f"[{name}.{by}]",
            f"slope = {line.slope:.4f}",
            f"offset = {line.offset:.4f}",
            f"mentions = {len(own)}",
            f"right = {sum(point.right for point in own)}",
            f"error_before = {reliability(own).error:.4f}",
            f"error_after = {reliability(mapped).error:.4f}",
        ]
    lines += ["", "[files]"]
    lines += [f'"{path.name}" = "{hashlib.sha256(path.read_bytes()).hexdigest()}"' for path in files]
    return "\n".join(lines) + "\n"


def _points(article: Article, record: Record, recognisers: Recognisers) -> Iterator[Point]:
    said = extract(article, recognisers)
    right = told_right(record["deals"], extraction_record(said)["deals"])
    for mention, hit in zip(said.mentions, right, strict=True):
        yield Point(record["lang"], mention.confidence, hit, found_by(mention.rules))
