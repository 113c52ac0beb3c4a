"""Which decisions stand, and which a later one builds on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemas.decision import COMPANY_ACTIONS, Action, Decision


def active(decisions: Sequence[Decision]) -> list[Decision]:
    """Those of decisions, in order, that stand: not undone, and themselves no undo.

    An undo that is undone gives its decision back.
    """
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.action is Action.UNDO and decision.id not in undone and decision.undoes is not None:
            undone.add(decision.undoes)
    return [each for each in decisions if each.id not in undone and each.action is not Action.UNDO]


def builds_on(decision: Decision, later: Iterable[Decision]) -> list[Decision]:
    """Those of later decisions that stand which build on one: what they ruled was ruled in its light.

    Two edits of different fields do not build on each other, nor do comments on anything; else a later decision about
    one of the same mentions or companies does.
    """
    if decision.action is Action.COMMENT:
        return []
    return [each for each in later if each.id != decision.id and _depends(each, decision)]


def _depends(later: Decision, earlier: Decision) -> bool:
    if later.action is Action.COMMENT:
        return False
    if (later.action in COMPANY_ACTIONS) != (earlier.action in COMPANY_ACTIONS):
        return False
    if earlier.action in COMPANY_ACTIONS:
        return bool(_companies(later) & _companies(earlier))
    if later.action is Action.EDIT and earlier.action is Action.EDIT and later.field != earlier.field:
        return False
    return bool(_mentions(later) & _mentions(earlier))


def _mentions(decision: Decision) -> frozenset[str]:
    return frozenset(anchor.uid for anchor in (*decision.mentions, *decision.others))


def _companies(decision: Decision) -> frozenset[str]:
    return frozenset(each for each in (decision.company, decision.other_company) if each is not None)
