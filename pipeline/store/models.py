"""The tables. Money and power are exact: decimal text, never floats. Constraint names follow one convention.

They are SQLAlchemy Core tables: our nouns are Pydantic models already, and loading the ORM would double the time that
`dealtrail deals` takes to start.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text

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
