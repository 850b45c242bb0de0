"""What came of events, answers to what was heard, who was told what of an event, and references of imported events.

Revision: 015
After: 013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None

COUNTED = "(is_exact AND (least = 0 OR least >= 5)) OR (NOT is_exact AND least IN (1, 5))"
THEMES = (
    "'sharing', 'trust', 'reporting', 'answers', 'interpreting', 'threats', 'work', 'hate', 'home', 'officers', 'support', 'event', 'other'"
)


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _keys(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def _days(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Date(), nullable=True) for name in names]


def _instants(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _count() -> list[sa.Column]:
    return [_number("least"), sa.Column("is_exact", sa.Boolean(), nullable=False)]


def _to(table: str, column: str, other: str, *, there: str = "id", cascades: bool = False) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{there}"], name=name, ondelete="CASCADE" if cascades else None)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    _create_outcome()
    _create_outcome_parts()
    _create_action()
    _create_reply()
    _create_notices()
    with op.batch_alter_table("event") as batch:
        batch.add_column(sa.Column("reference", sa.String(), nullable=True))
        batch.create_unique_constraint(op.f("uq_event_reference"), ["reference"])


def _create_outcome() -> None:
    op.create_table(
        "event_outcome",
        *_keys("event_id", "recorded_by_id"),
        *_count(),
        *_texts("split", "note"),
        *_instants("recorded_at", "changed_at"),
        _number("version"),
        _check("event_outcome", "counted", COUNTED),
        _check("event_outcome", "split", "split IN ('none', 'language', 'community')"),
        _to("event_outcome", "event_id", "event"),
        _to("event_outcome", "recorded_by_id", "account"),
        _primary("event_outcome", "event_id"),
    )


def _create_outcome_parts() -> None:
    parts = {
        "event_outcome_group": ("name", _count(), ("counted", COUNTED)),
        "event_outcome_theme": ("theme", [], ("theme", f"theme IN ({THEMES})")),
        "event_outcome_material": ("language", _count(), ("counted", COUNTED)),
        "event_outcome_language": ("language", _texts("quality"), ("quality", "quality IN ('good', 'adequate', 'poor', 'absent')")),
    }
    for table, (key, columns, (name, condition)) in parts.items():
        op.create_table(
            table,
            *_keys("event_id"),
            *_texts(key),
            *columns,
            _check(table, name, condition),
            _to(table, "event_id", "event_outcome", there="event_id", cascades=True),
            _primary(table, "event_id", key),
        )
    _index("event_outcome_theme", "theme")


def _create_action() -> None:
    op.create_table(
        "event_action",
        *_keys("id", "event_id"),
        *_keys("action_id", "owner_id", nullable=True),
        *_texts("title"),
        *_days("due_on", "done_on"),
        *_instants("raised_at"),
        _check("event_action", "kept_once", "(action_id IS NULL) = (title <> '')"),
        _check("event_action", "campaign", "action_id IS NULL OR (owner_id IS NULL AND due_on IS NULL AND done_on IS NULL)"),
        _to("event_action", "event_id", "event_outcome", there="event_id", cascades=True),
        _to("event_action", "action_id", "campaign_action"),
        _to("event_action", "owner_id", "account"),
        sa.UniqueConstraint("action_id", name=op.f("uq_event_action_action_id")),
        _primary("event_action", "id"),
    )
    _index("event_action", "event_id")
    _index("event_action", "owner_id", "done_on", "due_on")


def _create_reply() -> None:
    op.create_table(
        "reply",
        *_keys("id", "written_by_id"),
        *_keys("event_id", "published_by_id", nullable=True),
        *_texts("area", "heard", "done", "state", "set_aside_reason"),
        *_days("quarter_on"),
        *(_number(name) for name in ("number", "least", "version")),
        sa.Column("themes", sa.JSON(), nullable=False),
        *_instants("written_at"),
        *_instants("published_at", "set_aside_at", nullable=True),
        _check("reply", "state", "state IN ('draft', 'published', 'set-aside')"),
        _check("reply", "enough", "least >= 10"),
        _check("reply", "basis", "(event_id IS NULL) <> (quarter_on IS NULL)"),
        _check("reply", "second_reader", "state <> 'published' OR (published_by_id IS NOT NULL AND published_by_id <> written_by_id)"),
        _check("reply", "texts", "heard <> '' AND done <> ''"),
        _to("reply", "event_id", "event"),
        _to("reply", "written_by_id", "account"),
        _to("reply", "published_by_id", "account"),
        sa.UniqueConstraint("area", "number", name=op.f("uq_reply_area_number")),
        _primary("reply", "id"),
    )
    _index("reply", "event_id")
    where = sa.text("state = 'draft'")
    op.create_index("ix_reply_one_draft", "reply", ["area"], unique=True, sqlite_where=where, postgresql_where=where)


def _create_notices() -> None:
    op.create_table(
        "event_known",
        *_keys("event_id"),
        *_texts("recipient", "place"),
        *_instants("starts_at", "ends_at", "told_at"),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("is_cancelled", "is_on")),
        _to("event_known", "event_id", "event"),
        _primary("event_known", "event_id", "recipient"),
    )
    op.create_table(
        "event_notice",
        *_keys("id", "event_id"),
        *_texts("recipient", "kind"),
        _number("sequence"),
        *_instants("starts_at", "put_at"),
        _check("event_notice", "kind", "kind IN ('assigned', 'changed', 'cancelled', 'taken-off', 'week', 'day')"),
        _to("event_notice", "event_id", "event"),
        sa.UniqueConstraint("event_id", "recipient", "kind", "sequence", name=op.f("uq_event_notice_event_id_recipient_kind_sequence")),
        _primary("event_notice", "id"),
    )
    op.create_table(
        "event_look",
        *_keys("event_id"),
        *_instants("changed_at"),
        _to("event_look", "event_id", "event"),
        _primary("event_look", "event_id"),
    )


def downgrade() -> None:
    with op.batch_alter_table("event") as batch:
        batch.drop_constraint(op.f("uq_event_reference"), type_="unique")
        batch.drop_column("reference")
    for table in ("event_look", "event_notice", "event_known"):
        op.drop_table(table)
    op.drop_table("reply")
    for table in ("event_action", "event_outcome_language", "event_outcome_material", "event_outcome_theme", "event_outcome_group"):
        op.drop_table(table)
    op.drop_table("event_outcome")
