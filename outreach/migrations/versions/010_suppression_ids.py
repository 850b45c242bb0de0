"""An id for each address that is not to be written to: what stands in the address of its page is not the mail address.

Revision: 010
After: 009
"""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "010"
down_revision = "009"
branch_labels = None
depends_on = None

ROWS = sa.table("outbox_suppression", sa.column("id", sa.Uuid()), sa.column("address"), sa.column("reason"), sa.column("since"))


def upgrade() -> None:
    rows = op.get_bind().execute(sa.select(ROWS.c.address, ROWS.c.reason, ROWS.c.since)).mappings().all()
    _make_anew(
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_suppression")),
        sa.UniqueConstraint("address", "reason", name=op.f("uq_outbox_suppression_address_reason")),
    )
    _put([{"id": uuid4(), **row} for row in rows])


def downgrade() -> None:
    rows = op.get_bind().execute(sa.select(ROWS.c.address, ROWS.c.reason, ROWS.c.since)).mappings().all()
    _make_anew(sa.PrimaryKeyConstraint("address", "reason", name=op.f("pk_outbox_suppression")))
    _put([dict(row) for row in rows])


def _make_anew(*identity: sa.schema.SchemaItem) -> None:
    op.drop_table("outbox_suppression")
    op.create_table(
        "outbox_suppression",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason IN ('bounce', 'complaint', 'unsubscribe')", name=op.f("ck_outbox_suppression_reason")),
        *identity,
    )


def _put(rows: list[dict[str, object]]) -> None:
    if rows:
        op.bulk_insert(ROWS, rows)
