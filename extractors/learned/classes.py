"""What a role reader tells apart: kinds of pairs, statuses, and the parts that figures play in a deal."""

from __future__ import annotations

from schemas.deal import Kind, Status

PAIRS = ("none", *(kind.value for kind in Kind), "seller")
"""What an ordered pair of companies may be: payer and paid in a deal of a kind, or the seller and what it parts with."""

STATUSES = tuple(status.value for status in Status)

FIELDS = ("none", "amount", "annual", "power", "years", "start", "end", "stake", "shares", "price")
"""What a figure may be in the deal of a pair."""

NOBODY = 0
"""The number of the party that is not named; companies count from 1 in labels."""

TERM_OF_FIELD = {
    "annual": "annual_amount",
    "years": "years",
    "start": "start",
    "end": "end",
    "stake": "stake_pct",
    "shares": "shares",
    "price": "price_per_share",
}
"""What the fields other than amount and power are called among the terms of a deal."""
