"""Campaigns and their parts.

Revision: 009
After: 008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None

STATES = "'draft', 'approved', 'live', 'paused', 'closed', 'evaluated'"
LEVELS = "'input', 'output', 'outtake', 'outcome', 'impact'"
LINES = "'partner-hours', 'staff', 'translation', 'print', 'venue', 'media', 'travel', 'evaluation', 'other'"
DOINGS = "'todo', 'started', 'waiting', 'done'"
PARTS = ("audience", "objective", "measurement", "milestone", "action", "budget_line", "risk", "decision", "assessment", "link")


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _days(*names: str, nullable: bool = True) -> list[sa.Column]:
    return [sa.Column(name, sa.Date(), nullable=nullable) for name in names]


def _instants(*names: str, nullable: bool = True) -> list[sa.Column]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _numbers(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _key(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _to(table: str, column: str, other: str, *, cascades: bool = False) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE" if cascades else None)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _create_link_table(table: str, left: tuple[str, str], right: sa.Column, right_table: str = "") -> None:
    """Rows that belong to one of another table and name something."""
    column, owner = left
    keys = [_to(table, column, owner, cascades=True)] + ([_to(table, right.name, right_table)] if right_table else [])
    op.create_table(table, _key(column), right, *keys, sa.PrimaryKeyConstraint(column, right.name, name=op.f(f"pk_{table}")))
    _index(table, right.name)


def _create_part(name: str, *columns: sa.Column | sa.Constraint) -> None:
    table = f"campaign_{name}"
    op.create_table(
        table,
        *columns,
        _key("campaign_id"),
        *_texts("title"),
        *_instants("made_at", nullable=False),
        *_instants("archived_at"),
        *_numbers("version"),
        _key("id"),
        _to(table, "campaign_id", "campaign"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    _index(table, "campaign_id")


def upgrade() -> None:
    _create_campaign()
    _create_plan()
    _create_work()


def _create_campaign() -> None:
    op.create_table(
        "campaign",
        *_texts("name", "purpose", "state", "insight", "strategy", "implementation", "scoring", "learning"),
        _key("owner_id"),
        *_days("starts_on", "ends_on"),
        sa.Column("is_national", sa.Boolean(), server_default=sa.false(), nullable=False),
        *_instants("asked_at", "archived_at"),
        *_instants("made_at", "changed_at", nullable=False),
        *_numbers("version"),
        _key("id"),
        _check("campaign", "state", f"state IN ({STATES})"),
        _check("campaign", "dates", "ends_on >= starts_on"),
        _to("campaign", "owner_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    for column in ("owner_id", "starts_on", "changed_at"):
        _index("campaign", column)
    of_campaign = ("campaign_id", "campaign")
    _create_link_table("campaign_area", of_campaign, *_texts("area"))
    _create_link_table("campaign_member", of_campaign, _key("account_id"), "account")
    _create_link_table("campaign_commitment", of_campaign, _key("commitment_id"), "commitment")


def _create_plan() -> None:
    _create_part("audience")
    _create_link_table("campaign_audience_language", ("audience_id", "campaign_audience"), *_texts("language"))
    _create_part(
        "objective",
        *_texts("level", "measure", "unit"),
        *(sa.Column(name, sa.Double(), nullable=False) for name in ("baseline", "target")),
        *_days("due_on", nullable=False),
        _check("campaign_objective", "level", f"level IN ({LEVELS})"),
    )
    _create_part(
        "measurement",
        _key("objective_id"),
        *_days("measured_on", nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        *_texts("note"),
        _key("by_id"),
        _to("campaign_measurement", "objective_id", "campaign_objective"),
        _to("campaign_measurement", "by_id", "account"),
    )
    _index("campaign_measurement", "objective_id")
    _create_part("milestone", *_days("due_on", nullable=False), *_days("reached_on"))
    _index("campaign_milestone", "due_on")
    _create_part("link", *_texts("url"))


def _create_work() -> None:
    _create_part(
        "action",
        _key("owner_id", nullable=True),
        *_days("due_on", "started_on", "done_on"),
        *_texts("doing", "note"),
        _check("campaign_action", "doing", f"doing IN ({DOINGS})"),
        _check("campaign_action", "done", "(doing = 'done') = (done_on IS NOT NULL)"),
        _to("campaign_action", "owner_id", "account"),
    )
    for columns in (("campaign_id", "doing", "due_on"), ("owner_id", "doing", "due_on"), ("due_on",)):
        _index("campaign_action", *columns)
    _create_link_table("action_commitment", ("action_id", "campaign_action"), _key("commitment_id"), "commitment")
    _create_part(
        "budget_line",
        *_texts("line", "note"),
        *_numbers("planned", "spent"),
        *(sa.Column(name, sa.Double()) for name in ("hours_planned", "hours_given")),
        _check("campaign_budget_line", "line", f"line IN ({LINES})"),
        _check("campaign_budget_line", "pence", "planned >= 0 AND spent >= 0"),
        _check("campaign_budget_line", "hours", "line = 'partner-hours' OR (hours_planned IS NULL AND hours_given IS NULL)"),
    )
    _create_records()


def _create_records() -> None:
    _create_part(
        "risk",
        *_numbers("likelihood", "impact"),
        _key("owner_id", nullable=True),
        *_texts("mitigation"),
        *_days("reviewed_on"),
        _check("campaign_risk", "weight", "likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5"),
        _to("campaign_risk", "owner_id", "account"),
    )
    _index("campaign_risk", "owner_id")
    _create_part(
        "decision", *_texts("reasons"), *_days("decided_on", nullable=False), _key("by_id"), _to("campaign_decision", "by_id", "account")
    )
    _create_part(
        "assessment",
        *_texts("about", "text", "state"),
        *_days("assessed_on", nullable=False),
        _key("by_id"),
        _check("campaign_assessment", "about", "about IN ('equality', 'protection')"),
        _check("campaign_assessment", "state", "state IN ('draft', 'agreed')"),
        _to("campaign_assessment", "by_id", "account"),
    )


def downgrade() -> None:
    for table in ("action_commitment", "campaign_commitment", "campaign_audience_language", "campaign_measurement"):
        op.drop_table(table)
    for part in PARTS:
        if part != "measurement":
            op.drop_table(f"campaign_{part}")
    for table in ("campaign_area", "campaign_member", "campaign"):
        op.drop_table(table)
