"""Where rules and the learned reader of roles meet: what each finds, what the other says of it, and who prevails.

The reader hears what the rules say (`extractors.learned.hints`) and judges every pair of companies. A deal of the rules
stands unless the reader, having seen its companies together, holds no such deal likely (`refused`). A deal of the reader
stands where it is likely enough (`sure`); where both tell one deal, its kind, roles and status are the reader's, and the
rules add what it leaves open. A mention keeps the ids of the rules that found it; those of the reader end in `-learned`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.assemble import GROUPS, Draft, compatible, draft, merge_drafts
from extractors.learned.classes import NOBODY, PAIRS
from extractors.learned.propose import propose
from extractors.learned.roles import RoleReader, Scores
from extractors.learned.tell import tellings
from extractors.learned.window import Window
from extractors.slots import MaskedSentence
from schemas.deal import ROLES_OF_KIND, Kind, Role


@dataclass(frozen=True, slots=True)
class Limits:
    """Probabilities: from `sure` on the reader's deal stands, below `refused` one of the rules falls."""

    sure: float = 0.5
    refused: float = 0.2


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


def learned_drafts(
    reader: RoleReader, scores: Iterable[Scores], sentences: list[MaskedSentence], sure: float
) -> list[Draft]:
    """The deals that a reader tells of an article, each once, with its probability as confidence."""
    drafts = []
    for item in scores:
        for telling in tellings(reader, item, sure):
            found = draft(propose(telling, sentences), telling.status, None)
            found.confidence = telling.probability
            drafts.append(found)
    return merge_drafts(drafts)


def support(item: Draft, scores: Iterable[Scores]) -> float | None:
    """How probable a reader holds a deal of a draft's sort between its companies; None where it never saw them together."""
    labels = [PAIRS.index(kind.value) for kind in Kind if GROUPS[kind] == GROUPS[item.kind]]
    keys = item.keys
    best: float | None = None
    for seen in scores:
        numbers = [number for number, entity in enumerate(seen.window.companies, start=1) if entity.key in keys]
        for payer in numbers if len(keys) > 1 else [NOBODY]:
            for paid in numbers:
                if payer != paid:
                    chance = float(seen.kinds[payer, paid, labels].sum())
                    best = chance if best is None else max(best, chance)
    return best


def vote(
    ruled: Sequence[Draft],
    reader: RoleReader,
    scores: Sequence[Scores],
    sentences: list[MaskedSentence],
    limits: Limits = Limits(),
) -> list[Draft]:
    """The deals of an article, from those of the rules and those that a reader tells."""
    found = learned_drafts(reader, scores, sentences, limits.sure)
    left = []
    for item in ruled:
        same = max(
            (other for other in found if _same(other, item)),
            key=lambda other: len(other.keys & item.keys),
            default=None,
        )
        if same is not None:
            _complete(same, item)
        elif (chance := support(item, scores)) is None or chance >= limits.refused:
            left.append(item)
        else:
            for candidate in item.candidates:
                candidate.dropped = f"the learned reader holds such a deal unlikely ({chance:.2f})"
    return [item for item in merge_drafts([*found, *left]) if _stated(item)]


def _same(told: Draft, item: Draft) -> bool:
    """Whether a deal of the rules is one that the reader tells: of the same sort, or of the same companies and sum."""
    if len(told.keys & item.keys) < min(2, len(item.keys), len(told.keys)):
        return False
    return compatible(told, item) or (told.amount is not None and told.amount == item.amount)


def _complete(told: Draft, item: Draft) -> None:
    """Give a deal of the reader what only the rules found of it."""
    told.amount = told.amount or item.amount
    told.power = told.power or item.power
    told.others = {**item.others, **told.others}
    if told.kind is item.kind:
        held = told.keys
        allowed = ROLES_OF_KIND[told.kind]
        told.filled.extend(one for one in item.filled if one.entity.key not in held and Role(one.role) in allowed)
    if told.status is item.status:
        told.status_cue = item.status_cue
    told.candidates.extend(item.candidates)
    told.confidence = max(told.confidence, item.confidence)


def _stated(item: Draft) -> bool:
    """Whether a draft has two companies, or one and a sum where its kind needs no more."""
    if len(item.keys) > 1:
        return True
    solo = item.kind in (Kind.PROJECT, Kind.DEBT, Kind.INVESTMENT)
    return solo and item.amount is not None and item.amount.value is not None
