"""Jobs on each database: who is at it, what a run leaves behind, what the lists say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.jobs import (
    KEPT,
    LEASE,
    LOST,
    Job,
    JobRun,
    JobState,
    claim_run,
    end_run,
    forget_old_runs,
    is_ready,
    list_runs,
    list_statuses,
    renew_lease,
)
from tests.conftest import NOW

SECOND = timedelta(seconds=1)


def job(name: str = "count", every: timedelta = 5 * SECOND) -> Job:
    return Job(name, every=every, run=lambda _config, _now: 0)


@pytest.fixture
def jobs(installed: Flask) -> Iterator[Flask]:
    """The installation with no job's rows, before and after."""
    with installed.app_context():
        yield installed
        db.session.rollback()
        for table in (JobRun, JobState):
            db.session.execute(delete(table))
        db.session.commit()
        db.session.remove()


def run_once(at: datetime, *, done: int = 0, error: Exception | None = None) -> None:
    run = claim_run(job(), at)
    assert run
    db.session.commit()
    end_run(run, at + SECOND, done=done, error=error)
    db.session.commit()


def rows() -> list[tuple[int, str | None, int]]:
    found = [(row.times, row.error, row.done) for row in db.session.scalars(select(JobRun).order_by(JobRun.started_at))]
    db.session.rollback()
    return found


def test_who_has_a_job_keeps_it_until_it_is_ended(jobs: Flask) -> None:
    run = claim_run(job(), NOW)
    assert run
    db.session.commit()
    assert claim_run(job(), NOW + 6 * SECOND) is None
    assert not is_ready(job(), NOW + 6 * SECOND)
    db.session.rollback()
    end_run(run, NOW + 6 * SECOND)
    db.session.commit()
    assert is_ready(job(), NOW + 6 * SECOND)
    assert claim_run(job(), NOW + 6 * SECOND)


def test_a_lease_that_is_not_renewed_ends_and_the_run_is_told_as_lost(jobs: Flask) -> None:
    first = claim_run(job(), NOW)
    db.session.commit()
    second = claim_run(job(), NOW + LEASE + SECOND)
    assert first
    assert second
    db.session.commit()
    assert rows() == [(1, LOST, 0)]
    assert renew_lease(db.engine, first, NOW + LEASE) is False
    end_run(first, NOW + LEASE + 2 * SECOND)  # it was not dead after all
    db.session.commit()
    assert claim_run(job(), NOW + LEASE + 8 * SECOND) is None, "the first run let go of what the second has"


def test_a_lease_that_is_renewed_goes_on(jobs: Flask) -> None:
    run = claim_run(job(), NOW)
    assert run
    db.session.commit()
    assert renew_lease(db.engine, run, NOW + 9 * SECOND)
    assert claim_run(job(), NOW + 18 * SECOND) is None
    assert claim_run(job(), NOW + 20 * SECOND)


def test_a_lease_that_was_renewed_while_another_worker_waited_for_the_row_is_kept(jobs: Flask) -> None:
    run = claim_run(job(), NOW)
    assert run
    db.session.commit()
    assert renew_lease(db.engine, run, NOW + 3 * SECOND)
    assert claim_run(job(), NOW + 2 * SECOND, asked_at=NOW + SECOND) is None


def test_a_run_begins_no_sooner_than_the_one_before_it_ended(jobs: Flask) -> None:
    run_once(NOW, done=1)
    run = claim_run(job(), NOW + SECOND / 2, asked_at=NOW + SECOND / 4)  # it waited for the row
    assert run
    assert run.started_at == NOW + SECOND


def test_a_job_that_is_asked_for_does_not_wait_unless_it_has_begun_since(jobs: Flask) -> None:
    run_once(NOW)
    assert claim_run(job(), NOW + 2 * SECOND) is None
    assert claim_run(job(), NOW + 2 * SECOND, asked_at=NOW - SECOND) is None
    assert claim_run(job(), NOW + 2 * SECOND, asked_at=NOW + SECOND)


def test_a_job_that_is_asked_for_while_somebody_is_at_it_is_run_once_more(jobs: Flask) -> None:
    run = claim_run(job(), NOW)
    assert run
    assert claim_run(job(), NOW + 2 * SECOND, asked_at=NOW + SECOND) is None
    db.session.commit()
    assert end_run(run, NOW + 3 * SECOND) is True
    again = claim_run(job(), NOW + 3 * SECOND)
    assert again
    assert end_run(again, NOW + 4 * SECOND) is False
    assert claim_run(job(), NOW + 4 * SECOND) is None


def test_runs_that_did_nothing_in_the_same_way_are_one_row_for_an_hour(jobs: Flask) -> None:
    for minute in (0, 1, 2):
        run_once(NOW + timedelta(minutes=minute))
    run_once(NOW + timedelta(minutes=3), done=7)
    run_once(NOW + timedelta(minutes=4))
    for minute in (5, 6):
        run_once(NOW + timedelta(minutes=minute), error=ValueError("somebody's data"))
    run_once(NOW + timedelta(minutes=60), error=ValueError())
    assert rows() == [(3, None, 0), (1, None, 7), (1, None, 0), (2, "ValueError", 0), (1, "ValueError", 0)]
    newest = list_runs("count", limit=2)
    assert [(row.started_at, row.finished_at) for row in newest] == [
        (NOW + timedelta(minutes=60), NOW + timedelta(minutes=60, seconds=1)),
        (NOW + timedelta(minutes=5), NOW + timedelta(minutes=6, seconds=1)),
    ]


def test_old_rows_of_runs_are_forgotten(jobs: Flask) -> None:
    run_once(NOW - KEPT - SECOND, done=1)
    run_once(NOW - KEPT + SECOND * 5, done=1)
    assert forget_old_runs(Config(), NOW) == 1
    assert len(rows()) == 1


def test_the_list_of_jobs_says_how_each_stands(jobs: Flask) -> None:
    run_once(NOW, done=1)
    run_once(NOW + 10 * SECOND, error=KeyError("x"))
    never, ran = list_statuses([job("never"), job()], NOW + 12 * SECOND)
    assert (never.state, never.is_running, never.next_at) == (None, False, None)
    assert ran.state
    assert (ran.is_running, ran.next_at) == (False, NOW + 15 * SECOND)
    assert (ran.state.started_at, ran.state.finished_at, ran.state.error) == (NOW + 10 * SECOND, NOW + 11 * SECOND, "KeyError")
    assert (ran.state.seconds, ran.state.runs, ran.state.failures, ran.state.busy_seconds) == (1, 2, 1, 2)
    assert claim_run(job(), NOW + 20 * SECOND)
    assert [status.is_running for status in list_statuses([job()], NOW + 21 * SECOND)] == [True]
