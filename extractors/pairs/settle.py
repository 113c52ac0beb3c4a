"""Weighs what the frames of a text told: pairs of companies decide which candidates stand, and add what none told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from extractors.candidate import Candidate, Filled
from extractors.company.chinese_words import Word
from extractors.company.spans import Entity
from extractors.cue import CueHit
from extractors.frames import Frame, Trigger
from extractors.learned.roles import RoleReader
from extractors.loglinear import Scores
from extractors.pairs.features import Scene, own_features, reached, scene_of
from extractors.pairs.pair import Pair, pairs_of
from extractors.pairs.score import Way, probabilities, read_pairs, scores_of
from extractors.pairs.words import words_within
from extractors.slots import MaskedSentence
from schemas.deal import Kind, Role


class Limits(NamedTuple):
    """Probabilities: `told` is the least of a kind for a pair of which a frame tells a deal, `untold` for one of which none
    does, `topic` what it must have more where the sentence names only the second, `stands` the least at which a kind that
    a frame tells stands beside a likelier one. A deal that no frame tells is not added beside another of its parties.
    """

    told: float
    untold: float
    topic: float
    stands: float


LIMITS = {"zh": Limits(0.2, 0.25, 0.15, 0.2), "en": Limits(0.15, 0.25, 0.0, 0.4)}
"""Where the weights judge alone; chosen on the dev articles and the passages that taught nothing."""

LIMITS_WITH_ROLES = {"zh": Limits(0.15, 0.18, 0.05, 0.2), "en": Limits(0.15, 0.2, 0.0, 0.2)}
"""Where a reader of roles has a say; chosen on the passages that taught nothing, with those that ship."""


_SALES = frozenset((Kind.PURCHASE, Kind.COMPUTE, Kind.POWER))


class Judged(NamedTuple):
    """A pair with the probability of each kind, the likeliest way of each, and how likely the weights alone hold any."""

    pair: Pair
    kinds: dict[Kind, float]
    ways: dict[Kind, Way]
    alone: float

    @property
    def kind(self) -> Kind:
        """The likeliest kind."""
        return max(self.kinds, key=lambda kind: self.kinds[kind])

    def role(self, entity: Entity, kind: Kind) -> Role:
        """What one of the two does in a deal of that kind."""
        return self.ways[kind].first if entity == self.pair.first else self.ways[kind].second


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
        if not masked.mute and masked.companies and (masked.triggers or masked.quantities):
            scenes[number] = scene_of(masked, found, hits, words_within(words, masked.sentence))
    asked = {
        number: [pair for pair in pairs_of(scene.masked, _unnamed(scene)) if not reached(scene, pair)]
        for number, scene in scenes.items()
    }
    read = {} if roles is None else read_pairs(roles, sentences, asked, language)
    open_pairs: list[tuple[int, list[Judged]]] = []
    covered: set[frozenset[Entity]] = set()
    for number, scene in scenes.items():
        said = [read.get((number, place)) for place in range(len(asked[number]))]
        pairs = judged(scene, asked[number], language, said)
        covered |= _settled(pairs, candidates[number], limits)
        open_pairs.append((number, pairs))
    for number, pairs in open_pairs:
        found = candidates[number]
        held = {entity for item in found if not item.dropped and len(item.entities()) > 1 for entity in item.entities()}
        found.extend(_added(pairs, sentences[number], covered, held, limits, language))


def judged(scene: Scene, pairs: Sequence[Pair], language: str, said: Sequence[Scores | None] = ()) -> list[Judged]:
    """Pairs of a scene, each judged by its features and by what a reader of roles said of it, if any."""
    shared = scores_of(scene.shared, language)
    found = []
    for pair, heard in zip(pairs, said or [None] * len(pairs), strict=True):
        told = shared + scores_of(own_features(pair, scene), language)
        found.append(_judge(pair, *probabilities(told, language, heard)))
    return found


def _unnamed(scene: Scene) -> Collection[Entity] | None:
    """With whom a sentence may tell a deal without naming them: those of the deals that its frames told, else anybody."""
    told = [item.entities() for item in scene.found if not item.dropped and len(item.entities()) > 1]
    return {entity for entities in told for entity in entities} if told else None


def _judge(pair: Pair, shares: Mapping[Way, float], alone: float) -> Judged:
    kinds: dict[Kind, float] = {}
    ways: dict[Kind, Way] = {}
    for way, share in shares.items():
        kinds[way.kind] = kinds.get(way.kind, 0.0) + share
        if way.kind not in ways or share > shares[ways[way.kind]]:
            ways[way.kind] = way
    return Judged(pair, kinds, ways, alone)


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
    for item in sorted(pairs, key=lambda each: -each.kinds[each.kind]):
        pair = item.pair
        least = limits.untold + (limits.topic if pair.left is None else 0.0)
        if frozenset((pair.first, pair.second)) in covered or pair.first in held or pair.second in held:
            continue
        if pair.left is None and meant.setdefault(pair.second, pair.first) != pair.first:
            continue  # Of all who are not named, one is meant.
        if item.kinds[item.kind] >= least and not _joins(item, new):
            by = "weighed" if item.alone >= limits.untold else "learned"
            new.append(_candidate(item, masked, f"{language}-{by}"))
    return new


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
    kind = best_pair.kind
    if {kind, candidate.kind} <= _SALES:
        candidate.kind = kind  # Who buys and who sells, the frame knows better.
        return
    candidate.kind = kind
    roles: dict[Entity, Role] = {}
    for item in sorted(own, key=lambda each: -each.kinds[kind]):
        for entity in (item.pair.first, item.pair.second):
            roles.setdefault(entity, item.role(entity, kind))
    candidate.filled = [
        replace(item, role=roles[item.entity].value) for item in candidate.filled if item.entity in roles
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
