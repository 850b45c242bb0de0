"""Services that came from a feed are known by their ids there.

Revision: 023
After: 022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "023"
down_revision = "022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("service") as batch:
        batch.add_column(sa.Column("reference", sa.String(), nullable=True))
        batch.create_unique_constraint(op.f("uq_service_reference"), ["reference"])


def downgrade() -> None:
    with op.batch_alter_table("service") as batch:
        batch.drop_constraint(op.f("uq_service_reference"), type_="unique")
        batch.drop_column("reference")
