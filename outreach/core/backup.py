"""The whole database as one file, taken while it is in use, and put back into an empty place only.

SQLite by its online backup (https://www.sqlite.org/backup.html), PostgreSQL by pg_dump and pg_restore, which have to be as new as the
server. A file is readable by its owner alone, appears under its name only when it is whole and was read back, and never replaces another.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, inspect

_SQLITE, _POSTGRES = b"SQLite format 3\0", b"PGDMP"
_NAMES = {_SQLITE: "SQLite", _POSTGRES: "PostgreSQL"}


class BackupFailed(Exception):
    """A backup that was not made, or not put back: why, in one line. What was there before is as it was."""


def back_up(engine: Engine, file: Path) -> None:
    """Write the database of *engine* to the new *file*, and read it back. Raises BackupFailed, OSError."""
    if file.exists():
        raise BackupFailed(f"{file} is there already: a backup never replaces another")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        if engine.dialect.name == "sqlite":
            _copy_sqlite(_sqlite_path(engine), part)
        else:
            _run(engine, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}")
            _run(engine, "pg_restore", f"--file={os.devnull}", str(part))
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def restore(engine: Engine, file: Path) -> None:
    """Put the backup *file* into the empty database of *engine*. Raises BackupFailed, OSError."""
    with file.open("rb") as opened:
        start = opened.read(len(_SQLITE))
    ours = _SQLITE if engine.dialect.name == "sqlite" else _POSTGRES
    kind = next((magic for magic in _NAMES if start.startswith(magic)), None)
    if kind is None:
        raise BackupFailed(f"{file} is no backup")
    if kind is not ours:
        raise BackupFailed(f"{file} is a backup of {_NAMES[kind]}, and this installation is on {_NAMES[ours]}")
    if inspect(engine).get_table_names():
        raise BackupFailed("there is a database here already: a backup is put back into an empty place only")
    engine.dispose()
    if ours is _SQLITE:
        _check_sqlite(file)
        _copy_sqlite(file, _sqlite_path(engine))
    else:
        _run(engine, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--dbname=", str(file))


def _sqlite_path(engine: Engine) -> Path:
    if not engine.url.database:
        raise BackupFailed("a database in memory cannot be backed up")
    return Path(engine.url.database)


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")  # one file, whatever the original keeps beside it
    _check_sqlite(target)


def _check_sqlite(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            strangers = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupFailed(f"{file} is damaged: {error}") from error
    if said != ["ok"] or strangers:
        raise BackupFailed(f"{file} is damaged: {said[0] if said != ['ok'] else f'{len(strangers)} rows refer to none'}")


def _run(engine: Engine, program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(f"{program} is not on this machine: install the PostgreSQL client programs")
    environ = _connection_settings(engine)
    arguments = tuple(f"--dbname={environ['PGDATABASE']}" if argument == "--dbname=" else argument for argument in arguments)
    done = subprocess.run([found, *arguments], env=environ, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupFailed(f"{program}: {(done.stderr.strip().splitlines() or ['failed'])[0]}")


def _connection_settings(engine: Engine) -> dict[str, str]:
    """How the programs of PostgreSQL reach the database: in their environment, since anybody can see a command line."""
    connection = engine.raw_connection()
    try:
        info = connection.driver_connection.info  # type: ignore[union-attr]
        settings = {
            "PGHOST": info.host,
            "PGPORT": str(info.port),
            "PGUSER": info.user,
            "PGPASSWORD": info.password,
            "PGDATABASE": info.dbname,
        }
    finally:
        connection.close()
    return {name: value for name, value in settings.items() if value}
