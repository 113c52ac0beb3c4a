"""Finding company figures in sentences whose companies and quantities are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.company.spans import Entity
from extractors.cue import CueHit, reaches
from extractors.figure.rules import Hit, Language, is_chinese, languages
from extractors.normal_text import NormalText
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.slots import CompanySlot, MaskedSentence
from schemas.evidence import Evidence
from schemas.figure import Basis, CompanyFigure, Measure
from schemas.quantity import Bound, Money, PartialDate

if TYPE_CHECKING:
    from extractors.reading import Reading

_UNTRUE = frozenset({"joke", "denial", "condition"})
_NEAR_BEFORE = 12
_CONTINUED = 18
_FAR = 25
_PARENTHESIS = re.compile(r"[(（][^)）]{0,40}[)）]")
_LISTED = re.compile(r"^ ?(?:、|和|与|及|以及| and |& |and ) ?$")
_OWNED_BEHIND = re.compile(r"^(?: (?:at|of|for) | by )$")
_DEAL = re.compile(
    r"\b(?:deal|contract|agreement|transaction|order|purchase|acquisition|offer|bid|stake|lease|loan|project|fund|shares?|takeover|merger|buyout|holding|proposal)\b[^,.]{0,30},? ?$"
)


_SEVERAL = re.compile("前[一二三四1-4]季|first (?:two|three|nine)", re.IGNORECASE)
"""'The first three quarters' is no quarter."""

_SAYS = re.compile(r" (?:said|says|reported|announced)\b")
_FUNDING = re.compile(r"融资|募资|投资|领投|跟投|入股|增资|\b(?:invest|round|raise|raising|backed|led by)")
_VALUED = re.compile(r"(?:is |was |were |been )?valu(?:ed|es?|ing)\b")


@dataclass(frozen=True, slots=True)
class _Found:
    """A figure on its way: whose, by which word, which value."""

    hit: Hit
    value: Quantity
    entity: Entity
    named: tuple[int, int]


def find_figures(reading: Reading) -> tuple[CompanyFigure, ...]:
    """The figures that an article reports of companies, in order; the same one told twice stands once."""
    found: list[CompanyFigure] = []
    names = _names(reading)
    seen = set()
    before: MaskedSentence | None = None
    for masked, cues in zip(reading.sentences, reading.cues, strict=True):
        for each in _in_sentence(masked, cues, before, reading.companies.itself):
            figure = _figure(each, masked, reading.normal, names)
            key = (figure.company, figure.measure, figure.amount, figure.percent, figure.period)
            if key not in seen:
                seen.add(key)
                found.append(figure)
        before = masked
    return tuple(found)


def _in_sentence(
    masked: MaskedSentence, cues: Sequence[CueHit], before: MaskedSentence | None, itself: Entity | None
) -> Iterator[_Found]:
    """The figures of a sentence; `itself` is who speaks of itself as 'the company'."""
    start, end = masked.sentence.start, masked.sentence.end
    if not any(item.kind in (QuantityKind.MONEY, QuantityKind.PERCENT) for item in masked.quantities):
        return
    rules = languages()[is_chinese(masked.text, start, end)]
    hits = rules.hits(masked.text, start, end)
    taken: set[int] = set()
    for hit in hits:
        clause = masked.sentence.clause_of(hit.start)
        if any(cue.cue.category in _UNTRUE and reaches(cue, masked, clause) for cue in cues):
            continue
        if rules.segment.search(masked.text[max(start, hit.start - 20) : hit.start]):
            continue
        if rules.condition.search(masked.text, masked.sentence.clauses[clause][0], hit.start):
            continue
        value = _value(masked, rules, hit, hits)
        if value is None or value.start in taken:
            continue
        owner = _owner(masked, hit, value, before)
        if owner is None and itself is not None and not any(slot.entities for slot in masked.companies):
            owner = itself, (hit.start, hit.end)
        if owner is None:
            continue
        taken.add(value.start)
        yield _Found(hit, value, *owner)
        yield from _continued(masked, rules, hit, value, taken)


def _kind(hit: Hit) -> QuantityKind:
    return QuantityKind.PERCENT if hit.rule.measure is Measure.DEBT_RATIO else QuantityKind.MONEY


def _value(masked: MaskedSentence, rules: Language, hit: Hit, hits: Sequence[Hit]) -> Quantity | None:
    """The value of a word: one that stands right before it, else the first behind it."""
    text = masked.text
    values = [item for item in masked.of_kind(_kind(hit)) if item.value is not None and item.value > 0]
    for item in reversed(values):
        if 0 <= hit.start - item.end <= _NEAR_BEFORE * 2 and rules.adjoining.match(text[item.end : hit.start].lower()):
            own = not _claimed(item, hit, hits, rules, text)
            return item if own and not _is_change(text, rules, item, hit) else None
    following = next((item for item in masked.of_kind(_kind(hit)) if item.start >= hit.end), None)
    if following is None or following.value is None or following.value <= 0:
        return None
    gap = _PARENTHESIS.sub("", text[hit.end : following.start]).lstrip(",)")
    stops = len(gap) > rules.longest or rules.breaks.search(gap) or rules.change.search(gap) or rules.lead.search(gap)
    if stops or any(hit.end <= other.start < following.start for other in hits):
        return None
    inside = next(
        (slot for slot in masked.companies if hit.end <= slot.start < following.start and not slot.weak), None
    )
    free = inside is None or hit.rule.between or _OWNED_BEHIND.match(text[hit.end : inside.start])
    if not free and "(" not in text[hit.end : following.start]:
        return None
    return None if rules.after_change.match(text, following.end) else following


def _claimed(item: Quantity, hit: Hit, hits: Sequence[Hit], rules: Language, text: str) -> bool:
    """Whether a value before a word is another word's, which stands before it."""
    previous = next((other for other in reversed(hits) if other.end <= item.start), None)
    if previous is None or previous.rule.measure is hit.rule.measure:
        return False
    gap = text[previous.end : item.start]
    return len(gap) <= _NEAR_BEFORE and rules.breaks.search(gap) is None


def _is_change(text: str, rules: Language, item: Quantity, hit: Hit) -> bool:
    lead = text[max(0, item.start - 24) : item.start].lower()
    return bool(rules.after_change.match(text, hit.end) or rules.change.search(lead) or rules.lead.search(lead[-10:]))


def _owner(
    masked: MaskedSentence, hit: Hit, value: Quantity, before: MaskedSentence | None
) -> tuple[Entity, tuple[int, int]] | None:
    """Whose figure it is, and where that is said."""
    slots = [slot for slot in masked.companies if not slot.weak and len(slot.entities) == 1 and slot.case != "estimate"]
    last = max(hit.end, value.end)
    inside = next((slot for slot in slots if hit.end <= slot.start < value.start), None)
    if inside is not None and (hit.rule.between or _OWNED_BEHIND.match(masked.text[hit.end : inside.start])):
        return _told(inside)
    behind = next((slot for slot in slots if slot.start >= last), None)
    if behind is not None and _OWNED_BEHIND.match(masked.text[last : behind.start]):
        return _told(behind)
    first = min(hit.start, value.start)
    if _VALUED.match(masked.text, hit.start) and _DEAL.search(masked.text[masked.sentence.start : hit.start]):
        return None
    ahead = [slot for slot in masked.companies if not slot.weak and slot.end <= first and slot.entities]
    if not ahead:
        saying = next((slot for slot in masked.companies if slot.start == last + 2 and len(slot.entities) == 1), None)
        if saying is not None and masked.text.startswith(", ", last) and _SAYS.match(masked.text, saying.end):
            return _told(saying)
        return _of_sentence_before(masked, before)
    nearest = _nearest(masked, ahead, first)
    if nearest is not None and hit.rule.measure is Measure.VALUATION and _of_investors(masked, ahead, nearest, first):
        return None
    if nearest is None or len(nearest.entities) != 1 or nearest.case == "estimate":
        return None
    far = value.end <= hit.start and hit.rule.id.startswith("zh") and first - nearest.end > _FAR
    return None if far or _in_list(masked.text, ahead, nearest) else _told(nearest)


def _nearest(masked: MaskedSentence, ahead: Sequence[CompanySlot], first: int) -> CompanySlot | None:
    """The last company before a word: in its clause any, in the clauses before only who acts in them."""
    clause = masked.sentence.clause_of(first)
    own = [slot for slot in ahead if slot.clause == clause]
    if own:
        return own[-1]
    acting = [slot for slot in ahead if slot.case == "subject" or slot.reference]
    if not acting and len({slot.entities for slot in ahead}) == 1:
        return ahead[-1]
    return acting[-1] if acting else None


def _of_investors(masked: MaskedSentence, ahead: Sequence[CompanySlot], nearest: CompanySlot, first: int) -> bool:
    """Whether the company in a clause before a valuation may be one of those that invest rather than who is valued."""
    if nearest.clause == masked.sentence.clause_of(first) or not _FUNDING.search(masked.body):
        return False
    return len({slot.entities for slot in ahead}) > 1 or nearest.case != "subject"


def _told(slot: CompanySlot) -> tuple[Entity, tuple[int, int]]:
    return slot.entities[0], (slot.start, slot.end)


def _in_list(text: str, ahead: Sequence[CompanySlot], nearest: CompanySlot) -> bool:
    """Whether a company stands in one list with the one before it: their figure is none of them alone."""
    previous = [slot for slot in ahead if slot.end <= nearest.start and slot.entities != nearest.entities]
    return bool(previous) and _LISTED.match(text[previous[-1].end : nearest.start]) is not None


def _of_sentence_before(masked: MaskedSentence, before: MaskedSentence | None) -> tuple[Entity, tuple[int, int]] | None:
    """A word before which no company stands speaks of the one of the sentence before, where that is one alone."""
    if before is None or before.sentence.paragraph != masked.sentence.paragraph:
        return None
    named = {entity.key: slot for slot in before.companies if not slot.weak for entity in slot.entities}
    if len(named) != 1:
        return None
    slot = next(iter(named.values()))
    return _told(slot) if len(slot.entities) == 1 else None


def _continued(masked: MaskedSentence, rules: Language, hit: Hit, value: Quantity, taken: set[int]) -> Iterator[_Found]:
    """The same measure of the companies named next: 亚马逊的负债比仅50%，微软仅30%."""
    at = value
    while True:
        slot = next((slot for slot in masked.companies if slot.start >= at.end and not slot.weak), None)
        if slot is None or len(slot.entities) != 1 or slot.start - at.end > _CONTINUED:
            return
        following = next((item for item in masked.of_kind(at.kind) if item.start >= slot.end), None)
        if following is None or following.value is None or following.start in taken:
            return
        if not rules.continues.match(masked.text[at.end : slot.start].lower()):
            return
        if not rules.continued.match(masked.text[slot.end : following.start].lower()):
            return
        taken.add(following.start)
        yield _Found(hit, following, slot.entities[0], (slot.start, slot.end))
        at = following


def _names(reading: Reading) -> dict[str, str]:
    """The longest name under which the article speaks of each company, in its own script."""
    found: dict[str, str] = {}
    for span in reading.companies.spans:
        name = reading.normal.quote(span.start, span.end)
        if len(name) > len(found.get(span.entity.key, "")):
            found[span.entity.key] = name
    return found


def _figure(found: _Found, masked: MaskedSentence, normal: NormalText, names: Mapping[str, str]) -> CompanyFigure:
    value, entity = found.value, found.entity
    assert value.value is not None
    percent = value.kind is QuantityKind.PERCENT
    bound = Bound(value.bound) if value.bound in {each.value for each in Bound} else Bound.EXACT
    period = _period(masked, found)
    evidence = [
        _evidence(normal, "company", *found.named),
        _evidence(normal, "measure", found.hit.start, found.hit.end),
        _evidence(normal, "value", value.start, value.end),
    ]
    if period is not None:
        evidence.append(_evidence(normal, "period", period.start, period.end))
    return CompanyFigure(
        company=entity.name if entity.known else names.get(entity.key, entity.name),
        company_id=entity.company_id,
        measure=found.hit.rule.measure,
        amount=None
        if percent
        else Money(value=value.value, currency=value.currency or "USD", bound=bound, low=value.low, high=value.high),
        percent=value.value if percent else None,
        bound=bound,
        period=None if period is None or period.iso is None else PartialDate(period.iso),
        basis=_basis(masked, found),
        quote=normal.quote(masked.sentence.start, masked.sentence.end).strip(),
        evidence=tuple(evidence),
        rule=found.hit.rule.id,
    )


def _evidence(normal: NormalText, field: str, start: int, end: int) -> Evidence:
    first, last = normal.span(start, end)
    return Evidence(field=field, start=first, end=last, quote=normal.own[first:last])


def _period(masked: MaskedSentence, found: _Found) -> Quantity | None:
    """The date of a figure: the nearest before its value in the sentence, else one right behind."""
    dates = [
        item
        for item in masked.of_kind(QuantityKind.DATE)
        if item.iso is not None and not _SEVERAL.search(masked.text[item.start - 1 : item.end] if item.start else "")
    ]
    last = max(found.hit.end, found.value.end)
    ahead = [item for item in dates if item.end <= last]
    behind = [item for item in dates if 0 <= item.start - last <= _NEAR_BEFORE * 2]
    clause = masked.sentence.clause_of(found.hit.start)
    near = [item for item in ahead if clause - masked.sentence.clause_of(item.start) <= 1]
    return near[-1] if near else behind[0] if behind else None


def _basis(masked: MaskedSentence, found: _Found) -> Basis:
    """Expected where words say so in the clause of the figure or just before the value."""
    rules = languages()[is_chinese(masked.text, masked.sentence.start, masked.sentence.end)]
    clause = masked.sentence.clauses[masked.sentence.clause_of(min(found.hit.start, found.value.start))][0]
    told = masked.text[min(clause, found.named[1]) : found.value.end].lower()
    return Basis.EXPECTED if rules.expected.search(told) else Basis.REPORTED
