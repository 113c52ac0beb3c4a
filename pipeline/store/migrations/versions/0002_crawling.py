"""What crawling and backfilling remember: addresses, hosts, readings, near-duplicates, shards

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.Text(), nullable=True),
        sa.Column("found_at", sa.Text(), nullable=False),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("distrusted", sa.Boolean(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.Text(), nullable=True),
        sa.Column("archive_file", sa.Text(), nullable=True),
        sa.Column("archive_offset", sa.BigInteger(), nullable=True),
        sa.Column("part_of", sa.Text(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_address")),
    )
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_source_state"), ["source", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_address_part_of"), ["part_of"], unique=False)

    op.create_table(
        "host",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("dead_until", sa.Float(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_host")),
    )
    op.create_table(
        "reading",
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("captured", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("signature_version", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["doc_id"], ["article.doc_id"], name=op.f("fk_reading_doc_id_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("doc_id", name=op.f("pk_reading")),
    )
    op.create_table(
        "signature_band",
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["doc_id"], ["reading.doc_id"], name=op.f("fk_signature_band_doc_id_reading"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("band", "doc_id", name=op.f("pk_signature_band")),
    )
    with op.batch_alter_table("signature_band", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_band_doc_id"), ["doc_id"], unique=False)

    op.create_table(
        "near_duplicate",
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("of_doc_id", sa.Text(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["doc_id"], ["reading.doc_id"], name=op.f("fk_near_duplicate_doc_id_reading"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["of_doc_id"], ["reading.doc_id"], name=op.f("fk_near_duplicate_of_doc_id_reading"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("doc_id", "of_doc_id", name=op.f("pk_near_duplicate")),
    )
    op.create_table(
        "backfill",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backfill")),
    )
    op.create_table(
        "shard",
        sa.Column("backfill_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("input", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("next_item", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["backfill_id"], ["backfill.id"], name=op.f("fk_shard_backfill_id_backfill")),
        sa.PrimaryKeyConstraint("backfill_id", "number", name=op.f("pk_shard")),
    )
    op.create_table(
        "failure",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "place", name=op.f("pk_failure")),
    )


def downgrade() -> None:
    op.drop_table("failure")
    op.drop_table("shard")
    op.drop_table("backfill")
    op.drop_table("near_duplicate")
    with op.batch_alter_table("signature_band", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_band_doc_id"))

    op.drop_table("signature_band")
    op.drop_table("reading")
    op.drop_table("host")
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_address_part_of"))
        batch_op.drop_index(batch_op.f("ix_address_source_state"))

    op.drop_table("address")
