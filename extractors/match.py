"""Tries the frames of each trigger on the slots around it and gives the candidates for deals."""

from __future__ import annotations

import re

from corpora.gazetteer import company_by_id
from extractors.candidate import Candidate, Filled
from extractors.english.fill import Filler, implied_party, spoken_roles
from extractors.frames import Frame, Trigger
from extractors.marked_objects import NOUNS
from extractors.near import near_enough
from extractors.quantity.spans import QuantityKind
from extractors.reference import Discourse
from extractors.slots import CompanySlot, MaskedSentence
from schemas.deal import Kind

_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)(?: (?:not|also|now|since|then|being|just|fully|jointly|wholly|already|reportedly|formally|\w+ly))* $",
    re.IGNORECASE,
)


_BY = re.compile(r"^(?: \w+){0,2}? by\b")


_PARTICIPLE = re.compile(
    r"(?:ed|bought|sold|let|taken|won|built|given|paid|made|held|lent|led|struck|drawn|swallowed|absorbed|chosen|leased)$"
)


_GOODS = re.compile(
    r"^ ?(?:GPU|TPU|AI晶片|AI芯片|晶片|芯片|显卡|系统|平台|伺服器|服务器|云|Cloud|chips?\b|GPUs?\b|processors|TPUs?\b|accelerators|systems\b|servers|cloud\b|fuel cells|turbines|reactors|GB\d|H\d|B\d|MI\d|设备|产品|股票|股份|股权|shares\b|stock\b|cells\b|equipment|hardware|software|的|[A-Za-z0-9.-]* ?(?:GPUs?|chips?|processors|shares|stock|systems|accelerators|servers))"
)


def _passive(text: str, trigger: Trigger) -> bool:
    if not _PARTICIPLE.search(trigger.text):
        return False
    return bool(_BE.search(text[max(0, trigger.start - 30) : trigger.start])) or bool(
        _BY.match(text[trigger.end : trigger.end + 24])
    )


NEGATED = "it is negated"


_NEGATED = re.compile(
    r"(?:没有|并未|并没有|从未|不会|未曾|不再|拒绝|无意|不打算)[^，。；]{0,3}$"
    r"|\b(?:did|does|do|will|would|has|have|had|was|were|is|are)(?: not|n't)(?: \w+){0,1} $|\b(?:never|refused to|declined to) $",
    re.IGNORECASE,
)


def _owns(slot: CompanySlot, text: str) -> bool:
    return slot.owner or bool(_GOODS.match(text[slot.end : slot.end + 24]))


_ACTS_FOR = re.compile(
    r"的[^，。；]{0,6}(?:董事会|股东|子公司|母公司|关联|附属|控股|基金|部门|单位|管理层|创办人|执行长)"
)


_ACTS_BETWEEN = re.compile(r"都|反对|也|不|没|将|已|宣布|表示|认为|参加")


def _goods_of(slot: CompanySlot, text: str) -> bool:
    """Whether a Chinese name only tells whose goods or shares follow it (世创股票): those are no subject that acts."""
    after = text[slot.end : slot.end + 24]
    if slot.owner:
        return after.startswith("的") and not _ACTS_FOR.match(after)
    return not text[slot.end - 1].isascii() and bool(_GOODS.match(after))


_NOT_MARKED = frozenset(("object", "object's", "owner", "first"))
"""The cases of a role that no slot states itself: they depend on the trigger."""


def _fits(case: str, slot: CompanySlot, trigger: Trigger, clause: int, masked: MaskedSentence) -> bool:
    """Whether a slot has a case as seen from a trigger."""
    text = masked.text
    left = slot.end <= trigger.start
    if case == "subject":
        return left and slot.case == "subject" and 0 <= clause - slot.clause <= 3 and not _goods_of(slot, text)
    if case in ("object", "object's"):
        if not trigger.text[0].isascii() and masked.text[trigger.start - 1 : trigger.start] == "的":
            return False
        if (
            left
            or slot.case not in ("subject", "object")
            or not 0 <= slot.clause - clause <= (1 if slot.start - trigger.end < 12 and trigger.text in NOUNS else 0)
        ):
            return False
        return _owns(slot, text) == (case == "object's")
    if case == "owner":
        if not left or not slot.owner or slot.clause != clause:
            return False
        between = text[slot.end : trigger.start]
        return (
            len(between) <= 40
            if trigger.text[0].isascii()
            else len(between) <= 16 and not _ACTS_BETWEEN.search(between)
        )
    if slot.case != case:
        return False
    if trigger.text[0].isascii():
        if left:
            return slot.clause == clause and case in ("with", "between", "for", "by", "from", "to", "in", "of", "among")
        return slot.clause - clause <= 3
    if case in ("由", "被", "遭", "获", "将", "把", "让"):
        return slot.clause == clause
    return abs(slot.clause - clause) <= 1


def _distance(slot: CompanySlot, trigger: Trigger, clause: int) -> tuple[int, int]:
    gap = trigger.start - slot.end if slot.end <= trigger.start else slot.start - trigger.end
    return abs(slot.clause - clause), gap


def _candidates_for(
    case: str, free: list[CompanySlot], trigger: Trigger, clause: int, masked: MaskedSentence
) -> list[CompanySlot]:
    if case not in _NOT_MARKED:
        free = [slot for slot in free if slot.case == case]
    fitting = [slot for slot in free if _fits(case, slot, trigger, clause, masked)]
    if not fitting:
        return []
    if case == "subject":
        nearest = min(clause - slot.clause for slot in fitting)
        row = [slot for slot in fitting if clause - slot.clause == nearest]
        best = row[-1] if nearest == 0 else row[0]
    else:
        best = min(fitting, key=lambda slot: _distance(slot, trigger, clause))
    return [slot for slot in fitting if slot.group == best.group]


def fill(frame: Frame, trigger: Trigger, masked: MaskedSentence, discourse: Discourse) -> tuple[list[Filled], str]:
    """The roles of a frame filled from the slots, and why it failed where it did (empty where it holds)."""
    clause = masked.sentence.clause_of(trigger.start)
    if frame.english:
        return _fill_english(frame, trigger, masked, discourse, clause)
    if _NEGATED.search(masked.text, max(masked.sentence.clauses[clause][0], trigger.start - 24), trigger.start):
        return [], NEGATED
    if not near_enough(frame, masked, clause):
        return [], "a word it needs is not near, or one it forbids is"
    if frame.then == "money" and not any(
        0 <= item.start - trigger.end <= 24 for item in masked.of_kind(QuantityKind.MONEY)
    ):
        return [], "no sum right behind it"
    for need in frame.needs:
        if not masked.of_kind(QuantityKind(need)):
            return [], f"no {need} in the sentence"
    used: set[int] = set()
    taken: set[str] = set()
    filled: list[Filled] = []
    missing: list[str] = []
    free = [slot for slot in masked.companies if not (slot.start < trigger.end and trigger.start < slot.end)]
    for role, cases in frame.ordered_roles:
        found = _fill_role(role, cases, frame, trigger, clause, masked, discourse, free, taken)
        if found:
            filled.extend(found)
            used.update(item.slot.group for item in found if item.slot is not None)
            taken.update(item.entity.key for item in found)
            free = [
                slot
                for slot in free
                if slot.group not in used and not all(entity.key in taken for entity in slot.entities)
            ]
        elif role not in frame.optional:
            missing.append(role)
    for role in list(missing):
        if "topic" in frame.roles[role] and discourse.topic is not None and discourse.topic.key not in taken:
            filled.append(Filled(role, discourse.topic, None))
            taken.add(discourse.topic.key)
            missing.remove(role)
    if (
        frame.solo
        and filled
        and missing
        and discourse.topic is not None
        and discourse.topic.key not in taken
        and not frame.english
    ):
        filled.append(Filled(missing.pop(), discourse.topic, None))
    if missing and not (frame.solo and filled):
        return filled, f"no company for {', '.join(missing)}"
    if len(taken) < 2 and not frame.solo:
        return [], "fewer than two companies"
    return filled, ""


def _fill_english(
    frame: Frame, trigger: Trigger, masked: MaskedSentence, discourse: Discourse, clause: int
) -> tuple[list[Filled], str]:
    """The same for English, where voice and word order say who does what."""
    roles = spoken_roles(frame, masked.text, trigger)
    if roles is None:
        return [], "the voice does not fit"
    if _NEGATED.search(masked.text, max(masked.sentence.clauses[clause][0], trigger.start - 24), trigger.start):
        return [], NEGATED
    if not near_enough(frame, masked, clause):
        return [], "a word it needs is not near, or one it forbids is"
    if frame.then == "money" and not any(
        0 <= item.start - trigger.end <= 24 for item in masked.of_kind(QuantityKind.MONEY)
    ):
        return [], "no sum right behind it"
    if any(not masked.of_kind(QuantityKind(need)) for need in frame.needs):
        return [], f"no {' or '.join(frame.needs)} in the sentence"
    filler = Filler(frame, trigger, masked, discourse)
    filled: list[Filled] = []
    missing: list[str] = []
    for role, cases in sorted(roles.items(), key=lambda item: "subject" in item[1] or "first" in item[1]):
        found = filler.fill(cases, role)
        filled.extend(Filled(role, entity, slot) for entity, slot in found)
        if not found and "topic" in cases and discourse.topic is not None and discourse.topic.key not in filler.taken:
            filled.append(Filled(role, discourse.topic, None))
            filler.taken.add(discourse.topic.key)
        elif not found and role not in frame.optional:
            missing.append(role)
    if any(item.entity.key == "unnamed" for item in filled):
        return [], "a party without a name"
    if len(missing) == 1 and frame.mutual:
        _split_pair(missing, filled)
    if len(missing) == 1 and filled and frame.implied:
        entity = implied_party(
            masked, discourse, filler.taken, "subject" in frame.roles[missing[0]], clause, trigger.start
        )
        if entity is not None:
            filled.append(Filled(missing.pop(), entity, None))
            filler.taken.add(filled[-1].entity.key)
    if missing and not (frame.solo and filled):
        return filled, f"no company for {', '.join(missing)}"
    if len({item.entity.key for item in filled}) < 2 and not frame.solo:
        return filled, "fewer than two companies"
    return filled, ""


def _split_pair(missing: list[str], filled: list[Filled]) -> None:
    """Two companies in one role play both roles of a mutual frame: A and B agreed to merge."""
    if len({item.entity.key for item in filled}) >= 2 and len({item.role for item in filled}) == 1:
        filled[-1].role = missing.pop()


def _fill_role(
    role: str,
    cases: tuple[str, ...],
    frame: Frame,
    trigger: Trigger,
    clause: int,
    masked: MaskedSentence,
    discourse: Discourse,
    free: list[CompanySlot],
    taken: set[str],
) -> list[Filled]:
    present = {slot.case for slot in free}
    possible = [case for case in cases if case in present or case in _NOT_MARKED]
    own = [slot for slot in free if slot.clause == clause] if possible else []
    for pool in (own, free) if possible else ():
        for case in possible:
            if case == "first":
                slots = [slot for slot in free if slot.case == "subject"][:1]
            elif case == "subject" and pool is own and len(cases) > 1 and cases[0] != "subject":
                continue
            else:
                slots = _candidates_for(case, pool, trigger, clause, masked)
            found = [
                Filled(role, entity, slot) for slot in slots for entity in slot.entities if entity.key not in taken
            ]
            if found:
                return found
    if role in frame.optional or not ({"subject", "first"} & set(cases)):
        return []
    fronted = _fronted(free, clause, masked)
    if fronted:
        return [Filled(role, entity, slot) for slot in fronted for entity in slot.entities if entity.key not in taken]
    if not frame.english:
        owners = [slot for slot in free if slot.owner and slot.case == "subject" and slot.end <= trigger.start]
        if owners:
            return [Filled(role, entity, owners[-1]) for entity in owners[-1].entities if entity.key not in taken]
    topic = discourse.topic
    if topic is None or topic.key in taken or (frame.solo and cases[0] != "subject"):
        return []
    return [Filled(role, topic, None)] if _may_be_implied(frame, trigger, clause, masked) else []


_FRONT = re.compile(
    r"^\W*(?:with|after|following|under|by|in|having|worth|for|through|as part|upon|once|on top of|alongside|before|besides|以|在|随着|透过|通过|为了?|根据|据|藉|继|除了?|于)",
    re.IGNORECASE,
)


_PRONOUN = re.compile(r"\b(?:it|its|they|their|he|she|we|our|the (?:company|group|firm))\b", re.IGNORECASE)


def _fronted(free: list[CompanySlot], clause: int, masked: MaskedSentence) -> list[CompanySlot]:
    """The subject behind a fronted phrase: With the purchase of X wrapped up, Y now runs…"""
    start, end = masked.sentence.clauses[clause]
    if clause + 1 >= len(masked.sentence.clauses) or not _FRONT.match(masked.text[start:end]):
        return []
    later = [slot for slot in free if slot.case == "subject" and slot.clause > clause and not slot.reference]
    return [slot for slot in later if slot.group == later[0].group] if later else []


def _may_be_implied(frame: Frame, trigger: Trigger, clause: int, masked: MaskedSentence) -> bool:
    """Whether the topic of the text may be an unspoken subject: Chinese drops subjects, English needs a pronoun."""
    if frame.solo and not frame.english:
        start = masked.sentence.clauses[clause][0]
        return trigger.start - start <= 8 + sum(
            min(item.end, trigger.start) - item.start
            for item in masked.quantities
            if start <= item.start < trigger.start
        )
    if frame.english:
        return bool(_PRONOUN.search(masked.text[masked.sentence.start : trigger.start]))
    return True


def _without_owners(filled: list[Filled], frame: Frame) -> list[Filled]:
    """Without the owner of a company that plays the same role, or is the only other party (亚马逊旗下AWS is one side).

    Who buys or funds a company may well own it by now: those two stay.
    """
    if frame.kind in (Kind.ACQUISITION, Kind.INVESTMENT):
        return filled
    roles = {item.entity.key: item.role for item in filled}
    owned = [company for key in roles if (company := company_by_id(key)) is not None and company.parent in roles]
    owners = {
        company.parent for company in owned if len(roles) == 2 or roles[company.parent or ""] == roles[company.id]
    }
    return [item for item in filled if item.entity.key not in owners] if owners else filled


def match_frames(masked: MaskedSentence, triggers: list[Trigger], discourse: Discourse) -> list[Candidate]:
    """The best candidate of each trigger place, in order, and the failed ones with the reason in `dropped`."""
    found: list[Candidate] = []
    best: dict[tuple[int, int], Candidate] = {}
    topic = discourse.topic
    known = {entity.key for slot in masked.companies for entity in slot.entities} | (
        {topic.key} if topic is not None else set()
    )
    for trigger in triggers:
        clause = masked.sentence.clause_of(trigger.start)
        for frame in trigger.frames:
            if len(known) < 2 and not frame.solo and not frame.english:
                found.append(Candidate(frame, trigger, masked, [], clause=clause, dropped="fewer than two companies"))
                continue
            filled, why = fill(frame, trigger, masked, discourse)
            partly, filled = (filled, []) if why else ([], _without_owners(filled, frame))
            if not why and len({item.entity.key for item in filled}) < 2 and not frame.solo:
                why = "a company and its owner are one side"
            candidate = Candidate(frame, trigger, masked, filled, clause=clause, dropped=why, partly=partly)
            if why:
                found.append(candidate)
                continue
            key = (trigger.start, trigger.end)
            other = best.get(key)
            if other is None or _rank(candidate) > _rank(other):
                if other is not None:
                    other.dropped = f"{frame.id} fits better"
                    found.append(other)
                best[key] = candidate
            else:
                candidate.dropped = f"{other.frame.id} fits better"
                found.append(candidate)
    return sorted([*found, *best.values()], key=lambda item: item.trigger.start)


def _rank(candidate: Candidate) -> tuple[int, int, int]:
    implied = sum(item.slot is None for item in candidate.filled)
    explicit = len({item.role for item in candidate.filled if item.slot is not None})
    two = len(candidate.entities()) >= 2
    return (two, candidate.frame.priority + 6 * explicit - 8 * implied, len(candidate.filled))
