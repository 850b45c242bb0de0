"""What readers of an area are told of its policy: a sentence with its tone, and the area of a claim.

Revision: 011
After: 010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "011"
down_revision = "010"
branch_labels = None
depends_on = None

TONE = "tone IN ('', 'warning', 'encouraging')"
FOR_READERS = "for_readers = '' OR (tone <> '' AND place <> 'national' AND found <> 'nothing')"


def upgrade() -> None:
    # Each check comes with its column: SQLite adds a column with its check in place, and a check alone only by rebuilding the table.
    for name, condition in (("tone", TONE), ("for_readers", FOR_READERS)):
        check = sa.CheckConstraint(condition, name=op.f(f"ck_policy_{name}"))
        op.add_column("policy", sa.Column(name, sa.String(), check, server_default="", nullable=False))
    op.add_column("content_claim", sa.Column("area", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("content_claim", "area")
    for name in ("for_readers", "tone"):
        op.drop_column("policy", name)
