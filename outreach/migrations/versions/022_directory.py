"""Services with their needs, areas, hours, telephones, languages, and what the search looks for.

Revision: 022
After: 021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "022"
down_revision = "021"
branch_labels = None
depends_on = None

CHECKS = {
    "stage": "stage IN ('draft', 'shown', 'ended', 'archived')",
    "recourse": "recourse IN ('unknown', 'yes', 'ask', 'no')",
    "cost": "cost IN ('unknown', 'free', 'partly', 'paid')",
    "standing": "standing IN ('independent', 'public', 'contractor', 'police', 'home-office')",
    "passes_on": "passes_on IN ('unknown', 'asks-first', 'may')",
    "capacity": "capacity IN ('open', 'waiting', 'full')",
    "closed_because": "closed_because IN ('holiday', 'staff', 'moving', 'building', 'money', 'other', '')",
    "confidential": "NOT is_confidential OR (address = '' AND website = '' AND email = '')",
    "immigration_level": "immigration_level BETWEEN 1 AND 3",
    "ages": "min_age >= 0 AND max_age >= 0 AND max_age >= min_age",
    "closed": "(closed_from IS NULL) = (closed_because = '') AND closed_until >= closed_from",
    "closed_until": "closed_from IS NOT NULL OR closed_until IS NULL",
    "ended": "stage <> 'ended' OR ended_at IS NOT NULL",
    "archived": "(stage = 'archived') = (archived_at IS NOT NULL)",
    "provider": "provider <> ''",
}
NEEDS = (
    "'advice', 'abuse', 'refuge', 'counselling', 'sexual-assault', 'exploitation', 'immigration', 'legal', 'interpreter', 'health', "
    "'essentials', 'children', 'men', 'lgbt', 'reporting'"
)


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _flags(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False) for name in names]


def _lists(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.JSON(), nullable=False) for name in names]


def _numbers(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _keys(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def _days(*names: str, nullable: bool = True) -> list[sa.Column]:
    return [sa.Column(name, sa.Date(), nullable=nullable) for name in names]


def _times(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.Time(), nullable=nullable) for name in names]


def _instants(*names: str, nullable: bool = False) -> list[sa.Column]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _to(table: str, column: str, other: str, key: str = "id", *, cascades: bool = False) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name, ondelete="CASCADE" if cascades else None)


def _check(table: str, name: str, text: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    _create_service()
    _create_part("service_need", *_texts("need"), *_numbers("place"), _check("service_need", "need", f"need IN ({NEEDS})"), key="need")
    _create_part("service_area", *_texts("area"), key="area")
    _create_part(
        "service_opening",
        *_numbers("weekday"),
        *_times("opens", "closes"),
        _check("service_opening", "times", "closes > opens"),
        _check("service_opening", "weekday", "weekday BETWEEN 0 AND 6"),
    )
    _create_part(
        "service_day",
        *_days("on_day", nullable=False),
        *_times("opens", "closes", nullable=True),
        _check("service_day", "hours", "(opens IS NULL) = (closes IS NULL)"),
        _check("service_day", "times", "closes > opens"),
    )
    _create_part("service_phone", *_numbers("place"), *_texts("dial", "display", "cost"), *_lists("languages"))
    _create_part(
        "service_language",
        *_texts("language", "mode", "dialect"),
        *_lists("days"),
        *_days("confirmed_on", nullable=False),
        _check("service_language", "mode", "mode IN ('native', 'booked', 'phone', 'written')"),
    )
    _create_part("service_gram", *_texts("gram"), key="gram", comes_first=True)
    for table, columns in {
        "service_need": ("need",),
        "service_area": ("area",),
        "service_opening": ("service_id",),
        "service_day": ("service_id", "on_day"),
        "service_phone": ("service_id",),
        "service_gram": ("service_id",),
    }.items():
        _index(table, *columns)
    _index("service_language", "service_id", "language")
    _index("service_language", "language")
    if op.get_bind().dialect.name == "postgresql":  # which pieces are rare has to be known, and not guessed
        op.execute("ALTER TABLE service_gram ALTER COLUMN gram SET STATISTICS 1000")


def _create_service() -> None:
    table = "service"
    op.create_table(
        table,
        *_keys("id", "made_by_id"),
        *_keys("organisation_id", nullable=True),
        *_texts("name", "provider", "searched", "description_key", "stage", "standing", "passes_on", "address", "website", "email"),
        *_texts("recourse", "cost", "capacity", "closed_because", "note"),
        *_lists("ties", "passes_to", "communities", "access"),
        *_flags("is_national", "is_confidential", "is_always_open", "is_demonstration"),
        *_numbers("min_age", "max_age", "immigration_level", nullable=True),
        *_days("closed_from", "closed_until", "trained_on", "contact_on"),
        *_instants("made_at", "confirmed_at", "changed_at"),
        *_instants("capacity_at", "ended_at", "archived_at", nullable=True),
        *_numbers("version"),
        *(_check(table, name, text) for name, text in CHECKS.items()),
        _to(table, "organisation_id", "organisation"),
        _to(table, "description_key", "content_unit", "key"),
        _to(table, "made_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    )
    for column in ("organisation_id", "name", "description_key", "stage", "confirmed_at", "changed_at"):
        _index(table, column)


def _create_part(table: str, *what: sa.Column | sa.CheckConstraint, key: str = "", comes_first: bool = False) -> None:
    """A table of rows of a service, each known by the service and *key*, or by an id of its own."""
    columns = (key, "service_id") if comes_first else ("service_id", key)
    op.create_table(
        table,
        *(() if key else _keys("id")),
        *_keys("service_id"),
        *what,
        _to(table, "service_id", "service", cascades=True),
        sa.PrimaryKeyConstraint(*(columns if key else ("id",)), name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for part in ("gram", "language", "phone", "day", "opening", "area", "need"):
        op.drop_table(f"service_{part}")
    op.drop_table("service")
