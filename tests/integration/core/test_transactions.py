"""Database rules that hold for every feature."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from outreach.content.models import PublicationRequest
from outreach.content.operations import request_publication
from outreach.core.config import ROOT, Config
from outreach.core.db import db, reading
from tests.conftest import NOW


def test_instants_come_back_aware_and_in_utc(app: Flask) -> None:
    elsewhere = datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with app.app_context():
        request_publication("x", now=elsewhere)
        db.session.commit()
        db.session.expire_all()
        found = db.session.scalars(select(PublicationRequest)).one()
        assert found.requested_at == elsewhere
        assert found.requested_at.tzinfo is UTC


def test_a_naive_instant_is_refused(app: Flask) -> None:
    with app.app_context():
        request_publication("x", now=datetime(2026, 1, 1))  # noqa: DTZ001 - the point
        with pytest.raises(StatementError, match="naive"):
            db.session.commit()
        db.session.rollback()


def test_a_reading_transaction_refuses_to_write(installed: Flask) -> None:
    with installed.app_context():
        with reading():
            request_publication("x", now=NOW)
            with pytest.raises(DBAPIError):
                db.session.commit()
            db.session.rollback()
        assert db.session.scalars(select(PublicationRequest)).all() == []
        db.session.rollback()


def test_a_writing_transaction_after_a_reading_one_writes(installed: Flask) -> None:
    with installed.app_context():
        with reading():
            db.session.execute(text("SELECT 1"))
            db.session.rollback()
        request = request_publication("x", now=NOW)
        db.session.commit()
        db.session.delete(request)
        db.session.commit()


@pytest.fixture
def sqlite_app(tmp_path: Path, make_app: Callable[[Config], Flask]) -> Flask:
    return make_app(Config(data_dir=tmp_path))


def test_sqlite_is_set_up_as_the_rules_say(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        pragmas = {
            name: db.session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
        db.session.rollback()
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 5000}


def test_sqlite_is_told_that_a_transaction_only_reads_when_it_was_not_before_and_no_statement_is_prepared_anew(sqlite_app: Flask) -> None:
    pragmas = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        pragmas.extend([statement] if "query_only" in statement else [])

    with sqlite_app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        for only_reads in (True, True, False, False, True):
            with reading() if only_reads else nullcontext():
                db.session.execute(text("SELECT 1"))
                db.session.remove()
        with reading():
            request_publication("x", now=NOW)
            with pytest.raises(DBAPIError):
                db.session.flush()
        db.session.rollback()
    assert pragmas == [f"PRAGMA query_only={word}" for word in ("ON", "OFF", "ON")]


def test_a_writing_transaction_holds_the_write_lock_from_its_beginning(sqlite_app: Flask, tmp_path: Path) -> None:
    with sqlite_app.app_context():
        db.session.execute(text("SELECT 1"))  # has only read so far
        other = sqlite3.connect(tmp_path / "outreach.sqlite3", timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        db.session.rollback()
        other.execute("BEGIN IMMEDIATE")
        other.close()


def test_readers_and_a_writer_do_not_wait_for_each_other(sqlite_app: Flask) -> None:
    done = threading.Event()

    def read() -> None:
        with sqlite_app.app_context(), reading():
            db.session.execute(text("SELECT count(*) FROM publication_request"))
            db.session.rollback()
            done.set()

    with sqlite_app.app_context():
        request_publication("x", now=NOW)
        db.session.flush()
        thread = threading.Thread(target=read)
        thread.start()
        assert done.wait(3)
        thread.join()
        db.session.rollback()


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import func, select
from outreach.app import create_app
from outreach.content.models import PublicationRequest
from outreach.content.operations import request_publication
from outreach.core.config import Config
from outreach.core.db import db
with create_app(Config(data_dir=Path(sys.argv[1]))).app_context():
    for number in range(40):
        db.session.scalar(select(func.count()).select_from(PublicationRequest))
        request_publication(str(number), now=datetime.now(UTC))
        db.session.commit()
"""


def test_four_writing_processes_lose_nothing_and_meet_no_lock_error(sqlite_app: Flask, tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT) for _ in range(4)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    with sqlite_app.app_context():
        assert len(db.session.scalars(select(PublicationRequest)).all()) == 160
        db.session.rollback()
