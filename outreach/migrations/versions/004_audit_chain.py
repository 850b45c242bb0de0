"""The audit trail becomes a chain of hashes, which the database lets nobody change.

Revision: 004
After: 003
"""

from __future__ import annotations

from datetime import UTC

import sqlalchemy as sa
from alembic import op

from outreach.audit.rules import BEGINNING, Entry, hash_entry

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

_REFUSAL = "the audit trail is append-only"
ENTRY = sa.table(
    "audit_entry",
    sa.column("id", sa.Uuid()),
    sa.column("at", sa.DateTime(timezone=True)),
    *(sa.column(name, sa.String()) for name in ("actor", "action", "subject", "detail", "previous", "hash")),
    sa.column("place", sa.Integer()),
    sa.column("changed", sa.JSON()),
)
HEAD = sa.table("audit_head", sa.column("id", sa.Integer()), sa.column("place", sa.Integer()), sa.column("hash", sa.String()))


def upgrade() -> None:
    with op.batch_alter_table("audit_entry") as table:
        table.add_column(sa.Column("place", sa.Integer()))
        table.add_column(sa.Column("changed", sa.JSON()))
        table.add_column(sa.Column("previous", sa.String()))
        table.add_column(sa.Column("hash", sa.String()))
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    _chain()
    with op.batch_alter_table("audit_entry") as table:
        for name in ("place", "changed", "previous", "hash"):
            table.alter_column(name, nullable=False)
        table.create_unique_constraint(op.f("uq_audit_entry_place"), ["place"])
        table.create_check_constraint(op.f("ck_audit_entry_place"), "place > 0")
    op.create_index(op.f("ix_audit_entry_actor"), "audit_entry", ["actor"])
    op.create_index(op.f("ix_audit_entry_subject"), "audit_entry", ["subject"])
    _refuse_changes()


def _chain() -> None:
    """The rows that are there become the beginning of the chain, in the order of their time."""
    connection, place, before = op.get_bind(), 0, BEGINNING
    for row in connection.execute(sa.select(ENTRY).order_by(ENTRY.c.at, ENTRY.c.id)).mappings().all():
        place += 1
        at = row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=UTC)  # SQLite drops zones
        entry = Entry(row["id"], place, at, row["actor"], row["action"], row["subject"], (), row["detail"], before)
        digest = hash_entry(entry)
        connection.execute(sa.update(ENTRY).where(ENTRY.c.id == row["id"]).values(place=place, changed=[], previous=before, hash=digest))
        before = digest
    connection.execute(sa.insert(HEAD).values(id=1, place=place, hash=before))


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{act.lower()} BEFORE {act} ON audit_entry BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        return
    op.execute(f"CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$")
    for name, when in (
        ("change", "UPDATE OR DELETE ON audit_entry FOR EACH ROW"),
        ("truncate", "TRUNCATE ON audit_entry FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER audit_entry_no_{name} BEFORE {when} EXECUTE FUNCTION refuse_audit_change()")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_entry_no_update")
        op.execute("DROP TRIGGER audit_entry_no_delete")
    else:
        for name in ("change", "truncate"):
            op.execute(f"DROP TRIGGER audit_entry_no_{name} ON audit_entry")
        op.execute("DROP FUNCTION refuse_audit_change()")
    op.drop_index(op.f("ix_audit_entry_subject"), "audit_entry")
    op.drop_index(op.f("ix_audit_entry_actor"), "audit_entry")
    with op.batch_alter_table("audit_entry") as table:
        table.drop_constraint(op.f("ck_audit_entry_place"), type_="check")
        table.drop_constraint(op.f("uq_audit_entry_place"), type_="unique")
        for name in ("hash", "previous", "changed", "place"):
            table.drop_column(name)
    op.drop_table("audit_head")
