"""Candidates of one sentence that tell the same deal: which of them stays."""

from __future__ import annotations

from dataclasses import replace

from extractors.attach import usable_money
from extractors.candidate import Candidate
from extractors.quantity.spans import QuantityKind
from schemas.deal import Kind


def standing(found: list[Candidate]) -> list[Candidate]:
    """The candidates of a sentence that stand, those of one deal reduced to the one of highest priority."""
    alive = [item for item in found if not item.dropped and item.kind is not None]
    kept: list[Candidate] = []
    for item in sorted(
        alive, key=lambda candidate: (candidate.frame.solo and not _pays_itself(candidate), -candidate.frame.priority)
    ):
        rival = next((other for other in kept if _covers(other, item) and not _further(other, item)), None)
        if rival is None:
            kept.append(item)
        else:
            item.dropped = f"{rival.frame.id} tells the same deal"
    explicit = [item for item in kept if all(one.slot is not None for one in item.filled)]
    if explicit:
        for item in kept:
            if (
                item not in explicit
                and item.masked.sentence.clause_of(item.trigger.start) >= min(one.clause for one in explicit)
                and _uses_topic(item)
            ):
                item.dropped = "another deal of the sentence names its companies"
        kept = [item for item in kept if not item.dropped]
    return _joined_rounds(sorted(kept, key=lambda candidate: candidate.trigger.start))


def own_subject(candidate: Candidate) -> bool:
    """Whether the trigger's clause names who acts, so that the clauses before it speak of others."""
    return any(
        one.slot is not None
        and one.slot.case == "subject"
        and one.slot.clause == candidate.clause
        and one.slot.end <= candidate.trigger.start
        for one in candidate.filled
    )


def by_investee(candidate: Candidate) -> list[Candidate]:
    """One investor in several companies without a sum tells as many deals (投资OpenAI、英特尔)."""
    investees = [one for one in candidate.filled if one.role == "investee"]
    if candidate.kind is not Kind.INVESTMENT or len(investees) < 2 or candidate.amount is not None:
        return [candidate]
    others = [one for one in candidate.filled if one.role != "investee"]
    if not others:
        return [candidate]
    return [replace(candidate, filled=[*others, one]) for one in investees]


def _uses_topic(candidate: Candidate) -> bool:
    """Whether a role other than the subject was filled from what the text spoke of before."""
    return any(one.slot is None and "topic" in candidate.frame.roles.get(one.role, ()) for one in candidate.filled)


def _pays_itself(candidate: Candidate) -> bool:
    """Whether the trigger's own clause, or the one behind it, states a sum."""
    masked = candidate.masked
    return any(
        masked.sentence.clause_of(item.start) - candidate.clause in (0, 1)
        for item in masked.of_kind(QuantityKind.MONEY)
    )


def _joined_rounds(kept: list[Candidate]) -> list[Candidate]:
    """The candidates of a sentence with those of one funding round joined: who raised, who led, who followed."""
    rounds = [item for item in kept if item.frame.round]
    if len(rounds) < 2:
        return kept
    raised = [item for item in rounds if any(one.role == "investee" and one.slot is not None for one in item.filled)]
    first = next((item for item in raised if not item.frame.id.endswith("-led")), raised[0] if raised else rounds[0])
    owners = {one.entity.key for one in first.filled if one.role == "investee"}
    for other in rounds:
        if other is first or (
            any(
                one.role == "investee" and one.slot is not None and one.entity.key not in owners for one in other.filled
            )
            and not other.frame.id.endswith("-led")
        ):
            continue
        known = {one.entity.key for one in first.filled}
        first.filled.extend(one for one in other.filled if one.role == "investor" and one.entity.key not in known)
        other.dropped = f"{first.frame.id} tells the same round"
    return [item for item in kept if not item.dropped]


def _further(strong: Candidate, weak: Candidate) -> bool:
    """Whether a verb with a sum of its own in a later clause tells a further deal of the same companies."""
    if weak.frame.priority < 50 or weak.clause == strong.clause:
        return False
    masked = strong.masked
    money = [
        (masked.sentence.clause_of(item.start), item.value) for item in usable_money(masked) if item.value is not None
    ]
    own = {value for clause, value in money if clause == weak.clause}
    other = {value for clause, value in money if clause == strong.clause}
    if own and other and not own & other:
        return True
    power = {masked.sentence.clause_of(item.start) for item in masked.of_kind(QuantityKind.POWER)}
    return (
        weak.kind is not strong.kind
        and weak.clause in power
        and strong.clause not in power
        and weak.kind in (Kind.POWER, Kind.PURCHASE, Kind.COMPUTE)
    )


def _equity(candidate: Candidate) -> bool:
    return candidate.kind in (Kind.INVESTMENT, Kind.ACQUISITION)


def _covers(strong: Candidate, weak: Candidate) -> bool:
    """Whether a weaker candidate of the sentence says nothing that a stronger one does not."""
    own, other = {e.key for e in strong.entities()}, {e.key for e in weak.entities()}
    if other <= own:
        return not (
            weak.frame.round and len(other) == 1 and _equity(weak) is not _equity(strong) and _pays_itself(weak)
        )
    if own <= other:
        return strong.frame.priority >= weak.frame.priority and len(own) >= 2
    overlap = own & other
    return bool(overlap) and weak.frame.priority < 45 and strong.clause == weak.clause
