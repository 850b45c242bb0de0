"""Registrations of organisations that are not yet sent.

Revision: 017
After: 016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "017"
down_revision = "016"
branch_labels = None
depends_on = None

TABLE = "partner_application"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("email", "language")),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("answers", "answered")),
        sa.Column("consents", sa.JSON(none_as_null=True), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("begun_at", "changed_at")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("back_link_at", "confirm_link_at", "sent_at")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f(f"ck_{TABLE}_language")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_changed_at"), TABLE, ["changed_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
