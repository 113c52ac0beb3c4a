"""What an English article calls each company: 'bitcoin miner TeraWulf' makes TeraWulf the miner from then on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpora.lexicon import lexicon
from extractors.company.spans import CompanySpan

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")
_BEFORE = re.compile(r"(?:[A-Za-z'-]+(?: |-)){1,5}$")
_AFTER = re.compile(r"^(?:'s [a-z-]+)?(?: \([^()]{0,40}\))?, (?:the|an?|its|one of|another|itself an?) ([^,.;:]{3,70})")
_IS = re.compile(r"^,? (?:is|was|remains|has become|became) (?:the|an?|one of) ([^,.;:]{3,60})")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "of",
        "to",
        "in",
        "for",
        "with",
        "by",
        "from",
        "its",
        "his",
        "their",
        "that",
        "which",
        "who",
        "has",
        "have",
        "had",
        "is",
        "was",
        "will",
        "said",
        "says",
        "on",
        "at",
        "as",
        "into",
        "about",
        "over",
        "under",
        "after",
    ]
)


def _family() -> dict[str, str]:
    """Words that describe the same trade, each by the first of its family."""
    return {word: words[0] for words in lexicon("trades")["families"] for word in words}


def describe(text: str, spans: Iterable[CompanySpan]) -> dict[str, set[str]]:
    """The words that an article uses of each company, by entity key, trades by the first word of their family."""
    family = _family()
    told: dict[str, set[str]] = {}
    for span in spans:
        words = told.setdefault(span.entity.key, set())
        for word in _WORD.findall(f"{text[span.start : span.end]} {span.entity.name}"):
            words.add("~" + family.get(word.lower(), word.lower()))
        pieces = []
        before = _BEFORE.search(text[max(0, span.start - 60) : span.start])
        if before:
            lead = before[0].split()
            stop = max((index for index, word in enumerate(lead) if word.lower() in _STOP), default=-1)
            pieces.append(" ".join(lead[stop + 1 :]))
        rest = text[span.end : span.end + 110]
        for pattern in (_AFTER, _IS):
            after = pattern.match(rest)
            if after:
                pieces.append(after[1])
        for piece in pieces:
            for word in _WORD.findall(piece):
                for part in {word.lower(), *word.lower().split("-")}:
                    words.add(family.get(part, part))
    return told


def wanted(description: str) -> tuple[str, set[str]]:
    """The trade that a description names ('the Catalan lender': bank) and its other words."""
    family = _family()
    words = [word.lower() for word in _WORD.findall(description) if word.lower() not in _STOP]
    if not words:
        return "", set()
    parts = {part for word in words[:-1] for part in (word, *word.split("-"))}
    return family.get(words[-1], words[-1]), {family.get(part, part) for part in parts}
