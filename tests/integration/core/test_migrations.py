"""Migrations from zero give what the models say."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from outreach.core.config import ROOT
from outreach.core.db import Base, db


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
