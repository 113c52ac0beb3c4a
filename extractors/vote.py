"""Where rules and the learned reader of roles meet: what each finds, what the other says of it, and who prevails.

A deal of the rules stands unless the reader, having seen its companies together, holds that they do not deal with each
other (`_REFUSED`). A deal of the reader stands where it is sure (`_SURE`); what both find is one deal, in which
the rules' fields come first. Each mention keeps the ids of the rules that found it; those of the reader end in `-learned`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.assemble import Draft, draft, merge_drafts
from extractors.learned.classes import NOBODY
from extractors.learned.propose import propose
from extractors.learned.roles import RoleReader, Scores
from extractors.learned.tell import tellings
from extractors.learned.window import Window
from extractors.slots import MaskedSentence
from schemas.deal import Kind

_SURE = 0.8
_REFUSED = 0.05
_MOST_WINDOWS = 400
"""Windows of one article that are read: more sentences than any article has; the rest of an endless text is for rules."""


def worth_reading(windows: Iterable[Window]) -> list[Window]:
    """The windows that can hold a deal: two companies, or one and a sum or power."""
    found = [
        window
        for window in windows
        if len(window.companies) > 1 or any(item.kind.value in ("money", "power") for item in window.quantities)
    ]
    return found[:_MOST_WINDOWS]


def learned_drafts(reader: RoleReader, scores: Sequence[Scores], sentences: list[MaskedSentence]) -> list[Draft]:
    """The deals that a reader tells of an article, each once, with its probability as confidence."""
    drafts = []
    for item in scores:
        for telling in tellings(reader, item, _SURE):
            found = draft(propose(telling, sentences), telling.status, None)
            found.confidence = telling.probability
            drafts.append(found)
    return merge_drafts(drafts)


def support(item: Draft, scores: Iterable[Scores]) -> float | None:
    """How probable a reader holds any deal between the companies of a draft; None where it never saw them together."""
    best: float | None = None
    keys = item.keys
    for seen in scores:
        numbers = [number for number, entity in enumerate(seen.window.companies, start=1) if entity.key in keys]
        others = numbers if len(keys) > 1 else [NOBODY]
        for payer in others:
            for paid in numbers:
                if payer != paid:
                    chance = 1 - float(seen.kinds[payer, paid, 0])
                    best = chance if best is None else max(best, chance)
    return best


def vote(
    ruled: Sequence[Draft], reader: RoleReader, scores: Sequence[Scores], sentences: list[MaskedSentence]
) -> list[Draft]:
    """The deals of an article, from those of the rules and those that a reader tells."""
    kept = [item for item in ruled if (chance := support(item, scores)) is None or chance >= _REFUSED]
    return [item for item in merge_drafts([*kept, *learned_drafts(reader, scores, sentences)]) if _stated(item)]


def _stated(item: Draft) -> bool:
    """Whether a draft has two companies, or one and a sum where its kind needs no more."""
    if len(item.keys) > 1:
        return True
    solo = item.kind in (Kind.PROJECT, Kind.DEBT, Kind.INVESTMENT)
    return solo and item.amount is not None and item.amount.value is not None
