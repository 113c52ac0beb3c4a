"""What follows from the decisions that stand: what is one deal and what is not, what was seen, set, renamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.decisions.edits import Edit
from pipeline.resolve import CompanyRulings, normal_name
from schemas.decision import Action, Decision
from schemas.merged import Review


@dataclass(frozen=True, slots=True)
class Ruled:
    """A decision with the uids of the mentions that its anchors are found at now, in their order."""

    decision: Decision
    mentions: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people ruled, by the uids of mentions.

    `together` are sets that are one deal, `apart` pairs (each sorted) that are not; a later decision prevails.
    `deal_edits` are given with the uids that they were made for: they belong to the deal of the first. `keeps` gives
    an id to the first of these mentions that there is.
    """

    together: tuple[frozenset[str], ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()
    review: Mapping[str, Review] = field(default_factory=dict)
    mention_edits: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    deal_edits: tuple[tuple[tuple[str, ...], Edit], ...] = ()
    keeps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def rulings_of(ruled: Iterable[Ruled]) -> Rulings:
    """The rulings of decisions that stand, given in order."""
    groups = _Groups()
    review: dict[str, Review] = {}
    mention_edits: dict[str, list[Edit]] = {}
    deal_edits: list[tuple[tuple[str, ...], Edit]] = []
    keeps: dict[str, tuple[str, ...]] = {}
    for each in ruled:
        decision = each.decision
        match decision.action:
            case Action.MERGE:
                groups.merge((*each.mentions, *each.others))
            case Action.DISTINCT:
                groups.part(each.mentions, each.others)
            case Action.SPLIT:
                stay = tuple(uid for uid in each.mentions if uid not in each.others)
                groups.part(stay, each.others)
                if decision.deal_id is not None:
                    keeps[decision.deal_id] = each.others if decision.keeps == "leave" else stay
            case Action.ACCEPT:
                review.update(dict.fromkeys(each.mentions, Review.ACCEPTED))
            case Action.REJECT:
                review.update(dict.fromkeys(each.mentions, Review.REJECTED))
            case Action.EDIT:
                edit = Edit(decision.id, str(decision.field), decision.value)
                if decision.scope == "mention":
                    for uid in each.mentions:
                        mention_edits.setdefault(uid, []).append(edit)
                else:
                    deal_edits.append((each.mentions, edit))
            case _:
                pass
    edits = {uid: tuple(told) for uid, told in mention_edits.items()}
    return Rulings(groups.together(), frozenset(groups.apart), review, edits, tuple(deal_edits), keeps)


class _Groups:
    """Sets of mentions that are one deal and pairs that are not, as decision follows decision."""

    def __init__(self) -> None:
        self._home: dict[str, set[str]] = {}
        self.apart: set[tuple[str, str]] = set()

    def merge(self, uids: Sequence[str]) -> None:
        union: set[str] = set()
        for uid in uids:
            union |= self._home.get(uid, {uid})
        for uid in union:
            self._home[uid] = union
        self.apart = {pair for pair in self.apart if not (pair[0] in union and pair[1] in union)}

    def part(self, stay: Sequence[str], leave: Sequence[str]) -> None:
        """Take those that leave out of every set that also holds some that stay."""
        leaving, staying = set(leave) - set(stay), set(stay)
        for group in {id(group): group for group in self._home.values()}.values():
            out = group & leaving
            if out and group & staying:
                for rest in (group - out, out):
                    for uid in rest:
                        self._home[uid] = rest
        self.apart |= {(min(a, b), max(a, b)) for a in staying for b in leaving}

    def together(self) -> tuple[frozenset[str], ...]:
        distinct = {id(group): frozenset(group) for group in self._home.values() if len(group) > 1}
        return tuple(sorted(distinct.values(), key=sorted))


def company_rulings(decisions: Iterable[Decision]) -> CompanyRulings:
    """What people ruled of companies, from decisions that stand, given in order."""
    leads: dict[str, str] = {}
    names: dict[str, str] = {}
    shown: dict[str, str] = {}
    parents: dict[str, str] = {}
    confirmed: set[str] = set()
    for decision in decisions:
        company, other, name = decision.company, decision.other_company, decision.name
        if company is None:
            continue
        match decision.action:
            case Action.CONFIRM_COMPANY:
                confirmed.add(company)
                if name is not None:
                    names[normal_name(name)] = company
            case Action.RENAME_COMPANY if name is not None:
                shown[company] = name
                confirmed.add(company)
            case Action.MERGE_COMPANIES if other is not None:
                # A later merge prevails over an earlier one in the other direction.
                leads.pop(other, None)
                leads[company] = other
            case Action.SPLIT_COMPANY if name is not None:
                own = other or "~" + normal_name(name)
                names[normal_name(name)] = own
                leads.pop(own, None)
                confirmed.add(own)
            case Action.PARENT_COMPANY:
                parents[company] = other or company
            case _:
                pass
    return CompanyRulings(leads, names, shown, parents, frozenset(confirmed))
