"""Companies that only say something of another one: `Joby rival Skarv`, `BlackRock's GIP`, `the Amazon contract`."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from corpora.lexicon import lexicon
from extractors.english.fill import is_object
from extractors.english.structure import insert_of
from extractors.slots import CompanySlot, MaskedSentence

MODIFIER = "modifier"
"""The case of a name that plays no role of its own."""
_DEALT = re.compile(
    r" (?:contracts?|deals?|agreements?|orders?|pacts?|leases?|offers?|bids?|purchases?|acquisitions?|takeovers?|loans?|investments?|stakes?|holdings?|shares?|stock|mergers?|tie-ups?|transactions?|partnerships?|commitments?|rounds?|talks)\b"
)
_BARE = re.compile(r"^(?:'s|’s|s'|s’) $")
_ADJECTIVE = r"(?:[a-z][\w-]*|[A-Z][a-z]+(?:an|ish|ese|ch|ss)|AI|US|UK)"
_BACKED = re.compile(
    rf"^-(?:backed|owned|controlled|affiliated|linked|funded|managed|sponsored)(?: {_ADJECTIVE}){{0,4}} $"
)
_SITE = re.compile(
    r" (?:[a-z][\w-]* ){0,2}(?:smelter|plants?|campus|campuses|sites?|mills?|mines?|works|factory|factories|complex|halls?|fields?|parks?|farms?|terminal|refinery|"
    r"port|yard|project|fab|reactors?|station|depot|gigafactory|data cent(?:re|er)s?|cluster|tower|brewery|hub|wells?|pipeline|dam|cracker)\b"
)


@lru_cache(maxsize=1)
def _relation() -> re.Pattern[str]:
    words = "|".join(
        sorted(map(re.escape, {*lexicon("trades")["heads"], *lexicon("trades")["relations"]}), key=len, reverse=True)
    )
    return re.compile(rf"^(?:'s|’s|s'|'|’)?,? (?:{_ADJECTIVE} ){{0,3}}?(?:[a-z]+-)?(?:{words})s?,? $")


def mark_modifiers(masked: MaskedSentence) -> None:
    """Set aside the companies that stand before the name of another one to tell which; own those before a deal's noun."""
    named = [slot for slot in masked.companies if not slot.reference]
    for slot, behind in pairwise(named):
        gap = masked.text[slot.end : behind.start]
        if _DEALT.match(masked.text, behind.end) or slot.entities == behind.entities:
            continue
        if _BARE.match(gap) and _SITE.match(masked.text, behind.end):  # Boliden's Rönnskär smelter
            behind.case, behind.weak, behind.group = MODIFIER, True, 5_000 + behind.start
        elif slot.case != MODIFIER and (
            _BARE.match(gap) or _BACKED.match(gap) or (_relation().match(gap) and slot.group != behind.group)
        ):
            _step_aside(masked, slot, behind)
    for slot in named:
        if _CONTRACT.match(masked.text, slot.end):
            slot.owner = True


def _step_aside(masked: MaskedSentence, slot: CompanySlot, behind: CompanySlot) -> None:
    """Make a company a mere modifier; the one behind it, with its list, inherits its place in the sentence."""
    old, group, case = behind.group, slot.group, slot.case
    for other in masked.companies:
        if other.group == old and other.start >= behind.start:
            other.group, other.case = group, case
    slot.case, slot.weak, slot.group = MODIFIER, True, 5_000 + slot.start


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
