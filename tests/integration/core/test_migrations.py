"""Migrations from zero give what the models say, and keep what there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from outreach.accounts.rules import Role
from outreach.core.config import ROOT, Config
from outreach.core.db import Base, db
from outreach.events.models import Event, EventAudience, EventLanguage, EventStaff
from outreach.events.rules import Need, StaffRole
from outreach.notices.models import EventKnown, EventNotice
from outreach.notices.tasks import tell_people
from outreach.policies.models import Policy
from tests.accounts import add_account
from tests.conftest import NOW
from tests.events import add_event


def test_migrations_from_zero_equal_the_metadata(installed: Flask) -> None:
    with installed.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_head_and_files_are_numbered() -> None:
    script = ScriptDirectory(str(ROOT / "outreach" / "migrations"))
    assert len(script.get_heads()) == 1
    assert sorted(revision.revision for revision in script.walk_revisions()) == [
        f"{n:03}" for n in range(1, 1 + len(list(script.walk_revisions())))
    ]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_addresses_that_are_not_written_to_are_kept_when_they_get_ids(
    request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask], engine: str
) -> None:
    url = "" if engine == "sqlite" else request.getfixturevalue("new_postgres_database")
    app = make_app(Config(data_dir=tmp_path, database_url=url))
    since = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    table = sa.table("outbox_suppression", sa.column("address"), sa.column("reason"), sa.column("since", sa.DateTime(timezone=True)))
    rows = [("a@b.example", "bounce"), ("a@b.example", "complaint"), ("c@d.example", "unsubscribe")]
    with app.app_context():
        flask_migrate.downgrade(revision="009")
        with db.engine.begin() as connection:
            connection.execute(sa.insert(table), [{"address": address, "reason": reason, "since": since} for address, reason in rows])
        for revision in ("010", "009", "010"):
            (flask_migrate.upgrade if revision == "010" else flask_migrate.downgrade)(revision=revision)
            with db.engine.connect() as connection:
                kept = connection.execute(sa.select(table).order_by(table.c.address, table.c.reason)).all()
            assert [(address, reason) for address, reason, _ in kept] == rows
            assert {at.replace(tzinfo=UTC) for _, _, at in kept} == {since}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_policies_and_claims_are_kept_when_they_get_what_readers_are_told(
    request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask], engine: str
) -> None:
    url = "" if engine == "sqlite" else request.getfixturevalue("new_postgres_database")
    app = make_app(Config(data_dir=tmp_path, database_url=url))
    with app.app_context():
        lead = add_account(Role.LEAD)
        values = {"found": "link", "read_by_id": lead, "read_on": NOW.date(), "look_again_on": NOW.date(), "made_at": NOW}
        db.session.add(Policy(id=uuid4(), place="kent", number=1, state="draft", for_readers="", tone="", **values))
        db.session.commit()
        db.session.remove()
        for revision in ("010", "011"):
            (flask_migrate.upgrade if revision == "011" else flask_migrate.downgrade)(revision=revision)
        with db.engine.connect() as connection:
            assert connection.execute(sa.select(Policy.place, Policy.number, Policy.for_readers, Policy.tone)).one() == ("kent", 1, "", "")
        row = {"place": "kent", "number": 2, "state": "set-aside", "version": 1, **values}
        wrong = ({"state": "lost"}, {"found": "lost"}, {"tone": "lost"}, {"for_readers": "Words."}, {"number": 1}, {"state": "draft"})
        for change in wrong:
            with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
                connection.execute(sa.insert(Policy), {"id": uuid4(), **row, **change})
        with db.engine.begin() as connection:
            connection.execute(sa.insert(Policy), {"id": uuid4(), **row})


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_events_keep_what_belongs_to_them_when_their_table_is_made_anew(
    request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask], engine: str
) -> None:
    """SQLite alters a table by making it anew, and takes what refers to the old one away with it unless it is told not to."""
    url = "" if engine == "sqlite" else request.getfixturevalue("new_postgres_database")
    app = make_app(Config(data_dir=tmp_path, database_url=url))
    with app.app_context():
        me = add_account(Role.LEAD)
        add_event(me, staff=[(me, StaffRole.LEAD)], languages=[("ur", Need.NEEDED, None)], audiences=["Lantern makers"])
        db.session.remove()
        for revision in ("014", "021"):
            (flask_migrate.upgrade if revision == "021" else flask_migrate.downgrade)(revision=revision)
        for model in (EventStaff, EventLanguage, EventAudience):
            assert len(db.session.scalars(sa.select(model)).all()) == 1, model
        db.session.rollback()
        with db.engine.connect() as connection:
            is_kept = connection.exec_driver_sql("PRAGMA foreign_keys").scalar() if engine == "sqlite" else 1
        assert is_kept == 1, "what refers to nothing is refused again"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_hosts_who_were_told_of_an_event_keep_their_address_and_a_join_address_needs_an_event_online(
    request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask], engine: str
) -> None:
    url = "" if engine == "sqlite" else request.getfixturevalue("new_postgres_database")
    app = make_app(Config(data_dir=tmp_path, database_url=url, clock=lambda: NOW))
    with app.app_context():
        me = add_account(Role.LEAD)
        add_event(me, host_email="Host@hall.example")
        tell_people(app.config["OUTREACH"], NOW)
        db.session.remove()
        for revision in ("020", "021"):
            (flask_migrate.upgrade if revision == "021" else flask_migrate.downgrade)(revision=revision)
        assert db.session.scalars(sa.select(EventKnown.address)).all() == ["Host@hall.example"]
        db.session.rollback()
        for change in ({"shows_join": True}, {"whereabouts": "host-tells", "join_url": "https://meet.example/1"}):
            with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
                connection.execute(sa.update(Event).values(**change))
        with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
            connection.execute(sa.update(EventNotice).values(kind="lost"))
