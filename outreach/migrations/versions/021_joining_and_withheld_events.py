"""The address at which people join an event online, which events are withheld from readers, and the addresses of hosts who were told.

Revision: 021
After: 020
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "021"
down_revision = "020"
branch_labels = None
depends_on = None

JOIN = "(join_url = '' OR whereabouts = 'online') AND (join_url <> '' OR NOT shows_join)"
KINDS = "kind IN ('assigned', 'changed', 'cancelled', {more}'taken-off', 'week', 'day')"
PUT_BACK = "'put-back', "
EVENT = sa.table("event", sa.column("id", sa.Uuid()), sa.column("host_email"))
KNOWN = sa.table("event_known", sa.column("event_id", sa.Uuid()), sa.column("recipient"), sa.column("address"))


def upgrade() -> None:
    # The check comes with the second column: SQLite adds a column with its check in place, and a check alone only by rebuilding the table.
    op.add_column("event", sa.Column("join_url", sa.String(), server_default="", nullable=False))
    check = sa.CheckConstraint(JOIN, name=op.f("ck_event_join"))
    op.add_column("event", sa.Column("shows_join", sa.Boolean(), check, server_default=sa.false(), nullable=False))
    op.create_table(
        "event_withheld",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("language", "unit", "spoken", "phrase", "reason")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_withheld_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "language", name=op.f("pk_event_withheld")),
    )
    op.add_column("event_known", sa.Column("address", sa.String(), server_default="", nullable=False))
    _keep_addresses()
    _tell_kinds(KINDS.format(more=PUT_BACK))


def _keep_addresses() -> None:
    """The addresses of hosts who are named now and were told: so that they can be told when another is named."""
    bind = op.get_bind()
    for row in bind.execute(sa.select(EVENT).where(EVENT.c.host_email != "")).all():
        key = f"host/{hashlib.sha256(row.host_email.strip().casefold().encode()).hexdigest()[:32]}"
        here = (KNOWN.c.event_id == row.id, KNOWN.c.recipient == key)
        bind.execute(sa.update(KNOWN).where(*here).values(address=row.host_email))


def _tell_kinds(condition: str) -> None:
    with op.batch_alter_table("event_notice") as batch:
        batch.drop_constraint(op.f("ck_event_notice_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_event_notice_kind"), condition)


def downgrade() -> None:
    op.execute("DELETE FROM event_notice WHERE kind = 'put-back'")
    _tell_kinds(KINDS.format(more=""))
    op.drop_column("event_known", "address")
    op.drop_table("event_withheld")
    op.drop_column("event", "shows_join")
    op.drop_column("event", "join_url")
