"""Installations that are made once and copied, in a fraction of the time."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import Flask

from outreach.core.config import Config
from outreach.core.db import db
from outreach.site.operations import Publication, publish_site

SQLITE_FILES = "outreach.sqlite3*"


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Holds off the other workers; the system lets them go on when this one ends in any way."""
    with file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def make_once(shared: Path, name: str, make: Callable[[Path], None]) -> Path:
    """The folder *name* in the one that all workers share. The first worker that needs it lets *make* fill it for all."""
    folder, unfinished = shared / name, shared / f"{name}.unfinished"
    with one_at_a_time(shared / f"{name}.lock"):
        if not folder.exists():
            make(unfinished)
            unfinished.rename(folder)
    return folder


def fill(app: Flask, *loads: Callable[..., object], now: datetime) -> Publication:
    """Let *loads*, which are told what time it is, fill an installation, and publish it; lets go of the database."""
    with app.app_context():
        for load in loads:
            load(now=now)
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
