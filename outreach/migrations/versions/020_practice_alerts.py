"""Practice alerts and their answers.

Revision: 020
After: 019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "020"
down_revision = "019"
branch_labels = None
depends_on = None

KINDS = (
    "'status-first', 'status-checked', 'passed-on', 'refused', 'suspect-first', 'no-interpreter', 'not-private', "
    "'guidance-unknown', 'different-words', 'not-referred', 'no-outreach', 'not-heard'"
)
SETTINGS = "'telephone', 'front-desk', 'online', 'out', 'interview', 'event', 'elsewhere'"
STATES = "'open', 'answered', 'disputed', 'closed', 'withdrawn'"
DISPUTES = "'', 'beside', 'again', 'nothing-done', 'look-again'"
STAGES = "'', 'new', 'near', 'late'"
FINDINGS = "'confirmed', 'not-found', 'cannot'"
OBSTACLES = "'', 'no-record', 'too-general', 'other-process', 'other-body'"
ALERT, ANSWER = "practice_alert", "practice_alert_answer"


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _instants(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _keys(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def upgrade() -> None:
    _create_alert()
    _create_answer()


def _create_alert() -> None:
    values = {"kind": KINDS, "setting": SETTINGS, "state": STATES, "dispute": DISPUTES, "told": STAGES}
    op.create_table(
        ALERT,
        *_keys("id", "organisation_id"),
        *_keys("raised_by_id", nullable=True),
        *_instants("raised_at"),
        *_texts("area", "kind", "setting", "state", "told", "dispute"),
        *[sa.Column(name, sa.Date(), nullable=False) for name in ("month_on", "due_on")],
        sa.Column("is_named", sa.Boolean(), server_default=sa.false(), nullable=False),
        *_instants("disputed_at", "ended_at", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *[_check(ALERT, column, f"{column} IN ({known})") for column, known in values.items()],
        _check(ALERT, "disputed", "(disputed_at IS NULL) = (dispute = '')"),
        _check(ALERT, "ended", "state IN ('open', 'disputed') OR ended_at IS NOT NULL"),
        _to(ALERT, "organisation_id", "organisation"),
        _to(ALERT, "raised_by_id", "account"),
        _primary(ALERT),
    )
    for column in ("organisation_id", "raised_at", "area", "state", "due_on"):
        op.create_index(op.f(f"ix_{ALERT}_{column}"), ALERT, [column])


def _create_answer() -> None:
    values = {"finding": FINDINGS, "obstacle": OBSTACLES, "number": "1, 2"}
    op.create_table(
        ANSWER,
        *_keys("id", "alert_id", "answered_by_id"),
        *_keys("briefing_id", nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("finding", "obstacle", "words"),
        sa.Column("steps", sa.JSON(), nullable=False),
        *_instants("answered_at"),
        *[_check(ANSWER, column, f"{column} IN ({known})") for column, known in values.items()],
        _check(ANSWER, "why", "(finding = 'cannot') = (obstacle <> '')"),
        _check(ANSWER, "words", "words <> ''"),
        _to(ANSWER, "alert_id", ALERT),
        _to(ANSWER, "briefing_id", "briefing"),
        _to(ANSWER, "answered_by_id", "account"),
        sa.UniqueConstraint("alert_id", "number", name=op.f(f"uq_{ANSWER}_alert_id_number")),
        _primary(ANSWER),
    )


def downgrade() -> None:
    op.drop_table(ANSWER)
    op.drop_table(ALERT)
