"""Backup and restore at the command line."""

from __future__ import annotations

from pathlib import Path

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask.cli import with_appcontext

from outreach.audit.queries import find_head, iterate_entries
from outreach.audit.rules import find_damage
from outreach.cli.shared import refusing
from outreach.core.backup import BackupFailed, back_up
from outreach.core.backup import restore as put_back
from outreach.core.config import ROOT
from outreach.core.db import db, reading

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@with_appcontext
def backup(file: Path) -> None:
    """Write the database to the new FILE while it is in use, and read it back."""
    with refusing():
        with reading():
            end = find_head()
            db.session.rollback()
        back_up(db.engine, file)
    click.echo(f"{file}: {file.stat().st_size:,} bytes, read back. The audit trail ended at {end} or later.")


@click.command()
@click.argument("file", type=FILE)
@with_appcontext
def restore(file: Path) -> None:
    """Put the backup FILE into this installation, which must be empty."""
    with refusing():
        put_back(db.engine, file)
        is_newest = _check_version()
        click.echo("Restored." if is_newest else "Restored. It is older than this software: run 'flask --app wsgi db upgrade' next.")
        if is_newest:
            with reading():
                damage = list(find_damage(iterate_entries(), head=find_head(), kept=None))
                db.session.rollback()
            click.echo("\n".join(damage) or "The audit trail is whole.", err=bool(damage))
        click.echo("Then run 'flask --app wsgi publish': readers get what it says. Withdraw again what was withdrawn since the backup.")


def _check_version() -> bool:
    """Whether the database is of the version of this software. Raises BackupFailed when it is of a newer one."""
    scripts = ScriptDirectory(str(ROOT / "outreach" / "migrations"))
    with db.engine.connect() as connection:
        version = MigrationContext.configure(connection).get_current_revision()
    try:
        scripts.get_revision(version or "")
    except CommandError as error:
        raise BackupFailed(f"restored, but it was made by a newer version of this software ({version}): install that one") from error
    return version == scripts.get_current_head()
