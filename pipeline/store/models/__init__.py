"""The tables. Money and power are exact: decimal text, never floats. Constraint names follow one convention.

They are SQLAlchemy Core tables: our nouns are Pydantic models already, and loading the ORM would double the time that
`dealtrail deals` takes to start.
"""

from __future__ import annotations

from pipeline.store.models.base import NAMES, metadata
from pipeline.store.models.crawling import (
    address,
    backfill,
    crawl,
    failure,
    host,
    near_duplicate,
    reading,
    shard,
    signature_band,
)
from pipeline.store.models.deals import (
    article,
    company,
    company_name,
    deal,
    deal_change,
    deal_identity,
    deal_mention,
    decision,
    decision_mention,
    doubt,
    evidence,
    fact,
    figure,
    mention,
    mention_block,
    mention_party,
    unsettled,
)
from pipeline.store.models.people import account, decision_time, lease, sign_in, skipped

__all__ = [
    "NAMES",
    "account",
    "address",
    "article",
    "backfill",
    "company",
    "company_name",
    "crawl",
    "deal",
    "deal_change",
    "deal_identity",
    "deal_mention",
    "decision",
    "decision_mention",
    "decision_time",
    "doubt",
    "evidence",
    "fact",
    "failure",
    "figure",
    "host",
    "lease",
    "mention",
    "mention_block",
    "mention_party",
    "metadata",
    "near_duplicate",
    "reading",
    "shard",
    "sign_in",
    "signature_band",
    "skipped",
    "unsettled",
]
