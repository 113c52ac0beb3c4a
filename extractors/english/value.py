"""The value that an offer puts on the whole company, which is the amount of an English acquisition that states no other."""

from __future__ import annotations

import re

from extractors.candidate import Candidate
from extractors.quantity.spans import Quantity, QuantityKind
from extractors.slots import MaskedSentence
from schemas.deal import Kind

_VALUED = re.compile(
    r"\b(?:valu(?:es|ing|ed)|pric(?:es|ing|ed)|worth|offer price of|consideration of|enterprise value of|equity value of|deal value of|transaction value of|purchase price of|price of)\b[^.;]{0,70}$",
    re.IGNORECASE,
)
_IN_TOTAL = re.compile(r"^,? (?:in total|in all|altogether|overall)\b")
_SPEAKS = re.compile(
    r"\b(?:the|this|that|its|their|these|both|each) (?:[\w-]+ ){0,3}(?:deals?|orders?|contracts?|agreements?|offer|bid|prices?|package|transaction|loans?|facility|round|purchase|leases?|investment|stake|takeover|acquisition|merger|"
    r"commitment|licen[cs]e|notes|bonds|shares|sale|money|sum|total|consideration|financing|funding|project|site|campus|capacity|term|arrangement|pact)\b|\bworth\b|\bvalu(?:es|ing)\b|\bconsideration\b|\bin return\b|\bin total\b|^(?:upfront|terms|under)\b",
    re.IGNORECASE,
)
_LEAST = 1_000_000


def offer_value(masked: MaskedSentence, kind: Kind | None) -> Quantity | None:
    """The sum that values an acquisition in a sentence, None where there is none."""
    if kind is not Kind.ACQUISITION:
        return None
    for item in masked.of_kind(QuantityKind.MONEY):
        if item.value is None or item.value < _LEAST:
            continue
        before = masked.text[max(masked.sentence.start, item.start - 90) : item.start]
        if _VALUED.search(before) or _IN_TOTAL.match(masked.text[item.end : item.end + 14]):
            return item
    return None


def complete_values(masked: MaskedSentence, candidates: list[Candidate]) -> None:
    """Give acquisitions without an amount the value of their offer."""
    for candidate in candidates:
        if candidate.amount is None:
            candidate.amount = offer_value(masked, candidate.kind)


def speaks_of_deal(body: str) -> bool:
    """Whether a sentence without a deal of its own goes on about the one before it: 'The order is worth…'."""
    return bool(_SPEAKS.search(body))
