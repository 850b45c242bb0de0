"""Content in the background."""

from __future__ import annotations

from datetime import datetime

from outreach.content.operations import note_lapses, request_publication
from outreach.content.queries import has_request_since, list_unnoted_lapses
from outreach.core.config import Config
from outreach.core.db import db, reading
from outreach.core.logs import get_logger

_log = get_logger(__name__)


def ask_each_day(_config: Config, now: datetime) -> int:
    """Ask for a publication once a day: what a page says of a number or a file says of itself may depend on the date."""
    with reading():
        is_asked = has_request_since(now.replace(hour=0, minute=0, second=0, microsecond=0))
        db.session.rollback()
    if not is_asked:
        request_publication("a new day", now=now)
        db.session.commit()
    return int(not is_asked)


def note_lapsed_claims(_config: Config, now: datetime) -> int:
    """Note claims whose review date has passed; readers get the withdrawal text with the publication that follows."""
    with reading():
        is_due = bool(list_unnoted_lapses(now.date()))
        db.session.rollback()
    if not is_due:
        return 0
    lapsed = note_lapses(now=now)
    db.session.commit()
    for key in lapsed:
        _log.warning("a claim is past its review date", claim=key)
    return len(lapsed)
