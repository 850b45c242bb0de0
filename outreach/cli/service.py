"""Running an installation: up, publish, export, worker, demo."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from outreach.cli.shared import current_config, publish_now, refusing
from outreach.core.db import db
from outreach.core.jobs import stopping
from outreach.demo.accounts import load_accounts
from outreach.demo.operations import load_demonstration
from outreach.demo.programme import load_programme
from outreach.launch import prepare, serve
from outreach.site.operations import export_site
from outreach.worker import run_due, run_until


@click.command()
@with_appcontext
def up() -> None:
    """Prepare the installation, then run server and worker until stopped."""
    with refusing():
        prepare(current_config(), say=click.echo)
        serve(current_config(), say=click.echo)


@click.command()
@with_appcontext
def publish() -> None:
    """Publish everything that readers get."""
    with refusing():
        publish_now()


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def export(folder: Path) -> None:
    """Copy the published pages into the empty FOLDER, with a sample nginx configuration."""
    with refusing():
        count = export_site(current_config(), folder)
    click.echo(f"{count} files in {folder}.")


@click.command()
@click.option("--once", is_flag=True, help="Run what is due, then stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Run the background jobs."""
    if once:
        with refusing():
            click.echo("Ran: " + (", ".join(run_due(current_config())) or "nothing was due"))
        return

    def end(*_signal: Any) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with refusing():
        run_until(stopping, current_app._get_current_object())  # type: ignore[attr-defined]


demo = AppGroup("demo", help="The demonstration programme.")


@demo.command()
def load() -> None:
    """Bring the demonstration to what the project's files say."""
    if not current_config().is_demo:
        raise click.ClickException("the demonstration is not for production")
    with refusing():
        loaded = load_demonstration(now=current_config().clock())
        load_accounts(current_config().data_dir, now=current_config().clock())
        load_programme(now=current_config().clock())
        db.session.commit()
    click.echo("Loaded." if loaded else "Already there.")
