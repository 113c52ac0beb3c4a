"""English words that stand for companies: it, its, they, we, and descriptions such as 'the Catalan lender'."""

from __future__ import annotations

import re
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.company.spans import Entity
from extractors.english.descriptors import wanted
from extractors.english.fill import is_object
from extractors.reference import Discourse
from extractors.slots import CompanySlot, MaskedSentence

_IT = re.compile(
    r"\b(?:it|itself)\b(?!(?:'s| is| was| will be| would be| has been| may be| could be) (?:\w+ )?(?:that|to|not|hard|clear|easy|unclear|likely|possible|too|expected|understood|thought|time|all|worth|said)\b)(?! (?:emerged (?:that|on|in)|(?:takes|took) (?:\w+ ){0,3}(?:days?|weeks?|months?|years?|time|place|courage|effort)|seems|appears|depends|turns out|turned out|follows that|remains (?:to be|unclear|uncertain|unknown|open|unresolved|early))\b)(?! (?:is|was) (?:the |an? |official|not |also )|'s )(?! (?-i:is|was) (?-i:[A-Z]))",
    re.IGNORECASE,
)
_ITS = re.compile(r"\bits\b(?! (?:kind|sort|peak|best|worst|height)\b)", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|them)\b", re.IGNORECASE)
_SELF = re.compile(
    r"(?<!for )\b(?:we|us|our)\b(?! (?:think|believe|estimate|see|expect|rate|forecast|assume|model|reckon|lift|raise our|cut our|keep our|note))",
    re.IGNORECASE,
)
_VERB_NEXT = re.compile(
    r"^ (?:also |now |has |had |have |is |was |are |were |will |would |could |should |can |may |might |must |did |does |do |said|says|agreed|plans|[a-z]+ed\b|[a-z]{3,}s\b|bought|sold|took|paid|put|won|led|made|signed|drew|lent|let\b|went|got|held|owns|hopes|expects|itself)"
)
_VERB_BEFORE = re.compile(
    r"\b(?:(?:to|will|would|could|may|might|can|must|should|not) (?:\w+ly )?[a-z]+|[a-z]+ing|bought|buys|sold|sells|gave|gives|lent|lends|paid|pays|took|takes|let|lets|offered|offers|granted|grants|promised|promises|owes|owed|owns|owned|"
    r"sent|sends|supplied|supplies|handed|hands|charged|charges|awarded|awards|acquired|acquires|backed|backs|hired|hires|funded|funds|served|serves|left|made|makes|put|puts|led|bid for|for|from|to|with|by|in|into|of|on) $",
    re.IGNORECASE,
)
UNNAMED = Entity("unnamed", "unnamed")
"""Stands where a sentence gives a party no name (a US hyperscaler had leased…): what it does is no deal of others."""
_UNNAMED = re.compile(
    r"\b(?:an?|one|another|some) (?:(?!of\b|to\b|for\b|in\b|and\b|with\b|by\b)[\w&-]+ ){0,3}(?:hyperscaler|customer|client|investor|lender|bank|buyer|bidder|supplier|fund|company|firm|group|developer|tenant|rival|start-up|retailer|airline|carmaker|utility|operator)"
    r"(?= (?:has|had|have|will|would|is|was|agreed|signed|bought|leased|paid|took|ordered|offered|approached|bid|lent|sold)\b)",
    re.IGNORECASE,
)
_APPOSED = re.compile(r"(?:, |– |— |\(|-- )$")
_THEIR_OWN = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+'s (?:group|company|firm|outfit|vehicle|fund|conglomerate|empire)\b")
_FOUND_KINDS = ("latter", "former", "pair", "other")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table, heads = lexicon("references"), lexicon("trades")["heads"]
    words = "|".join(sorted(map(re.escape, heads), key=len, reverse=True))
    described = re.compile(
        rf"\b(?:the|this|that) (?:(?!of\b|to\b|for\b|in\b|and\b|with\b|by\b|that\b|from\b|on\b|at\b|price\b|sale\b)[\w&-]+ ){{0,4}}?(?:{words})\b(?!'s (?:shares|stock|board|shareholders)| of the (?:year|day|world)|-[a-z])(?! (?:that|which|who)\b)",
        re.IGNORECASE,
    )
    kinds = [(kind, re.compile("|".join(table[kind]["en"]), re.IGNORECASE)) for kind in _FOUND_KINDS]
    return (
        *kinds,
        ("description", described),
        ("description", _THEIR_OWN),
        ("it", _IT),
        ("its", _ITS),
        ("they", _THEY),
        ("self", _SELF),
        ("unnamed", _UNNAMED),
    )


def find_english_references(masked: MaskedSentence) -> list[CompanySlot]:
    """The references of an English sentence as empty slots, outside the companies that it names."""
    start, end = masked.sentence.start, masked.sentence.end
    taken = [(slot.start, slot.end) for slot in masked.companies] + [
        (item.start, item.end) for item in masked.quantities
    ]
    ends = {slot.end for slot in masked.companies}
    names_behind = {slot.start - 2 for slot in masked.companies if masked.text[slot.start - 2 : slot.start] == ", "}
    names_behind |= {slot.start - 1 for slot in masked.companies if masked.text[slot.start - 1 : slot.start] == " "}
    found: list[CompanySlot] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(masked.text, start, end):
            if any(match.start() < last and first < match.end() for first, last in taken) or match[0] == "US":
                continue
            lead = _APPOSED.search(masked.text, max(start, match.start() - 3), match.start())
            if kind == "description" and ((lead and lead.start() in ends) or match.end() in names_behind):
                continue
            if kind in ("it", "they") and re.search(
                r"(?:\bof|\bbetween|\bamong|\bunder) $",
                masked.text[max(start, match.start() - 9) : match.start()],
                re.IGNORECASE,
            ):
                continue
            taken.append(match.span())
            found.append(
                CompanySlot(match.start(), match.end(), (), masked.sentence.clause_of(match.start()), reference=kind)
            )
    return found


_PREPOSITION = re.compile(
    r"\b(by|to|from|with|for|of|in|into|at|on|between|among|alongside|through|over|behind)(?: rival| fellow)? $",
    re.IGNORECASE,
)


def _own_case(slot: CompanySlot, masked: MaskedSentence) -> None:
    """Pronouns take no modifiers: only the word right before one can be its preposition, and commas join none."""
    match = _PREPOSITION.search(masked.text, max(masked.sentence.start, slot.start - 16), slot.start)
    slot.case = match[1].lower() if match and match.end() == slot.start else "subject"
    slot.group = 1_000 + slot.start


def resolve_english(masked: MaskedSentence, discourse: Discourse) -> None:
    """Fill the reference slots of an English sentence from what was said before them; unresolved ones are removed."""
    order = list(discourse.recent)
    for slot in masked.companies:
        if slot.reference:
            if slot.reference in ("it", "its", "they", "self"):
                _own_case(slot, masked)
            slot.entities = _resolved(slot, masked, discourse, order)
            slot.weak = slot.weak or UNNAMED in slot.entities
            if slot.reference == "its":
                slot.case, slot.owner = "its", True
        for entity in slot.entities if not slot.weak else ():
            if entity in order:
                order.remove(entity)
            order.append(entity)
    masked.companies = [slot for slot in masked.companies if slot.entities]


def _resolved(
    slot: CompanySlot, masked: MaskedSentence, discourse: Discourse, order: list[Entity]
) -> tuple[Entity, ...]:
    earlier = [
        other for other in masked.companies if other.end <= slot.start and other.entities and other.reference != "its"
    ]
    kind = slot.reference
    if kind == "unnamed":
        return (UNNAMED,)
    if kind == "self":
        speaker = discourse.itself or discourse.main
        named = {entity for other in masked.companies if not other.reference for entity in other.entities}
        return () if speaker in named and discourse.itself is None else _one(speaker)
    if kind == "pair":
        return _pair(earlier, discourse)
    if kind == "they":
        return _they(earlier, discourse)
    if kind in ("latter", "former"):
        return _latter(earlier, discourse, kind)
    subject = _subject(earlier, discourse)
    if kind == "its":
        return _one(subject)
    if kind == "it":
        if (
            not _VERB_BEFORE.search(masked.text, max(masked.sentence.start, slot.start - 24), slot.start)
            and _VERB_NEXT.match(masked.text[slot.end : slot.end + 16])
            and slot.case == "subject"
        ):
            return _one(subject)
        if _GIVEN.search(masked.text[masked.sentence.start : slot.start]):
            return _one(subject)
        acting = {entity for other in earlier if _acts(masked, other) for entity in other.entities}
        return _given_to(subject, acting, earlier, discourse, order)
    if kind == "other":
        return _other(subject, earlier, discourse, order)
    return _described(slot, masked, discourse, order, earlier, subject)


_GIVEN = re.compile(
    r"\b(?:which|that|,)[^.;]{0,50} (?:give|gives|giving|make|makes|making|leave|leaves|leaving|bring|brings|bringing|allow|allows|allowing|let|lets|letting|help|helps|helping|enable|enables) $"
)


_ATTEMPT = re.compile(
    r"(?:'s|’s|') (?:[\w-]+ ){0,2}(?:attempts?|bids?|plans?|offers?|efforts?|agreements?|deals?|talks|decision|promise|pledge|option|right|move|intention|proposal|wish|desire) (?:to|of)\b"
)


def _acts(masked: MaskedSentence, slot: CompanySlot) -> bool:
    """Whether a company is who acts before a pronoun: `Nvidia's attempt to buy it`, not the Arm of `SoftBank owned Arm`."""
    if slot.owner:
        return bool(_ATTEMPT.match(masked.text, slot.end))
    return slot.case == "subject" and not is_object(masked, slot)


def _one(entity: Entity | None) -> tuple[Entity, ...]:
    return () if entity is None else (entity,)


def _subject(earlier: list[CompanySlot], discourse: Discourse) -> Entity | None:
    """Who acts at this point: the last subject of the sentence, else the topic, else the main company."""
    subjects = [other for other in earlier if other.case == "subject" and not other.owner and len(other.entities) == 1]
    subjects = subjects or [other for other in earlier if other.owner and len(other.entities) == 1]
    return subjects[-1].entities[0] if subjects else discourse.topic or discourse.main


def _other(
    subject: Entity | None, earlier: list[CompanySlot], discourse: Discourse, order: list[Entity]
) -> tuple[Entity, ...]:
    """A company that is not the subject: of this sentence, else the topic, else the one spoken of last."""
    own = [entity for other in earlier for entity in other.entities if entity != subject]
    if own:
        return (own[-1],)
    for entity in (discourse.topic, discourse.main):
        if entity is not None and entity != subject:
            return (entity,)
    return next(((entity,) for entity in reversed(order) if entity != subject), ())


def _given_to(
    subject: Entity | None, acting: set[Entity], earlier: list[CompanySlot], discourse: Discourse, order: list[Entity]
) -> tuple[Entity, ...]:
    """The company that an object pronoun means: none of those who act in the sentence (A, B and C lent it $5m)."""
    own = [entity for other in earlier for entity in other.entities if entity not in acting]
    if own:
        return (own[-1],)
    pool = [discourse.topic, discourse.main, *reversed(order)]
    return next(((entity,) for entity in pool if entity is not None and entity not in acting and entity != subject), ())


def _pair(earlier: list[CompanySlot], discourse: Discourse) -> tuple[Entity, ...]:
    named = list(dict.fromkeys(entity for other in earlier for entity in other.entities))
    if len(named) >= 2:
        return tuple(named[-2:])
    if len(named) == 1 and named[0] not in discourse.last_pair:
        return (named[0], *_other(named[0], [], discourse, discourse.recent))
    pair = discourse.last_pair
    if len(pair) == 2 and discourse.topic is not None and discourse.topic not in pair:
        return (discourse.topic, discourse.main if discourse.main in pair else pair[-1])
    return pair if len(pair) == 2 else ()


def _they(earlier: list[CompanySlot], discourse: Discourse) -> tuple[Entity, ...]:
    groups: dict[int, list[Entity]] = {}
    for other in earlier:
        groups.setdefault(other.group, []).extend(other.entities)
    several = [group for group in groups.values() if len(set(group)) >= 2]
    if several:
        return tuple(dict.fromkeys(several[-1]))[:2]
    return () if earlier else discourse.last_pair


def _latter(earlier: list[CompanySlot], discourse: Discourse, kind: str) -> tuple[Entity, ...]:
    named = list(dict.fromkeys(entity for other in earlier for entity in other.entities))
    pool = named if len(named) >= 2 else list(discourse.last_pair)
    if len(pool) < 2:
        return tuple(named[-1:]) if kind == "latter" else ()
    return (pool[-1],) if kind == "latter" else (pool[-2],)


_GENERAL = frozenset(["company", "group", "firm", "business", "investor"])


def _described(
    slot: CompanySlot,
    masked: MaskedSentence,
    discourse: Discourse,
    order: list[Entity],
    earlier: list[CompanySlot],
    subject: Entity | None,
) -> tuple[Entity, ...]:
    """The company that a description fits: by what the article has called it, else the topic or the last other one."""
    text = masked.text[slot.start : slot.end]
    if len(masked.body) < 30:  # a heading: The phone maker.
        return ()
    head, others = wanted(re.sub(r"^(?i:the|this|that) ", "", text))
    if not others and head in ("company", "group") and discourse.itself is not None:
        return (discourse.itself,)
    if text == "the Company":
        return (UNNAMED,)
    clause = {entity for other in earlier if other.clause == slot.clause for entity in other.entities}
    opening = slot.start - masked.sentence.start < 4
    scored = [(1.5, 0, discourse.topic)] if opening and discourse.topic is not None and head not in _GENERAL else []
    for rank, entity in enumerate(reversed(order)):
        told = discourse.descriptors.get(entity.key, set())
        score = (2.0 if head in told else 1.0 if "~" + head in told else 0.0) * (head not in _GENERAL) + len(
            others & told
        )
        if score and opening and entity == discourse.topic:
            score += 1.5
        if score and entity not in clause:
            scored.append((score, -rank, entity))
    if scored:
        return (max(scored, key=lambda row: (row[0], row[1]))[2],)
    if head in _GENERAL or opening:
        fresh = discourse.paragraph != masked.sentence.paragraph
        if (
            not others
            and discourse.main is not None
            and discourse.main not in clause
            and (fresh or (earlier and subject != discourse.main))
        ):
            return (discourse.main,)
        if opening and discourse.topic is not None:
            return (discourse.topic,)
        if (
            others
            and earlier
            and discourse.topic is not None
            and discourse.topic not in {entity for other in earlier for entity in other.entities}
        ):
            return (discourse.topic,)
        return _one(subject) if subject not in clause else _other(subject, earlier, discourse, order)
    other = next((entity for entity in reversed(order) if entity not in clause and entity != subject), None)
    return _one(other or (discourse.topic if discourse.topic not in clause else None))
