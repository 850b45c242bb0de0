"""Briefings of officers and staff, and looks for the protocol.

Revision: 012
After: 011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "012"
down_revision = "011"
branch_labels = None
depends_on = None

TEAMS = "'response', 'control-room', 'front-desk', 'neighbourhood', 'investigation', 'custody', 'victim-care', 'other'"
COUNTS = "reached >= 0 AND answered BETWEEN 0 AND reached AND right_answers BETWEEN 0 AND answered"
WORDS = "(held = 'text') = (wording <> '') AND (held = 'link') = (url <> '')"


def _texts(*names: str, empty: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), server_default="" if empty else None, nullable=False) for name in names]


def _days(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Date(), nullable=nullable) for name in names]


def _instants(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _numbers(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _keys(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def _to(table: str, other: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")) for column in columns]


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _key(table: str) -> list[sa.schema.SchemaItem]:
    return [sa.Column("id", sa.Uuid(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _index_one(name: str, table: str, columns: list[str], condition: str) -> None:
    """At most one row for each value of *columns* meets the condition."""
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    _create_material()
    _create_versions()
    _create_issues()
    _create_acknowledgements()
    op.create_table(
        "protocol_look",
        *_days("looked_on"),
        *_texts("places"),
        sa.Column("is_found", sa.Boolean(), nullable=False),
        *_texts("url", empty=True),
        *_instants("noted_at"),
        *_keys("by_id"),
        *_key("protocol_look"),
        _check("protocol_look", "url", "is_found OR url = ''"),
        *_to("protocol_look", "account", "by_id"),
    )
    _index("protocol_look", "looked_on")


def _create_material() -> None:
    op.create_table(
        "briefing",
        *_texts("title", "about"),
        *_numbers("target_percent", nullable=True),
        *_days("target_on", nullable=True),
        *_instants("made_at"),
        *_keys("made_by_id"),
        *_instants("archived_at", nullable=True),
        *_numbers("version"),
        *_key("briefing"),
        _check("briefing", "target", "target_percent BETWEEN 1 AND 100"),
        _check("briefing", "target_day", "(target_percent IS NULL) = (target_on IS NULL)"),
        *_to("briefing", "account", "made_by_id"),
    )
    op.create_table(
        "briefing_commitment",
        *_keys("briefing_id", "commitment_id"),
        sa.ForeignKeyConstraint(
            ["briefing_id"], ["briefing.id"], name=op.f("fk_briefing_commitment_briefing_id_briefing"), ondelete="CASCADE"
        ),
        *_to("briefing_commitment", "commitment", "commitment_id"),
        sa.PrimaryKeyConstraint("briefing_id", "commitment_id", name=op.f("pk_briefing_commitment")),
    )
    _index("briefing_commitment", "commitment_id")


def _create_versions() -> None:
    table = "briefing_version"
    op.create_table(
        table,
        *_keys("briefing_id"),
        *_numbers("number"),
        *_texts("held"),
        *_texts("wording", "url", "changes", empty=True),
        *_texts("gravity", "question", "answer_a", "answer_b", "answer_c"),
        *_texts("answer_d", empty=True),
        *_texts("right_answer", "why", "state"),
        *_keys("drafted_by_id"),
        *_instants("drafted_at"),
        *_keys("approved_by_id", nullable=True),
        *_instants("approved_at", nullable=True),
        *_keys("set_aside_by_id", nullable=True),
        *_instants("set_aside_at", nullable=True),
        *_texts("set_aside_reason", empty=True),
        *_numbers("version"),
        *_key(table),
        _unique(table, "briefing_id", "number"),
        _check(table, "state", "state IN ('draft', 'approved', 'set-aside')"),
        _check(table, "held", "held IN ('text', 'link')"),
        _check(table, "gravity", "gravity IN ('meaning', 'wording')"),
        _check(table, "right_answer", "right_answer IN ('a', 'b', 'c', 'd')"),
        _check(table, "words", WORDS),
        _check(table, "first", "number > 1 OR gravity = 'meaning'"),
        _check(table, "second_person", "state <> 'approved' OR approved_by_id <> drafted_by_id"),
        *_to(table, "briefing", "briefing_id"),
        *_to(table, "account", "drafted_by_id", "approved_by_id", "set_aside_by_id"),
    )
    _index_one("ix_briefing_version_one_draft", table, ["briefing_id"], "state = 'draft'")


def _create_issues() -> None:
    table = "briefing_issue"
    op.create_table(
        table,
        *_keys("briefing_id", "edition_id"),
        *_texts("area", "team"),
        *_texts("team_name", empty=True),
        *_numbers("headcount"),
        *_instants("issued_at"),
        *_days("issued_on"),
        *_keys("issued_by_id"),
        *_days("due_on"),
        *_keys("follows_id", nullable=True),
        sa.Column("ending", sa.String()),
        *_instants("ended_at", nullable=True),
        *_keys("ended_by_id", nullable=True),
        *_texts("ended_reason", empty=True),
        *_numbers("version"),
        *_key(table),
        _unique(table, "follows_id"),
        _check(table, "team", f"team IN ({TEAMS})"),
        _check(table, "ending", "ending IN ('reissued', 'taken-back')"),
        _check(table, "team_name", "(team = 'other') = (team_name <> '')"),
        _check(table, "headcount", "headcount > 0"),
        _check(table, "ended", "(ended_at IS NULL) = (ending IS NULL)"),
        *_to(table, "briefing", "briefing_id"),
        *_to(table, "briefing_version", "edition_id"),
        *_to(table, "briefing_issue", "follows_id"),
        *_to(table, "account", "issued_by_id", "ended_by_id"),
    )
    _index(table, "edition_id", "area", "issued_by_id", "due_on")
    _index_one("ix_briefing_issue_one_stands", table, ["briefing_id", "area", "team", "team_name"], "ended_at IS NULL")


def _create_acknowledgements() -> None:
    table = "briefing_acknowledgement"
    op.create_table(
        table,
        *_keys("issue_id"),
        *_numbers("reached"),
        *_days("held_on"),
        *_texts("means"),
        *_numbers("answered", "right_answers"),
        *_texts("source", empty=True),
        *_instants("noted_at"),
        *_keys("noted_by_id"),
        *_keys("corrects_id", nullable=True),
        *_instants("corrected_at", nullable=True),
        *_texts("reason", empty=True),
        *_key(table),
        _unique(table, "corrects_id"),
        _check(table, "means", "means IN ('in-person', 'online', 'read')"),
        _check(table, "counts", COUNTS),
        _check(table, "correction", "(corrects_id IS NULL) = (reason = '')"),
        *_to(table, "briefing_issue", "issue_id"),
        *_to(table, "account", "noted_by_id"),
        *_to(table, table, "corrects_id"),
    )
    _index(table, "issue_id")


def downgrade() -> None:
    tables = ("protocol_look", "briefing_acknowledgement", "briefing_issue", "briefing_version", "briefing_commitment", "briefing")
    for table in tables:
        op.drop_table(table)
