"""Vetting of partner organisations, and the agreements that they accept.

Revision: 018
After: 017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "018"
down_revision = "017"
branch_labels = None
depends_on = None

ORGANISATION = "organisation"
ITEMS = "'register', 'safeguarding', 'reference', 'advice', 'ties'"
FINDINGS = "'done', 'not-needed', 'problem'"
KINDS = "'approve', 'refuse', 'take-back'"


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _empty_texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), server_default="", nullable=False) for name in names]


def _keys(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def _instants(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _flags(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False) for name in names]


def _version() -> sa.Column:
    return sa.Column("version", sa.Integer(), nullable=False)


def _to_organisation(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_organisation_id_organisation")
    return sa.ForeignKeyConstraint(["organisation_id"], [f"{ORGANISATION}.id"], name=name, ondelete="CASCADE")


def _to_account(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_{table}_{column}_account")) for column in columns]


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    op.add_column("organisation", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    _create_agreement()
    _create_check()
    _create_question()
    _create_decision()
    _create_stepped_back()
    op.create_table(
        "register_entry",
        *_texts("org_id", "name"),
        sa.Column("is_registered", sa.Boolean(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        *_instants("fetched_at"),
        _primary("register_entry", "org_id"),
    )


def _create_agreement() -> None:
    table = "organisation_agreement"
    op.create_table(
        table,
        *_keys("id", "organisation_id", "accepted_by_id"),
        *_texts("version", "digest", "language", "name", "position"),
        *_instants("accepted_at"),
        *_instants("holds_until", nullable=True),
        _to_organisation(table),
        *_to_account(table, "accepted_by_id"),
        sa.UniqueConstraint("organisation_id", "version", name=op.f(f"uq_{table}_organisation_id_version")),
        _primary(table, "id"),
    )
    _index(table, "version")


def _create_check() -> None:
    table = "vetting_check"
    op.create_table(
        table,
        *_keys("id", "organisation_id", "found_by_id"),
        *_texts("item", "finding"),
        *_empty_texts("about", "note", "asked", "entry_name", "entry_status"),
        *_instants("found_at"),
        _version(),
        _check(table, "item", f"item IN ({ITEMS})"),
        _check(table, "finding", f"finding IN ({FINDINGS})"),
        _to_organisation(table),
        *_to_account(table, "found_by_id"),
        sa.UniqueConstraint("organisation_id", "item", "about", name=op.f(f"uq_{table}_organisation_id_item_about")),
        _primary(table, "id"),
    )


def _create_question() -> None:
    table = "vetting_question"
    op.create_table(
        table,
        *_keys("id", "organisation_id", "asked_by_id"),
        *_texts("section", "words"),
        *_empty_texts("answer"),
        *_instants("asked_at"),
        *_instants("reminded_at", "answered_at", "closed_at", nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        _to_organisation(table),
        *_to_account(table, "asked_by_id"),
        _primary(table, "id"),
    )
    _index(table, "organisation_id")


def _create_decision() -> None:
    table, is_open = "vetting_decision", sa.text("settled_at IS NULL")
    op.create_table(
        table,
        *_keys("id", "organisation_id", "proposed_by_id"),
        *_keys("settled_by_id", "appeal_by_id", nullable=True),
        *_texts("kind"),
        sa.Column("grounds", sa.JSON(), nullable=False),
        *_empty_texts("words", "remark", "appeal", "appeal_answer"),
        *_instants("proposed_at"),
        *_instants("settled_at", "appealed_at", "appeal_at", nullable=True),
        *_flags("is_confirmed", "is_upheld"),
        _version(),
        _check(table, "kind", f"kind IN ({KINDS})"),
        _check(table, "second_person", "settled_by_id <> proposed_by_id"),
        _check(table, "third_person", "appeal_by_id <> proposed_by_id AND appeal_by_id <> settled_by_id"),
        _check(table, "settled", "(settled_at IS NULL) = (settled_by_id IS NULL)"),
        _to_organisation(table),
        *_to_account(table, "proposed_by_id", "settled_by_id", "appeal_by_id"),
        _primary(table, "id"),
    )
    _index(table, "organisation_id")
    op.create_index("ix_vetting_decision_open", table, ["organisation_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open)


def _create_stepped_back() -> None:
    table = "vetting_stepped_back"
    op.create_table(
        table,
        *_keys("organisation_id", "account_id"),
        *_instants("since"),
        _to_organisation(table),
        *_to_account(table, "account_id"),
        _primary(table, "organisation_id", "account_id"),
    )


def downgrade() -> None:
    op.drop_table("register_entry")
    for table in ("stepped_back", "decision", "question", "check"):
        op.drop_table(f"vetting_{table}")
    op.drop_table("organisation_agreement")
    op.drop_column("organisation", "paused_at")
