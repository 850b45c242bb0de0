"""Routes from the police of an area to those who help.

Revision: 024
After: 023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "024"
down_revision = "023"
branch_labels = None
depends_on = None

TABLE = "pathway"
CHECKS = {
    "need": (
        "need IN ('advice', 'abuse', 'refuge', 'counselling', 'sexual-assault', 'exploitation', 'immigration', 'legal', 'interpreter', "
        "'health', 'essentials', 'children', 'men', 'lgbt', 'reporting')"
    ),
    "extent": "extent IN ('none', 'partial', 'extant', 'enhanced')",
    "capacity": "capacity IN ('unknown', 'few', 'some', 'many', 'all')",
    "to_whom": "(extent = 'none') = (service_id IS NULL AND recipient = '')",
    "one_recipient": "service_id IS NULL OR recipient = ''",
    "agreed": "extent IN ('none', 'partial') OR (agreed_on IS NOT NULL AND agreed_for_police <> '' AND agreed_for_service <> '')",
}
TEXTS = (
    *("area", "need", "extent", "recipient", "referred_by", "how", "hours", "capacity", "agreed_for_police", "agreed_for_service"),
    "evidence_url",
)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(text, name=op.f(f"ck_{TABLE}_{name}")) for name, text in CHECKS.items()),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_pathway_service_id_service")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_pathway_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway")),
    )
    op.create_index(op.f("ix_pathway_area_need"), TABLE, ["area", "need"])
    op.create_index(op.f("ix_pathway_service_id"), TABLE, ["service_id"])
    op.create_index(op.f("ix_pathway_review_on"), TABLE, ["review_on"])


def downgrade() -> None:
    op.drop_table(TABLE)
