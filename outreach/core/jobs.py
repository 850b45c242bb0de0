"""Background work: what is due, and a row that tells when it last ran.

The row is the truth. A stopped worker catches up, because a job is due when its interval has passed (`>=`), not when a
clock strikes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core.config import Config
from outreach.core.db import Base, db

SILENCE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Job:
    """A plain function with its interval. The function commits what it does and can be run again at any time."""

    name: str
    every: timedelta
    run: Callable[[Config, datetime], None]


class JobRun(Base):
    """The latest run of each job. `error` is the kind of failure (never its message, which might hold somebody's data)."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]


def is_due(job: Job, latest: JobRun | None, now: datetime) -> bool:
    """Whether *job* has never run, or so long ago that it has to run again; also when its last run lies ahead (the clock was set back)."""
    return latest is None or latest.started_at > now or now - latest.started_at >= job.every


def find_latest_finish() -> datetime | None:
    """When any job last finished, or None when none ever has."""
    return db.session.scalar(select(JobRun.finished_at).where(JobRun.finished_at.is_not(None)).order_by(JobRun.finished_at.desc()).limit(1))


def is_worker_silent(now: datetime) -> bool:
    """Whether no job has finished for so long that the worker must be down."""
    finished_at = find_latest_finish()
    return finished_at is None or now - finished_at > SILENCE


def start_run(job: Job, now: datetime) -> None:
    """Note that *job* begins. Written before the work, so that a crash is seen as a run without an end."""
    db.session.merge(JobRun(name=job.name, started_at=now, finished_at=None, error=None))


def finish_run(job: Job, now: datetime, error: Exception | None = None) -> None:
    latest = db.session.get_one(JobRun, job.name)
    latest.finished_at = now
    latest.error = type(error).__name__ if error else None
