"""Events in the background."""

from __future__ import annotations

from datetime import datetime

from outreach.content.operations import request_publication
from outreach.content.queries import find_latest_request
from outreach.core.config import Config
from outreach.core.dates import LONDON
from outreach.core.db import db, reading
from outreach.events.told import has_passed


def take_past_away(_config: Config, now: datetime) -> int:
    """Ask for a publication when the day of a public event has passed since the last one was asked for: it goes away by itself."""
    with reading():
        latest = find_latest_request()
        today = now.astimezone(LONDON).date()
        is_due = latest is not None and has_passed(latest.astimezone(LONDON).date(), today)
        db.session.rollback()
    if is_due:
        request_publication("the day of an event has passed", now=now)
        db.session.commit()
    return int(is_due)
