"""Fills the roles of English frames: who acts, who is acted on, and who stands behind which preposition."""

from __future__ import annotations

import re

from extractors.company.spans import Entity
from extractors.english.structure import Insert, insert_of
from extractors.frames import Frame, Trigger
from extractors.quantity.spans import QuantityKind
from extractors.reference import Discourse
from extractors.slots import CompanySlot, MaskedSentence

_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got|getting)(?: (?:not|also|now|since|then|being|just|fully|jointly|wholly|already|reportedly|formally|later|instead|\w+ly|to be))* $",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?: \w+){0,3}? by\b")
_PARTICIPLE = re.compile(
    r"(?:ed|bought|sold|let|taken|won|built|given|paid|made|held|lent|led|struck|drawn|swallowed|absorbed|chosen|leased|spoken for|put)(?: (?:over|up|out|off|down|in|on|private|back|away))?$"
)
_SUBORDINATE = re.compile(
    r"\b(?:that|said|says|say|and|but|when|while|after|before|as|if|which|who|where|because|though|although|since|with|until|so|whose|reports?|reported|confirmed|added|noted|reckons|thinks|believes|understands|hears|:)(?: |$)|[;:—–]|, ",
    re.IGNORECASE,
)
_VERB_GAP = re.compile(
    r"\b(?:buy|buys|bought|buying|acquir\w+|purchas\w+|sell|sells|sold|selling|invest\w*|own|owns|owned|supply|supplies|supplied|supplying|lend|lends|lent|pay|pays|paid|paying|give|gives|gave|giving|take|takes|took|taking|join|joins|joined|tell|told|ask|asked|award\w*|back|backs|backed|backing|fund|funds|funded|lease|leases|leased|rent|rents|rented|rival|rivals|hire|hired|choose|chose|select\w*|serve|serves|provid\w+|leave|leaves|left|make|makes|made|see|sees|give|hand|hands|handed|allow\w*|help\w*|let|lets|order\w*|merge\w*|approach\w*|value[sd]?|valuing|control\w*|use[sd]?|using|replace\w*|include[sd]?|including|is|are|was|were|become|became|beat|beats|win|won|wins|sued?|sues|owe[sd]?|send|sent|guarantee[sd]?|underwrit\w+|promis\w+|grant\w*|offer\w*|bring\w*|brought|name[sd]?|pick\w*|tapp?\w*|license[sd]?|absorb\w*|land\w*|meet|met|call\w*|cost|put|puts|plans?|agreed) (?:the |an? |its |their |[\w'-]+ )*$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\b(?:that|which|because|while|whereas|although|though|who|whose|where|when)\b|[;—–]")
_BORROWS = frozenset(
    [
        "drew",
        "drawn",
        "borrowed",
        "obtained",
        "secured",
        "raised",
        "took",
        "taken",
        "arranged",
        "provided",
        "received",
        "got",
        "signed",
        "closed",
        "underwritten",
        "led",
        "committed",
        "extended",
    ]
)
_NOUNS = frozenset(
    [
        "stake",
        "equity",
        "shares",
        "stock",
        "interest",
        "debt",
        "loan",
        "loans",
        "facility",
        "notes",
        "bonds",
        "contract",
        "contracts",
        "order",
        "orders",
        "deal",
        "deals",
        "agreement",
        "agreements",
        "holding",
        "customer",
        "customers",
        "round",
        "lease",
        "credit",
        "together",
        "offer",
        "bid",
        "power",
        "license",
        "licence",
        "funding",
        "investment",
        "financing",
        "commitment",
        "book",
        "partners",
        "warrants",
        "preferred stock",
        "source",
        "use",
        "land",
        "access",
    ]
)
_DETERMINED = re.compile(
    r"(?:\b(?:an?|the|its|their|his|of|new|this|that|such|any|no|first|further|\w+-\w+|\$?\d\S*|billion|million|bn|m|for|under)|'s) $"
)
_UNION = frozenset(["by", "from", "including", "alongside", "with", "joining", "among"])
_NAMED_UNIT = re.compile(r"^ (?:off |of )?(?:its|the|a|an|their|his)(?: [\w-]+){1,6}, $")
_GOODS = re.compile(
    r"^(?: (?!to |for |in |from |and |at |on |with |as |will |is |has |by |of )[\w-]+){0,2}? (?:chips?|GPUs?|processors?|TPUs?|accelerators?|systems|servers|racks|cloud|turbines?|jets?|planes|aircraft|shares|stock|bonds|notes|cells|batteries|engines|equipment|hardware|software|debt|drugs|gear|machines|trucks|cars|vehicles|vans|products|technology|warrants|securities|devices|helicopters|trains|ships|vessels|ferries|packages|units)\b"
)
_PASSIVE_OF = {"subject": ("by",), "object": ("subject",), "object's": ("owner",)}
_FRONTED = re.compile(
    r"^\W*(?:with|after|following|under|by|having|to|as part|upon|once|on top of|alongside|through|besides|in)\b",
    re.IGNORECASE,
)
_TALKED = re.compile(
    r"\b(?:talks|contract|agreement|order|deal|pact|partnership|letter of intent|memorandum|negotiat\w+|bid|offer|merger|supply)\b",
    re.IGNORECASE,
)
_MEASURES = (
    QuantityKind.MONEY,
    QuantityKind.POWER,
    QuantityKind.SHARES,
    QuantityKind.PRICE,
    QuantityKind.PERCENT,
    QuantityKind.CHIPS,
    QuantityKind.DURATION,
)


def is_passive(text: str, trigger: Trigger) -> bool:
    """Whether a trigger is a passive verb: 'was acquired', 'leased by', 'being sold'."""
    if not _PARTICIPLE.search(trigger.text):
        return False
    return bool(_BE.search(text[max(0, trigger.start - 30) : trigger.start])) or bool(
        _BY.match(text[trigger.end : trigger.end + 30])
    )


def spoken_roles(frame: Frame, text: str, trigger: Trigger) -> dict[str, tuple[str, ...]] | None:
    """The roles with their cases as the voice of the trigger turns them, None where the frame wants another voice."""
    passive = is_passive(text, trigger)
    if frame.voice == "passive" and not passive:
        return None
    if frame.voice != "active" or not passive:
        return frame.roles
    turned = {}
    for role, cases in frame.roles.items():
        new = [case for given in cases for case in _PASSIVE_OF.get(given, (given,))]
        turned[role] = tuple(dict.fromkeys(new))
    return turned


class Filler:
    """One frame tried at one trigger: finds the slots of each case, each company used once."""

    def __init__(self, frame: Frame, trigger: Trigger, masked: MaskedSentence, discourse: Discourse) -> None:
        self.frame, self.trigger, self.masked, self.discourse = frame, trigger, masked, discourse
        self.clause = masked.sentence.clause_of(trigger.start)
        self.insert: Insert | None = insert_of(masked.inserts, trigger.start)
        self.used: set[int] = set()
        self.taken: set[str] = set()

    def free(self) -> list[CompanySlot]:
        """The slots that no role has taken and that do not lie under the trigger."""
        return [
            slot
            for slot in self.masked.companies
            if id(slot) not in self.used
            and not (slot.start < self.trigger.end and self.trigger.start < slot.end)
            and not all(entity.key in self.taken for entity in slot.entities)
        ]

    def fill(self, cases: tuple[str, ...], role: str) -> list[tuple[Entity, CompanySlot]]:
        """The companies of one role by its cases, best first; a funding round takes its investors from all of them."""
        found: list[CompanySlot] = []
        for case in cases:
            if found and case not in _UNION:
                continue
            slots = self._slots(case)
            found.extend(slot for slot in slots if slot not in found)
            if found and not (role in self.frame.union and found[0].start >= self.trigger.start):
                break
        pairs = [(entity, slot) for slot in found for entity in slot.entities if entity.key not in self.taken]
        self.used.update(id(slot) for slot in found)
        self.taken.update(entity.key for entity, _ in pairs)
        return pairs

    def _slots(self, case: str) -> list[CompanySlot]:
        free = self.free()
        if case == "subject":
            return self._subject(free)
        if case == "first":
            groups = {slot.group for slot in self.masked.companies if id(slot) in self.used}
            return [slot for slot in free if slot.case == "subject" and slot.group not in groups][:1]
        if case in ("object", "object's"):
            return self._object(free, owner=case == "object's")
        if case == "owner":
            return self._owner(free)
        return self._behind(free, case)

    def _group(self, best: CompanySlot, pool: list[CompanySlot]) -> list[CompanySlot]:
        return [slot for slot in pool if slot.group == best.group]

    def _subject(self, free: list[CompanySlot]) -> list[CompanySlot]:
        left = [
            slot
            for slot in free
            if slot.end <= self.trigger.start and slot.case == "subject" and self.clause - slot.clause <= 6
        ]
        if self.insert is not None and self.insert.relative:
            inner = [slot for slot in left if slot.start >= self.insert.start and not is_object(self.masked, slot)]
            if inner:
                return self._group(inner[-1], inner)
            antecedent = self.insert.antecedent
            if antecedent in free:
                return [slot for slot in free if slot.group == antecedent.group and slot.end <= self.trigger.start] or [
                    antecedent
                ]
        outside = [slot for slot in left if self._reaches(slot)]
        acting = [
            slot
            for slot in outside
            if not is_object(self.masked, slot) and not slot.owner and not _tells_which(self.masked, slot)
        ]
        owning = [slot for slot in outside if slot.owner]
        for pool in (acting, owning, outside):
            if pool:
                return self._group(pool[-1], pool)
        return []

    def _reaches(self, slot: CompanySlot) -> bool:
        """Whether a slot to the left is not shut in an inserted phrase that the trigger is outside of."""
        holder = insert_of(self.masked.inserts, slot.start)
        return holder is None or holder.start <= self.trigger.start < holder.end

    def _object(self, free: list[CompanySlot], owner: bool) -> list[CompanySlot]:
        last = self.trigger.text.rsplit(" ", 1)[-1]
        right = [
            slot for slot in free if slot.start >= self.trigger.end and (slot.case == "subject" or slot.case == last)
        ]
        for slot in right:
            gap = self.masked.text[self.trigger.end : slot.start]
            if (
                len(gap) > 90
                or _BREAK.search(gap)
                or re.search(r"(?:^|[a-z]),? (?:and|or|but|while) $", gap)
                or (slot.clause - self.clause > 0 and len(gap) > 12 and not _NAMED_UNIT.match(gap))
            ):
                return []
            if (slot.owner or bool(_GOODS.match(self.masked.text[slot.end : slot.end + 40]))) == owner:
                return self._group(slot, right)
        return [] if owner else self._antecedent(free, "")

    def _antecedent(self, free: list[CompanySlot], marker: str) -> list[CompanySlot]:
        """The company that a relative clause speaks of as its object, or behind a preposition, if others act in it."""
        insert = self.insert
        if insert is None or not insert.relative or insert.marker != marker:
            return []
        acting = any(
            insert.start <= slot.start and slot.end <= self.trigger.start and slot.case == "subject"
            for slot in self.masked.companies
        )
        return [slot for slot in free if slot.group == insert.antecedent.group] if acting else []

    def _owner(self, free: list[CompanySlot]) -> list[CompanySlot]:
        owners = [
            slot
            for slot in free
            if slot.owner
            and slot.end <= self.trigger.start
            and self.trigger.start - slot.end <= 45
            and slot.clause == self.clause
        ]
        return [owners[-1]] if owners else []

    def _behind(self, free: list[CompanySlot], case: str) -> list[CompanySlot]:
        fitting = [slot for slot in free if slot.case == case]
        right = [slot for slot in fitting if slot.start >= self.trigger.end and slot.clause - self.clause <= 4]
        left = [slot for slot in fitting if slot.end <= self.trigger.start and slot.clause == self.clause]
        if (
            case in ("with", "between", "for", "by", "from", "to", "in", "of", "among", "on", "into")
            and left
            and not right
        ):
            return self._group(left[-1], left) if self.trigger.start - left[-1].end < 70 else []
        if not right:
            return self._antecedent(free, case)
        if self.frame.union and case in _UNION:
            return [slot for slot in right if not self._cut_off(slot, case)]
        return [] if self._cut_off(right[0], case) else self._group(right[0], right)

    def _cut_off(self, slot: CompanySlot, case: str) -> bool:
        """Whether another trigger that takes the same preposition stands between: what it takes is its own."""
        for other in self.masked.triggers:
            if self.frame.kind == "debt" and other.text in _BORROWS:
                continue
            if self.trigger.end <= other.start and other.end <= slot.start and not self.frame.round:
                wants = any(
                    case in cases
                    for frame in other.frames
                    if frame.english and not frame.round
                    for cases in frame.roles.values()
                )
                if (
                    wants
                    and other.text not in _NOUNS
                    and not _DETERMINED.search(self.masked.text, max(0, other.start - 24), other.start)
                ):
                    return True
        return False


_OF_IT = re.compile(
    r" (?:stakes?|shares?|stock|holdings?|shareholding|debt|bonds|notes|warrants|deals?|contracts?|orders?|chips?|GPUs?|servers?|processors?|jets?|aircraft)\b"
)


def _tells_which(masked: MaskedSentence, slot: CompanySlot) -> bool:
    """Whether a name only says which thing the noun behind it means: its entire Nvidia stake."""
    return bool(_OF_IT.match(masked.text, slot.end))


def is_object(masked: MaskedSentence, slot: CompanySlot) -> bool:
    """Whether a slot without a preposition is the object of a verb before it rather than the subject of one behind."""
    begin = max([masked.sentence.start, *(other.end for other in masked.companies if other.end <= slot.start)])
    gap = masked.text[begin : slot.start]
    cut = 0
    for match in _SUBORDINATE.finditer(gap):
        cut = match.end()
    return bool(_VERB_GAP.search(gap[cut:]))


def _shut_in(masked: MaskedSentence, slot: CompanySlot, place: int) -> bool:
    """Whether a company acts in a relative clause that a place, where one is given, lies outside of."""
    holder = insert_of(masked.inserts, slot.start)
    return place >= 0 and holder is not None and holder.relative and not holder.start <= place < holder.end


def implied_party(
    masked: MaskedSentence, discourse: Discourse, taken: set[str], subject: bool, clause: int = 99, place: int = -1
) -> Entity | None:
    """The company that a sentence leaves unsaid: the topic of its paragraph, else the one the article is about."""
    if not any(item.kind in _MEASURES for item in masked.quantities) and not _TALKED.search(masked.body):
        return None
    near = [
        slot
        for slot in masked.companies
        if not slot.weak
        and slot.reference != "its"
        and slot.case != "gapped"
        and not _shut_in(masked, slot, place)
        and not (slot.case == "subject" and slot.clause > clause)
    ]
    later = [
        slot
        for slot in masked.companies
        if slot.case == "subject" and slot.clause > clause and not slot.reference and not slot.weak
    ]
    if subject and later and _FRONTED.match(masked.body) and later[0].entities[0].key not in taken:
        return later[0].entities[0]
    strangers = {e.key: e for slot in near for e in slot.entities if e.key not in taken}
    if len(strangers) == 1:
        return next(iter(strangers.values()))
    if strangers:
        return None
    same = discourse.paragraph == masked.sentence.paragraph
    order = (
        [discourse.topic, discourse.main]
        if same or (subject and discourse.main is None)
        else [discourse.main, discourse.topic]
    )
    return next((entity for entity in order if entity is not None and entity.key not in taken), None)
