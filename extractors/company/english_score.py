"""How likely a run of an English text is a company's name: a sum of learned weights that may overrule the rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extractors.company.english_candidates import Place, candidates
from extractors.company.english_features import Text, ruled_as
from extractors.company.latin_names import LatinRun, folded, latin_runs, shouted_lines, without_legal_form
from extractors.company.spans import MODEL, CompanySpan, Entity
from extractors.loglinear import read
from extractors.quantity.spans import Quantity

WEIGHTS = Path(__file__).with_name("english_name_weights.jsonl")
"""The weights; `python -m extractors.company.learn_names en` writes them."""

LEAST_KNOWN, LEAST_KEPT, LEAST_TAKEN = -0.7, 0.0, 0.5
"""The least score at which a listed name stays, another name of the rules, and at which another run becomes one."""
_LONGEST = 60_000  # characters: what is longer is no article, and weighing every run of it would take seconds

_ALIKE = 0.5
"""How far the score of a run moves to the mean of all its places: a text means one thing by a name."""


class Ruled(NamedTuple):
    """What the rules made of a text: the names they `kept`, all they looked at, and the listed ones by their places."""

    kept: list[CompanySpan]
    seen: list[CompanySpan]
    listed: Mapping[Place, Entity]


@lru_cache(maxsize=1)
def english_weights() -> dict[str, float]:
    """The weight of each feature; that of none (``) is the score of a run without any."""
    (weights,) = read(WEIGHTS).values()
    return weights


def weighed_runs(text: str, ruled: Ruled, measured: Sequence[Quantity]) -> Iterator[tuple[Place, list[str]]]:
    """Every run that may be a name with what it shows; `measured` are the sums and dates that hold none."""
    kept = {(span.start, span.end): _source(span) for span in ruled.kept}
    seen = {(run.start, run.end): _described(run) for run in latin_runs(text)}
    seen |= dict.fromkeys(ruled.listed, "listed")
    seen |= {(span.start, span.end): _source(span) for span in ruled.seen}
    taken = bytearray(len(text))
    for item in measured:
        taken[item.start : item.end] = b"\1" * (item.end - item.start)
    for start, end in shouted_lines(text):
        taken[start:end] = b"\1" * (end - start)
    runs = [place for place in candidates(text, [*kept, *seen]) if place in kept or taken.find(1, *place) < 0]
    names = Text(text, runs)
    places = sorted(kept)
    begins, ends = [start for start, _ in places], [end for _, end in places]
    for place in runs:
        inner = places[bisect_right(ends, place[0]) : bisect_left(begins, place[1])]
        yield place, names.features(place, ruled_as(place, kept, seen, inner))


def _source(span: CompanySpan) -> str:
    return span.source + "K" * span.entity.known + "W" * span.weak


def _described(run: LatinRun) -> str:
    flags = (run.initial, run.person, run.place, run.scheme, run.acting)
    return "run" + "".join(letter for letter, flag in zip("ipqsa", flags, strict=True) if flag)


def named_english(text: str, ruled: Ruled, measured: Sequence[Quantity]) -> list[CompanySpan]:
    """The names of the rules that score well with the runs that score better, the likeliest first where two overlap.

    What models found stays as it is, and so does a text far longer than an article.
    """
    if len(text) > _LONGEST:
        return ruled.kept
    weigh = english_weights().get
    bias = english_weights()[""]
    held = {(span.start, span.end): span for span in ruled.kept}
    known = {(span.start, span.end): span.entity for span in ruled.seen} | dict(ruled.listed)
    scores = {
        place: bias + sum([weigh(each, 0.0) for each in features])
        for place, features in weighed_runs(text, ruled, measured)
    }
    by_name: dict[str, list[float]] = {}
    for (start, end), score in scores.items():
        by_name.setdefault(text[start:end], []).append(score)
    likely: list[tuple[float, Place]] = []
    for place, score in scores.items():
        others = by_name[text[place[0] : place[1]]]
        score += _ALIKE * (sum(others) / len(others) - score)
        span = held.get(place)
        if _with_legal_form(text, *place, known) or score > (
            LEAST_TAKEN if span is None else LEAST_KNOWN if span.entity.known else LEAST_KEPT
        ):
            likely.append((score, place))
    named = [span for span in ruled.kept if span.source.startswith(MODEL)]
    taken = bytearray(len(text))
    for span in named:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    for _, (start, end) in sorted(likely, reverse=True):
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            span = held.get((start, end))
            named.append(span or CompanySpan(start, end, _entity(text, start, end, known), "context"))
    return sorted(named, key=lambda span: span.start)


def _with_legal_form(text: str, start: int, end: int, known: Mapping[Place, Entity]) -> bool:
    """Whether a run is a listed name with a legal form behind it, which no score can gainsay."""
    bare = start, start + len(without_legal_form(text[start:end]))
    return bare[1] < end and bare in known and known[bare].known


def _entity(text: str, start: int, end: int, known: Mapping[Place, Entity]) -> Entity:
    """Whose name a run is: that of a known company, with its legal form too (Gold Fields Limited), or of one of its own."""
    name = text[start:end]
    bare = without_legal_form(name)
    return known.get((start, end)) or known.get((start, start + len(bare))) or Entity(folded(name), name)
