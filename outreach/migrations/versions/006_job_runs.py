"""A row for every run of a job, and one for each job that says who is at it. What was known of latest runs is let go: every job is due.

Revision: 006
After: 005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("job_run")
    op.create_table(
        "job",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("run_id", sa.Uuid()),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in ("leased_until", "started_at", "asked_at", "finished_at")),
        sa.Column("seconds", sa.Double(), server_default="0", nullable=False),
        sa.Column("error", sa.String()),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in ("runs", "failures")),
        sa.Column("busy_seconds", sa.Double(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job")),
    )
    op.create_table(
        "job_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.String()),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
    )
    op.create_index("ix_job_run_name_started_at", "job_run", ["name", "started_at"])


def downgrade() -> None:
    op.drop_table("job_run")
    op.drop_table("job")
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.String()),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
