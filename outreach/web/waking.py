"""What a transaction asked of the worker is passed on when, and only when, it is committed."""

from __future__ import annotations

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from outreach.core.config import Config
from outreach.core.jobs import take_wakes
from outreach.core.queue import Queue


def wake_after_commits(app: Flask, config: Config) -> None:
    """Give *app* its queue."""
    app.extensions["queue"] = Queue(config)


def current_queue() -> Queue:
    queue: Queue = current_app.extensions["queue"]
    return queue


@event.listens_for(Session, "after_commit")
def _pass_on(session: Session) -> None:
    if session.in_nested_transaction():
        return
    wakes = take_wakes(session)
    if wakes:
        current_queue().wake(wakes)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _transaction: object) -> None:
    take_wakes(session)
