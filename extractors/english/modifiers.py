"""Companies that only say something of another one: `Joby rival Skarv`, `BlackRock's GIP`, `the Amazon contract`."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from corpora.lexicon import lexicon
from extractors.english.fill import is_object
from extractors.english.structure import insert_of
from extractors.slots import CompanySlot, MaskedSentence

_DEALT = re.compile(
    r" (?:contracts?|deals?|agreements?|orders?|pacts?|leases?|offers?|bids?|purchases?|acquisitions?|takeovers?|loans?|investments?|stakes?|holdings?|shares?|stock|mergers?|tie-ups?|transactions?|partnerships?|commitments?|rounds?|talks)\b"
)
_BARE = re.compile(r"^(?:'s|’s) $")


@lru_cache(maxsize=1)
def _relation() -> re.Pattern[str]:
    words = "|".join(
        sorted(map(re.escape, {*lexicon("trades")["heads"], *lexicon("trades")["relations"]}), key=len, reverse=True)
    )
    return re.compile(rf"^(?:'s|’s)?,? (?:[a-z][\w-]* ){{0,3}}?(?:{words})s?,? $")


def mark_modifiers(masked: MaskedSentence) -> None:
    """Set aside the companies that stand before the name of another one to tell which; own those before a deal's noun."""
    named = [slot for slot in masked.companies if not slot.reference]
    for slot, behind in pairwise(named):
        gap = masked.text[slot.end : behind.start]
        if _DEALT.match(masked.text, behind.end) or slot.entities == behind.entities:
            continue
        if _BARE.match(gap) or (_relation().match(gap) and slot.group != behind.group):
            slot.case, slot.weak = "modifier", True
    for slot in named:
        if _CONTRACT.match(masked.text, slot.end):
            slot.owner = True


_CONTRACT = re.compile(r" (?:contracts?|deals?|agreements?|pacts?|leases?|tie-ups?|partnerships?|commitments?)\b")


def main_subject(masked: MaskedSentence) -> CompanySlot | None:
    """Whom a sentence is about: the first company that acts in its main clause, else the first that owns what does."""
    subjects = [slot for slot in masked.companies if slot.case == "subject" and slot.entities and not slot.weak]
    acting = [
        slot
        for slot in subjects
        if not slot.owner and insert_of(masked.inserts, slot.start) is None and not is_object(masked, slot)
    ]
    return next(iter(acting or subjects), None)
