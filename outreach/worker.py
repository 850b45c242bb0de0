"""The worker: every job with its interval, what a secret in a mail stands for, and running what is due.

The tables are the truth about what has to be done and who is at it; huey's entries are made from JOBS and only wake and tick.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from outreach.accounts.links import link_for
from outreach.accounts.tasks import clear_away
from outreach.alerts.tasks import follow_alerts
from outreach.content.tasks import ask_each_day, note_lapsed_claims
from outreach.core.config import Config
from outreach.core.db import db, reading
from outreach.core.jobs import RENEW_AFTER, Job, Run, claim_run, end_run, forget_old_runs, is_ready, renew_lease, stopping
from outreach.core.logs import describe_error, get_logger
from outreach.directory.tasks import follow_organisations, tell_today
from outreach.events.tasks import take_past_away
from outreach.notices.tasks import tell_people
from outreach.outbox.rules import DELIVER_MAIL
from outreach.outbox.tasks import deliver_due
from outreach.overview.organisation import erase_departed
from outreach.partners.links import link_for as registration_link_for
from outreach.partners.tasks import ask_partners, erase_drafts
from outreach.partners.verifying import STILL_TRUE
from outreach.partners.verifying import link_for as link_to_confirm
from outreach.site.tasks import publish_requested
from outreach.vetting import links as vetting
from outreach.vetting.tasks import ask_agreements, note_silence, receive_applications
from outreach.web.waking import current_queue

LinkMaker = Callable[[str, Config], str | None]
LINKS: dict[str, LinkMaker] = {
    "invitation": link_for,
    "recovery": link_for,
    "agreement": vetting.link_for,
    "application": vetting.link_for,
    "question": vetting.link_for,
    STILL_TRUE: link_to_confirm,
    "registration": registration_link_for,
    "registration-confirm": registration_link_for,
}  # by the word before the colon of a secret's name; each feature that mails links adds its own

_log = get_logger(__name__)


def make_link(secret: str, config: Config, *, makers: Mapping[str, LinkMaker]) -> str | None:
    """The link that the mail's *secret* ("invitation:<id>") names, or None when there is none any more."""
    maker = makers.get(secret.partition(":")[0])
    return maker(secret, config) if maker else None


def deliver_mail(config: Config, now: datetime) -> int:
    """Deliver what is due, with the links of every feature."""
    return deliver_due(config, now, links=lambda secret: make_link(secret, config, makers=LINKS))


JOBS = (
    Job("note_lapsed_claims", every=timedelta(seconds=5), run=note_lapsed_claims),
    Job("ask_each_day", every=timedelta(minutes=1), run=ask_each_day),
    Job("tell_people", every=timedelta(minutes=1), run=tell_people),
    Job("follow_alerts", every=timedelta(minutes=1), run=follow_alerts),
    Job("take_past_away", every=timedelta(minutes=1), run=take_past_away),
    Job("receive_applications", every=timedelta(minutes=1), run=receive_applications),
    Job("note_silence", every=timedelta(hours=1), run=note_silence),
    Job("ask_agreements", every=timedelta(hours=1), run=ask_agreements),
    Job("ask_partners", every=timedelta(minutes=10), run=ask_partners),
    Job("erase_departed", every=timedelta(hours=6), run=erase_departed),
    Job("tell_today", every=timedelta(minutes=1), run=tell_today),
    Job("follow_organisations", every=timedelta(minutes=1), run=follow_organisations),
    Job(DELIVER_MAIL, every=timedelta(seconds=5), run=deliver_mail),
    Job("publish", every=timedelta(seconds=5), run=publish_requested),
    Job("clear_away", every=timedelta(days=1), run=clear_away),
    Job("erase_drafts", every=timedelta(days=1), run=erase_drafts),
    Job("forget_old_runs", every=timedelta(days=1), run=forget_old_runs),
)


def run_due(config: Config, jobs: tuple[Job, ...] = JOBS) -> list[str]:
    """Run every job that is due, one after another; returns their names. A job that fails does not stop the others."""
    names = [job.name for job in jobs if run_job(job, config)]
    db.session.remove()
    return names


def run_until(stop: threading.Event, app: Flask, jobs: tuple[Job, ...] = JOBS) -> None:
    """Run what is due or woken until *stop* is set. A database that is away is waited for. Raises QueueUnavailable."""
    config: Config = app.config["OUTREACH"]
    by_name = {job.name: job for job in jobs}

    def run(name: str, asked_at: datetime | None) -> None:
        with app.app_context(), _waiting_for_database():
            run_job(by_name[name], config, asked_at=asked_at)

    def is_job_ready(job: Job) -> bool:
        with app.app_context(), reading(), _waiting_for_database():
            return is_ready(job, config.clock())
        return False

    with app.app_context():
        queue = current_queue()
    queue.serve(jobs, run=run, is_ready=is_job_ready, stop=stop)


def run_job(job: Job, config: Config, *, asked_at: datetime | None = None) -> bool:
    """Run *job* if it is due, or was asked for, and nobody else is at it; whether it was run. Asked for meanwhile, it is run again."""
    is_run, is_asked = False, True
    while is_asked and not stopping.is_set():
        run = claim_run(job, config.clock(), asked_at=asked_at)
        db.session.commit()
        if run is None:
            break
        asked_at, is_run, is_asked = None, True, _carry_out(job, run, config)
    return is_run


def _carry_out(job: Job, run: Run, config: Config) -> bool:
    """Do it and write down what came of it; whether the job was asked for again."""
    done, failure = 0, None
    with _renewing(run, config):
        try:
            done = job.run(config, config.clock())
        except Exception as error:  # noqa: BLE001 - whatever it is, the other jobs go on and the row tells
            db.session.rollback()
            failure = error
            _log.error("job failed", job=job.name, run=run.id, **describe_error(error))
    is_asked = end_run(run, config.clock(), done=done, error=failure)
    db.session.commit()
    if done:
        _log.info("job done", job=job.name, run=run.id, done=done)
    return is_asked


@contextmanager
def _renewing(run: Run, config: Config) -> Iterator[None]:
    """Keep the lease of *run* while it goes on, from beside it: a job that is busy cannot."""
    is_over, engine = threading.Event(), db.engine

    def renew() -> None:
        while not is_over.wait(RENEW_AFTER.total_seconds()):
            try:
                is_ours = renew_lease(engine, run, config.clock())
            except SQLAlchemyError as error:
                _log.warning("lease not renewed", job=run.name, run=run.id, error=type(error).__name__)
                continue
            if not is_ours:
                _log.error("job was taken by another worker", job=run.name, run=run.id)
                return

    beside = threading.Thread(target=renew, daemon=True)
    beside.start()
    try:
        yield
    finally:
        is_over.set()
        beside.join()


@contextmanager
def _waiting_for_database() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        _log.error("the database cannot be reached", error=type(error).__name__)
    finally:
        db.session.remove()
