"""Weighs what the frames of a text told: pairs of companies decide which candidates stand, and add what none told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from extractors.candidate import Candidate, Filled
from extractors.company.chinese_words import Word
from extractors.company.spans import Entity
from extractors.cue import CueHit
from extractors.frames import Frame, Trigger
from extractors.learned.roles import RoleReader
from extractors.pairs.features import Scene, own_features, reached, scene_of
from extractors.pairs.judged import Judged, judge
from extractors.pairs.pair import Pair, pairs_of
from extractors.pairs.score import joined, read_pairs, scores_of, shares_of
from extractors.pairs.words import words_within
from extractors.slots import MaskedSentence
from schemas.deal import Kind, Role


class Limits(NamedTuple):
    """Probabilities: `told` is the least of a kind for a pair of which a frame tells a deal, `untold` for one of which none
    does, `topic` what it must have more where the sentence names only the second, `stands` the least at which a kind that
    a frame tells stands beside a likelier one. `beside` is the least of a deal that no frame tells to be added beside
    another of its parties in its sentence, or beside another company that the sentence does not name either. `bare` is
    whether two companies are also weighed in a sentence without a word of dealing and without a figure.
    """

    told: float
    untold: float
    topic: float
    stands: float
    beside: float
    bare: bool = False


_NEVER = 2.0  # in Chinese it brings as much that is none as that is one, with a reader of roles too

LIMITS = {"zh": Limits(0.2, 0.25, 0.15, 0.2, _NEVER), "en": Limits(0.15, 0.25, 0.0, 0.4, _NEVER, bare=True)}
"""Where the weights judge alone; chosen on the dev articles and the passages that taught nothing."""

LIMITS_WITH_ROLES = {"zh": Limits(0.15, 0.18, 0.05, 0.2, _NEVER), "en": Limits(0.15, 0.25, 0.0, 0.2, 0.5, bare=True)}
"""Where a reader of roles has a say; chosen on the passages that taught nothing, with those that ship."""

DOUBT = 0.05
"""How probable the weights must hold a deal of a pair for a reader of roles to be asked: reading costs time."""


def weigh_pairs(
    sentences: Sequence[MaskedSentence],
    candidates: Sequence[list[Candidate]],
    cues: Sequence[Sequence[CueHit]],
    words: Sequence[Word],
    language: str,
    roles: RoleReader | None = None,
) -> None:
    """Settle the candidates of all sentences, in place.

    Args:
        sentences: Those of an article, in order.
        candidates: What the frames told of each.
        cues: The cues of each.
        words: The words of the text.
        language: en or zh.
        roles: Who has a say beside the weights.
    """
    limits = (LIMITS if roles is None else LIMITS_WITH_ROLES)[language]
    scenes: dict[int, Scene] = {}
    for number, (masked, found, hits) in enumerate(zip(sentences, candidates, cues, strict=True)):
        named = len(masked.companies) if limits.bare else 0
        if not masked.mute and masked.companies and (masked.speaks_of_dealing or named > 1):
            scenes[number] = scene_of(masked, found, hits, words_within(words, masked.sentence))
    judged = {number: list(_weighed(scene, language, limits.beside <= 1)) for number, scene in scenes.items()}
    if roles is not None:
        _hear(roles, sentences, judged, language)
    covered: set[frozenset[Entity]] = set()
    for number, pairs in judged.items():
        covered |= _settled(pairs, candidates[number], limits)
    for number, pairs in judged.items():
        found = candidates[number]
        held = {entity for item in found if not item.dropped and len(item.entities()) > 1 for entity in item.entities()}
        found.extend(_added(pairs, sentences[number], covered, held, limits, language))


def _weighed(scene: Scene, language: str, anybody: bool) -> Iterator[Judged]:
    """The pairs of a scene, each judged by its features; `anybody` spoken of before may be meant without being named,
    else those of whom frames told deals there.
    """
    shared = scores_of(scene.shared, language)
    for pair in pairs_of(scene.masked, None if anybody else _unnamed(scene)):
        if (pair.left is not None or scene.masked.speaks_of_dealing) and not reached(scene, pair):
            yield judge(pair, shares_of(shared + scores_of(own_features(pair, scene), language), language), language)


def _hear(
    roles: RoleReader, sentences: Sequence[MaskedSentence], judged: Mapping[int, list[Judged]], language: str
) -> None:
    """Judge pairs anew by what a reader of roles says of them, in place; it is asked where the weights leave a doubt."""
    open_places = {
        number: [place for place, item in enumerate(row) if item.alone >= DOUBT] for number, row in judged.items()
    }
    asked = {number: [judged[number][place].pair for place in places] for number, places in open_places.items()}
    for (number, told), said in read_pairs(roles, sentences, asked, language).items():
        place = open_places[number][told]
        item = judged[number][place]
        judged[number][place] = judge(item.pair, joined(item.shares, said), language)._replace(alone=item.alone)


def _unnamed(scene: Scene) -> Collection[Entity] | None:
    """With whom a sentence may tell a deal without naming them: those of the deals that its frames told, else anybody."""
    told = [item.entities() for item in scene.found if not item.dropped and len(item.entities()) > 1]
    return {entity for entities in told for entity in entities} if told else None


def _settled(pairs: Sequence[Judged], found: Sequence[Candidate], limits: Limits) -> set[frozenset[Entity]]:
    """Settle what the frames told of a sentence; the pairs that stand are told."""
    covered: set[frozenset[Entity]] = set()
    for candidate in found:
        if candidate.dropped or candidate.kind is None or len(candidate.entities()) < 2:
            continue
        own = _pairs_in(candidate, pairs)
        if own:
            _reconsider(candidate, own, limits)
            candidate.share = max(item.kinds[candidate.kind] for item in own)
            if not candidate.dropped:
                _cast(candidate, own)
        if not candidate.dropped:
            covered.update(frozenset((item.pair.first, item.pair.second)) for item in own)
    return covered


def _added(
    pairs: Sequence[Judged],
    masked: MaskedSentence,
    covered: Collection[frozenset[Entity]],
    held: Collection[Entity],
    limits: Limits,
    language: str,
) -> list[Candidate]:
    """The deals of pairs that no frame of the text told."""
    new: list[Candidate] = []
    meant: dict[Entity, Entity] = {}
    for item in sorted(_likelier_than_named(pairs), key=lambda each: -each.kinds[each.kind]):
        pair = item.pair
        least = limits.untold + (limits.topic if pair.left is None else 0.0)
        if frozenset((pair.first, pair.second)) in covered:
            continue
        alone = pair.first not in held and pair.second not in held
        if pair.left is None and meant.setdefault(pair.second, pair.first) != pair.first:
            alone = False  # Of all who are not named, one is meant as a rule.
        if not alone and item.kinds[item.kind] < limits.beside:
            continue
        if item.kinds[item.kind] >= least and not _joins(item, new):
            by = "weighed" if item.alone >= limits.untold else "learned"
            new.append(_candidate(item, masked, f"{language}-{by}"))
    return new


def _likelier_than_named(pairs: Sequence[Judged]) -> list[Judged]:
    """All pairs, but those of a company with one that its sentence does not name, if it deals as likely with one that it
    does name.
    """
    named: dict[Entity, float] = {}
    for item in pairs:
        for entity in (item.pair.first, item.pair.second) if item.pair.left is not None else ():
            named[entity] = max(named.get(entity, 0.0), item.kinds[item.kind])
    return [
        item for item in pairs if item.pair.left is not None or named.get(item.pair.second, 0.0) < item.kinds[item.kind]
    ]


def _pairs_in(candidate: Candidate, pairs: Sequence[Judged]) -> list[Judged]:
    """The pairs that a candidate says make a deal with each other."""
    roles = {item.entity: item.role for item in candidate.filled}
    return [
        item
        for item in pairs
        if item.pair.first in roles
        and item.pair.second in roles
        and (roles[item.pair.first] != roles[item.pair.second] or roles[item.pair.first] == Role.PARTICIPANT)
    ]


def _reconsider(candidate: Candidate, own: Sequence[Judged], limits: Limits) -> None:
    """Let a candidate stand, make it one of another kind, or drop it."""
    assert candidate.kind is not None
    likely = [item for item in own if item.kinds[item.kind] >= limits.told]
    if not likely:
        best = max(item.kinds[item.kind] for item in own)
        candidate.dropped = f"its words and companies tell no deal as a rule ({best:.2f})"
        return
    if max(item.kinds[candidate.kind] for item in likely) >= limits.stands:
        return
    best_pair = max(likely, key=lambda item: item.kinds[item.kind])
    candidate.kind = best_pair.kind


def _cast(candidate: Candidate, own: Sequence[Judged]) -> None:
    """Give the companies of a candidate their likeliest roles in a deal of its kind, the likeliest pair first.

    Who is on one side, the frame knows; what the sides do, the reader where it is far surer. Where it was, and the two
    parted over a pair, the reader was right of 75 English ones and the frame of 5, of Chinese ones 70 and 14 (passages that
    taught nothing); of all 125 and 37, and 99 and 32.
    """
    kind = candidate.kind
    if kind is None:
        return
    sides = {item.entity: item.role for item in candidate.filled}
    own = [item for item in own if kind in item.ways]
    if not any(item.surer(kind, sides[item.pair.first], sides[item.pair.second]) for item in own):
        return
    apart = len(set(sides.values())) > 1
    roles: dict[Entity, Role] = {}
    for item in sorted(own, key=lambda each: -each.kinds[kind]):
        for entity in (item.pair.first, item.pair.second):
            for mate in [each for each in sides if apart and sides[each] == sides[entity]] or [entity]:
                roles.setdefault(mate, item.role(entity, kind))
    candidate.filled = [
        replace(item, role=roles[item.entity].value) if item.entity in roles else item for item in candidate.filled
    ]


def _joins(item: Judged, new: Sequence[Candidate]) -> bool:
    """Whether a pair adds a company to a deal found so, in the same row or role by role; if so, it is added."""
    kind = item.kind
    for candidate in new:
        roles = {one.entity: one.role for one in candidate.filled}
        for entity, other, slot in (
            (item.pair.first, item.pair.second, item.pair.right),
            (item.pair.second, item.pair.first, item.pair.left),
        ):
            if candidate.kind is not kind or roles.get(entity) != item.role(entity, kind).value:
                continue
            role = item.role(other, kind)
            if other in roles:
                return roles[other] == role.value
            alike = [one.slot for one in candidate.filled if one.role == role.value and one.slot is not None]
            if not alike or (slot is not None and any(one.group == slot.group for one in alike)):
                candidate.filled.append(Filled(role.value, other, slot))
                return True
    return False


@lru_cache(maxsize=128)
def _frame(kind: Kind, confidence: float, by: str) -> Frame:
    return Frame(
        id=by,
        kind=kind,
        trigger=("-",),
        roles={},
        priority=50,
        confidence=confidence,
        examples=("-",),
        not_examples=("-",),
    )


def _candidate(item: Judged, masked: MaskedSentence, by: str) -> Candidate:
    kind, pair = item.kind, item.pair
    trigger = _trigger(masked, pair, kind)
    filled = [
        Filled(item.role(pair.first, kind).value, pair.first, pair.left),
        Filled(item.role(pair.second, kind).value, pair.second, pair.right),
    ]
    frame = _frame(kind, round(0.45 + item.kinds[kind] / 2, 1), by)
    clause = masked.sentence.clause_of(trigger.start)
    return Candidate(frame, trigger, masked, filled, kind, clause=clause, share=item.kinds[kind])


def _trigger(masked: MaskedSentence, pair: Pair, kind: Kind) -> Trigger:
    """The word that shows the deal: the trigger of such frames that stands nearest, or the company itself."""
    place = pair.right.start
    fitting = [
        trigger
        for trigger in masked.triggers
        if any(frame.kind in (kind.value, "agreement") for frame in trigger.frames)
    ]
    nearest: Trigger | None = min(
        fitting or masked.triggers, key=lambda trigger: abs(trigger.start - place), default=None
    )
    if nearest is not None:
        return nearest
    return Trigger(pair.right.start, pair.right.end, masked.text[pair.right.start : pair.right.end], ())
