"""The tables. Money and power are exact: decimal text, never floats. Constraint names follow one convention.

They are SQLAlchemy Core tables: our nouns are Pydantic models already, and loading the ORM would double the time that
`dealtrail deals` takes to start.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are named, so that every migration can name what it drops on either database."""

metadata = MetaData(naming_convention=NAMES)


def _text(name: str, *, needed: bool = True, index: bool = False, unique: bool = False) -> Column[str]:
    return Column(name, Text, nullable=not needed, index=index, unique=unique or None)


def _of_mention(*, order: bool = True) -> list[Column[int]]:
    """The key of a row that belongs to a mention and goes with it."""
    owner = Column("mention_id", Integer, ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True)
    return [owner, Column("position", Integer, primary_key=True)] if order else [owner]


article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("doc_id", unique=True),
    _text("content_hash"),
    _text("extraction_hash"),
    _text("text"),
    _text("title"),
    _text("url", needed=False),
    _text("published", needed=False),
    _text("lang", needed=False),
    _text("language"),
)
"""An article as read; the two hashes tell whether it or what was found in it has changed."""

company = Table(
    "company",
    metadata,
    Column("id", Text, primary_key=True),
    _text("name"),
    Column("provisional", Boolean, nullable=False),
)
"""A company; `provisional` ones are known by their name alone."""

mention = Table(
    "mention",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    _text("kind"),
    _text("status"),
    *(_text(f"amount_{name}", needed=False) for name in ("value", "currency", "bound", "low", "high")),
    *(_text(f"power_{name}", needed=False) for name in ("value", "bound")),
    _text("terms"),
    _text("announced", needed=False),
    _text("quote"),
    Column("confidence", Float, nullable=False),
    _text("rules"),
    Index(None, "article_id", "position", unique=True),
)
"""One deal as one article tells it; `position` is its order in the article, `terms` and `rules` are JSON."""

mention_party = Table(
    "mention_party",
    metadata,
    *_of_mention(),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False, index=True),
    _text("known_id", needed=False),
    _text("name"),
    _text("role"),
    _text("aliases"),
)
"""A party of a mention; `known_id` is the company that the extractor gave, `aliases` a JSON list."""

evidence = Table(
    "evidence",
    metadata,
    *_of_mention(),
    _text("field"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("quote"),
)
"""The characters of the article's text that state one field of a mention."""

deal = Table(
    "deal",
    metadata,
    Column("id", Text, primary_key=True),
    _text("created"),
    _text("kind", index=True),
    _text("status"),
    _text("amount_value", needed=False),
    _text("amount_currency", needed=False),
    _text("day", needed=False, index=True),
    _text("languages"),
    Column("sources", Integer, nullable=False),
    _text("record"),
)
"""A merged deal. All but `id` and `created` is a function of its mentions, kept here to be searched and listed."""

deal_alias = Table(
    "deal_alias",
    metadata,
    Column("old_id", Text, primary_key=True),
    Column("deal_id", Text, ForeignKey("deal.id"), nullable=False, index=True),
)
"""An id that a deal had before it was merged into another; it still leads there."""

deal_mention = Table(
    "deal_mention",
    metadata,
    *_of_mention(order=False),
    Column("deal_id", Text, ForeignKey("deal.id"), nullable=False, index=True),
    _text("reasons"),
)
"""Which deal a mention belongs to; `reasons` is a JSON list of why it was merged there."""

address = Table(
    "address",
    metadata,
    Column("key", Text, primary_key=True),
    _text("url"),
    _text("source"),
    _text("kind"),
    _text("state"),
    _text("reason", needed=False),
    Column("tries", Integer, nullable=False),
    _text("next_at", needed=False),
    _text("found_at"),
    _text("modified", needed=False),
    _text("etag", needed=False),
    _text("last_modified", needed=False),
    Column("distrusted", Boolean, nullable=False),
    _text("body_hash", needed=False),
    _text("fetched_at", needed=False),
    _text("archive_file", needed=False),
    Column("archive_offset", BigInteger, nullable=True),
    _text("part_of", needed=False, index=True),
    Column("part", Integer, nullable=False),
    _text("doc_id", needed=False),
    Index(None, "source", "state"),
)
"""Every address that is or was to be fetched: a source's lists (feeds, sitemaps, sections) and pages.

`key` is `pipeline.addresses.key_of` its url. `modified` is what its source last said of its change; `distrusted` marks
a server that repeats its ETag after changing. `part_of` is the key of an article's first page.
"""

host = Table(
    "host",
    metadata,
    Column("name", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("dead_until", Float, nullable=False),
    Column("next_at", Float, nullable=False),
)
"""What is remembered of a host between runs; instants are seconds since 1970."""


def _of_reading(name: str) -> Column[str]:
    return Column(name, Text, ForeignKey("reading.doc_id", ondelete="CASCADE"), primary_key=True)


reading = Table(
    "reading",
    metadata,
    Column("doc_id", Text, ForeignKey("article.doc_id", ondelete="CASCADE"), primary_key=True),
    _text("address"),
    _text("canonical", needed=False),
    _text("author", needed=False),
    _text("publisher", needed=False),
    _text("published_at", needed=False),
    _text("captured"),
    Column("signature", LargeBinary, nullable=True),
    _text("signature_version", needed=False),
)
"""What a page says besides its article's text, and the MinHash by which copies are found."""

signature_band = Table(
    "signature_band",
    metadata,
    Column("band", Text, primary_key=True),
    Column("doc_id", Text, ForeignKey("reading.doc_id", ondelete="CASCADE"), primary_key=True, index=True),
)
"""The keys under which a signature is found."""

near_duplicate = Table(
    "near_duplicate",
    metadata,
    _of_reading("doc_id"),
    _of_reading("of_doc_id"),
    Column("likeness", Float, nullable=False),
)
"""Two articles that are copies of each other; `doc_id` sorts after `of_doc_id`."""

backfill = Table(
    "backfill",
    metadata,
    Column("id", Text, primary_key=True),
    _text("plan"),
    _text("state"),
    _text("created"),
)
"""A backfill; `plan` is the JSON of what it reads and how."""

shard = Table(
    "shard",
    metadata,
    Column("backfill_id", Text, ForeignKey("backfill.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    _text("input"),
    _text("state"),
    Column("next_item", BigInteger, nullable=False),
    _text("counts"),
)
"""A part of a backfill that one process does at a time; `next_item` is its checkpoint, `counts` JSON."""

failure = Table(
    "failure",
    metadata,
    Column("run_id", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    _text("kind"),
    _text("reason"),
)
"""What could not be read in a run, named and kept."""
