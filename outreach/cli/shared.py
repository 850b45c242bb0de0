"""What every command needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from sqlalchemy.exc import OperationalError, ProgrammingError

from outreach.content.changes import ChangeRefused
from outreach.content.imports import ImportRefused
from outreach.content.operations import NothingToDo, UnknownClaim
from outreach.content.po import ContentError
from outreach.core.config import Config
from outreach.core.db import db
from outreach.launch import NotStarted
from outreach.site.generations import PublicationFailed
from outreach.site.operations import Publication, publish_site

REFUSALS = (ChangeRefused, ContentError, ImportRefused, NotStarted, NothingToDo, PublicationFailed, UnknownClaim)


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
        reason = f"the database cannot be used ({type(error).__name__})"
        raise click.ClickException(f"{reason}: run 'flask --app wsgi db upgrade', or look at OUTREACH_DATABASE_URL") from error


def publish_now() -> None:
    """Commit, publish what is committed, and say what came of it."""
    db.session.commit()
    done: Publication = publish_site(current_config(), now=current_config().clock())
    db.session.commit()
    click.echo(f"Generation {done.number}: {done.files} files, {done.changed} changed.")
    for line in done.withheld:
        click.echo(line, err=True)
