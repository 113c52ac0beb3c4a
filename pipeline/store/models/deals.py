"""Articles, what was found in them, the deals made of it, and what people decided."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    true,
)

from pipeline.store.models.base import metadata, text_column


def _of_mention(*, order: bool = True) -> list[Column[int]]:
    """The key of a row that belongs to a mention and goes with it."""
    owner = Column("mention_id", Integer, ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True)
    return [owner, Column("position", Integer, primary_key=True)] if order else [owner]


article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    text_column("doc_id", unique=True),
    text_column("content_hash"),
    text_column("extraction_hash"),
    text_column("text"),
    text_column("title"),
    text_column("url", needed=False),
    text_column("published", needed=False),
    text_column("lang", needed=False),
    text_column("language"),
)
"""An article as read; the two hashes tell whether it or what was found in it has changed."""

company = Table(
    "company",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("name"),
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
    text_column("uid", unique=True),
    text_column("kind"),
    text_column("status"),
    *(text_column(f"amount_{name}", needed=False) for name in ("value", "currency", "bound", "low", "high")),
    *(text_column(f"power_{name}", needed=False) for name in ("value", "bound")),
    text_column("terms"),
    text_column("announced", needed=False),
    text_column("quote"),
    Column("confidence", Float, nullable=False),
    text_column("rules"),
    Column("located", Boolean, nullable=False, server_default=true()),
    Index(None, "article_id", "position", unique=True),
    Index(None, "amount_value", "amount_currency", "kind"),
)
"""One deal as one article tells it; `position` is its order in the article, `terms` and `rules` are JSON, `located` is
whether its evidence is what the article says there (`pipeline.store.located`).

`uid` names it for as long as its article tells of it, also when rules read it anew: decisions speak of it by this name.
"""

mention_party = Table(
    "mention_party",
    metadata,
    *_of_mention(),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False, index=True),
    text_column("known_id", needed=False),
    text_column("name"),
    text_column("role"),
    text_column("aliases"),
)
"""A party of a mention; `known_id` is the company that the extractor gave, `company_id` the one that it counts as after
people's decisions, `aliases` a JSON list."""

evidence = Table(
    "evidence",
    metadata,
    *_of_mention(),
    text_column("field"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    text_column("quote"),
)
"""The characters of the article's text that state one field of a mention."""

figure = Table(
    "figure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    text_column("company_id", index=True),
    text_column("known_id", needed=False),
    text_column("company"),
    text_column("measure"),
    *(text_column(f"amount_{name}", needed=False) for name in ("value", "currency", "low", "high")),
    text_column("percent", needed=False),
    text_column("bound"),
    text_column("period", needed=False),
    text_column("basis"),
    text_column("quote"),
    text_column("evidence"),
    text_column("rule"),
    Index(None, "article_id", "position", unique=True),
)
"""What an article reports of a company itself (`schemas.figure`); never a deal. `known_id` is the company that the
extractor gave, `company_id` the one that its name led to when it was written, `evidence` JSON."""

deal = Table(
    "deal",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    text_column("created"),
    text_column("kind", index=True),
    text_column("status"),
    Column("review", Text, nullable=False, index=True, server_default="open"),
    text_column("amount_value", needed=False),
    text_column("amount_currency", needed=False),
    text_column("day", needed=False, index=True),
    text_column("languages"),
    Column("sources", Integer, nullable=False),
    text_column("record"),
)
"""A merged deal. All but `id`, `version` and `created` is a function of its mentions and of people's decisions, kept
here to be searched and listed. `version` counts its changes, so that nobody decides about a deal that has changed
under them."""

deal_identity = Table(
    "deal_identity",
    metadata,
    Column("deal_id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    text_column("owner", needed=False, index=True),
    text_column("created"),
    text_column("leads_to", needed=False, index=True),
)
"""Every id that a deal ever had, for good, numbered as they were made. `owner` is the uid of the mention that it was
made for, `leads_to` the id of the deal that holds it now (none if no deal does)."""

deal_mention = Table(
    "deal_mention",
    metadata,
    *_of_mention(order=False),
    Column("deal_id", Text, ForeignKey("deal.id"), nullable=False, index=True),
    text_column("component", needed=False, index=True),
    text_column("reasons"),
)
"""Which deal a mention belongs to; `reasons` is a JSON list of why it was merged there. `component` names the mentions
that hang together by any chain of pairs that are surely one deal: the least set that a new mention makes us think over
again."""

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
    text_column("reasons"),
)
"""Two deals that may be one: too little is told to say so. `deal_id` sorts before `other_id`; `reasons` is JSON."""

deal_change = Table(
    "deal_change",
    metadata,
    Column("id", Integer, primary_key=True),
    text_column("at", index=True),
    text_column("deal_id", index=True),
    text_column("what"),
    Column("version", Integer, nullable=False),
    text_column("fields"),
)
"""What happened to deals: `at` is UTC, `version` the deal's from then on, `what` one of new, changed, merged, split,
gone; `fields` a JSON list of {"field", "before", "after"}."""

decision = Table(
    "decision",
    metadata,
    Column("number", Integer, primary_key=True),
    text_column("id", unique=True),
    text_column("at"),
    text_column("by"),
    text_column("action"),
    text_column("deal_id", needed=False, index=True),
    text_column("undoes", needed=False, index=True),
    text_column("record"),
)
"""What people decided, in order, never altered: the only truth of review. `record` is JSON (`schemas.decision`)."""

decision_mention = Table(
    "decision_mention",
    metadata,
    Column("decision_id", Text, ForeignKey("decision.id"), primary_key=True),
    Column("side", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    text_column("uid", needed=False, index=True),
)
"""Which mentions a decision speaks of: an index of the decisions, made again when an article is read again. `uid` is
empty while no mention is found for one of its anchors; `side` 0 is what it is about, 1 the other deal or the part
that leaves."""

fact = Table("fact", metadata, Column("name", Text, primary_key=True), text_column("value"))
"""Facts about the database itself: by which version of merging its deals were made."""
