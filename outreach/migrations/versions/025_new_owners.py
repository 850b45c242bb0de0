"""A new owner of an organisation that has none is proposed by one person and decided by another; the address is kept until then.

Revision: 025
After: 024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "025"
down_revision = "024"
branch_labels = None
depends_on = None

KINDS = "kind IN ('approve', 'refuse', 'take-back'{more})"
NEW_OWNER = ", 'new-owner'"
NAME = "ck_vetting_decision_kind"


def upgrade() -> None:
    op.add_column("vetting_decision", sa.Column("address", sa.String(), server_default="", nullable=False))
    _know_kinds(KINDS.format(more=NEW_OWNER))


def _know_kinds(condition: str) -> None:
    with op.batch_alter_table("vetting_decision") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), condition)


def downgrade() -> None:
    op.execute("DELETE FROM vetting_decision WHERE kind = 'new-owner'")
    _know_kinds(KINDS.format(more=""))
    op.drop_column("vetting_decision", "address")
