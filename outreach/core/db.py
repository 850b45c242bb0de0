"""Database rules, once and for all.

* Instants are aware and in UTC (`UtcDateTime`); keys are UUIDs; constraints are named by one convention.
* On SQLite: WAL, foreign keys on, and every transaction that may write begins IMMEDIATE. A DEFERRED transaction that
  reads first and writes later fails at once with "database is locked" when another writer came between, whatever the
  busy timeout says (https://www.sqlite.org/lang_transaction.html).
* A transaction that only reads says so with `reading()`; the database then refuses a write in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ColumnElement, Connection, DateTime, Dialect, Engine, MetaData, Result, Select, String, event, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator

BUSY_TIMEOUT_MS = 5000
STATEMENTS_KEPT = 500  # of a long list, for those who asked for it last: to build one takes as long as to read a page of it

_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored and returned in UTC on every database (SQLite drops zones by itself).

    Raises ValueError on a naive datetime.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: say which zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Base(DeclarativeBase):
    """What every table shares. Names of constraints follow one convention, so that migrations can name them."""

    registry = registry(metadata=_metadata, type_annotation_map={datetime: UtcDateTime()})


class Keyed:
    """A row known by a random UUID, which tells a stranger nothing about how many there are or when it was made."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class uuid_text(FunctionElement[str]):  # noqa: N801 - as SQLAlchemy's own functions are called
    """A column of UUIDs as text, as str() writes them: `uuid_text(Event.id)`."""

    type = String()
    inherit_cache = True


@compiles(uuid_text)
def _compile_uuid_text(element: uuid_text, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS VARCHAR)"


@compiles(uuid_text, "sqlite")
def _compile_uuid_text_of_digits(element: uuid_text, compiler: SQLCompiler, **options: Any) -> str:
    digits = compiler.process(element.clauses, **options)
    return " || '-' || ".join(f"substr({digits}, {start}, {size})" for start, size in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12)))


def kept_id(column: Any) -> ColumnElement[Any]:
    """A column of UUIDs as the driver gives it, for long lists: a UUID for each row costs more than all the rest of a row, and most are
    never looked at. `id_text` makes a text of it where one is needed.
    """
    return type_coerce(column, NullType()).label(column.key)


def id_text(kept: UUID | str) -> str:
    """A UUID as str() writes it, of what `kept_id` has read: its 32 digits on SQLite, a UUID on PostgreSQL."""
    return f"{kept[:8]}-{kept[8:12]}-{kept[12:16]}-{kept[16:20]}-{kept[20:]}" if isinstance(kept, str) else str(kept)


def read_rows(query: Select[*tuple[Any, ...]], **values: Any) -> Result[*tuple[Any, ...]]:
    """The rows of a query of columns, for lists: nothing is looked for in the session and nothing kept there, which is what long lists
    cost most. What the session has not yet written is not in them. *values* are those of its own parameters (`bindparam`).
    """
    return db.session.connection().execute(query, values)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside are read-only, and see one moment of the database; a write in them is refused by the database."""
    token = _only_reads.set(True)
    try:
        yield
    finally:
        _only_reads.reset(token)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    only_reads = _only_reads.get()
    if connection.dialect.name == "sqlite":
        if connection.info.get("only_reads") != only_reads:  # only then: a pragma makes SQLite forget every statement it has prepared
            connection.exec_driver_sql(f"PRAGMA query_only={'ON' if only_reads else 'OFF'}")
            connection.info["only_reads"] = only_reads
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
    elif only_reads:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
