"""The outbox: mails, addresses that are not to be written to, what the provider tells.

Revision: 005
After: 004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

STATES = "'waiting', 'sending', 'sent', 'held', 'dead', 'suppressed', 'kept'"


def upgrade() -> None:
    op.create_table(
        "outbox_mail",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "kind", "category", "address", "language")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("subject", "text", "html", "state")),
        *(sa.Column(name, sa.String(), server_default="", nullable=False) for name in ("secret", "reason", "provider_id", "fate")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("created_at", "due_at")),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in ("leased_until", "settled_at")),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_outbox_mail_state")),
        sa.CheckConstraint("category IN ('account', 'programme')", name=op.f("ck_outbox_mail_category")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_mail_key")),
    )
    op.create_index("ix_outbox_mail_state_due_at", "outbox_mail", ["state", "due_at"])
    op.create_table(
        "outbox_suppression",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason IN ('bounce', 'complaint', 'unsubscribe')", name=op.f("ck_outbox_suppression_reason")),
        sa.PrimaryKeyConstraint("address", "reason", name=op.f("pk_outbox_suppression")),
    )
    op.create_table(
        "outbox_provider_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("mail_id", sa.Uuid()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_provider_event")),
    )
    op.create_index(op.f("ix_outbox_provider_event_mail_id"), "outbox_provider_event", ["mail_id"])


def downgrade() -> None:
    for table in ("outbox_provider_event", "outbox_suppression", "outbox_mail"):
        op.drop_table(table)
