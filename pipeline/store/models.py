"""The tables. Money and power are exact: decimal text, never floats. Constraint names follow one convention."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are named, so that every migration can name what it drops on either database."""


class Base(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text()}  # noqa: RUF012  (SQLAlchemy reads it as a class attribute)


class ArticleRow(Base):
    """An article as read; the two hashes tell whether it or what was found in it has changed."""

    __tablename__ = "article"
    id: Mapped[int] = mapped_column(primary_key=True)
    doc_id: Mapped[str] = mapped_column(unique=True)
    content_hash: Mapped[str]
    extraction_hash: Mapped[str]
    text: Mapped[str]
    title: Mapped[str]
    url: Mapped[str | None]
    published: Mapped[str | None]
    lang: Mapped[str | None]
    language: Mapped[str]


class CompanyRow(Base):
    """A company; `provisional` ones are known by their name alone."""

    __tablename__ = "company"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    provisional: Mapped[bool]


class MentionRow(Base):
    """One deal as one article tells it; `position` is its order in the article."""

    __tablename__ = "mention"
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str]
    status: Mapped[str]
    amount_value: Mapped[str | None]
    amount_currency: Mapped[str | None]
    amount_bound: Mapped[str | None]
    amount_low: Mapped[str | None]
    amount_high: Mapped[str | None]
    power_value: Mapped[str | None]
    power_bound: Mapped[str | None]
    terms: Mapped[str]
    announced: Mapped[str | None]
    quote: Mapped[str]
    confidence: Mapped[float]
    rules: Mapped[str]


class MentionPartyRow(Base):
    """A party of a mention, in the order of the mention; `aliases` is a JSON list."""

    __tablename__ = "mention_party"
    mention_id: Mapped[int] = mapped_column(ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[str] = mapped_column(ForeignKey("company.id"), index=True)
    known_id: Mapped[str | None]
    name: Mapped[str]
    role: Mapped[str]
    aliases: Mapped[str]


class EvidenceRow(Base):
    """The characters of the article's text that state one field of a mention."""

    __tablename__ = "evidence"
    mention_id: Mapped[int] = mapped_column(ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str]


class DealRow(Base):
    """A merged deal. All but `id` and `created` is a function of its mentions, kept here to be searched and listed."""

    __tablename__ = "deal"
    id: Mapped[str] = mapped_column(primary_key=True)
    created: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    amount_value: Mapped[str | None]
    amount_currency: Mapped[str | None]
    day: Mapped[str | None] = mapped_column(index=True)
    languages: Mapped[str]
    sources: Mapped[int]
    record: Mapped[str]


class DealAliasRow(Base):
    """An id that a deal had before it was merged into another; it still leads there."""

    __tablename__ = "deal_alias"
    old_id: Mapped[str] = mapped_column(primary_key=True)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deal.id"), index=True)


class DealMentionRow(Base):
    """Which deal a mention belongs to; `reasons` is a JSON list of why it was merged there."""

    __tablename__ = "deal_mention"
    mention_id: Mapped[int] = mapped_column(ForeignKey("mention.id", ondelete="CASCADE"), primary_key=True)
    deal_id: Mapped[str] = mapped_column(ForeignKey("deal.id"), index=True)
    reasons: Mapped[str]


Index(None, MentionRow.article_id, MentionRow.position, unique=True)
