"""How far an English deal has come, by the tense of its verb: 'bought', 'raised' and 'lent' tell of deals that are done."""

from __future__ import annotations

import re

from extractors.candidate import Candidate
from schemas.deal import Kind, Status

_DONE = frozenset(
    [
        "bought",
        "acquired",
        "purchased",
        "sold",
        "raised",
        "borrowed",
        "invested",
        "poured",
        "pumped",
        "injected",
        "paid",
        "took",
        "absorbed",
        "swallowed",
        "drew",
        "lent",
        "loaned",
        "issued",
        "priced",
        "ploughed",
        "plowed",
        "sank",
        "divested",
        "offloaded",
        "closed",
        "secured",
        "bagged",
        "banked",
        "netted",
        "collected",
        "spent",
        "put",
        "contributed",
        "exited",
        "unloaded",
        "got",
        "received",
        "obtained",
    ]
) | frozenset(
    [
        "snapped up",
        "picked up",
        "scooped up",
        "took over",
        "taken over",
        "disposed of",
        "subscribed for",
        "laid out",
        "handed over",
        "bought out",
        "bought up",
        "put in",
    ]
)
_OPEN = re.compile(
    r"\b(?:to be|is being|are being|being|will be|would be|be|is to|agreed|agrees|plans?|will|would|could|may|might|should|can|expects?|is|are|to|in talks) (?:\w+ )?$",
    re.IGNORECASE,
)
_KINDS = (Kind.ACQUISITION, Kind.INVESTMENT, Kind.DEBT)


def done_by_tense(candidate: Candidate, status: Status) -> Status:
    """Completed where a deal's own verb stands in the past and nothing says otherwise; else the status as it is."""
    if status is not Status.AGREED or candidate.kind not in _KINDS or candidate.trigger.text not in _DONE:
        return status
    masked = candidate.masked
    before = masked.text[max(masked.sentence.start, candidate.trigger.start - 24) : candidate.trigger.start]
    return status if _OPEN.search(before) else Status.COMPLETED
