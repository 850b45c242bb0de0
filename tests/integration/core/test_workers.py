"""Two real worker processes on one database, on each kind of database."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core.clock import system_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.jobs import LEASE, LOST, Job, JobRun, JobState
from outreach.worker import run_due
from tests import worker


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest, tmp_path: Path, make_app: Callable[[Config], Flask]) -> Flask:
    url = "" if request.param == "sqlite" else request.getfixturevalue("new_postgres_database")
    return make_app(Config(data_dir=tmp_path, database_url=url))


def go(file: Path, *, workers: int) -> None:
    """Let workers begin at the same time."""
    deadline = time.monotonic() + 30
    while (file.read_text() if file.exists() else "").count("ready") < workers:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    with file.open("a") as opened:
        opened.write("go\n")


def test_two_workers_on_one_database_never_do_one_thing_twice(own: Flask, tmp_path: Path) -> None:
    file = tmp_path / "done"
    processes = [worker.start("count", own.config["OUTREACH"], file) for _ in range(2)]
    go(file, workers=2)
    assert [process.wait(60) for process in processes] == [0, 0]
    done = [line.split() for line in file.read_text().splitlines() if line.startswith("job")]
    assert Counter(name for name, _ in done) == {f"job{number}": 1 for number in range(worker.JOBS)}
    assert len({pid for _, pid in done}) == 2, "one of them did it all: nothing was tried"
    with own.app_context():
        assert len(db.session.scalars(select(JobRun)).all()) == worker.JOBS
        assert {state.run_id for state in db.session.scalars(select(JobState))} == {None}
        db.session.remove()


def hanging(own: Flask, file: Path) -> subprocess.Popen[bytes]:
    """A worker in the middle of a job."""
    process = worker.start("hang", own.config["OUTREACH"], file)
    go(file, workers=1)
    worker.wait_for(file, "begun")
    return process


MINE = (Job("hang", every=timedelta(0), run=lambda _config, _now: 1),)


def test_a_job_whose_worker_is_killed_is_free_after_the_lease(own: Flask, tmp_path: Path) -> None:
    config, process = own.config["OUTREACH"], hanging(own, tmp_path / "done")
    process.kill()
    process.wait(10)
    killed_at = system_clock()
    with own.app_context():
        assert run_due(config, MINE) == []
        while not run_due(config, MINE):
            assert system_clock() - killed_at < LEASE + timedelta(seconds=5)
            time.sleep(0.1)
        rows = db.session.scalars(select(JobRun).order_by(JobRun.started_at)).all()
        assert [(row.error, row.finished_at is None) for row in rows] == [(LOST, True), (None, False)]
        db.session.remove()


@pytest.mark.long
def test_a_job_that_takes_longer_than_the_lease_is_kept_by_a_worker_that_lives(own: Flask, tmp_path: Path) -> None:
    process = hanging(own, tmp_path / "done")
    time.sleep(LEASE.total_seconds() + 2)
    with own.app_context():
        assert run_due(own.config["OUTREACH"], MINE) == []
    process.kill()
    process.wait(10)
