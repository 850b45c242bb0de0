"""Background work: what is due, who is at it, and a row for every run.

The tables are the truth. A stopped worker catches up, because a job is due when its interval has passed (`>=`), not when a clock strikes.
Whoever runs a job holds its lease, and renews it while it works: two workers on one database never run a job at the same time, and one
that was killed frees its job when the lease ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, Engine, Index, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from outreach.core.config import Config
from outreach.core.db import Base, Keyed, db

SILENCE = timedelta(seconds=30)
LEASE, RENEW_AFTER = timedelta(seconds=10), timedelta(seconds=3)
KEPT = timedelta(days=30)  # rows of runs
LOST = "Lost"  # instead of a kind of error: whoever ran it was killed, or away for longer than the lease

stopping = threading.Event()  # set when this process was asked to stop: what takes long looks at it between two things

_WAKES = "jobs to be woken"


@dataclass(frozen=True, slots=True)
class Job:
    """A plain function with its interval. The function commits what it does, can be run again at any time, and returns how much it did:
    0 when there was nothing to do.
    """

    name: str
    every: timedelta
    run: Callable[[Config, datetime], int]


class JobState(Base):
    """What is known of each job: who is at it until when, how its latest run went, and totals.

    `error` is the kind of failure (never its message, which might hold somebody's data). `seconds` is how long the latest run took that
    ended, `busy_seconds` all of them together. `asked_at` is when somebody asked for a run that has not begun.
    """

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(primary_key=True)
    run_id: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    seconds: Mapped[float] = mapped_column(server_default="0")
    error: Mapped[str | None]
    runs: Mapped[int] = mapped_column(server_default="0")
    failures: Mapped[int] = mapped_column(server_default="0")
    busy_seconds: Mapped[float] = mapped_column(server_default="0")


class JobRun(Keyed, Base):
    """One run; or, where a run did nothing and the one before it did nothing in the same way within the same hour, `times` of them, from
    the start of the first to the end of the last. A run without an end was lost.
    """

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_name_started_at", "name", "started_at"),)

    name: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]
    done: Mapped[int]
    times: Mapped[int]


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is going on."""

    id: UUID
    name: str
    started_at: datetime


def is_due(job: Job, state: JobState | None, now: datetime) -> bool:
    """Whether *job* has never run, was asked for, or ran so long ago that it has to run again; also when its last run lies ahead: the
    clock was set back.

    A start that lies ahead by less than LEASE is no sign of that: another worker claimed the job while this one waited for the row, or
    has a clock that is a little fast.
    """
    if state is None or state.started_at is None or state.asked_at is not None:
        return True
    return now - state.started_at >= job.every or state.started_at - now > LEASE


def is_free(state: JobState | None, now: datetime) -> bool:
    """Whether nobody is at it: a lease that has ended counts for nothing, nor does one that no clock can have given.

    One that ends a little later than LEASE from *now* was renewed since *now* was read.
    """
    return state is None or state.leased_until is None or not now <= state.leased_until <= now + 2 * LEASE


def is_ready(job: Job, now: datetime) -> bool:
    """Whether *job* would be run now."""
    state = db.session.get(JobState, job.name)
    return is_due(job, state, now) and is_free(state, now)


def claim_run(job: Job, now: datetime, *, asked_at: datetime | None = None) -> Run | None:
    """Take *job* for a run, if nobody is at it and it is due, or was asked for at *asked_at* and has not begun since. None otherwise; a
    job that somebody is at then remembers that it was asked for. To be committed at once: until then other workers wait.
    """
    state = _lock(job.name)
    if asked_at and (state.started_at is None or state.started_at <= asked_at):
        state.asked_at = asked_at
    if not is_free(state, now) or not is_due(job, state, now):
        return None
    if state.run_id and state.started_at:
        db.session.add(JobRun(name=job.name, started_at=state.started_at, finished_at=None, error=LOST, done=0, times=1))
        state.runs, state.failures, state.error = state.runs + 1, state.failures + 1, LOST
    if state.finished_at and now < state.finished_at < now + LEASE:
        now = state.finished_at  # the run before ended while this one waited for the row
    run = Run(uuid4(), job.name, now)
    state.run_id, state.started_at, state.asked_at, state.leased_until = run.id, now, None, now + LEASE
    return run


def _lock(name: str) -> JobState:
    """The row of a job, locked until the end of the transaction."""
    state = db.session.get(JobState, name, with_for_update=True, populate_existing=True)
    if state is None:
        with suppress(IntegrityError), db.session.begin_nested():  # another worker may be quicker
            db.session.add(JobState(name=name, runs=0, failures=0, seconds=0.0, busy_seconds=0.0))
        state = db.session.get_one(JobState, name, with_for_update=True, populate_existing=True)
    return state


def renew_lease(engine: Engine, run: Run, now: datetime) -> bool:
    """Keep the job of *run* for another LEASE; False when somebody else has taken it. Commits: it is called beside the run's own work."""
    with engine.begin() as connection:
        ours = update(JobState).where(JobState.name == run.name, JobState.run_id == run.id)
        renewed = connection.execute(ours.values(leased_until=now + LEASE))
        return renewed.rowcount == 1


def end_run(run: Run, now: datetime, *, done: int = 0, error: BaseException | None = None) -> bool:
    """Note how *run* ended, and let its job go, unless somebody else has taken it since. Whether it was asked for again meanwhile."""
    state = db.session.get_one(JobState, run.name, with_for_update=True, populate_existing=True)
    kind = type(error).__name__ if error else None
    seconds = max((now - run.started_at).total_seconds(), 0.0)
    if state.run_id == run.id:
        state.run_id = state.leased_until = None
    state.finished_at, state.seconds, state.error = now, seconds, kind
    state.runs, state.failures = state.runs + 1, state.failures + bool(error)
    state.busy_seconds += seconds
    latest = db.session.scalars(select(JobRun).where(JobRun.name == run.name).order_by(JobRun.started_at.desc()).limit(1)).first()
    if latest and not done and _is_alike(latest, run, kind):
        latest.times, latest.finished_at = latest.times + 1, now
    else:
        db.session.add(JobRun(name=run.name, started_at=run.started_at, finished_at=now, error=kind, done=done, times=1))
    return state.asked_at is not None


def _is_alike(before: JobRun, run: Run, error: str | None) -> bool:
    is_same_hour = before.started_at.replace(minute=0, second=0, microsecond=0) == run.started_at.replace(minute=0, second=0, microsecond=0)
    return is_same_hour and before.finished_at is not None and not before.done and before.error == error


def forget_old_runs(_config: Config, now: datetime) -> int:
    """Delete the rows of runs that began more than KEPT ago; returns how many."""
    old: CursorResult[object] = db.session.execute(delete(JobRun).where(JobRun.started_at < now - KEPT))  # type: ignore[assignment]
    db.session.commit()
    return old.rowcount


def find_latest_finish() -> datetime | None:
    """When any job last finished, or None when none ever has."""
    return db.session.scalar(select(func.max(JobState.finished_at)))


def is_worker_silent(now: datetime) -> bool:
    """Whether no job has finished for so long that the worker must be down."""
    finished_at = find_latest_finish()
    return finished_at is None or now - finished_at > SILENCE


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job as it is now. `next_at` is None when it is due as soon as there is a worker."""

    job: Job
    state: JobState | None
    is_running: bool
    next_at: datetime | None


def list_statuses(jobs: Iterable[Job], now: datetime) -> list[JobStatus]:
    """How *jobs* stand, in their order."""
    states = {state.name: state for state in db.session.scalars(select(JobState))}
    found = []
    for job in jobs:
        state = states.get(job.name)
        next_at = state.started_at + job.every if state and state.started_at and not is_due(job, state, now) else None
        found.append(JobStatus(job, state, is_running=not is_free(state, now), next_at=next_at))
    return found


def list_states() -> list[JobState]:
    """What is known of each job that ever ran."""
    return list(db.session.scalars(select(JobState).order_by(JobState.name)))


def list_runs(name: str, *, limit: int = 50) -> list[JobRun]:
    """The latest runs of a job, newest first."""
    return list(db.session.scalars(select(JobRun).where(JobRun.name == name).order_by(JobRun.started_at.desc()).limit(limit)))


def wake_after_commit(name: str) -> None:
    """Have the worker run the job *name* as soon as this transaction is committed, instead of when its interval has passed."""
    session = db.session()
    if not session.in_transaction():
        session.begin()  # so that a rollback is noticed
    session.info.setdefault(_WAKES, set()).add(name)


def take_wakes(session: Session) -> set[str]:
    """The jobs that the transaction of *session* asked for, which are then asked for no more."""
    wakes: set[str] = session.info.pop(_WAKES, set())
    return wakes
