"""Services in the background."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from outreach.content.operations import request_publication
from outreach.content.queries import find_latest_request
from outreach.core.config import Config
from outreach.core.dates import LONDON
from outreach.core.db import db, reading
from outreach.directory.models import Service
from outreach.directory.operations import follow_names
from outreach.directory.queries import find_renamed
from outreach.directory.rules import Stage


def tell_today(_config: Config, now: datetime) -> int:
    """Ask for a publication when a day has begun in London since the last one was asked for, and readers see a service: pages name the
    hours of the day, a closure begins or ends, and what nobody has confirmed goes away, all by themselves.
    """
    with reading():
        latest, today = find_latest_request(), now.astimezone(LONDON).date()
        is_due = latest is not None and latest.astimezone(LONDON).date() < today and _has_services()
        db.session.rollback()
    if is_due:
        request_publication("a new day for services", now=now)
        db.session.commit()
    return int(is_due)


def follow_organisations(_config: Config, now: datetime) -> int:
    """Let services be found by the present names of their organisations."""
    with reading():
        is_due = bool(find_renamed())
        db.session.rollback()
    if not is_due:
        return 0
    done = follow_names(now=now)
    db.session.commit()
    return done


def _has_services() -> bool:
    """Whether readers see one, or did until its word was too old."""
    return bool(db.session.scalar(select(exists().where(Service.stage == Stage.SHOWN))))
