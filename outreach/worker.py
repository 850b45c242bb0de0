"""The worker: every job with its interval, and the loop that runs what is due.

The tables are the truth about what has to be done; the worker only looks often enough.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from outreach.content.tasks import ask_each_day, note_lapsed_claims
from outreach.core.config import Config
from outreach.core.db import db
from outreach.core.jobs import Job, JobRun, finish_run, is_due, start_run
from outreach.outbox.tasks import deliver_due
from outreach.site.tasks import publish_requested

JOBS = (
    Job("note_lapsed_claims", every=timedelta(seconds=5), run=note_lapsed_claims),
    Job("ask_each_day", every=timedelta(minutes=1), run=ask_each_day),
    Job("deliver_mail", every=timedelta(seconds=5), run=deliver_due),
    Job("publish", every=timedelta(seconds=5), run=publish_requested),
)
PAUSE_S = 1.0

_log = logging.getLogger(__name__)


def run_due(config: Config, jobs: tuple[Job, ...] = JOBS) -> list[str]:
    """Run every job that is due, one after another; returns their names. A job that fails does not stop the others."""
    names = []
    for job in jobs:
        if is_due(job, db.session.get(JobRun, job.name), config.clock()):
            _run(job, config)
            names.append(job.name)
        db.session.rollback()
    db.session.remove()
    return names


def run_until(stop: threading.Event, config: Config) -> None:
    """Run what is due, again and again, until *stop* is set. A database that is away is waited for."""
    while not stop.is_set():
        try:
            run_due(config)
        except SQLAlchemyError as error:
            db.session.remove()
            _log.error("worker cannot reach the database: %s", type(error).__name__)
        stop.wait(PAUSE_S)


def _run(job: Job, config: Config) -> None:
    start_run(job, config.clock())
    db.session.commit()
    failure: Exception | None = None
    try:
        job.run(config, config.clock())
    except Exception as error:  # noqa: BLE001 - whatever it is, the other jobs go on and the row tells
        db.session.rollback()
        failure = error
        _log.error("job %s failed: %s", job.name, type(error).__name__)  # its message might hold somebody's data
    finish_run(job, config.clock(), failure)
    db.session.commit()
