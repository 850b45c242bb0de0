"""Counting the queries of a request: a page costs as many for a thousand rows as for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from outreach.core.db import db


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent meanwhile to read something."""
    with app.app_context():
        engine = db.engine
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)
