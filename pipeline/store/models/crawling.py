"""What crawling and backfilling remember: addresses, hosts, readings, copies, shards, failures."""

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
    Table,
    Text,
)

from pipeline.store.models.base import metadata, text_column

address = Table(
    "address",
    metadata,
    Column("key", Text, primary_key=True),
    text_column("url"),
    text_column("source"),
    text_column("kind"),
    text_column("state"),
    text_column("reason", needed=False),
    Column("tries", Integer, nullable=False),
    text_column("next_at", needed=False),
    text_column("found_at"),
    text_column("modified", needed=False),
    text_column("etag", needed=False),
    text_column("last_modified", needed=False),
    Column("distrusted", Boolean, nullable=False),
    text_column("body_hash", needed=False),
    text_column("fetched_at", needed=False),
    text_column("archive_file", needed=False),
    Column("archive_offset", BigInteger, nullable=True),
    text_column("part_of", needed=False, index=True),
    Column("part", Integer, nullable=False),
    text_column("doc_id", needed=False),
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
    text_column("address"),
    text_column("canonical", needed=False),
    text_column("author", needed=False),
    text_column("publisher", needed=False),
    text_column("published_at", needed=False),
    text_column("captured"),
    Column("signature", LargeBinary, nullable=True),
    text_column("signature_version", needed=False),
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
    text_column("plan"),
    text_column("state"),
    text_column("created"),
)
"""A backfill; `plan` is the JSON of what it reads and how."""

shard = Table(
    "shard",
    metadata,
    Column("backfill_id", Text, ForeignKey("backfill.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    text_column("input"),
    text_column("state"),
    Column("next_item", BigInteger, nullable=False),
    text_column("counts"),
)
"""A part of a backfill that one process does at a time; `next_item` is its checkpoint, `counts` JSON."""

failure = Table(
    "failure",
    metadata,
    Column("run_id", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    text_column("kind"),
    text_column("reason"),
)
"""What could not be read in a run, named and kept."""

crawl = Table(
    "crawl",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("source"),
    text_column("begun", index=True),
    text_column("ended", needed=False),
    text_column("fault", needed=False),
    text_column("counts"),
    text_column("deals"),
)
"""A crawl of a source (`pipeline.store.runs`): instants are UTC, `fault` says why it ended early, `counts` is JSON of
numbers by name, `deals` JSON of ids by new, changed and gone. What failed in it stands in `failure`."""
