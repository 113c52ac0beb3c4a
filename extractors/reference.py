"""Words that stand for companies already named: 该公司, 后者, 双方, the chipmaker, the pair."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.company.spans import Entity
from extractors.slots import CompanySlot, MaskedSentence

_KINDS = ("self", "owner", "its", "latter", "former", "pair", "group", "other", "topic")


_PRONOUNS = ("it", "its")


_CHINESE = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=2)
def _patterns(chinese: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = lexicon("references")
    words = {kind: table[kind]["zh" if chinese else "en"] for kind in _KINDS}
    return tuple((kind, re.compile("|".join(row), re.IGNORECASE)) for kind, row in words.items() if row)


@dataclass(slots=True)
class Discourse:
    """What the text has spoken of so far: the topic, and the companies in order of their last mention."""

    itself: Entity | None = None
    topic: Entity | None = None
    main: Entity | None = None
    paragraph: int = -1
    recent: list[Entity] = field(default_factory=list)
    last_pair: tuple[Entity, ...] = ()
    last_group: tuple[Entity, ...] = ()
    descriptors: dict[str, set[str]] = field(default_factory=dict)

    def hear(self, masked: MaskedSentence, about: CompanySlot | None = None) -> None:
        """Remember the companies of a sentence that has been read; `about` is the one that it speaks of, if told."""
        named = [entity for slot in masked.companies if not slot.weak for entity in slot.entities]
        for entity in named:
            if entity in self.recent:
                self.recent.remove(entity)
            self.recent.append(entity)
        del self.recent[:-60]
        subject = about or next(
            (slot for slot in masked.companies if slot.case == "subject" and slot.entities and not slot.weak), None
        )
        if subject is not None and len(subject.entities) == 1:
            if subject.reference or not self._goes_on(masked):
                self.topic = subject.entities[0]
            self.paragraph = masked.sentence.paragraph
        groups: dict[int, list[Entity]] = {}
        for slot in masked.companies:
            if not slot.reference and slot.case == "subject":
                groups.setdefault(slot.group, []).extend(slot.entities)
        plural = [tuple(dict.fromkeys(members)) for members in groups.values() if len(set(members)) > 1]
        self.last_group = plural[-1] if plural else self.last_group if not named else ()
        distinct = tuple(dict.fromkeys(named))
        if len(distinct) >= 2:
            self.last_pair = distinct[:2]

    def _goes_on(self, masked: MaskedSentence) -> bool:
        """Whether a sentence calls the topic by a pronoun: so it goes on, whoever acts (Grosz, Joshi and Weinstein, 1995)."""
        return any(slot.reference in _PRONOUNS and slot.entities == (self.topic,) for slot in masked.companies)


def find_references(masked: MaskedSentence) -> list[CompanySlot]:
    """The references of a sentence as empty slots, outside the companies that it names."""
    start, end = masked.sentence.start, masked.sentence.end
    taken = bytearray(end - start)
    for slot in masked.companies:
        _take(taken, slot.start - start, slot.end - start)
    found: list[CompanySlot] = []
    chinese = bool(_CHINESE.search(masked.text, start, end))
    for kind, pattern in _patterns(chinese):
        for match in pattern.finditer(masked.text, start, end):
            if taken.find(1, match.start() - start, match.end() - start) >= 0:
                continue
            _take(taken, match.start() - start, match.end() - start)
            clause = masked.sentence.clause_of(match.start())
            found.append(CompanySlot(match.start(), match.end(), (), clause, reference=kind))
    return found


def _take(taken: bytearray, first: int, last: int) -> None:
    """Mark the places of a name or reference, as far as they lie in the sentence."""
    first, last = max(first, 0), min(last, len(taken))
    taken[first:last] = b"\1" * (last - first)


def resolve_references(masked: MaskedSentence, discourse: Discourse) -> None:
    """Fill the reference slots of a sentence from what was said before them; unresolved ones are removed."""
    order = list(discourse.recent)
    known = [slot for slot in masked.companies if slot.entities and not slot.reference]
    for slot in masked.companies:
        if slot.reference:
            slot.entities = _resolved(slot, known, masked, discourse, order)
        for entity in slot.entities:
            if entity in order:
                order.remove(entity)
            order.append(entity)
    masked.companies = [slot for slot in masked.companies if slot.entities]


def same_clause_of(slot: CompanySlot, earlier: list[CompanySlot]) -> set[Entity]:
    """The companies named before a slot in its own clause."""
    return {entity for other in earlier if other.clause == slot.clause for entity in other.entities}


def _resolved(
    slot: CompanySlot, known: list[CompanySlot], masked: MaskedSentence, discourse: Discourse, order: list[Entity]
) -> tuple[Entity, ...]:
    earlier = [other for other in known if other.end <= slot.start]
    named = list(dict.fromkeys(entity for other in earlier for entity in other.entities))
    if slot.reference == "its":
        before = [entity for entity in reversed(named) if entity not in same_clause_of(slot, earlier)]
        return (
            (before[0],)
            if before
            else (discourse.topic,)
            if discourse.topic is not None and discourse.topic not in same_clause_of(slot, earlier)
            else ()
        )
    if slot.reference == "self":
        speaker = discourse.itself or discourse.main
        return (speaker,) if speaker is not None else ()
    if slot.reference == "pair":
        pair = tuple(named[:2]) if len(named) >= 2 else discourse.last_pair
        if len(named) == 1 and named[0] not in discourse.last_pair:
            other = discourse.main if discourse.main != named[0] else discourse.topic
            pair = (named[0], other) if other is not None and other != named[0] else ()
        return pair if len(pair) == 2 else ()
    if slot.reference == "group":
        return discourse.last_group
    if slot.reference in ("latter", "former"):
        pool = named if len(named) >= 2 else list(discourse.last_pair)
        if len(pool) < 2:
            return (named[-1],) if slot.reference == "latter" and named else ()
        return (pool[-1],) if slot.reference == "latter" else (pool[-2],)
    same_clause = same_clause_of(slot, earlier)
    if slot.reference == "owner":
        slot.owner = True
        subjects = {
            other.entities[0] for other in earlier if other.case == "subject" and other.clause == slot.clause
        } or set(named[:1])
        return next(((entity,) for entity in reversed(order) if entity not in subjects), ())
    if slot.reference == "other":
        subject = named[0] if named else discourse.topic
        return next(((entity,) for entity in reversed(order) if entity != subject and entity not in same_clause), ())
    text = masked.text[slot.start : slot.end]
    if text.startswith(("这家", "该家", "这间", "the", "this", "The", "This")) and not re.fullmatch(
        r"(?i)(?:the|this) (?:company|group|firm)", text
    ):
        if slot.start - masked.sentence.start < 4 and discourse.topic is not None:
            return (discourse.topic,)
        subject = named[0] if named else None
        return next(((entity,) for entity in reversed(order) if entity not in same_clause and entity != subject), ())
    if discourse.itself is not None and re.fullmatch(r"(?i)公司|本公司|集团|the company|the group", text):
        return (discourse.itself,)
    if not earlier and discourse.main is not None and discourse.paragraph != masked.sentence.paragraph:
        return (discourse.main,)
    topic = (
        discourse.topic
        if not earlier
        else next((other.entities[0] for other in earlier if other.case == "subject"), discourse.topic)
    )
    if topic in same_clause:
        topic = discourse.topic if discourse.topic not in same_clause else discourse.main
    return (topic,) if topic is not None and topic not in same_clause else ()
