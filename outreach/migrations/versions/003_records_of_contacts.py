"""Contacts: textphone, who pays, whom the service is linked to, who checked.

Revision: 003
After: 002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("textphone", "funded_by", "checked_by"):
        op.add_column("content_contact", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.add_column("content_contact", sa.Column("linked_to", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    for name in ("linked_to", "checked_by", "funded_by", "textphone"):
        op.drop_column("content_contact", name)
