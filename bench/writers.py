"""Several processes that write into one SQLite database, through the application's own session and operations."""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

import flask_migrate
from sqlalchemy.exc import OperationalError

from bench.results import Goal, Row, Section, compare
from bench.rounds import Pace
from outreach.app import create_app
from outreach.content.operations import request_publication
from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.jobs import Job, claim_run, end_run

WRITERS = 4
_METHOD = f"""
Each transaction begins IMMEDIATE, reads a row, updates it, inserts another and commits, by the application's own operations
through SQLAlchemy. {WRITERS} processes do this as fast as they can for a few seconds, then one process does, each time on a fresh
database on disk. Processor time per commit is the writers' own: where it grows as much as commits fall, the lock does not
stand idle, but each transaction takes longer while more processes than cores share the machine.
"""
_PATIENCE_S = 60.0
_start = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Writing:
    """What writers did in one run: commits, the seconds it took, their processor seconds, transactions refused with a lock error."""

    commits: int
    seconds: float
    processor_seconds: float
    lock_errors: int

    @property
    def per_second(self) -> float:
        return self.commits / self.seconds

    @property
    def processor_seconds_each(self) -> float:
        return self.processor_seconds / self.commits


def measure_writers(pace: Pace) -> Section:
    """Commits per second of four processes, as a ratio to one process, and the lock errors among them."""
    seconds = pace.choose(3, 1)
    with tempfile.TemporaryDirectory(prefix="bench-writers-") as folder:
        fresh = make_database(Path(folder) / "fresh")
        measures = {str(count): lambda count=count: write_with(count, fresh, seconds) for count in (WRITERS, 1)}
        seen = pace.take_turns(pace.choose(11, 3), measures)
    many, one = seen[str(WRITERS)], seen["1"]
    speed = compare([run.per_second for run in many], [run.per_second for run in one])
    effort = compare([run.processor_seconds_each for run in many], [run.processor_seconds_each for run in one])
    rows = (
        Row("lock errors", sum(run.lock_errors for run in many + one), (Goal("0", most=0),)),
        Row(f"commits, {WRITERS} processes / one", speed, (Goal("at least 0.95", least=0.95),)),
        Row(f"processor time per commit, {WRITERS} processes / one", effort),
    )
    return Section("SQLite writers", _METHOD, rows)


def make_database(folder: Path) -> Path:
    """A data folder with an empty database, migrated to the newest version."""
    folder.mkdir()
    with create_app(Config(data_dir=folder)).app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()
    return folder


def write_with(count: int, fresh: Path, seconds: int) -> Writing:
    """Let *count* processes write for *seconds* into a copy of the data folder *fresh*."""
    with tempfile.TemporaryDirectory(prefix="bench-writers-") as folder:
        shutil.copytree(fresh, folder, dirs_exist_ok=True)
        together = _start.Barrier(count)
        with _start.Pool(count, initializer=_join, initargs=(together,)) as pool:
            runs = pool.starmap(_write, [(Path(folder), seconds)] * count, chunksize=1)
    return Writing(
        sum(run.commits for run in runs),
        max(run.seconds for run in runs),
        sum(run.processor_seconds for run in runs),
        sum(run.lock_errors for run in runs),
    )


_together: Barrier | None = None


def _join(together: Barrier) -> None:
    """Keep the barrier, which a process may only inherit, for `_write`."""
    global _together  # the only way into a process of a pool
    _together = together


def _write(folder: Path, seconds: int) -> Writing:
    config = Config(data_dir=folder)
    job = Job("bench", every=timedelta(0), run=lambda _config, _now: 0)
    commits = lock_errors = 0
    with create_app(config).app_context():
        _transaction(job, config)
        if _together:
            _together.wait(_PATIENCE_S)
        start, used = time.monotonic(), time.process_time()
        while time.monotonic() - start < seconds:
            try:
                _transaction(job, config)
                commits += 1
            except OperationalError as error:
                if "locked" not in str(error.orig):
                    raise
                db.session.rollback()
                lock_errors += 1
        spent, used = time.monotonic() - start, time.process_time() - used
        db.session.remove()
        db.engine.dispose()
    return Writing(commits, spent, used, lock_errors)


def _transaction(job: Job, config: Config) -> None:
    """Read rows and update them, insert another, commit."""
    now = config.clock()
    run = claim_run(job, now)
    if run:
        end_run(run, now)
    request_publication("benchmark", now=now)
    db.session.commit()
