"""Decides which sums a deal is for: those that the rules chose, unless the words around make others far likelier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extractors.amounts.features import features_of, said_of
from extractors.amounts.scene import Scene
from extractors.amounts.score import AMOUNT, ANNUAL, PRICE, probabilities
from extractors.assemble import Draft
from extractors.company.chinese_words import Word
from extractors.quantity.spans import Quantity
from extractors.slots import MaskedSentence

_STANDS = 0.15
"""How probable a sum must be that the rules chose, for it to stand."""

_LEAST = 0.5
"""How probable any other one must be, and one that is already the amount of a deal of other companies."""


class Row(NamedTuple):
    """A deal, a sum that stands near it, what the rules say of the two, and what the text shows of them."""

    draft: Draft
    quantity: Quantity
    said: str
    features: list[str]


class _Weighed(NamedTuple):
    """A row with how probable it is that its sum is the amount, the yearly sum or the price of its deal."""

    row: Row
    shares: Mapping[str, float]


def rows_of(drafts: Sequence[Draft], sentences: Sequence[MaskedSentence], words: Sequence[Word]) -> Iterator[Row]:
    """Each deal with each sum near it, as the rules left them."""
    scene = Scene(sentences, drafts, words)
    for item in drafts:
        for candidate, line, quantity in scene.near(item):
            yield Row(item, quantity, said_of(item, quantity), features_of(item, candidate, line, quantity, scene))


def settle_amounts(
    drafts: Sequence[Draft], sentences: Sequence[MaskedSentence], words: Sequence[Word], language: str
) -> None:
    """Give each deal its amount, its yearly sum and its price per share; what no sum is likely to be stays open.

    Args:
        drafts: The deals of an article, with what the rules chose; their fields are changed.
        sentences: All sentences of the article.
        words: The words of the article.
        language: en or zh, by whose weights it is decided.
    """
    rows = list(rows_of(drafts, sentences, words))
    if not rows:
        return
    shares = probabilities([row.features for row in rows], language)
    weighed = [_Weighed(row, share) for row, share in zip(rows, shares, strict=True)]
    chosen = _amounts(weighed)
    for own in _by_deal(weighed):
        item = own[0].row.draft
        row = chosen.get(id(item))
        ruled = any(each.row.said == AMOUNT for each in own)
        alone = len(item.keys) < 2  # What one company does is a deal by its sum: only which sum it is stays open.
        if row is not None and (ruled or not alone):
            item.amount = row.quantity
        elif row is None and ruled and not alone:
            item.amount = None
        _settle_term(item, own, ANNUAL)
        _settle_term(item, own, PRICE)


def _by_deal(weighed: Iterable[_Weighed]) -> Iterable[list[_Weighed]]:
    found: dict[int, list[_Weighed]] = {}
    for each in weighed:
        found.setdefault(id(each.row.draft), []).append(each)
    return found.values()


def _amounts(weighed: Sequence[_Weighed]) -> dict[int, Row]:
    """The amount of each deal that has one, the surest first: a sum is seldom that of two deals."""
    chosen: dict[int, Row] = {}
    taken: dict[int, frozenset[str]] = {}
    for row, shares in sorted(weighed, key=lambda each: -each.shares[AMOUNT]):
        ruled = row.said == AMOUNT
        if id(row.draft) in chosen or (row.quantity.value is None and not ruled):
            continue
        others = taken.get(row.quantity.start, row.draft.keys) != row.draft.keys
        if shares[AMOUNT] >= (_STANDS if ruled and not others else _LEAST):
            chosen[id(row.draft)] = row
            taken.setdefault(row.quantity.start, row.draft.keys)
    return chosen


def _settle_term(item: Draft, own: Sequence[_Weighed], label: str) -> None:
    """Give a deal the likeliest sum of a label, unless the rules chose one that is not its amount."""
    amount = None if item.amount is None else item.amount.start
    said = item.others.get(label)
    if said is not None and said.start != amount:
        return
    item.others.pop(label, None)
    fitting = [each for each in own if each.row.quantity.value is not None and each.row.quantity.start != amount]
    best = max(fitting, key=lambda each: each.shares[label], default=None)
    if best is not None and best.shares[label] >= _LEAST:
        item.others[label] = best.row.quantity
