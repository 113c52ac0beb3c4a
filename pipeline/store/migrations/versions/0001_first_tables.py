"""The first tables: articles, mentions with their evidence, companies and deals

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("extraction_hash", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("doc_id", name=op.f("uq_article_doc_id")),
    )
    op.create_table(
        "company",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_table(
        "deal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount_value", sa.Text(), nullable=True),
        sa.Column("amount_currency", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
    )
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deal_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_deal_kind"), ["kind"], unique=False)

    op.create_table(
        "deal_alias",
        sa.Column("old_id", sa.Text(), nullable=False),
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_alias_deal_id_deal")),
        sa.PrimaryKeyConstraint("old_id", name=op.f("pk_deal_alias")),
    )
    with op.batch_alter_table("deal_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deal_alias_deal_id"), ["deal_id"], unique=False)

    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount_value", sa.Text(), nullable=True),
        sa.Column("amount_currency", sa.Text(), nullable=True),
        sa.Column("amount_bound", sa.Text(), nullable=True),
        sa.Column("amount_low", sa.Text(), nullable=True),
        sa.Column("amount_high", sa.Text(), nullable=True),
        sa.Column("power_value", sa.Text(), nullable=True),
        sa.Column("power_bound", sa.Text(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("announced", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_mention_article_id_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mention_article_id_position"), ["article_id", "position"], unique=True)

    op.create_table(
        "deal_mention",
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_mention_deal_id_deal")),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], name=op.f("fk_deal_mention_mention_id_mention"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mention_id", name=op.f("pk_deal_mention")),
    )
    with op.batch_alter_table("deal_mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deal_mention_deal_id"), ["deal_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], name=op.f("fk_evidence_mention_id_mention"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mention_id", "position", name=op.f("pk_evidence")),
    )
    op.create_table(
        "mention_party",
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("known_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_mention_party_company_id_company")),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], name=op.f("fk_mention_party_mention_id_mention"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mention_id", "position", name=op.f("pk_mention_party")),
    )
    with op.batch_alter_table("mention_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mention_party_company_id"), ["company_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("mention_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mention_party_company_id"))

    op.drop_table("mention_party")
    op.drop_table("evidence")
    with op.batch_alter_table("deal_mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deal_mention_deal_id"))

    op.drop_table("deal_mention")
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mention_article_id_position"))

    op.drop_table("mention")
    with op.batch_alter_table("deal_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deal_alias_deal_id"))

    op.drop_table("deal_alias")
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deal_kind"))
        batch_op.drop_index(batch_op.f("ix_deal_day"))

    op.drop_table("deal")
    op.drop_table("company")
    op.drop_table("article")
