"""The register of commitments with its evidence, forces' policies, and progress updates, which nothing changes once they are frozen.

Revision: 008
After: 007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None

STATES = "'to-enter', 'open', 'in-progress', 'done', 'announced', 'disagreed', 'rejected', 'set-aside'"
UPDATE_FROZEN = "state <> 'frozen' OR (digest <> '' AND pdf IS NOT NULL AND frozen_at IS NOT NULL)"
REFUSAL = "this progress update is frozen"
PARTS = {
    "progress_update_section": "{row}.update_id",
    "progress_update_party": "{row}.update_id",
    "progress_update_remark": "{row}.update_id",
    "progress_update_writer": "{row}.update_id",
    "progress_update_source": "(SELECT update_id FROM progress_update_section WHERE id = {row}.section_id)",
}
"""The tables that hold parts of an update, and how to find whose part a row is."""


def _text(*names: str) -> list[sa.Column]:
    """Texts that are there, and empty until somebody has written them."""
    return [sa.Column(name, sa.String(), server_default="", nullable=False) for name in names]


def _given(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _instant(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _day(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _id(name: str = "id", *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _no(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _of(table: str, column: str, other: str = "account", **more: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), **more)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(columns or ("id",)), name=op.f(f"pk_{table}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    _create_register()
    _create_evidence()
    _create_policies()
    _create_updates()
    _create_update_parts()
    _refuse_changes()


def _create_register() -> None:
    op.create_table(
        "commitment",
        *_given("key", "order", "state"),
        *_text("addressee", "summary", "official_text", "official_url", "position", "source", "source_url", "remark"),
        _id("confirmed_by_id", nullable=True), _day("confirmed_on"), _id("owner_id", nullable=True), _day("due_on"),
        _number("version"), _id(),
        _check("commitment", "state", f"state IN ({STATES})"),
        _of("commitment", "confirmed_by_id"), _of("commitment", "owner_id"), _key("commitment"), _unique("commitment", "key"),
    )  # fmt: skip
    for column in ("order", "owner_id", "due_on"):
        _index("commitment", column)
    name = "commitment_state_change"
    op.create_table(
        name,
        _id("commitment_id"), _instant("at", nullable=False), _id("by_id", nullable=True), *_given("before", "after", "reason"), _id(),
        _check(name, "reason", "reason <> ''"), _of(name, "commitment_id", "commitment"), _of(name, "by_id"), _key(name),
    )  # fmt: skip
    _index(name, "commitment_id")


def _create_evidence() -> None:
    name = "commitment_evidence"
    op.create_table(
        name,
        _id("commitment_id"), _number("number"), *_given("ref", "kind", "title"), *_text("url", "reference", "note", "withdrawn_reason"),
        _day("dated_on", nullable=False), _no("is_national"), _instant("added_at", nullable=False), _id("added_by_id", nullable=True),
        _instant("withdrawn_at"), _id("withdrawn_by_id", nullable=True), _id(),
        _check(name, "kind", "kind IN ('link', 'file', 'record')"),
        _check(name, "withdrawn", "(withdrawn_at IS NULL) = (withdrawn_reason = '')"),
        _of(name, "commitment_id", "commitment"), _of(name, "added_by_id"), _of(name, "withdrawn_by_id"),
        _key(name), _unique(name, "commitment_id", "number"), _unique(name, "ref"),
    )  # fmt: skip
    area = "commitment_evidence_area"
    op.create_table(
        area, _id("evidence_id"), *_given("area"), _of(area, "evidence_id", name, ondelete="CASCADE"), _key(area, "evidence_id", "area")
    )
    _index(area, "area")


def _create_policies() -> None:
    op.create_table(
        "policy",
        *_given("place", "found", "state"), _number("number"), *_text("url", "wording", "edition", "differences", "set_aside_reason"),
        _day("dated_on"), _id("read_by_id"), _day("read_on", nullable=False), _day("look_again_on", nullable=False),
        _instant("made_at", nullable=False), _id("approved_by_id", nullable=True), _instant("approved_at"),
        _id("set_aside_by_id", nullable=True), _instant("set_aside_at"), _number("version"), _id(),
        _check("policy", "state", "state IN ('draft', 'approved', 'set-aside')"),
        _check("policy", "found", "found IN ('link', 'text', 'nothing')"),
        _check("policy", "second_reader", "state <> 'approved' OR approved_by_id <> read_by_id"),
        *(_of("policy", column) for column in ("read_by_id", "approved_by_id", "set_aside_by_id")),
        _key("policy"), _unique("policy", "place", "number"),
    )  # fmt: skip
    is_draft = sa.text("state = 'draft'")
    op.create_index("ix_policy_one_draft", "policy", ["place"], unique=True, sqlite_where=is_draft, postgresql_where=is_draft)
    _index("policy", "look_again_on")


def _create_updates() -> None:
    name = "progress_update"
    op.create_table(
        name,
        *_given("title", "addressee_name", "addressee_body", "salutation", "signed_name", "state"),
        *_text("addressee_office", "address", "opening", "closing", "signed_office", "approved_digest", "content", "digest"),
        *(_day(day, nullable=False) for day in ("dated_on", "period_from", "period_to")),
        _id("owner_id"), _instant("made_at", nullable=False), _id("approved_by_id", nullable=True), _instant("approved_at"),
        _id("frozen_by_id", nullable=True), _instant("frozen_at"), sa.Column("pdf", sa.LargeBinary()), _number("version"), _id(),
        _check(name, "state", "state IN ('draft', 'review', 'frozen', 'set-aside')"),
        _check(name, "frozen", UPDATE_FROZEN),
        *(_of(name, column) for column in ("owner_id", "approved_by_id", "frozen_by_id")),
        _key(name),
    )  # fmt: skip
    writer = "progress_update_writer"
    op.create_table(
        writer, _id("update_id"), _id("account_id"), _of(writer, "update_id", name), _of(writer, "account_id"),
        _key(writer, "update_id", "account_id"),
    )  # fmt: skip


def _create_update_parts() -> None:
    section, source, party, remark = (f"progress_update_{part}" for part in ("section", "source", "party", "remark"))
    op.create_table(
        section,
        _id("update_id"), _id("commitment_id"), _number("position"), *_text("done", "not_done", "gaps"), _no("is_left_out"),
        _number("version"), _id(), _of(section, "update_id", "progress_update"), _of(section, "commitment_id", "commitment"),
        _key(section), _unique(section, "update_id", "commitment_id"),
    )  # fmt: skip
    op.create_table(
        source, _id("section_id"), _id("evidence_id"), _of(source, "section_id", section),
        _of(source, "evidence_id", "commitment_evidence"), _key(source, "section_id", "evidence_id"),
    )  # fmt: skip
    op.create_table(
        party,
        _id("update_id"), _number("position"), *_given("name", "described_as", "contribution"), *_text("approved_by", "dissent"),
        _day("approved_on"), _no("is_left_out"), _number("version"), _id(),
        _check(party, "approved", "(approved_on IS NULL) = (approved_by = '')"), _of(party, "update_id", "progress_update"), _key(party),
    )  # fmt: skip
    op.create_table(
        remark,
        _id("update_id"), _instant("at", nullable=False), _id("by_id"), *_given("verdict"), *_text("words"), _id(),
        _check(remark, "verdict", "verdict IN ('comment', 'approve', 'return')"),
        _of(remark, "update_id", "progress_update"), _of(remark, "by_id"), _key(remark),
    )  # fmt: skip
    _index(party, "update_id")
    _index(remark, "update_id")


def _refuse_changes() -> None:
    """A frozen update and its parts: no row changed, none deleted, none added."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            _refuse_on_sqlite("progress_update", act, "OLD.state = 'frozen'")
        for table, owner in PARTS.items():
            for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
                _refuse_on_sqlite(table, act, _is_frozen(owner, row), suffix=row.lower())
        return
    _refuse_on_postgresql("progress_update", "OLD.state = 'frozen'", "UPDATE OR DELETE")
    for table, owner in PARTS.items():
        was, is_now = _is_frozen(owner, "OLD"), _is_frozen(owner, "NEW")
        _refuse_on_postgresql(table, f"(TG_OP <> 'INSERT' AND {was}) OR (TG_OP <> 'DELETE' AND {is_now})", "INSERT OR UPDATE OR DELETE")


def _is_frozen(owner: str, row: str) -> str:
    """The condition that the update whose part *row* is is frozen."""
    return f"(SELECT state FROM progress_update WHERE id = {owner.format(row=row)}) = 'frozen'"  # noqa: S608 - our own words


def _refuse_on_sqlite(table: str, act: str, condition: str, *, suffix: str = "row") -> None:
    name = f"{table}_frozen_{act.lower()}_{suffix}"
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")


def _refuse_on_postgresql(table: str, condition: str, acts: str) -> None:
    body = f"BEGIN IF {condition} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END"
    op.execute(f"CREATE FUNCTION refuse_{table}_change() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f"CREATE TRIGGER {table}_frozen BEFORE {acts} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_{table}_change()")
    truncate = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
    op.execute(f"CREATE FUNCTION refuse_{table}_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ {truncate} $$")
    op.execute(f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_{table}_truncate()")


def downgrade() -> None:
    parts = [f"progress_update_{part}" for part in ("remark", "party", "source", "section", "writer")]
    tables = [
        *parts,
        "progress_update",
        "policy",
        "commitment_evidence_area",
        "commitment_evidence",
        "commitment_state_change",
        "commitment",
    ]
    for table in tables:
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in (*parts, "progress_update"):
            op.execute(f"DROP FUNCTION refuse_{table}_change()")
            op.execute(f"DROP FUNCTION refuse_{table}_truncate()")
