"""What people decide, identities of deals that stay for good, and merging that touches only what is new

Revision ID: 0003
Revises: 0002
"""

import hashlib
import json
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BATCH = 1000


def upgrade() -> None:
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.add_column(sa.Column("uid", sa.Text(), nullable=True))
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("review", sa.Text(), server_default="open", nullable=False))
        batch_op.create_index(batch_op.f("ix_deal_review"), ["review"], unique=False)
    with op.batch_alter_table("deal_mention", schema=None) as batch_op:
        batch_op.add_column(sa.Column("component", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_deal_mention_component"), ["component"], unique=False)
    _create_tables()
    _fill(op.get_bind())
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.alter_column("uid", existing_type=sa.Text(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_mention_uid"), ["uid"])
    with op.batch_alter_table("deal_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deal_alias_deal_id"))
    op.drop_table("deal_alias")


def _create_tables() -> None:
    op.create_table(
        "deal_identity",
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("leads_to", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("deal_id", name=op.f("pk_deal_identity")),
        sa.UniqueConstraint("number", name=op.f("uq_deal_identity_number")),
    )
    _index("deal_identity", "owner")
    _index("deal_identity", "leads_to")
    op.create_table(
        "company_name",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_company_name_company_id_company")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_company_name")),
    )
    _index("company_name", "company_id")
    op.create_table(
        "mention_block",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], name=op.f("fk_mention_block_mention_id_mention"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "mention_id", name=op.f("pk_mention_block")),
        sqlite_with_rowid=False,
    )
    _index("mention_block", "mention_id")
    op.create_table(
        "unsettled",
        sa.Column("component", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("component", name=op.f("pk_unsettled")),
    )
    op.create_table(
        "doubt",
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_doubt_deal_id_deal"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["deal.id"], name=op.f("fk_doubt_other_id_deal"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("deal_id", "other_id", name=op.f("pk_doubt")),
    )
    _index("doubt", "other_id")
    op.create_table(
        "deal_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_change")),
    )
    _index("deal_change", "at")
    _index("deal_change", "deal_id")
    op.create_table(
        "decision",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("deal_id", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_decision")),
        sa.UniqueConstraint("id", name=op.f("uq_decision_id")),
    )
    _index("decision", "deal_id")
    _index("decision", "undoes")
    op.create_table(
        "decision_mention",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_mention_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint("decision_id", "side", "position", name=op.f("pk_decision_mention")),
    )
    _index("decision_mention", "uid")
    op.create_table(
        "fact",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_fact")),
    )


def _index(table: str, column: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def _fill(connection: sa.Connection) -> None:
    """Name every mention, and keep every id that a deal has or had; merging itself is done anew at the next refresh."""
    parties = defaultdict(list)
    for row in connection.execute(
        sa.text("SELECT mention_id, name, role FROM mention_party ORDER BY mention_id, position")
    ):
        parties[row.mention_id].append([row.name, row.role])
    uids: dict[int, str] = {}
    taken: set[str] = set()
    mentions = sa.text(
        "SELECT mention.id, mention.kind, mention.quote, article.doc_id FROM mention "
        "JOIN article ON article.id = mention.article_id ORDER BY article.doc_id, mention.position"
    )
    for row in connection.execute(mentions):
        seed = json.dumps([row.doc_id, row.kind, parties[row.id], row.quote], ensure_ascii=False)
        uid = hashlib.sha256(seed.encode()).hexdigest()[:20]
        while uid in taken:
            seed += "+"
            uid = hashlib.sha256(seed.encode()).hexdigest()[:20]
        taken.add(uid)
        uids[row.id] = uid
    rows = [{"own": uid, "mention": mention_id} for mention_id, uid in uids.items()]
    for start in range(0, len(rows), _BATCH):
        connection.execute(sa.text("UPDATE mention SET uid = :own WHERE id = :mention"), rows[start : start + _BATCH])
    owners: dict[str, str] = {}
    links = sa.text(
        "SELECT deal_mention.deal_id, deal_mention.mention_id FROM deal_mention "
        "JOIN mention ON mention.id = deal_mention.mention_id JOIN article ON article.id = mention.article_id "
        "ORDER BY article.doc_id, mention.position"
    )
    for row in connection.execute(links):
        owners.setdefault(row.deal_id, uids[row.mention_id])
    own = [
        {"deal": row.id, "owner": owners.get(row.id), "created": row.created, "to": row.id}
        for row in connection.execute(sa.text("SELECT id, created FROM deal"))
    ]
    created = {row["deal"]: row["created"] for row in own}
    former = [
        {"deal": row.old_id, "owner": None, "created": created[row.deal_id], "to": row.deal_id}
        for row in connection.execute(sa.text("SELECT old_id, deal_id FROM deal_alias"))
    ]
    rows = sorted(own, key=lambda row: (row["created"], row["deal"])) + former
    if rows:
        connection.execute(
            sa.text(
                "INSERT INTO deal_identity (deal_id, number, owner, created, leads_to) "
                "VALUES (:deal, :number, :owner, :created, :to)"
            ),
            [{**row, "number": number} for number, row in enumerate(rows, start=1)],
        )


def downgrade() -> None:
    raise NotImplementedError("decisions cannot be kept by an older schema; restore a backup instead")
