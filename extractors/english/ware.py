"""What changes hands: the phrase that a verb of buying, selling, renting or paying has for its object, and its sort.

`buy seven gas plants with 2.6 GW of capacity` is about plants, `pay $310 million for 60% of Mekong Potash` about a
part of a company: the head of the phrase says which, measures (`half of`, `240 MW of`) hand on to what they measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpora.lexicon import lexicon
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.slots import CompanySlot, MaskedSentence

SORTS = ("stake", "hall", "compute", "hardware", "power", "goods", "loan", "capacity", "business")
"""The sorts in the order in which their words are tried; `company` is told by a name alone."""

_MODIFIES = ("compute", "hardware", "power", "goods")
_TIMES = (QuantityKind.DATE, QuantityKind.DURATION)
_FARTHEST = 150
_WORD = re.compile(r"[A-Za-z][\w'’&./-]*|\d[\d,.]*|[,;:()—–\"“”]|[$€£%]")
_STANDS_FOR = frozenset(["description", "latter", "former", "other"])
_SPOKEN = re.compile(r"\b(?:that|which|and|but|said|says|when|while|after|because)\b")
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got)\b")
_PASS = frozenset(["of"])
_HELD = frozenset(["in", "of"])


@dataclass(frozen=True, slots=True)
class Ware:
    """The thing: its sort, the companies named in its phrase, what share of the whole it is, where the phrase ends."""

    sort: str
    companies: tuple[CompanySlot, ...]
    share: float | None
    end: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    company: CompanySlot | None = None
    quantity: Quantity | None = None


@lru_cache(maxsize=1)
def _patterns() -> tuple[dict[str, re.Pattern[str]], re.Pattern[str]]:
    table = lexicon("things")

    def ending(words: list[str]) -> re.Pattern[str]:
        return re.compile(r"(?<![\w-])(?:[\w']+-)*(?:" + "|".join(words) + r")$", re.IGNORECASE)

    return {sort: ending(table[sort]) for sort in SORTS}, ending(table["measures"])


@lru_cache(maxsize=1)
def _edges() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    """The words that may open a phrase and say nothing, those that end one, and a pattern of the latter."""
    table = lexicon("things")["phrase"]
    stops = "|".join(sorted(table["stops"]))
    return frozenset(table["skipped"]), frozenset(table["stops"]), re.compile(rf"\b(?:{stops})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _whole() -> frozenset[str]:
    return frozenset(lexicon("things")["whole"]["words"])


@lru_cache(maxsize=512)
def manner_of(verb: str) -> str:
    """What a verb does with its object: `rent`, `make`, `serve`, or `move` for all that changes the owner."""
    table: dict[str, list[str]] = lexicon("things")["verbs"]
    return next((name for name, words in table.items() if re.match(rf"(?:{'|'.join(words)})\b", verb)), "move")


def ware_behind(masked: MaskedSentence, start: int) -> Ware | None:
    """The thing in the phrase that begins at `start`, None where its words say nothing of its sort."""
    return _ware(_tokens(masked, start, min(masked.sentence.end, start + _FARTHEST)))


def ware_before(masked: MaskedSentence, end: int) -> Ware | None:
    """The thing in the phrase that is the subject of a passive verb at `end`: `The stake was sold by…`."""
    begin = masked.sentence.clauses[masked.sentence.clause_of(end)][0]
    cut = list((_SPOKEN if _BE.search(masked.text, begin, end) else _edges()[2]).finditer(masked.text, begin, end))
    return _ware(_tokens(masked, cut[-1].end() if cut else begin, end))


def ware_of_words(masked: MaskedSentence, end: int) -> Ware | None:
    """The thing that the words right before a noun name: `cloud contract`, `turbine order`, `power purchase agreement`."""
    words = masked.text[max(masked.sentence.start, end - 40) : end].rstrip().split(" ")[-3:]
    held = [slot for slot in masked.companies if not slot.reference and slot.end > end - 40 and slot.start < end]
    if not words or any(slot.end >= end - 1 for slot in held):
        return None
    sorts, _ = _patterns()
    for first in range(len(words)):
        text = " ".join(words[first:]).strip("-")
        for form in (text, f"{text}s"):
            sort = next((sort for sort in _MODIFIES if sorts[sort].search(form)), None)
            if sort is not None:
                return Ware(sort, (), None, end)
    return None


def _tokens(masked: MaskedSentence, start: int, end: int) -> list[_Token]:
    taken = [
        _Token(slot.start, slot.end, "", company=slot)
        for slot in masked.companies
        if not slot.reference or slot.reference in _STANDS_FOR
    ]
    taken += [_Token(item.start, item.end, "", quantity=item) for item in masked.quantities]
    taken = sorted((item for item in taken if start <= item.start < end), key=lambda item: (item.start, -item.end))
    found: list[_Token] = []
    last = start
    for item in [*taken, _Token(end, end, "")]:
        if item.start < last:
            continue
        found += [
            _Token(match.start(), match.end(), match[0].rstrip(".'’&/-") or match[0])
            for match in _WORD.finditer(masked.text, last, item.start)
            if not (match[0] == "s" and masked.text[match.start() - 1] in "'’")
        ]
        if item.end > item.start:
            found.append(item)
        last = item.end
    return found


def _chunk(tokens: list[_Token], first: int) -> int:
    """Where the phrase that begins at a token ends: before a preposition, a conjunction, a verb or a comma."""
    for number in range(first, len(tokens)):
        token = tokens[number]
        if token.company is None and token.quantity is None:
            word = token.text.lower()
            if word == "worth" and number + 1 < len(tokens) and tokens[number + 1].text.lower() not in _PASS:
                return number
            if word in _PASS or (number > first and word in _edges()[1]) or token.text[0] in ",;:()—–":
                return number
        elif number > first and token.quantity is not None and token.quantity.kind in _TIMES:
            return number
    return len(tokens)


def _ware(tokens: list[_Token]) -> Ware | None:
    share: float | None = None
    own = False
    first, steps = 0, 0
    while steps < 4:
        while (
            first < len(tokens)
            and tokens[first].company is None
            and tokens[first].quantity is None
            and tokens[first].text.lower() in _edges()[0]
            and tokens[first].text.lower() not in _whole()
        ):
            own = own or tokens[first].text.lower() in ("its", "their")
            first += 1
        last = _chunk(tokens, first)
        chunk = tokens[first:last]
        if not chunk or chunk[0].text.lower() in _edges()[1]:
            return None
        share = _share(chunk) if share is None else share
        passes = last < len(tokens) and tokens[last].text.lower() in _PASS
        sort, measure = _sorted(chunk)
        if passes and (measure or sort is None or (sort == "capacity" and not _last_word(chunk))):
            steps, first = steps + 1, last + 1
            inner = _ware(tokens[first:])
            if inner is None:
                if share is not None and last + 1 < len(tokens):
                    return Ware("stake", (), share, tokens[last].end, own)
                return None if sort is None else Ware(sort, (), share, tokens[last].end, own)
            if inner.sort == "stake":
                part = None if own or inner.own else share if inner.share is None else inner.share
                return Ware("stake", inner.companies, part, inner.end, own or inner.own)
            if inner.sort in ("company", "business") and (share is not None or inner.sort == "company"):
                return Ware("stake", inner.companies, share, inner.end, own or inner.own)
            if any(token.quantity is not None and token.quantity.kind is QuantityKind.SHARES for token in chunk):
                return Ware("stake", inner.companies, share, inner.end, own or inner.own)
            return Ware(
                inner.sort, inner.companies, inner.share if share is None else share, inner.end, own or inner.own
            )
        if sort is None:
            return Ware("stake", (), share, chunk[-1].end, own) if share is not None else None
        companies = tuple(token.company for token in chunk if token.company is not None)
        if sort == "stake" and own and not any(token.quantity is not None for token in chunk):
            share = None  # its entire stake is no share of the whole
        if sort == "stake" and last < len(tokens) and tokens[last].text.lower() in _HELD:
            behind = tokens[last + 1 : _chunk(tokens, last + 1)]
            companies += tuple(token.company for token in behind if token.company is not None)
        return Ware(sort, companies, share, chunk[-1].end, own)
    return None


def _last_word(chunk: list[_Token]) -> str:
    return chunk[-1].text if chunk[-1].company is None and chunk[-1].quantity is None else ""


def _sorted(chunk: list[_Token]) -> tuple[str | None, bool]:
    """The sort of a phrase by its last word that has one, and whether it only measures something."""
    sorts, measures = _patterns()
    tail = chunk[-1]
    if tail.company is not None:
        return (None if tail.company.owner else "company"), False
    words: list[str] = []
    for token in reversed(chunk):
        if token.company is not None:
            break
        if token.quantity is not None:
            if not words or not any(_of_sort(words)):
                found = _of_quantity(token.quantity)
                if found is not None:
                    return found
            words.insert(0, "\x00")
            continue
        words.insert(0, token.text)
    text = " ".join(words)
    while words:
        if measures.search(text) and len(words) <= 3 and not any(sorts[sort].search(text) for sort in ("stake",)):
            return next((sort for sort in SORTS if sorts[sort].search(text)), None), True
        for sort in SORTS:
            if sorts[sort].search(text):
                return sort, False
        words.pop()
        text = " ".join(words)
    return None, False


def _of_sort(words: list[str]) -> list[bool]:
    sorts, _ = _patterns()
    return [bool(sorts[sort].search(" ".join(words))) for sort in SORTS]


def _of_quantity(item: Quantity) -> tuple[str | None, bool] | None:
    if item.kind is QuantityKind.SHARES:
        return "stake", True
    if item.kind is QuantityKind.CHIPS:
        return "hardware", False
    if item.kind is QuantityKind.POWER:
        return "capacity", True
    if item.kind is QuantityKind.ENERGY:
        return "power", True
    if item.kind in (QuantityKind.PERCENT, QuantityKind.MONEY):
        return None, True
    return None


def _share(chunk: list[_Token]) -> float | None:
    """The share of the whole that a phrase states, in per cent; more than half where it says all, the rest or control."""
    for token in chunk:
        if token.quantity is not None and token.quantity.kind is QuantityKind.PERCENT:
            value = token.quantity.value
            if value is not None and value <= 100:
                rest = any(word.text.lower() in _whole() for word in chunk)
                return 100.0 if rest else float(value)
    fractions: dict[str, int] = lexicon("things")["fractions"]
    for token in chunk:
        word = token.text.lower().strip("-")
        if word in fractions:
            return float(fractions[word])
        if word in _whole() or word == "controlling":
            return 100.0
    return None
