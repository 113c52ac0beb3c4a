"""The words of the data that people see translated: kinds, statuses, roles, fields, and the keys of the queue."""

from __future__ import annotations

from pipeline.money.loops import LoopKind
from pipeline.money.reasons import Why
from pipeline.money.sums import Bucket, Standing
from pipeline.money.words import STANDING_WORDS, TIED_WORDS
from pipeline.store.addresses import State
from schemas.deal import Kind, Role, Status
from schemas.decision import Action
from schemas.figure import Measure
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

RUN_COUNTS = (
    "lists", "lists unchanged", "announced", "fetched", "unmodified", "articles new", "articles changed", "mentions",
    "failures", "deals new", "deals changed", "deals gone", "pages", "skipped", "empty", "articles", "failed",
)  # fmt: skip
"""What crawls and backfills count."""

FAILURES = ("later", "aside", "empty", "list", "unread", "model")
"""The kinds of what a run could not read."""

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
            "pending", "doing", "done", "failed", "session", "token",
            *(each.value for each in Bucket),
            *(each.word for each in Standing),
            *(each.value for each in Why),
            *(f"loop {each.value}" for each in LoopKind),
            *(f"figure {each.value}" for each in Measure),
            *STANDING_WORDS.values(),
            *TIED_WORDS.values(),
            *(f"address {each.value}" for each in State),
            *(f"run {name}" for name in RUN_COUNTS),
            *(f"failure {name}" for name in FAILURES),
            "equity", "purchases", "several kinds", "shares", "joint",
            "cancelled or lapsed", "within one group", "nobody pays anybody", "one side not told",
        )
    )
)  # fmt: skip
"""Every word of the data that templates show through gettext; a test holds the catalogues to it."""
