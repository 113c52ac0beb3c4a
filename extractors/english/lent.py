"""Money that banks give is lent: `raised 5 billion ringgit from Maybank` tells a loan where nothing speaks of shares."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.candidate import Candidate, Filled
from extractors.english.sellers import sold_by
from schemas.deal import Kind

_ROLES = {"investor": "lender", "investee": "borrower"}
_LENT = re.compile(
    r"\b(?:loans?|lend\w*|lent|borrow\w*|credit|debt|facility|bonds?|mortgage|repay\w*|repaid|matur\w+|refinanc\w+|lenders?)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\b(?:stakes?|equity|shares?|rounds?|series [a-h]|shareholders?|valu(?:ing|ation|ed)|venture|convertible|warrants?|per cent|%)",
    re.IGNORECASE,
)
_BEHIND = 140


def settle_lent(candidate: Candidate) -> None:
    """Tell an investment as debt where all who give are banks, or the next sentence calls it a loan."""
    if candidate.kind is not Kind.INVESTMENT or not any(item.role == "investor" for item in candidate.filled):
        return
    masked = candidate.masked
    end = masked.sentence.end
    if _OWNED.search(masked.body):
        return
    banks = all(sold_by(item.entity) is Kind.DEBT for item in candidate.filled if item.role == "investor")
    loan = _LENT.search(masked.body) or re.match(
        r"\s*(?:The|This) (?:\w+ )?(?:loan|facility|credit|debt|bonds)\b", masked.text[end : end + _BEHIND]
    )
    if banks or loan:
        candidate.kind = Kind.DEBT
        candidate.filled = [
            replace(item, role=_ROLES.get(item.role, item.role)) for item in candidate.filled if item.role != "seller"
        ]


def settle_banks(candidate: Candidate) -> None:
    """Let the banks of a sentence lend where a debt has no lender yet, and never borrow from a company that is none."""
    if candidate.kind is not Kind.DEBT or any(item.role == "lender" for item in candidate.filled):
        return
    taken = {item.entity.key for item in candidate.filled}
    slots = [slot for slot in candidate.masked.companies if not slot.weak and slot.reference != "its"]
    others = list(
        {
            entity.key: Filled("lender", entity, slot)
            for slot in slots
            for entity in slot.entities
            if entity.key not in taken and entity.key != "unnamed"
        }.values()
    )
    banks = [item for item in others if sold_by(item.entity) is Kind.DEBT]
    if all(sold_by(item.entity) is Kind.DEBT for item in candidate.filled):
        rest = [item for item in others if item not in banks]
        if len(rest) == 1:
            candidate.filled = [
                *(replace(item, role="lender") for item in candidate.filled),
                replace(rest[0], role="borrower"),
            ]
    elif banks and len(others) == len(banks):
        candidate.filled = [*candidate.filled, *banks]
