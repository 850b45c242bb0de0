"""The commands: `flask --app wsgi …`. Exit codes: 0 done, 1 refused or failed (one line why on stderr), 2 usage."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from outreach.content.files import read_library
from outreach.content.po import ContentError, write_pages_po
from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.languages import ENGLISH, LANGUAGES
from outreach.demo.operations import load_demonstration
from outreach.launch import NotStarted, prepare, serve
from outreach.site.generations import PublicationFailed
from outreach.site.operations import export_site, publish_site
from outreach.worker import run_due, run_until


def register(app: Flask) -> None:
    """Give *app* its commands."""
    for command in (up, publish, export, worker, content, demo):
        app.cli.add_command(command)


def _config() -> Config:
    config: Config = current_app.config["OUTREACH"]
    return config


@contextmanager
def _refusing() -> Iterator[None]:
    """What is refused for a known reason ends with one line and exit code 1."""
    try:
        yield
    except (ContentError, NotStarted, PublicationFailed) as error:
        raise click.ClickException(str(error)) from error


commands = AppGroup("outreach")


@commands.command()
def up() -> None:
    """Prepare the installation, then run server and worker until stopped."""
    with _refusing():
        prepare(_config(), say=click.echo)
        serve(_config(), say=click.echo)


@commands.command()
def publish() -> None:
    """Publish everything that readers get."""
    with _refusing():
        done = publish_site(_config(), now=_config().clock())
        db.session.commit()
    click.echo(f"Generation {done.number}: {done.files} files, {done.changed} changed.")


@commands.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Copy the published pages into the empty FOLDER, with a sample nginx configuration."""
    with _refusing():
        count = export_site(_config(), folder)
    click.echo(f"{count} files in {folder}.")


@commands.command()
@click.option("--once", is_flag=True, help="Run what is due, then stop.")
def worker(once: bool) -> None:
    """Run the background jobs."""
    if once:
        click.echo("Ran: " + (", ".join(run_due(_config())) or "nothing was due"))
        return
    stop = threading.Event()

    def end(*_signal: Any) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    run_until(stop, _config())


content = AppGroup("content", help="What the public pages say.")


@content.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_content(folder: Path) -> None:
    """Write the PO files of every language into FOLDER, for translators."""
    with _refusing():
        library = read_library(today=_config().clock().date(), is_demo=True)
        (folder / "pages.pot").write_text(write_pages_po(library, None), "utf-8")
        for tag, language in LANGUAGES.items():
            if tag != ENGLISH:
                path = folder / language.cldr / "LC_MESSAGES" / "pages.po"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(write_pages_po(library, tag), "utf-8")
    click.echo(f"{len(LANGUAGES) - 1} languages in {folder}.")


demo = AppGroup("demo", help="The demonstration programme.")


@demo.command()
def load() -> None:
    """Fill an empty installation with the demonstration."""
    if not _config().is_demo:
        raise click.ClickException("the demonstration is not for production")
    loaded = load_demonstration(now=_config().clock())
    db.session.commit()
    click.echo("Loaded." if loaded else "Already there.")
