"""Accounts, what guards them, and their sessions.

Revision: 007
After: 006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

ROLES = "'lead', 'coordinator', 'translator', 'reviewer', 'auditor', 'partner'"
KINDS = "'police', 'commissioner', 'charity', 'community', 'council', 'translators', 'inspectorate'"


def _instant(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _account_key(name: str, *, primary: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=False, primary_key=primary)


def _belongs(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_account")
    return sa.ForeignKeyConstraint([column], ["account.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("email", sa.String()),
        *(sa.Column(name, sa.String(), server_default="", nullable=False) for name in ("name", "telephone")),
        sa.Column("language", sa.String(), server_default="en", nullable=False),
        sa.Column("is_mailed", sa.Boolean(), server_default=sa.true(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("role", "kind", "organisation", "fs_uniquifier")),
        *(sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False) for name in ("is_national", "is_demonstration")),
        _instant("invited_at", nullable=False),
        *(_instant(name) for name in ("joined_at", "suspended_at", "left_at")),
        sa.Column("successor_id", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String()) for name in ("password", "fs_webauthn_user_handle", "tf_primary_method", "tf_totp_secret")),
        sa.Column("tf_last_counter", sa.Integer()),
        sa.Column("mf_recovery_codes", sa.JSON()),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_account_role")),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_account_kind")),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_account_language")),
        sa.ForeignKeyConstraint(["successor_id"], ["account.id"], name=op.f("fk_account_successor_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        *(sa.UniqueConstraint(name, name=op.f(f"uq_account_{name}")) for name in ("email", "fs_uniquifier", "fs_webauthn_user_handle")),
    )
    op.create_table(
        "account_area",
        _account_key("account_id"),
        sa.Column("area", sa.String(), nullable=False),
        _belongs("account_area", "account_id"),
        sa.PrimaryKeyConstraint("account_id", "area", name=op.f("pk_account_area")),
    )
    op.create_index(op.f("ix_account_area_area"), "account_area", ["area"])
    op.create_table(
        "account_language",
        _account_key("account_id"),
        sa.Column("language", sa.String(), nullable=False),
        _belongs("account_language", "account_id"),
        sa.PrimaryKeyConstraint("account_id", "language", name=op.f("pk_account_language")),
    )
    _create_guards()


def _create_guards() -> None:
    op.create_table(
        "account_passkey",
        _account_key("user_id"),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("credential_id", "public_key")),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.JSON()),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("device_type", "name", "usage")),
        sa.Column("extensions", sa.String()),
        *(_instant(name, nullable=False) for name in ("create_datetime", "lastuse_datetime")),
        sa.Column("id", sa.Uuid(), nullable=False),
        _belongs("account_passkey", "user_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_account_passkey_credential_id")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_account_passkey_user_id_name")),
    )
    op.create_index(op.f("ix_account_passkey_user_id"), "account_passkey", ["user_id"])
    op.create_table(
        "account_sign_in",
        _account_key("account_id"),
        *(_instant(name, nullable=False) for name in ("began_at", "ends_at")),
        _instant("ended_at"),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _belongs("account_sign_in", "account_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_sign_in")),
    )
    op.create_index(op.f("ix_account_sign_in_account_id"), "account_sign_in", ["account_id"])
    op.create_table(
        "account_tries",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _instant("latest_at", nullable=False),
        _instant("waits_until"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_account_tries")),
    )
    op.create_index(op.f("ix_account_tries_latest_at"), "account_tries", ["latest_at"])


def downgrade() -> None:
    for table in ("account_tries", "account_sign_in", "account_passkey", "account_language", "account_area", "account"):
        op.drop_table(table)
