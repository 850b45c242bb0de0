"""Runs migrations on the application's own engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from outreach.core.db import UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Migrations stand by themselves: they name SQLAlchemy's types, not ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


@contextmanager
def keeping_references(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by making it anew, and would take away what refers to the old one (https://www.sqlite.org/lang_altertable.html,
    7). Afterwards nothing may refer to what is not there.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()  # outside of any transaction, in which this setting would do nothing
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if lost := cursor.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"rows that refer to nothing after the migration: {sorted({row[0] for row in lost})}")
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")


migrate = current_app.extensions["migrate"]

with migrate.db.engine.connect() as connection:
    options = {"connection": connection, "target_metadata": migrate.db.metadata, "render_item": render_item}
    context.configure(**options, **migrate.configure_args)
    with keeping_references(connection), context.begin_transaction():
        context.run_migrations()
