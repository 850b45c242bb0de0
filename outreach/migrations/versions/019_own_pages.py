"""Pending changes of organisations' profiles, reminders, hours, files, and the organisation that hosts an event.

Revision: 019
After: 018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "019"
down_revision = "018"
branch_labels = None
depends_on = None

STATES = "'pending', 'approved', 'given-back', 'taken-back'"
STEPS = "'asked', 'reminded', 'urged', 'unverified', 'hidden'"
PURPOSES = "'training', 'event', 'advice', 'texts', 'meeting', 'other'"
PAYMENTS = "'none', 'asked', 'agreed', 'refused', 'paid'"
USES = "'logo', 'insurance', 'safeguarding', 'other'"


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _keys(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def _instants(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _numbers(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _to(table: str, column: str, other: str, *, cascades: bool = False) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE" if cascades else None)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    _create_revision()
    _create_reminder()
    _create_hours()
    _create_file()
    with op.batch_alter_table("event") as batch:
        batch.add_column(sa.Column("host_organisation_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_event_host_organisation_id_organisation"), "organisation", ["host_organisation_id"], ["id"])
    _index("event", "host_organisation_id")


def _create_revision() -> None:
    table, pends = "organisation_revision", sa.text("state = 'pending'")
    op.create_table(
        table,
        *_keys("id", "organisation_id", "asked_by_id"),
        *_keys("decided_by_id", nullable=True),
        *_texts("state", "reason"),
        sa.Column("changes", sa.JSON(), nullable=False),
        *_instants("asked_at"),
        *_instants("decided_at", nullable=True),
        *_numbers("version"),
        _check(table, "state", f"state IN ({STATES})"),
        _check(table, "decided", "(state = 'pending') = (decided_at IS NULL)"),
        _check(table, "reason", "state <> 'given-back' OR reason <> ''"),
        _check(table, "second_person", "state = 'taken-back' OR decided_by_id IS NULL OR decided_by_id <> asked_by_id"),
        _to(table, "organisation_id", "organisation", cascades=True),
        _to(table, "asked_by_id", "account"),
        _to(table, "decided_by_id", "account"),
        _primary(table, "id"),
    )
    for column in ("organisation_id", "asked_at"):
        _index(table, column)
    op.create_index(f"ix_{table}_pends", table, ["organisation_id"], unique=True, sqlite_where=pends, postgresql_where=pends)


def _create_reminder() -> None:
    table = "organisation_reminder"
    op.create_table(
        table,
        *_keys("organisation_id"),
        *_instants("verified_at"),
        *_texts("step"),
        *_instants("put_at"),
        _check(table, "step", f"step IN ({STEPS})"),
        _to(table, "organisation_id", "organisation", cascades=True),
        _primary(table, "organisation_id", "verified_at", "step"),
    )


def _create_hours() -> None:
    table = "organisation_hours"
    op.create_table(
        table,
        *_keys("id", "organisation_id", "entered_by_id"),
        *_keys("event_id", "confirmed_by_id", nullable=True),
        *_texts("purpose", "payment"),
        *_numbers("minutes", "version"),
        *_numbers("asked_pence", "agreed_pence", nullable=True),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        *_instants("entered_at"),
        *_instants("confirmed_at", nullable=True),
        _check(table, "purpose", f"purpose IN ({PURPOSES})"),
        _check(table, "payment", f"payment IN ({PAYMENTS})"),
        _check(table, "minutes", "minutes > 0 AND minutes <= 1440"),
        _check(table, "asked", "(payment = 'none') = (asked_pence IS NULL)"),
        _check(table, "agreed", "(payment IN ('agreed', 'paid')) = (agreed_pence IS NOT NULL)"),
        _check(table, "paid", "(payment = 'paid') = (paid_on IS NOT NULL)"),
        _check(table, "confirmed", "payment IN ('none', 'asked') OR confirmed_at IS NOT NULL"),
        _to(table, "organisation_id", "organisation", cascades=True),
        _to(table, "event_id", "event"),
        _to(table, "entered_by_id", "account"),
        _to(table, "confirmed_by_id", "account"),
        _primary(table, "id"),
    )
    for column in ("organisation_id", "worked_on"):
        _index(table, column)


def _create_file() -> None:
    table, is_logo = "organisation_file", sa.text("used_for = 'logo'")
    op.create_table(
        table,
        *_keys("id", "organisation_id", "put_by_id"),
        *_texts("used_for", "media_type", "digest"),
        *_numbers("size"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_instants("put_at"),
        _check(table, "used_for", f"used_for IN ({USES})"),
        _to(table, "organisation_id", "organisation", cascades=True),
        _to(table, "put_by_id", "account"),
        _primary(table, "id"),
    )
    _index(table, "organisation_id")
    op.create_index(f"ix_{table}_logo", table, ["organisation_id"], unique=True, sqlite_where=is_logo, postgresql_where=is_logo)


def downgrade() -> None:
    op.drop_index(op.f("ix_event_host_organisation_id"), "event")
    with op.batch_alter_table("event") as batch:
        batch.drop_constraint(op.f("fk_event_host_organisation_id_organisation"), type_="foreignkey")
        batch.drop_column("host_organisation_id")
    for table in ("file", "hours", "reminder", "revision"):
        op.drop_table(f"organisation_{table}")
