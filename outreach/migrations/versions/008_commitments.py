"""Commitments.

Revision: 008
After: 007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commitment",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "summary")),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("key", name=op.f("uq_commitment_key")),
    )


def downgrade() -> None:
    op.drop_table("commitment")
