"""Runs migrations on the application's own engine."""

from __future__ import annotations

from alembic import context
from flask import current_app

from outreach.core.db import UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Migrations stand by themselves: they name SQLAlchemy's types, not ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


migrate = current_app.extensions["migrate"]

with migrate.db.engine.connect() as connection:
    options = {"connection": connection, "target_metadata": migrate.db.metadata, "render_item": render_item}
    context.configure(**options, **migrate.configure_args)
    with context.begin_transaction():
        context.run_migrations()
