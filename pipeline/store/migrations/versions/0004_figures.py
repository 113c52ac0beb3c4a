"""Company figures: what articles report of companies themselves.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=name == "known_id") for name in ("company_id", "known_id", "company")),
        sa.Column("measure", sa.Text(), nullable=False),
        *(sa.Column(f"amount_{name}", sa.Text(), nullable=True) for name in ("value", "currency", "low", "high")),
        sa.Column("percent", sa.Text(), nullable=True),
        sa.Column("bound", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("basis", "quote", "evidence", "rule")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_figure_article_id_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
    )
    with op.batch_alter_table("figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figure_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_figure_article_id_position"), ["article_id", "position"], unique=True)


def downgrade() -> None:
    op.drop_table("figure")
