"""Partner organisations, their numbers, areas and languages, members and consents.

Revision: 016
After: 015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None

KINDS = "'charity', 'cic', 'community', 'faith', 'law-centre', 'council', 'other'"
STAGES = "'applied', 'approved', 'refused', 'withdrawn', 'left'"
CONSENTS = "'listed', 'open-data', 'logo', 'reports'"


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _flags(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False) for name in names]


def _keys(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def _instants(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _to(table: str, column: str, other: str, *, cascades: bool = False) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE" if cascades else None)


def _check(table: str, column: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"ck_{table}_{column}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    _create_organisation()
    for table, column in {"identifier": "org_id", "area": "area", "language": "language"}.items():
        _create_rows(f"organisation_{table}", column)
    _create_member()
    _create_consent()


def _create_organisation() -> None:
    op.create_table(
        "organisation",
        *_keys("id"),
        *_texts("name", "kind", "stage", "language"),
        sa.Column("answers", sa.JSON(), nullable=False),
        *_flags("is_national", "is_demonstration"),
        *_instants("applied_at"),
        *_instants("decided_at", "verified_at", "left_at", "erased_at", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check("organisation", "kind", KINDS),
        _check("organisation", "stage", STAGES),
        _primary("organisation", "id"),
    )
    for column in ("name", "stage", "verified_at"):
        _index("organisation", column)


def _create_rows(table: str, column: str) -> None:
    op.create_table(
        table,
        *_keys("organisation_id"),
        *_texts(column),
        _to(table, "organisation_id", "organisation", cascades=True),
        _primary(table, "organisation_id", column),
    )
    _index(table, column)


def _create_member() -> None:
    table = "organisation_member"
    op.create_table(
        table,
        *_keys("organisation_id", "account_id"),
        sa.Column("is_owner", sa.Boolean(), nullable=False),
        *_instants("since"),
        _to(table, "organisation_id", "organisation", cascades=True),
        _to(table, "account_id", "account"),
        sa.UniqueConstraint("account_id", name=op.f(f"uq_{table}_account_id")),
        _primary(table, "organisation_id", "account_id"),
    )


def _create_consent() -> None:
    table, holds = "organisation_consent", sa.text("withdrawn_at IS NULL")
    op.create_table(
        table,
        *_keys("id", "organisation_id"),
        *_texts("consent"),
        *_instants("given_at"),
        *_instants("withdrawn_at", nullable=True),
        *_keys("given_by_id", "withdrawn_by_id", nullable=True),
        _check(table, "consent", CONSENTS),
        _to(table, "organisation_id", "organisation", cascades=True),
        _to(table, "given_by_id", "account"),
        _to(table, "withdrawn_by_id", "account"),
        _primary(table, "id"),
    )
    _index(table, "organisation_id")
    columns = ["organisation_id", "consent"]
    op.create_index("ix_organisation_consent_holds", table, columns, unique=True, sqlite_where=holds, postgresql_where=holds)


def downgrade() -> None:
    for table in ("consent", "member", "language", "area", "identifier"):
        op.drop_table(f"organisation_{table}")
    op.drop_table("organisation")
