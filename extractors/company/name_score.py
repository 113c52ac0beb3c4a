"""How likely a run of Chinese words is a company's name: a sum of learned weights of its form and of its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from extractors.company.chinese_names import SEATED, SUM_OF_A_DEAL, named_person
from extractors.company.chinese_words import NameTables, Word, name_tables
from extractors.company.latin_names import folded
from extractors.company.name_features import form, left_side, repeated, right_side, together
from extractors.company.name_words import LATIN, LISTED, joined_words, runs
from extractors.company.spans import CompanySpan, Entity
from extractors.loglinear import read

WEIGHTS = Path(__file__).with_name("name_weights.jsonl")
"""The weights; `python -m extractors.company.learn_names` writes them."""

LEAST, LEAST_LONGER, LEAST_DOUBTED, LEAST_LATIN, FIRM = -0.4, 0.0, 1.0, -1.5, 0.0
"""The least score of a name, of one that goes on behind a listed name, of a listed one that is a word as well, and of
one in Latin letters that was found before; and of a firm name."""

_HOPELESS = -3.0  # no form makes up for such neighbours
_SUM = 4.0  # 澄岳投资|1.8亿元注资: the passages hold too few such sums to learn from

Places = Mapping[tuple[int, int], Entity]
"""Companies by the place of their name."""


@lru_cache(maxsize=1)
def _shipped_weights() -> dict[str, float]:
    (weights,) = read(WEIGHTS).values()
    return weights


_others: dict[str, float] | None = None


def name_weights() -> dict[str, float]:
    """The weight of each feature; that of none (``) is the score of a run without any."""
    return _shipped_weights() if _others is None else _others


@contextmanager
def weighed_by(weights: dict[str, float]) -> Iterator[None]:
    """While it lasts, names are scored by other weights than those that ship, in all threads: for what learns from them."""
    global _others
    before, _others = _others, weights
    _forget()
    try:
        yield
    finally:
        _others = before
        _forget()


def _forget() -> None:
    for kept in (_left_score, _right_score, _form_score):
        kept.cache_clear()


def people_of(words: Sequence[Word], found: Iterable[tuple[int, int]], tables: NameTables) -> frozenset[str]:
    """The runs that somewhere stand as a person's name does: behind a title, before a verb of speech."""
    return frozenset(
        _text(words, first, last)
        for first, last in found
        if last - first < 3
        and words[last].end - words[first].start in (2, 3, 4)
        and words[last].text not in tables.suffixes
        and named_person(words, first, last, tables)
    )


def _text(words: Sequence[Word], first: int, last: int) -> str:
    return "".join([word.text for word in words[first : last + 1]])


_Placeless = tuple[str, str, bool, bool, bool]
"""A word without its place: most texts use the same words, so what they say is kept."""


@lru_cache(maxsize=20_000)
def _left_score(before: _Placeless | None) -> tuple[str, float]:
    """The group of the word before a run, and what it says, with the bias."""
    weights = name_weights()
    words = [] if before is None else [Word(0, 0, *before)]
    side = left_side(words, len(words), name_tables())
    return side.group, sum([weights.get(each, 0.0) for each in side.features]) + weights[""]


@lru_cache(maxsize=50_000)
def _right_score(behind: tuple[_Placeless, ...]) -> tuple[str, float]:
    """The group of the words behind a run, and what they say."""
    weights = name_weights()
    side = right_side([Word(0, 0, *word) for word in behind], -1, name_tables())
    return side.group, sum([weights.get(each, 0.0) for each in side.features])


@lru_cache(maxsize=50_000)
def _form_score(row: tuple[_Placeless, ...], doubted: bool) -> tuple[str, float]:
    """The group of a run's form, and what it says."""
    side = form([Word(0, 0, *word) for word in row], 0, len(row) - 1, name_tables(), doubted)
    weights = name_weights()
    return side.group, sum([weights.get(each, 0.0) for each in side.features])


def scored_runs(text: str, words: Sequence[Word], doubted: Places) -> Iterator[tuple[float, int, int]]:
    """The score of every run that may be a name, with its first and last word; above zero it is likelier one than not."""
    tables, weights = name_tables(), name_weights()
    weight_of = weights.get
    found = list(runs(words, tables))
    people = people_of(words, found, tables)
    times = Counter([text[words[first].start : words[last].end] for first, last in found])
    lefts: dict[int, tuple[str, float]] = {}
    rights: dict[int, tuple[str, float]] = {}
    for first, last in found:
        if first not in lefts:
            lefts[first] = _left_score(words[first - 1][2:] if first else None)
        if last not in rights:
            rights[last] = _right_score(tuple([word[2:] for word in words[last + 1 : last + 5]]))
        (left, before), (right, behind) = lefts[first], rights[last]
        if before + behind < _HOPELESS:
            continue
        start, end = words[first].start, words[last].end
        if people and _text(words, first, last) in people:
            continue
        row = tuple([word[2:] for word in words[first : last + 1]])
        group, score = _form_score(row, (start, end) in doubted)
        score += before + behind
        for each in (*together(left, right, group), *repeated(times[text[start:end]], group)):
            score += weight_of(each, 0.0)
        if words[last].text in tables.verbal and SUM_OF_A_DEAL.match(text, end):
            score += _SUM
        yield score, first, last


def scored_names(text: str, words: Sequence[Word], spans: Sequence[CompanySpan], doubted: Places) -> list[CompanySpan]:
    """The names found before with those that score well, the likeliest first where two overlap.

    Args:
        text: The matching text.
        words: Its words.
        spans: The names found before. One may become part of a longer name, and one in Latin letters may fall.
        doubted: Listed names that are words as well, which nothing else confirmed.
    """
    joined = joined_words(text, words, spans)
    held: dict[int, CompanySpan] = {span.start: span for span in spans}
    likely: list[tuple[float, int, int]] = []
    for score, first, last in scored_runs(text, joined, doubted):
        start, end = joined[first].start, joined[last].end
        tags = {word.tag for word in joined[first : last + 1]}
        if first == last and LATIN in tags:
            if score < LEAST_LATIN:
                held.pop(start, None)
        elif score > (
            LEAST_LONGER if LISTED in tags or LATIN in tags else LEAST_DOUBTED if (start, end) in doubted else LEAST
        ):
            likely.append((score, start, end))
    taken = bytearray(len(text))
    named: list[CompanySpan] = []
    for score, start, end in sorted(likely, reverse=True):
        if taken.find(1, start, end) < 0:
            seat = SEATED.match(text, end)
            end = seat.end() if seat else end
            taken[start:end] = b"\1" * (end - start)
            entity = doubted.get((start, end)) or Entity(folded(text[start:end]), text[start:end])
            named.append(CompanySpan(start, end, entity, "context", weak=score < FIRM))
    kept = [span for span in held.values() if taken.find(1, span.start, span.end) < 0]
    return sorted([*kept, *named], key=lambda span: span.start)
