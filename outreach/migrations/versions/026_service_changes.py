"""What organisations ask for about their services: drafts to be shown, and pending changes.

Revision: 026
After: 025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "026"
down_revision = "025"
branch_labels = None
depends_on = None

TABLE = "service_change"
CHECKS = {
    "state": "state IN ('pending', 'approved', 'given-back', 'taken-back')",
    "decided": "(state = 'pending') = (decided_at IS NULL)",
    "reason": "state <> 'given-back' OR reason <> ''",
    "second_person": "state = 'taken-back' OR decided_by_id IS NULL OR decided_by_id <> asked_by_id",
}


def upgrade() -> None:
    pends = sa.text("state = 'pending'")
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "service_id", "asked_by_id")),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_new", sa.Boolean(), server_default=sa.false(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("changes", "before")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("state", "reason")),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(text, name=op.f(f"ck_{TABLE}_{name}")) for name, text in CHECKS.items()),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f(f"fk_{TABLE}_service_id_service"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f(f"fk_{TABLE}_asked_by_id_account")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f(f"fk_{TABLE}_decided_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_service_id"), TABLE, ["service_id"])
    op.create_index(op.f(f"ix_{TABLE}_asked_at"), TABLE, ["asked_at"])
    op.create_index(f"ix_{TABLE}_pends", TABLE, ["service_id"], unique=True, sqlite_where=pends, postgresql_where=pends)


def downgrade() -> None:
    op.drop_table(TABLE)
