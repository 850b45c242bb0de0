"""Events, series, venues and interpreters.

Revision: 013
After: 012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "013"
down_revision = "012"
branch_labels = None
depends_on = None

KINDS = "'drop-in', 'workshop', 'briefing', 'training', 'advisory', 'stall', 'webinar', 'media'"
PLACE = "(whereabouts = 'venue') = (venue_id IS NOT NULL) AND (whereabouts = 'venue' OR NOT shows_place)"
AGREED = "(agreed_by = '') = (agreed_on IS NULL)"
FACILITIES = ("is_step_free", "has_hearing_loop", "has_prayer_space", "has_childcare")


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _days(*names: str, nullable: bool = True) -> list[sa.Column]:
    return [sa.Column(name, sa.Date(), nullable=nullable) for name in names]


def _times(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Time(), nullable=False) for name in names]


def _instants(*names: str, nullable: bool = True) -> list[sa.Column]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _truths(*names: str, default: sa.sql.elements.ColumnElement | None = None) -> list[sa.Column]:
    return [sa.Column(name, sa.Boolean(), server_default=default, nullable=False) for name in names]


def _key(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _to(table: str, column: str, other: str, *, column_there: str = "id", cascades: bool = False) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{column_there}"], name=name, ondelete="CASCADE" if cascades else None)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=op.f(f"pk_{table}"))


def upgrade() -> None:
    _create_records()
    _create_series()
    _create_event()
    _create_parts()


def _create_records() -> None:
    op.create_table(
        "venue",
        *_texts("name", "area", "address", "transport", "agreed_by"),
        *_truths(*FACILITIES, default=sa.false()),
        *_days("agreed_on"),
        *_instants("made_at", nullable=False),
        *_instants("archived_at"),
        _number("version"),
        _key("id"),
        _check("venue", "agreed", AGREED),
        _primary("venue"),
    )
    _index("venue", "area")
    op.create_table(
        "interpreter",
        *_texts("name", "agency", "email"),
        *_instants("made_at", nullable=False),
        *_instants("archived_at"),
        _number("version"),
        _key("id"),
        _primary("interpreter"),
    )
    op.create_table(
        "interpreter_language",
        _key("interpreter_id"),
        *_texts("language"),
        _to("interpreter_language", "interpreter_id", "interpreter", cascades=True),
        _primary("interpreter_language", "interpreter_id", "language"),
    )
    _index("interpreter_language", "language")


def _create_series() -> None:
    op.create_table(
        "event_series",
        *_texts("rule", "zone"),
        *_days("first_on", nullable=False),
        *_times("starts", "ends"),
        sa.Column("left_out", sa.JSON(), nullable=False),
        _key("continues_id", nullable=True),
        *_instants("made_at", nullable=False),
        _number("version"),
        _key("id"),
        _to("event_series", "continues_id", "event_series"),
        _primary("event_series"),
    )


def _create_event() -> None:
    keys = ("title_key", "summary_key", "statement_key")
    op.create_table(
        "event",
        *_texts(
            "zone", "state", "cancelled_because", "kind", "title_key", "purpose", "whereabouts", "agreed_by", "host_name", "host_email"
        ),
        *_texts("safeguarding", "risks", "visibility", "contact_key", "attends"),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("area", "summary_key", "statement_key")),
        *_days("held_on", nullable=False),
        *_days("original_on", "agreed_on"),
        *_times("starts", "ends"),
        *_instants("starts_at", "ends_at", "made_at", "changed_at", nullable=False),
        *_instants("cancelled_at", "published_at"),
        *_truths("is_changed", "shows_place", "immigration_enforcement"),
        _number("sequence"),
        _number("capacity", nullable=True),
        _number("version"),
        _key("made_by_id"),
        *(_key(name, nullable=True) for name in ("series_id", "campaign_id", "venue_id")),
        _key("id"),
        *_event_checks(),
        _to("event", "series_id", "event_series"),
        _to("event", "campaign_id", "campaign"),
        _to("event", "venue_id", "venue"),
        _to("event", "made_by_id", "account"),
        *(_to("event", key, "content_unit", column_there="key") for key in keys),
        _primary("event"),
    )
    for columns in (("held_on",), ("starts_at",), ("changed_at",), ("campaign_id",), ("venue_id",), *((key,) for key in keys)):
        _index("event", *columns)
    _index("event", "area", "held_on")
    _index("event", "series_id", "held_on")


def _event_checks() -> list[sa.CheckConstraint]:
    return [
        _check("event", "kind", f"kind IN ({KINDS})"),
        _check("event", "state", "state IN ('scheduled', 'cancelled')"),
        _check("event", "visibility", "visibility IN ('public', 'partners', 'internal')"),
        _check("event", "whereabouts", "whereabouts IN ('venue', 'online', 'host-tells')"),
        _check("event", "attends", "attends IN ('uniformed', 'plain-clothes', 'no-police')"),
        _check("event", "times", "ends_at > starts_at AND ends > starts"),
        _check("event", "place", PLACE),
        _check("event", "agreed", f"{AGREED} AND (whereabouts = 'venue' OR agreed_on IS NULL)"),
        _check("event", "statement", "NOT immigration_enforcement OR statement_key IS NOT NULL"),
        _check("event", "cancelled", "(state = 'cancelled') = (cancelled_at IS NOT NULL)"),
        _check("event", "capacity", "capacity > 0"),
    ]


def _create_parts() -> None:
    for table, column in (("event_audience", "title"), ("event_commitment", "commitment_id")):
        is_key = column == "commitment_id"
        op.create_table(
            table,
            _key("event_id"),
            _key(column) if is_key else _texts(column)[0],
            _to(table, "event_id", "event", cascades=True),
            *([_to(table, column, "commitment")] if is_key else []),
            _primary(table, "event_id", column),
        )
    op.create_table(
        "event_language",
        _key("event_id"),
        *_texts("language", "need"),
        _key("interpreter_id", nullable=True),
        _check("event_language", "need", "need IN ('needed', 'booked', 'confirmed', 'not-needed')"),
        _check("event_language", "interpreter", "need IN ('booked', 'confirmed') OR interpreter_id IS NULL"),
        _to("event_language", "event_id", "event", cascades=True),
        _to("event_language", "interpreter_id", "interpreter"),
        _primary("event_language", "event_id", "language"),
    )
    op.create_table(
        "event_staff",
        *(_key(name) for name in ("event_id", "account_id")),
        *_texts("role"),
        _check("event_staff", "role", "role IN ('lead', 'speaker', 'support', 'safeguarding')"),
        _to("event_staff", "event_id", "event", cascades=True),
        _to("event_staff", "account_id", "account"),
        _primary("event_staff", "event_id", "account_id"),
    )
    for table, column in (
        ("event_commitment", "commitment_id"),
        ("event_language", "language"),
        ("event_language", "interpreter_id"),
        ("event_staff", "account_id"),
    ):
        _index(table, column)


def downgrade() -> None:
    for table in ("event_staff", "event_language", "event_commitment", "event_audience", "event", "event_series"):
        op.drop_table(table)
    for table in ("interpreter_language", "interpreter", "venue"):
        op.drop_table(table)
