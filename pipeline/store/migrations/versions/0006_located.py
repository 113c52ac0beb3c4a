"""Mentions say whether their evidence is in their article where it is said to be

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_LOST = """
UPDATE mention SET located = {false} WHERE NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.mention_id = mention.id)
OR EXISTS (
    SELECT 1 FROM evidence JOIN article ON article.id = mention.article_id
    WHERE evidence.mention_id = mention.id
    AND substr(article.text, evidence.start + 1, evidence."end" - evidence.start) != evidence.quote
)
"""


def upgrade() -> None:
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.add_column(sa.Column("located", sa.Boolean(), nullable=False, server_default=sa.true()))
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(_LOST.format(false="0" if sqlite else "false"))


def downgrade() -> None:
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_column("located")
