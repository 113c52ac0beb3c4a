"""The words of the data that people see translated: kinds, statuses, roles, fields, and the keys of the queue."""

from __future__ import annotations

from schemas.deal import Kind, Role, Status
from schemas.decision import Action
from schemas.merged import Happening, Review

KINDS = tuple(each.value for each in Kind)
STATUSES = tuple(each.value for each in Status)
LANGUAGES = ("zh-Hant", "zh-Hans", "en")

FIELD_WORDS = (
    "kind", "status", "parties", "amount", "power_gw", "announced", "terms.years", "terms.start", "terms.end",
    "terms.stake_pct", "terms.shares", "terms.price_per_share", "terms.annual_amount", "terms.tranche", "power",
    "terms",
)  # fmt: skip

KEYS = (
    ("a", "accept"), ("r", "reject"), ("e", "edit"), ("s", "skip"), ("u", "undo"), ("j", "next"), ("k", "previous"),
    ("m", "merge"), ("p", "split"), ("c", "comment"), ("?", "help"),
)  # fmt: skip

VOCABULARY = tuple(
    dict.fromkeys(
        (
            *KINDS,
            *STATUSES,
            *(each.value for each in Role),
            *(each.value for each in Review),
            *(each.value for each in Happening),
            *(each.value for each in Action),
            *FIELD_WORDS,
            *(name for _, name in KEYS),
            "exact", "approx", "max", "min", "company release", "report", "rumour",
            "reader", "reviewer", "admin", "mention", "new", "changed", "merged", "gone", "decided",
            "pending", "done", "failed", "session", "token",
        )
    )
)  # fmt: skip
"""Every word of the data that templates show through gettext; a test holds the catalogues to it."""
