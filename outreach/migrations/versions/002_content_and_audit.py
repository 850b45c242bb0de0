"""Content: texts with their history and translations, pages, claims, contacts; the audit trail.

Revision: 002
After: 001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_audit()
    _create_texts()
    _create_pages()
    _create_claims()
    _create_contacts()


def _create_audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )


def _create_texts() -> None:
    op.create_table(
        "content_unit",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("english", sa.String(), nullable=False),
        sa.CheckConstraint("kind BETWEEN 1 AND 3", name=op.f("ck_content_unit_kind")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_content_unit")),
    )
    op.create_table(
        "content_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("change", sa.Integer()),
        sa.Column("changed_on", sa.Date()),
        sa.Column("text", sa.String()),
        sa.ForeignKeyConstraint(["unit_key"], ["content_unit.key"], name=op.f("fk_content_revision_unit_key_content_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_revision")),
        sa.UniqueConstraint("unit_key", "place", name=op.f("uq_content_revision_unit_key_place")),
    )
    op.create_table(
        "content_translation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date()),
        sa.CheckConstraint("state IN ('machine', 'checked', 'approved')", name=op.f("ck_content_translation_state")),
        sa.ForeignKeyConstraint(["unit_key"], ["content_unit.key"], name=op.f("fk_content_translation_unit_key_content_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_translation")),
        sa.UniqueConstraint("unit_key", "language", "place", name=op.f("uq_content_translation_unit_key_language_place")),
    )


def _create_pages() -> None:
    op.create_table(
        "content_page",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("is_essential", sa.Boolean(), nullable=False),
        sa.Column("nations", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_content_page")),
    )
    op.create_table(
        "content_block",
        sa.Column("unit_key", sa.String(), nullable=False),
        sa.Column("page_slug", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_key"], ["content_unit.key"], name=op.f("fk_content_block_unit_key_content_unit")),
        sa.ForeignKeyConstraint(["page_slug"], ["content_page.slug"], name=op.f("fk_content_block_page_slug_content_page")),
        sa.PrimaryKeyConstraint("unit_key", name=op.f("pk_content_block")),
    )


def _create_claims() -> None:
    op.create_table(
        "content_claim",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_address", sa.String(), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("nations", sa.JSON(), nullable=False),
        sa.Column("review_by", sa.Date()),
        sa.Column("depends_on", sa.JSON(), nullable=False),
        sa.Column("has_withdrawal", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_reason", sa.String()),
        sa.Column("lapse_noted_for", sa.Date()),
        sa.CheckConstraint("kind IN ('lifeline', 'caution', 'reassurance', 'fact')", name=op.f("ck_content_claim_kind")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_content_claim")),
    )


def _create_contacts() -> None:
    op.create_table(
        "content_contact",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("dial", sa.String(), nullable=False),
        sa.Column("display", sa.String(), nullable=False),
        sa.Column("run_by", sa.String(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_address", sa.String(), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("has_failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_content_contact")),
    )


def downgrade() -> None:
    for table in ("contact", "claim", "block", "page", "translation", "revision", "unit"):
        op.drop_table(f"content_{table}")
    op.drop_table("audit_entry")
