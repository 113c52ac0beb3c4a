"""Who reviews: accounts, what they are looking at, and how long they took."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Table,
    Text,
)

from pipeline.store.models.base import metadata, text_column

account = Table(
    "account",
    metadata,
    Column("name", Text, primary_key=True),
    text_column("role"),
    text_column("password"),
    text_column("created"),
    Column("closed", Boolean, nullable=False),
)
"""Who may use the review pages: `role` is reader, reviewer or admin, `password` an argon2 hash."""

sign_in = Table(
    "sign_in",
    metadata,
    Column("secret_hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.name", ondelete="CASCADE"), nullable=False, index=True),
    text_column("kind"),
    text_column("title"),
    text_column("created"),
    Column("until", Float, nullable=True),
)
"""What lets an account in: a browser's `session`, or a program's `token` with its title. Only hashes are kept; `until`
is seconds since 1970, empty for no end."""

lease = Table(
    "lease",
    metadata,
    Column("item", Text, primary_key=True),
    text_column("holder"),
    Column("until", Float, nullable=False),
)
"""What somebody is looking at in the review queue, so that nobody else is given it; `until` is seconds since 1970."""

skipped = Table(
    "skipped",
    metadata,
    Column("item", Text, primary_key=True),
    Column("holder", Text, primary_key=True),
    Column("until", Float, nullable=False),
)
"""What somebody put aside in the review queue, and until when."""

decision_time = Table(
    "decision_time",
    metadata,
    Column("decision_id", Text, ForeignKey("decision.id"), primary_key=True),
    Column("seconds", Float, nullable=False),
    text_column("batch", needed=False, index=True),
)
"""How long a person looked before deciding on the review pages; `batch` names decisions made together."""
