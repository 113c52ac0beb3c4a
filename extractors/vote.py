"""Where rules, the learned reader of roles and a language model meet: what each finds, and who prevails.

The reader hears what the rules say (`extractors.learned.hints`) and judges every pair of companies. A deal of the rules
stands, with its kind and roles, unless the reader, having seen its companies together, holds no such deal possible
(`refused`); how certain the deal is, the reader says, and it fills in what the rules left open. A deal that only the
reader finds stands where it is likely enough (`sure`). A mention keeps the ids of the rules that found it; those of the
reader end in `-learned`. On articles the rules are better at who and what, the reader at how certain (`docs/models.md`).

A language model is heard last (`hear`). A deal of which the others are sure stands; it fills in what they left open. Of a
deal of which they are unsure its word prevails: on kind, roles, status and figures where it tells the deal too, and the
deal falls where it has read all that the others read it from and tells no such deal. What it tells alone stands if the
article bears out its parties. Its ids end in `-llm`.
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
    """Probabilities: from `sure` on a deal of the reader alone stands, below `refused` one of the rules falls.

    From `heard` on the reader's word counts of a deal that the rules find too.
    """

    sure: float = 0.85
    refused: float = 0.02
    heard: float = 0.5


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
    told = learned_drafts(reader, scores, sentences, min(limits.heard, limits.sure))
    heard: set[int] = set()
    stand = []
    for item in ruled:
        same = max(
            (other for other in told if _same(other, item)),
            key=lambda other: len(other.keys & item.keys),
            default=None,
        )
        if same is not None:
            heard.add(id(same))
            _complete(item, same)
            stand.append(item)
        elif (chance := support(item, scores)) is None or chance >= limits.refused:
            stand.append(item)
        else:
            for candidate in item.candidates:
                candidate.dropped = f"the learned reader holds such a deal impossible ({chance:.2f})"
    alone = [item for item in told if id(item) not in heard and item.confidence >= limits.sure]
    return [item for item in merge_drafts([*stand, *alone]) if _stated(item)]


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
    """Whether a deal of the rules is one that the reader tells: of the same sort, or of the same companies and sum."""
    if len(told.keys & item.keys) < min(2, len(item.keys), len(told.keys)):
        return False
    return compatible(told, item) or (told.amount is not None and told.amount == item.amount)


def _complete(item: Draft, told: Draft) -> None:
    """Give a deal of the rules the reader's word on how certain it is, and what only the reader found of it."""
    item.status, item.status_cue = told.status, told.status_cue
    item.amount = item.amount or told.amount
    item.power = item.power or told.power
    item.others = {**told.others, **item.others}
    if told.kind is item.kind:
        held = item.keys
        allowed = ROLES_OF_KIND[item.kind]
        item.filled.extend(one for one in told.filled if one.entity.key not in held and Role(one.role) in allowed)
    item.candidates.extend(told.candidates)
    item.confidence = max(item.confidence, told.confidence)


def _stated(item: Draft) -> bool:
    """Whether a draft has two companies, or one and a sum where its kind needs no more."""
    if len(item.keys) > 1:
        return True
    solo = item.kind in (Kind.PROJECT, Kind.DEBT, Kind.INVESTMENT)
    return solo and item.amount is not None and item.amount.value is not None
