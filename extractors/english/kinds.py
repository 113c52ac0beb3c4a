"""What an English purchase or agreement is about: the words of its sentence, else of the text before it, are weighed."""

from __future__ import annotations

import re
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.candidate import Candidate
from extractors.english.sellers import sold_by
from extractors.quantity.spans import QuantityKind
from extractors.slots import MaskedSentence
from schemas.deal import Kind

_NEAR = 60.0
_BACK, _AHEAD = 420, 160
_LEAST = 0.9
"""The weight of the words of a sentence under which those of the next one help to tell the kind."""
UNSURE_WHO = frozenset(["en-customer-won", "en-chosen"])
"""Frames whose verbs (signed, won) are said of both sides."""
_GOODS = (Kind.POWER.value, Kind.COMPUTE.value, Kind.PURCHASE.value)
_SELLS = {"seller": 2.5, "first": 1.2, "second": 1.2, "buyer": 0.6}
_MEASURES = (QuantityKind.MONEY, QuantityKind.POWER, QuantityKind.ENERGY, QuantityKind.DURATION)


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[Kind, float, re.Pattern[str]], ...]:
    table = lexicon("goods")
    return tuple(
        (Kind(kind), weight, re.compile(r"\b(?:" + "|".join(lists[name]) + r")\b", re.IGNORECASE))
        for kind, lists in table.items()
        for name, weight in (("strong", 3.0), ("weak", 0.8))
    )


def english_kind(candidate: Candidate, allowed: tuple[str, ...]) -> Kind | None:
    """The kind whose words weigh most around the trigger; the text before the sentence decides where it says nothing."""
    masked = candidate.masked
    own = _weighed(masked, masked.sentence.start, masked.sentence.end, candidate.trigger.start, allowed)
    for kind, weight in _sold(candidate).items():
        if kind.value in allowed:
            own[kind] = own.get(kind, 0.0) + weight
    if not own or max(own.values()) < _LEAST:
        end = masked.sentence.end
        goods = tuple(kind for kind in allowed if kind in _GOODS)
        behind = _weighed(masked, end, min(len(masked.text), end + _AHEAD), end, goods)
        for kind, weight in behind.items():
            own[kind] = own.get(kind, 0.0) + weight / 2
    if own:
        return max(own, key=lambda kind: own[kind])
    before = _weighed(
        masked, max(0, masked.sentence.start - _BACK), masked.sentence.start, masked.sentence.start, allowed
    )
    return max(before, key=lambda kind: before[kind]) if before and max(before.values()) >= 1.5 else None


def _sold(candidate: Candidate) -> dict[Kind, float]:
    """What the parties of a measured deal sell by trade; who is known to sell in it counts more."""
    if not any(item.kind in _MEASURES for item in candidate.masked.quantities):
        return {}
    found: dict[Kind, float] = {}
    for item in candidate.filled:
        kind = sold_by(item.entity)
        weight = 2.0 if candidate.frame.id in UNSURE_WHO else _SELLS.get(item.role, 0.0)
        if kind is not None and kind is not Kind.DEBT and weight:
            found[kind] = max(found.get(kind, 0.0), weight)
    return found


def _weighed(masked: MaskedSentence, start: int, end: int, anchor: int, allowed: tuple[str, ...]) -> dict[Kind, float]:
    """The weight of each kind in `start:end`; a word counts less the farther it stands from `anchor`."""
    text = masked.text[start:end]
    for slot in masked.companies:
        if start <= slot.start < end and not slot.reference:
            first, last = slot.start - start, min(slot.end, end) - start
            text = text[:first] + "_" * (last - first) + text[last:]
    weights: dict[Kind, float] = {}
    for kind, weight, place in _spoken(text):
        if kind.value in allowed:
            weights[kind] = weights.get(kind, 0.0) + weight / (1.0 + abs(start + place - anchor) / _NEAR)
    return weights


@lru_cache(maxsize=256)
def _spoken(text: str) -> tuple[tuple[Kind, float, int], ...]:
    """The words of a text that speak for a kind, with their weight and place, each once a kind and weight."""
    found = []
    for kind, weight, pattern in _words():
        seen: set[str] = set()
        for match in pattern.finditer(text):
            word = match[0].lower()
            if word not in seen:
                seen.add(word)
                found.append((kind, weight, match.start()))
    return tuple(found)
