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
"""A company; `provisional` ones are known by their name alone. What people ruled of it stands in the decisions."""

company_name = Table(
    "company_name",
    metadata,
    Column("name", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False, index=True),
)
"""Which company that no gazetteer knows bears a normalised name, by what articles told together (`pipeline.names`)."""

mention = Table(
    "mention",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    _text("uid", unique=True),
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
"""One deal as one article tells it; `position` is its order in the article, `terms` and `rules` are JSON.

`uid` names it for as long as its article tells of it, also when rules read it anew: decisions speak of it by this name.
"""

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
"""A party of a mention; `known_id` is the company that the extractor gave, `company_id` the one that it counts as after
people's decisions, `aliases` a JSON list."""

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

figure = Table(
    "figure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    _text("company_id", index=True),
    _text("known_id", needed=False),
    _text("company"),
    _text("measure"),
    *(_text(f"amount_{name}", needed=False) for name in ("value", "currency", "low", "high")),
    _text("percent", needed=False),
    _text("bound"),
    _text("period", needed=False),
    _text("basis"),
    _text("quote"),
    _text("evidence"),
    _text("rule"),
    Index(None, "article_id", "position", unique=True),
)
"""What an article reports of a company itself (`schemas.figure`); never a deal. `known_id` is the company that the
extractor gave, `company_id` the one that its name led to when it was written, `evidence` JSON."""

deal = Table(
    "deal",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    _text("created"),
    _text("kind", index=True),
    _text("status"),
    Column("review", Text, nullable=False, index=True, server_default="open"),
    _text("amount_value", needed=False),
    _text("amount_currency", needed=False),
    _text("day", needed=False, index=True),
    _text("languages"),
    Column("sources", Integer, nullable=False),
    _text("record"),
)
"""A merged deal. All but `id`, `version` and `created` is a function of its mentions and of people's decisions, kept
here to be searched and listed. `version` counts its changes, so that nobody decides about a deal that has changed
under them."""

deal_identity = Table(
    "deal_identity",
    metadata,
    Column("deal_id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    _text("owner", needed=False, index=True),
    _text("created"),
    _text("leads_to", needed=False, index=True),
)
"""Every id that a deal ever had, for good, numbered as they were made. `owner` is the uid of the mention that it was
made for, `leads_to` the id of the deal that holds it now (none if no deal does)."""

deal_mention = Table(
    "deal_mention",
    metadata,
    *_of_mention(order=False),
    Column("deal_id", Text, ForeignKey("deal.id"), nullable=False, index=True),
    _text("component", needed=False, index=True),
    _text("reasons"),
)
"""Which deal a mention belongs to; `reasons` is a JSON list of why it was merged there. `component` names the mentions
that could be one deal through any chain of likeness: the least set that a new mention makes us think over again."""

mention_block = Table(
    "mention_block",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("mention_id", Integer, ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""The keys of which two mentions of one deal share at least one (`pipeline.blocking`)."""

unsettled = Table("unsettled", metadata, Column("component", Text, primary_key=True))
"""Components that have lost a mention, or about which people decided, since deals were last made."""

doubt = Table(
    "doubt",
    metadata,
    Column("deal_id", Text, ForeignKey("deal.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", Text, ForeignKey("deal.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("score", Float, nullable=False),
    _text("reasons"),
)
"""Two deals that may be one: too little is told to say so. `deal_id` sorts before `other_id`; `reasons` is JSON."""

deal_change = Table(
    "deal_change",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("at", index=True),
    _text("deal_id", index=True),
    _text("what"),
    Column("version", Integer, nullable=False),
    _text("fields"),
)
"""What happened to deals: `at` is UTC, `version` the deal's from then on, `what` one of new, changed, merged, split,
gone; `fields` a JSON list of {"field", "before", "after"}."""

decision = Table(
    "decision",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("id", unique=True),
    _text("at"),
    _text("by"),
    _text("action"),
    _text("deal_id", needed=False, index=True),
    _text("undoes", needed=False, index=True),
    _text("record"),
)
"""What people decided, in order, never altered: the only truth of review. `record` is JSON (`schemas.decision`)."""

decision_mention = Table(
    "decision_mention",
    metadata,
    Column("decision_id", Text, ForeignKey("decision.id"), primary_key=True),
    Column("side", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("uid", needed=False, index=True),
)
"""Which mentions a decision speaks of: an index of the decisions, made again when an article is read again. `uid` is
empty while no mention is found for one of its anchors; `side` 0 is what it is about, 1 the other deal or the part
that leaves."""

fact = Table("fact", metadata, Column("name", Text, primary_key=True), _text("value"))
"""Facts about the database itself: by which version of merging its deals were made."""

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

account = Table(
    "account",
    metadata,
    Column("name", Text, primary_key=True),
    _text("role"),
    _text("password"),
    _text("created"),
    Column("closed", Boolean, nullable=False),
)
"""Who may use the review pages: `role` is reader, reviewer or admin, `password` an argon2 hash."""

sign_in = Table(
    "sign_in",
    metadata,
    Column("secret_hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.name", ondelete="CASCADE"), nullable=False, index=True),
    _text("kind"),
    _text("title"),
    _text("created"),
    Column("until", Float, nullable=True),
)
"""What lets an account in: a browser's `session`, or a program's `token` with its title. Only hashes are kept; `until`
is seconds since 1970, empty for no end."""

lease = Table(
    "lease",
    metadata,
    Column("item", Text, primary_key=True),
    _text("holder"),
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
    _text("batch", needed=False, index=True),
)
"""How long a person looked before deciding on the review pages; `batch` names decisions made together."""
