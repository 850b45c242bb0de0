"""The audit trail in its database: one chain with many writers, which nobody can change, and damage that is named."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from outreach.audit.models import AuditEntry
from outreach.audit.operations import record
from outreach.audit.queries import find_head
from outreach.core.config import ROOT, Config
from outreach.core.db import db
from tests.conftest import NOW

UNLOCK = {
    "sqlite": ["DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"],
    "postgresql": ["DROP TRIGGER audit_entry_no_change ON audit_entry"],
}


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask]) -> Flask:
    """An installation of its own, which a test may damage."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_postgres_database")
    return make_app(Config(data_dir=tmp_path, database_url=url))


def do(app: Flask, count: int) -> None:
    with app.app_context():
        for number in range(count):
            record("did", f"thing/{number}", by="lead", now=NOW, changed=["name"], detail="because")
            db.session.commit()


def damage(app: Flask, *statements: str) -> None:
    """What somebody with the run of the database can do."""
    with app.app_context():
        for statement in [*UNLOCK[db.engine.dialect.name], *statements]:
            db.session.execute(text(statement))
        db.session.commit()


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["audit", *words])
    return done.exit_code, done.output.strip()


def test_acts_are_chained_in_the_order_of_their_commits(own: Flask) -> None:
    do(own, 3)
    with own.app_context():
        rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.place)).all()
        assert [row.place for row in rows] == [1, 2, 3]
        assert [row.previous for row in rows[1:]] == [row.hash for row in rows[:-1]]
        assert find_head().hash == rows[-1].hash
        assert rows[0].changed == ["name"]
        db.session.rollback()
    assert run(own, "verify") == (0, "3 rows, whole.")


def test_what_is_undone_leaves_no_entry_and_no_gap(own: Flask) -> None:
    with own.app_context():
        record("did", "nothing", by="lead", now=NOW)
        db.session.rollback()
        db.session.commit()
    do(own, 1)
    assert run(own, "verify") == (0, "1 rows, whole.")


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"])
def test_the_database_itself_refuses_to_change_the_trail(own: Flask, statement: str) -> None:
    if statement.startswith("TRUNCATE") and not own.config["OUTREACH"].database_url:
        return  # SQLite has none
    do(own, 1)
    with own.app_context():
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("UPDATE audit_entry SET detail = 'x' WHERE place = 2", "row 2 ("),
        ("DELETE FROM audit_entry WHERE place = 2", "row 2 is missing"),
        ("DELETE FROM audit_entry WHERE place > 1", "rows after row 1 are cut off"),
        ("UPDATE audit_entry SET place = CASE place WHEN 1 THEN 102 ELSE 101 END WHERE place < 3", "rows 1 to 2 are missing"),
        ("UPDATE audit_head SET place = 9", "ends at row 3, and not at row 9"),
    ],
)
def test_damage_is_named(own: Flask, statement: str, complaint: str) -> None:
    do(own, 3)
    damage(own, statement)
    code, said = run(own, "verify")
    assert code == 1
    assert complaint in said


def test_a_trail_cut_off_together_with_its_head_is_found_by_the_head_kept_elsewhere(own: Flask) -> None:
    do(own, 3)
    _, kept = run(own, "head")
    do(own, 1)
    assert run(own, "verify", "--head", kept) == (0, "4 rows, whole.")
    with own.app_context():
        first = db.session.scalar(select(AuditEntry.hash).where(AuditEntry.place == 1))
        db.session.rollback()
    damage(own, "DELETE FROM audit_entry WHERE place > 1", f"UPDATE audit_head SET place = 1, hash = '{first}'")
    assert run(own, "verify") == (0, "1 rows, whole.")
    code, said = run(own, "verify", "--head", kept)
    assert (code, "row 3, which the head kept elsewhere names, is cut off" in said) == (1, True)


def test_a_head_that_is_none_is_a_mistake_in_the_command(own: Flask) -> None:
    code, said = run(own, "verify", "--head", "nonsense")
    assert code == 2
    assert "is no head of the trail" in said


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from outreach.app import create_app
from outreach.audit.operations import record
from outreach.content.operations import request_publication
from outreach.core.config import Config
from outreach.core.db import db
with create_app(Config(data_dir=Path(sys.argv[1]), database_url=sys.argv[2])).app_context():
    for number in range(25):
        now = datetime.now(UTC)
        record("did", f"thing/{number}", by=sys.argv[3], now=now)
        request_publication("x", now=now)
        record("asked", f"thing/{number}", by=sys.argv[3], now=now)
        db.session.commit()
"""


def test_four_writing_processes_make_one_chain(own: Flask, tmp_path: Path) -> None:
    config: Config = own.config["OUTREACH"]
    command = [sys.executable, "-c", WRITER, str(tmp_path), config.database_url]
    writers = [subprocess.Popen([*command, f"writer-{number}"], cwd=ROOT) for number in range(4)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    assert run(own, "verify") == (0, "200 rows, whole.")
