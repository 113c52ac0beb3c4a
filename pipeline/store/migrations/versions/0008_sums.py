"""Mentions are found by their sum

Revision ID: 0008
Revises: 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns = ["amount_value", "amount_currency", "kind"]
    op.create_index(op.f("ix_mention_amount_value_amount_currency_kind"), "mention", columns, unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_mention_amount_value_amount_currency_kind"), table_name="mention")
