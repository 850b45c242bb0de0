"""Installations that are made once and copied, in a fraction of the time."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import Flask

from outreach.core.config import Config
from outreach.core.db import db
from outreach.demo.operations import load_demonstration
from outreach.site.operations import Publication, publish_site

SQLITE_FILES = "outreach.sqlite3*"


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Holds off the other workers; the system lets them go on when this one ends in any way."""
    with file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def fill(app: Flask, *, now: datetime) -> Publication:
    """Load the demonstration's content into an empty installation and publish it; lets go of the database."""
    with app.app_context():
        load_demonstration(now=now)
        db.session.commit()
        published = publish_site(app.config["OUTREACH"], now=now)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return published


def copy_database(mould: Config, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in mould.data_dir.glob(SQLITE_FILES):
        shutil.copy(file, folder)


def copy_site(mould: Config, folder: Path) -> None:
    shutil.copytree(mould.data_dir / "site", folder / "site", symlinks=True, copy_function=os.link)


def copy_files(mould: Config, folder: Path) -> None:
    copy_site(mould, folder)
    copy_database(mould, folder)
