"""What every command needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from outreach.accounts.operations import AccountRefused
from outreach.content.changes import ChangeRefused
from outreach.content.imports import ImportRefused
from outreach.content.operations import NothingToDo, UnknownClaim
from outreach.content.po import ContentError
from outreach.core.backup import BackupFailed
from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.queue import QueueUnavailable
from outreach.launch import NotStarted
from outreach.site.generations import PublicationFailed
from outreach.site.operations import Publication, publish_site

REFUSALS = (
    AccountRefused,
    BackupFailed,
    ChangeRefused,
    ContentError,
    ImportRefused,
    NotStarted,
    NothingToDo,
    PublicationFailed,
    QueueUnavailable,
    UnknownClaim,
)


def current_config() -> Config:
    config: Config = current_app.config["OUTREACH"]
    return config


@contextmanager
def refusing() -> Iterator[None]:
    """What is refused for a known reason ends with a line for each reason, and exit code 1. What was not committed is undone."""
    try:
        yield
    except REFUSALS as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from error
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(f"the database cannot be used ({type(error).__name__}): {_what_to_do(error)}") from error
    except OSError as error:
        raise click.ClickException(f"cannot read or write {error.filename or 'a file'}: {error.strerror or error}") from error


def _what_to_do(error: DBAPIError) -> str:
    if "no such table" in str(error.orig) or "does not exist" in str(error.orig):
        return "run 'flask --app wsgi db upgrade' first"
    return "look at OUTREACH_DATABASE_URL, at the disk, and at what else is writing; then try again"


def publish_now() -> None:
    """Commit, publish what is committed, and say what came of it."""
    db.session.commit()
    try:
        done: Publication = publish_site(current_config(), now=current_config().clock())
    except PublicationFailed as failure:
        raise PublicationFailed(f"not published yet, though what was asked is recorded; the worker will try again: {failure}") from failure
    db.session.commit()
    click.echo(f"Generation {done.number}: {done.files} files, {done.changed} changed.")
    for line in done.withheld:
        click.echo(line, err=True)
