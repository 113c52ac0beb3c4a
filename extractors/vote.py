"""Where a language model's word meets that of the others: what each finds, and who prevails.

What rules, learned weights and the reader of roles tell is joined before (`extractors.pairs.settle`); a mention keeps the
ids of the rules that found it, `-weighed` where only the weights did and `-learned` where only the reader of roles did.

A language model is heard last (`hear`). A deal of which the others are sure stands; it fills in what they left open. Of a
deal of which they are unsure its word prevails: on kind, roles, status and figures where it tells the deal too, and the
deal falls where it has read all that the others read it from and tells no such deal. What it tells alone stands if the
article bears out its parties. Its ids end in `-llm`.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.assemble import Draft, compatible, merge_drafts
from schemas.deal import Kind


def hear(drafts: Sequence[Draft], told: Sequence[Draft], sure: Sequence[bool], answered: Sequence[bool]) -> list[Draft]:
    """The deals of an article after a language model was asked.

    Args:
        drafts: What the others found.
        told: What the language model tells and the article bears out.
        sure: For each of the drafts, whether the others are sure of it.
        answered: For each of the drafts, whether the language model has read every sentence that it is from.
    """
    left = merge_drafts(list(told))
    stand = []
    for item, certain, read in zip(drafts, sure, answered, strict=True):
        same = max(
            (other for other in left if _same(other, item)), key=lambda other: len(other.keys & item.keys), default=None
        )
        if same is not None:
            left = [other for other in left if other is not same]
            _fill(item, same) if certain else _correct(item, same)
            stand.append(item)
        elif certain or not read:
            stand.append(item)
        else:
            for candidate in item.candidates:
                candidate.dropped = "the language model, asked, tells no such deal"
    return [item for item in merge_drafts([*stand, *left]) if _stated(item)]


def _fill(item: Draft, told: Draft) -> None:
    """Give a deal what only the language model found of it."""
    item.amount = item.amount or told.amount
    item.power = item.power or told.power
    item.others = {**told.others, **item.others}
    if told.kind is item.kind:
        item.filled.extend(one for one in told.filled if one.entity.key not in item.keys)
    item.candidates.extend(told.candidates)
    item.confidence = _both(item.confidence, told.confidence)


def _correct(item: Draft, told: Draft) -> None:
    """Let the language model's word on a deal prevail, and keep of the others' what it leaves open."""
    item.kind, item.filled = told.kind, told.filled
    item.status, item.status_cue = told.status, told.status_cue
    item.amount, item.power = told.amount or item.amount, told.power or item.power
    item.others = {**item.others, **told.others}
    item.candidates.extend(told.candidates)
    item.confidence = _both(item.confidence, told.confidence)


def _both(one: float, other: float) -> float:
    """How sure a deal is that two recognisers tell: surer than the surer of them."""
    high, low = max(one, other), min(one, other)
    return min(0.99, 1 - (1 - high) * (1 - 0.5 * low))


def _same(told: Draft, item: Draft) -> bool:
    """Whether a deal of the others is one that the model tells: of the same sort, or of the same companies and sum."""
    if len(told.keys & item.keys) < min(2, len(item.keys), len(told.keys)):
        return False
    return compatible(told, item) or (told.amount is not None and told.amount == item.amount)


def _stated(item: Draft) -> bool:
    """Whether a draft has two companies, or one and a sum where its kind needs no more."""
    if len(item.keys) > 1:
        return True
    solo = item.kind in (Kind.PROJECT, Kind.DEBT, Kind.INVESTMENT)
    return solo and item.amount is not None and item.amount.value is not None
